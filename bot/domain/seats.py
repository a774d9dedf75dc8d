"""Who has a seat: what a member's word comes to, and who moves up when a seat is free."""

from collections.abc import Sequence
from enum import StrEnum


class Answer(StrEnum):
    """What a member said of a session; who wants a seat where none is left is waiting for one."""

    GOING = "going"
    MAYBE = "maybe"
    WAITING = "waiting"
    CANT = "cant"


def given(wish: Answer, said: Answer | None, *, going: int, seats: int | None) -> Answer:
    """What `wish` comes to, where `going` have a seat of `seats`; None are as many as like.

    Nobody who has a seat loses it by wanting one, and nobody who waits is overtaken.
    """
    if wish is not Answer.GOING or said is Answer.GOING:
        return wish
    if said is Answer.WAITING:
        return said
    return Answer.GOING if seats is None or going < seats else Answer.WAITING


def moves_up(waiting: Sequence[int], *, going: int, seats: int | None) -> Sequence[int]:
    """Of those who wait, the longest first: who has a seat now."""
    free = len(waiting) if seats is None else max(0, seats - going)
    return waiting[:free]
