"""Whose data are erased, and what all parts of that need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from db.own_rules import RULES
from db.tables import Base


class Choice(StrEnum):
    """What a member wants to become of their questions and answers."""

    DELETE = "delete"
    KEEP = "keep"  # as those of a former member


@dataclass(frozen=True, slots=True)
class Whom:
    guild_id: int
    user_id: int
    choice: Choice
    now: datetime

    @property
    def keeps_words(self) -> bool:
        """Whether what they asked and answered stays, as a former member's."""
        return self.choice is Choice.KEEP


def empty(row: Base, column: str) -> None:
    """Take the words out of a row that stays, as its table's rule for this column says."""
    for name, value in emptied(type(row), column).items():
        if getattr(row, name):
            setattr(row, name, value)


def emptied(entity: type[Base], column: str) -> Mapping[str, Any]:
    return RULES[entity].by_column[column].empties
