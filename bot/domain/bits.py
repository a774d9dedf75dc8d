"""Keep a set of choices in one number, as a database column holds it."""

from collections.abc import Collection
from enum import Enum
from typing import TypeVar

Choice = TypeVar("Choice", bound=Enum)


def pack(chosen: Collection[Choice], kind: type[Choice]) -> int:
    """A bit for each of `kind`, in its order: only append to what has been packed once."""
    return sum(1 << place for place, one in enumerate(kind) if one in chosen)


def unpack(bits: int, kind: type[Choice]) -> frozenset[Choice]:
    """The inverse of `pack`; bits that nothing stands behind say nothing."""
    return frozenset(one for place, one in enumerate(kind) if bits >> place & 1)
