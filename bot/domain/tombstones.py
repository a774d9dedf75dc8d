"""What is kept of an erasure: enough to do it again on an older copy, and nobody's name.

A line of a file each. Whose it was is a keyed hash: whoever holds the file, and not the key, can't
even try members one by one.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

_LINE = re.compile(r"([0-9a-f]{32}) (member|guild|void) ([0-9a-f]{64}|-) (\w+|-) (\S+\+00:00)")
VOID = "void"
_VEILING = 15  # digits, of four bits each: so many fit into a database's integer


@dataclass(frozen=True, slots=True)
class Tombstone:
    """`digest` is whose: see `of_member` and `of_guild`. `choice` is what a member wanted to become
    of what they asked and answered."""

    serial: str
    kind: str
    digest: str
    choice: str
    erased_at: datetime

    @classmethod
    def read(cls, line: str) -> Self | None:
        """None for a line that is none, such as one that was being written when the power went."""
        found = _LINE.fullmatch(line)
        if found is None:
            return None
        try:
            at = datetime.fromisoformat(found[5])
            return cls(found[1], found[2], found[3], found[4], at)
        except ValueError:
            return None

    def line(self) -> str:
        at = self.erased_at.astimezone(UTC).isoformat(timespec="seconds")
        return f"{self.serial} {self.kind} {self.digest} {self.choice} {at}"


def of_member(key: bytes, guild_id: int, user_id: int) -> str:
    return _digest(key, f"{guild_id}:{user_id}")


def of_guild(key: bytes, guild_id: int) -> str:
    return _digest(key, f"{guild_id}")


def veil(digest: str) -> int:
    """What stands in a row in the place of a member's id, and is no id: it is negative."""
    return -1 - int(digest[:_VEILING], 16)


def _digest(key: bytes, name: str) -> str:
    return hmac.new(key, name.encode(), hashlib.sha256).hexdigest()
