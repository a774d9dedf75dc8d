"""What the parts of a digest's statement have in common: their form, and what they ask for."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    Subquery,
    and_,
    bindparam,
    func,
    literal_column,
    select,
)

from db.study import Stage
from db.tables import StudySession, UtcDateTime, table

# Of each sort so many are looked at; fewer are shown.
_CANDIDATES = 50
# Of a text no more than a row of a phone is shown.
_BEGINNING = 120

GUILD: ColumnElement[int] = bindparam("guild_id")


def moment_of(name: str) -> ColumnElement[datetime]:
    return bindparam(name, type_=UtcDateTime)


SINCE, UNTIL, NOW, SOON = map(moment_of, ("since", "until", "now", "soon"))
# How many there are, of which only the first are told.
ALL = func.count().over()


def part(name: str, found: Any, order: Any = None, *, most: int = _CANDIDATES) -> Subquery:
    """(its name, a row as JSON) of each row that it finds."""
    if order is not None:
        found = found.order_by(*order).limit(most)
    inner = found.subquery()
    row = func.json_array(*inner.c)
    return select(literal_column(f"'{name}'", String).label("part"), row.label("row")).subquery()


def beginning(text: Any) -> Any:
    return func.substr(text, 1, _BEGINNING)


def in_week(moment: Any) -> ColumnElement[bool]:
    return and_(moment >= SINCE, moment < UNTIL)


def public_sessions() -> ColumnElement[bool]:
    """Sessions that take place, or did, and are no pair's own."""
    one = table(StudySession).c
    return and_(one.guild_id == GUILD, one.stage == Stage.OPEN, one.pair_id.is_(None))
