"""The rows of a contract: written, with what is noted of each change.

Whoever changes them touches the contract afterwards (`db.contract_posts`), once for each act.
"""

import zlib
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.contract import MOST_OPERATIONS, Auth, Contract, Operation, State, Style
from bot.domain.contract_news import Act, as_text
from bot.domain.errors import Refusal
from bot.domain.text import code
from db import contract_history, contracts, tables
from db.pairs import Pair

SHOWN = 60


async def begun(session: AsyncSession, pair: Pair, now: datetime) -> tables.Contract:
    """The stored contract of a pair, whoever is the first to say something."""
    row = await session.get(tables.Contract, pair.id)
    if row is None:
        blank = contracts.blank(pair)
        row = tables.Contract(
            pair_id=pair.id,
            guild_id=pair.guild_id,
            title=blank.title,
            base_url=blank.base_url,
            docs_url=blank.docs_url,
            auth=blank.auth,
            style=blank.style,
            version=0,
            changed_at=now,
        )
        session.add(row)
        await session.flush()
    return row


async def insert(
    session: AsyncSession, row: tables.Contract, user_id: int, operation: Operation, now: datetime
) -> int:
    await check_new(session, row.pair_id, operation)
    count = await session.scalar(
        select(func.count()).where(tables.ContractOperation.pair_id == row.pair_id)
    )
    if (count or 0) >= MOST_OPERATIONS:
        raise Refusal(
            f"A contract has room for {MOST_OPERATIONS} endpoints, and yours is full. Take out"
            " what nobody needs with `/contract remove`."
        )
    return await put(session, row, user_id, operation, now)


async def put(
    session: AsyncSession, row: tables.Contract, user_id: int, operation: Operation, now: datetime
) -> int:
    """Add an endpoint of which it is known that it is new, and has room; the change's id."""
    added = tables.ContractOperation(pair_id=row.pair_id, guild_id=row.guild_id)
    _write(added, operation, now)
    session.add(added)
    await session.flush()
    return await _note(session, row, user_id, operation.name, before=None, after=operation, now=now)


async def store(
    session: AsyncSession,
    row: tables.Contract,
    user_id: int,
    known: tables.ContractOperation,
    after: Operation,
    *,
    now: datetime,
) -> int | None:
    """The change's id; None where everything was so before."""
    before = contracts.as_operation(known)
    if before == after:
        return None
    _write(known, after, now)
    return await _note(session, row, user_id, before.name, before=before, after=after, now=now)


async def store_head(
    session: AsyncSession, row: tables.Contract, user_id: int, said: Contract, now: datetime
) -> bool:
    """Whether anything is other than before."""
    known = Contract(row.title, row.base_url, row.docs_url, Auth(row.auth), Style(row.style))
    fields = (
        ("Title", known.title, said.title),
        ("Base URL", known.base_url, said.base_url),
        ("Docs", known.docs_url, said.docs_url),
        ("Auth", known.auth.label, said.auth.label),
        ("Style", known.style.label, said.style.label),
    )
    changes = [one for one in fields if one[1] != one[2]]
    for label, before, after in changes:
        await contract_history.note(
            session, row, user_id, Act.HEAD, label, before=before, after=after, now=now
        )
    row.title, row.base_url, row.docs_url = said.title, said.base_url, said.docs_url
    row.auth, row.style = said.auth, said.style
    await session.flush()
    return bool(changes)


async def remove(
    session: AsyncSession,
    row: tables.Contract,
    user_id: int,
    known: tables.ContractOperation,
    now: datetime,
) -> int:
    operation = contracts.as_operation(known)
    await session.delete(known)
    await session.flush()
    return await _note(session, row, user_id, operation.name, before=operation, after=None, now=now)


async def check_new(session: AsyncSession, pair_id: int, operation: Operation) -> None:
    row = tables.ContractOperation
    is_there = await session.scalar(
        select(row.id).where(
            row.pair_id == pair_id, row.method == operation.method, row.path == operation.path
        )
    )
    if is_there is not None:
        raise Refusal(
            f"{code(operation.name, SHOWN)} is in your contract already. `/contract edit` changes"
            " what it says."
        )


def _write(row: tables.ContractOperation, said: Operation, now: datetime) -> None:
    row.method, row.path, row.purpose = said.method, said.path, said.purpose
    row.state, row.request, row.response = said.state, said.request, said.response
    row.changed_at = now


async def _note(
    session: AsyncSession,
    row: tables.Contract,
    user_id: int,
    subject: str,
    *,
    before: Operation | None,
    after: Operation | None,
    now: datetime,
) -> int:
    return await contract_history.note(
        session,
        row,
        user_id,
        Act.OPERATION,
        subject,
        before=as_text(before),
        after=as_text(after),
        now=now,
    )


def mark(operation: Operation) -> int:
    """Tells whether two who look at an endpoint see the same in its form."""
    return zlib.crc32(as_text(replace(operation, state=State.PLANNED)).encode())


def mark_head(contract: Contract) -> int:
    return zlib.crc32(repr(replace(contract, operations=())).encode())
