"""What was read from a file and waits for its sender: shown, then applied or let be."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import contract_changes
from bot.domain.contract_changes import Difference, difference, imported
from bot.domain.contract_import import as_text, read_of
from bot.domain.errors import Refusal
from bot.domain.openapi_reading import Read
from db import contract_posts, contract_rows, contracts, pairs, tables
from db.contracts import Author, Shared

LASTS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a file would change; `notes` are what was left out of it."""

    id: int
    change: Difference
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """The contract as it is since."""

    shared: Shared
    change: Difference


async def keep(session: AsyncSession, by: Author, read: Read, now: datetime) -> Waiting:
    """Keep what was read, in the place of what the member sent before.

    Where nothing is different there is nothing to keep, and its id is 0.
    """
    pair = await pairs.mine(session, by.guild_id, by.pair_id, by.user_id)
    shared = await contracts.of_pair(session, pair)
    change = _change(shared, read)
    row = tables.ContractImport
    await session.execute(delete(row).where(row.pair_id == by.pair_id, row.user_id == by.user_id))
    if not change:
        return Waiting(0, change, read.notes)
    kept = tables.ContractImport(
        guild_id=by.guild_id,
        pair_id=by.pair_id,
        user_id=by.user_id,
        document=as_text(read),
        version=shared.version,
        read_at=now,
    )
    session.add(kept)
    await session.flush()
    return Waiting(kept.id, change, read.notes)


async def apply(
    session: AsyncSession, by: Author, import_id: int, *, deprecates: bool, now: datetime
) -> Applied | Waiting:
    """Change the contract as it was shown; where it changed meanwhile, what it comes to now.

    `deprecates` what is live and not in the file; else that stays as it is.
    """
    pair = await pairs.mine(session, by.guild_id, by.pair_id, by.user_id)
    kept = await _own(session, by, import_id)
    shared = await contracts.of_pair(session, pair)
    read = read_of(kept.document)
    change = _change(shared, read)
    if kept.version != shared.version:
        kept.version = shared.version
        await session.flush()
        return Waiting(kept.id, change, read.notes)
    row = await contract_rows.begun(session, pair, now)
    after = contract_changes.apply(change, deprecate_removed=deprecates)
    await contract_rows.store_head(session, row, by.user_id, after, now)
    known = {one.operation.key: one for one in shared.endpoints}
    for operation in after.operations:
        before = known.get(operation.key)
        if before is None:
            await contract_rows.put(session, row, by.user_id, operation, now)
        elif before.operation != operation:
            stored = await session.get_one(tables.ContractOperation, before.id)
            await contract_rows.store(session, row, by.user_id, stored, operation, now=now)
    await contract_posts.touch(session, row, now)
    await session.delete(kept)
    await session.flush()
    return Applied(await contracts.of_pair(session, pair), change)


async def drop(session: AsyncSession, by: Author, import_id: int) -> None:
    await contracts.of_mine(session, by)
    await session.delete(await _own(session, by, import_id))
    await session.flush()


async def drop_old(session: AsyncSession, now: datetime) -> None:
    """Forget what nobody came back to."""
    row = tables.ContractImport
    await session.execute(delete(row).where(row.read_at < now - LASTS))


def _change(shared: Shared, read: Read) -> Difference:
    """A Refusal where that would be more than a contract holds."""
    change = difference(shared.contract, imported(shared.contract, read))
    contract_changes.apply(change)
    return change


async def _own(session: AsyncSession, by: Author, import_id: int) -> tables.ContractImport:
    row = tables.ContractImport
    found = await session.scalar(
        select(row).where(
            row.id == import_id,
            row.guild_id == by.guild_id,
            row.pair_id == by.pair_id,
            row.user_id == by.user_id,
        )
    )
    if found is None:
        raise Refusal(
            "What you read from that file is no longer here: it was applied, discarded, or lay"
            " here for over a day. `/contract import` reads it again."
        )
    return found
