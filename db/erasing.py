"""Erases all that a guild's member has here, in one transaction, without a trace in any row.

What a table needs is declared in `db.own_rules`. What needs more than that, because others see it
or were promised something, comes first: each feature's part is in a module of its own.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Delete,
    String,
    Table,
    Update,
    case,
    delete,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import tombstones
from bot.domain.people import FORMER
from bot.domain.tombstones import Tombstone
from db import (
    blocks,
    erased_posts,
    erasing_acts,
    erasing_logs,
    erasing_pairs,
    erasing_qa,
    erasing_sessions,
    erasures,
)
from db.own_rules import RULES, Fate, Rule
from db.tables import Base, table
from db.whom import Whom


async def erase(session: AsyncSession, whom: Whom, buried: Tombstone) -> tuple[str, ...]:
    """Returns the keys of what others are told in consequence: that a pair has ended, and such."""
    letters_in = await erasing_logs.erase(session, whom)
    await erasing_acts.erase(session, whom)
    await erasing_qa.erase(session, whom)
    posts = await erasing_pairs.erase(session, whom)
    posts += await erasing_sessions.erase(session, whom)
    await blocks.rename(session, whom.guild_id, whom.user_id, tombstones.veil(buried.digest))
    await session.flush()
    session.expunge_all()  # what follows goes by no object
    for entity in _children_first():
        for column, rule in RULES[entity].by_column.items():
            await session.execute(_applied(rule, table(entity), column, whom))
    await erased_posts.clean(session, whom, letters_in)
    await _sweep(session, whom)
    await erasures.note(session, buried.serial, whom.now)
    return posts


def _children_first() -> Sequence[type[Base]]:
    """What refers to a row of another table goes before that."""
    places = {one.name: at for at, one in enumerate(Base.metadata.sorted_tables)}
    return sorted(RULES, key=lambda one: -places[one.__tablename__])


def _applied(rule: Rule, of: Table, column: str, whom: Whom) -> Delete | Update:
    mine = (of.c.guild_id == whom.guild_id, of.c[column] == whom.user_id)
    if rule.fate is Fate.DROP:
        return delete(of).where(*mine)
    values: dict[str, Any] = {
        name: _emptied(of.c[name], instead) for name, instead in rule.empties.items()
    }
    values[column] = None if rule.fate is Fate.CLEAR else FORMER
    return update(of).where(*mine).values(values)


def _emptied(column: Column[Any], instead: object) -> ColumnElement[Any] | None:
    """Where anything stood."""
    if instead is None:
        return None
    return case((column.is_(None) | (column == ""), column), else_=instead)


async def _sweep(session: AsyncSession, whom: Whom) -> None:
    """Whatever text of the guild still names the member names a former one."""
    member = re.compile(rf"(?<!\d){whom.user_id}(?!\d)")
    for of, column in _texts():
        keys = [*of.primary_key.columns]
        found = await session.execute(
            select(*keys, column.label("said")).where(
                of.c.guild_id == whom.guild_id, column.contains(str(whom.user_id))
            )
        )
        for row in found.all():
            left = member.sub(str(FORMER), row.said)
            if left != row.said:
                which = (one == value for one, value in zip(keys, row, strict=False))
                await session.execute(update(of).where(*which).values({column.name: left}))


def _texts() -> Iterator[tuple[Table, ColumnElement[Any]]]:
    for of in Base.metadata.sorted_tables:
        if "guild_id" in of.c:
            for column in of.c:
                if isinstance(column.type, String):
                    yield of, column
