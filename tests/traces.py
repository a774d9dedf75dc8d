"""Looks for a member in the bytes of a database: by their id in each form, and by their words."""

import struct
from collections.abc import Iterator
from pathlib import Path

_SIDES = ("", "-wal", "-journal")


def forms(user_id: int) -> Iterator[tuple[str, bytes]]:
    """How SQLite, JSON and text write a number down."""
    yield "decimal", str(user_id).encode()
    eight = struct.pack(">q", user_id)
    yield "8 bytes", eight
    if user_id < 2**47:
        yield "6 bytes", eight[2:]
    yield "varint", varint(user_id)


def varint(number: int) -> bytes:
    """As SQLite writes the number of a row."""
    if number >= 1 << 56:
        head, last = number >> 8, bytes([number & 0xFF])
        sevens = [(head >> (7 * at)) & 0x7F | 0x80 for at in reversed(range(8))]
        return bytes(sevens) + last
    sevens = [number & 0x7F]
    while number := number >> 7:
        sevens.append(number & 0x7F | 0x80)
    return bytes(reversed(sevens))


def found(database: Path, user_id: int, word: str) -> set[str]:
    """In which forms anything of the member is in the file, or beside it."""
    every = b"\0".join(
        path.read_bytes()
        for path in (database.with_name(f"{database.name}{side}") for side in _SIDES)
        if path.exists()
    )
    return found_in(every, user_id, word)


def found_in(every: bytes, user_id: int, word: str) -> set[str]:
    by_id = {name for name, form in forms(user_id) if form in every}
    return by_id | ({"words"} if word.encode() in every.lower() else set())
