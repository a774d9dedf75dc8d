"""All that a guild keeps of one of its members: how much it is, and what, for them alone.

It goes by the declaration of `db.own_rules`, so that a new table is told of without anybody's
thinking of it. What others wrote, and who they are, is theirs, and is left out.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, false, func, literal, not_, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from db.own_rules import RULES, Part, Rule, Tells
from db.tables import Base, ContractChange, Pair, PairMember, table

Row = Mapping[str, Any]

# What of a member's own rows repeats what somebody else wrote.
_QUOTES: Mapping[type[Base], Collection[str]] = {ContractChange: ("before",)}


@dataclass(frozen=True, slots=True)
class Own:
    """Rows by the name of their table; of an act in somebody else's row, only where it was."""

    parts: Mapping[Part, Mapping[str, Sequence[Row]]]
    acts: Sequence[Row]


async def counts(session: AsyncSession, guild_id: int, user_id: int) -> Mapping[str, int]:
    """How many rows of each table are the member's; those without any are left out."""
    each = [
        select(literal(of.name), func.count()).where(of.c.guild_id == guild_id, whole)
        for _, of, whole in _tables(user_id)
    ]
    found = await session.execute(union_all(*each))
    return {name: count for name, count in found if count}


async def gather(session: AsyncSession, guild_id: int, user_id: int) -> Own:
    parts: dict[Part, dict[str, Sequence[Row]]] = {one: {} for one in Part}
    acts: list[Row] = []
    for entity, of, whole in _tables(user_id):
        rules = RULES[entity]
        here, order = of.c.guild_id == guild_id, of.primary_key.columns
        found = await session.execute(select(of).where(here, whole).order_by(*order))
        rows = [_own(entity, dict(one), user_id) for one in found.mappings()]
        if rows:
            parts[rules.part][of.name] = rows
        for column in _telling(rules.by_column, Tells.ACT):
            mine = (here, of.c[column] == user_id, not_(func.coalesce(whole, false())))
            found = await session.execute(select(of).where(*mine).order_by(*order))
            acts += [_act(entity, column, dict(one)) for one in found.mappings()]
    if pairs := await _pairs(session, guild_id, user_id):
        parts[Part.PAIRING][Pair.__tablename__] = pairs
    return Own({one: rows for one, rows in parts.items() if rows}, acts)


def _tables(user_id: int) -> Iterator[tuple[type[Base], Table, ColumnElement[bool]]]:
    """Each with which of its rows are the member's."""
    for entity, rules in RULES.items():
        of = table(entity)
        mine = [of.c[one] == user_id for one in _telling(rules.by_column, Tells.WHOLE)]
        yield entity, of, or_(false(), *mine)


def _telling(by_column: Mapping[str, Rule], tells: Tells) -> list[str]:
    return [name for name, rule in by_column.items() if rule.tells is tells]


def _own(entity: type[Base], row: dict[str, Any], user_id: int) -> Row:
    """Without the guild, whoever else did something there, and the words of theirs."""
    hidden = {"guild_id", *_QUOTES.get(entity, ())}
    for name, rule in RULES[entity].by_column.items():
        # Whom they name themselves, in a log or in a block, is for them to know.
        if row[name] != user_id and rule.tells is not Tells.NOTHING:
            hidden |= {name, *rule.empties}
    return {name: value for name, value in row.items() if name not in hidden}


def _act(entity: type[Base], column: str, row: dict[str, Any]) -> Row:
    keys = [one.name for one in table(entity).primary_key.columns]
    where = {name: row[name] for name in keys if name not in entity.belongs.members}
    return {"table": entity.__tablename__, "as": column, **where}


async def _pairs(session: AsyncSession, guild_id: int, user_id: int) -> Sequence[Row]:
    """Of which pairs they are or were; who else is of them is for these to say."""
    pair, member = table(Pair), table(PairMember)
    columns = (pair.c.number, pair.c.project, pair.c.made_at, pair.c.started_at, pair.c.ended_at)
    found = await session.execute(
        select(*columns)
        .join(member, member.c.pair_id == pair.c.id)
        .where(member.c.guild_id == guild_id, member.c.user_id == user_id)
        .order_by(pair.c.number)
    )
    return [dict(one) for one in found.mappings()]
