"""What a pair does to its contract: each change is kept, shown on the card, and told.

Both sides may do all of it. The backend promises and the frontend needs, but at the beginning it is
often the frontend who writes down what both agreed on; and nothing is lost by it, for the other
hears of each change, and the history has who made it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.contract import Contract, Operation, State
from bot.domain.contract_news import Act, operation_of
from bot.domain.errors import Refusal
from bot.domain.text import code
from db import contract_history, contract_posts, contract_rows, contracts, pairs, tables
from db.contracts import Author, Shared

UNDO = contract_history.GATHERED  # for as long as the partner is not told


@dataclass(frozen=True, slots=True)
class Done:
    """What an act came to; `change_id` is None where everything was so before."""

    shared: Shared
    operation: Operation
    change_id: int | None = None


async def add(
    session: AsyncSession,
    by: Author,
    operation: Operation,
    now: datetime,
) -> Done:
    pair = await pairs.mine(session, by.guild_id, by.pair_id, by.user_id)
    row = await contract_rows.begun(session, pair, now)
    change_id = await contract_rows.insert(session, row, by.user_id, operation, now)
    return await _done(session, row, operation, change_id, now)


async def edit(
    session: AsyncSession,
    by: Author,
    endpoint_id: int,
    operation: Operation,
    *,
    seen: int,
    now: datetime,
) -> Done:
    """Say something else of an endpoint, whose state stays.

    `seen` is the mark of what the form was filled with: nobody overwrites what they never saw.
    """
    row, known = await _own(session, by, endpoint_id)
    before = contracts.as_operation(known)
    if contract_rows.mark(before) != seen:
        raise Refusal(
            f"{code(before.name, contract_rows.SHOWN)} was changed while you wrote. Look at it by"
            " `/contract show`, then edit it again."
        )
    after = replace(operation, state=before.state)
    if after.key != before.key:
        await contract_rows.check_new(session, by.pair_id, after)
    change_id = await contract_rows.store(session, row, by.user_id, known, after, now=now)
    return await _done(session, row, after, change_id, now)


async def set_state(
    session: AsyncSession,
    by: Author,
    endpoint_id: int,
    state: State,
    now: datetime,
) -> Done:
    row, known = await _own(session, by, endpoint_id)
    after = replace(contracts.as_operation(known), state=state)
    change_id = await contract_rows.store(session, row, by.user_id, known, after, now=now)
    return await _done(session, row, after, change_id, now)


async def remove(
    session: AsyncSession,
    by: Author,
    endpoint_id: int,
    now: datetime,
) -> Done:
    """Take an endpoint out; for five minutes whoever did can undo that."""
    row, known = await _own(session, by, endpoint_id)
    operation = contracts.as_operation(known)
    change_id = await contract_rows.remove(session, row, by.user_id, known, now)
    return await _done(session, row, operation, change_id, now)


async def undo(
    session: AsyncSession,
    by: Author,
    change_id: int,
    now: datetime,
) -> Done:
    """Put back what the member took out."""
    pair = await pairs.mine(session, by.guild_id, by.pair_id, by.user_id)
    row = await contract_rows.begun(session, pair, now)
    change = await session.get(tables.ContractChange, change_id)
    if (
        change is None
        or (change.pair_id, change.actor_id) != (by.pair_id, by.user_id)
        or change.after
    ):
        raise Refusal("There is nothing of yours to undo here. `/contract add` adds it again.")
    operation = operation_of(change.before) if change.act == Act.OPERATION else None
    if operation is None or now >= change.changed_at + UNDO:
        raise Refusal("The time to undo that is over. `/contract add` adds it again.")
    put_back = await contract_rows.insert(session, row, by.user_id, operation, now)
    return await _done(session, row, operation, put_back, now)


async def say_head(
    session: AsyncSession,
    by: Author,
    said: Contract,
    *,
    seen: int,
    now: datetime,
) -> Shared:
    """Change where the API lives and how one signs in; its operations stay."""
    pair = await pairs.mine(session, by.guild_id, by.pair_id, by.user_id)
    known = await contracts.of_pair(session, pair)
    if contract_rows.mark_head(known.contract) != seen:
        raise Refusal("Somebody changed that while you wrote. Look at the contract, and try again.")
    row = await contract_rows.begun(session, pair, now)
    if await contract_rows.store_head(session, row, by.user_id, said, now):
        await contract_posts.touch(session, row, now)
    return await contracts.of_pair(session, pair)


async def _own(
    session: AsyncSession, by: Author, endpoint_id: int
) -> tuple[tables.Contract, tables.ContractOperation]:
    pair = await pairs.mine(session, by.guild_id, by.pair_id, by.user_id)
    shared = await contracts.of_pair(session, pair)
    known = shared.endpoint(endpoint_id)
    row = await session.get_one(tables.Contract, by.pair_id)
    return row, await session.get_one(tables.ContractOperation, known.id)


async def _done(
    session: AsyncSession,
    row: tables.Contract,
    operation: Operation,
    change_id: int | None,
    now: datetime,
) -> Done:
    if change_id is not None:
        await contract_posts.touch(session, row, now)
    return Done(await contracts.of_row(session, row), operation, change_id)
