"""What becomes of a former member's pairs, and of the contracts that they wrote with somebody.

A pair that is on ends, and their partner is told as of any end, and may look again. Of a contract
the partner keeps what is not the former member's alone; nobody's is left where no partner is.
"""

from collections.abc import Collection
from typing import TypeVar

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.contract_news import About, Act, subject_of
from bot.domain.contract_parting import Share, share
from db import (
    contract_history,
    contract_posts,
    contracts,
    erased_cards,
    erased_posts,
    pair_ends,
    pair_invitations,
    pair_threads,
    pairs,
    stale,
)
from db.tables import (
    Contract,
    ContractChange,
    ContractFeedback,
    ContractImport,
    ContractOperation,
    Pair,
    PairInvitation,
    PairMember,
)
from db.whom import Whom

_Row = TypeVar("_Row", ContractChange, ContractFeedback, ContractOperation)
_OF_A_CONTRACT = (ContractImport, ContractFeedback, ContractChange, ContractOperation, Contract)


async def erase(session: AsyncSession, whom: Whom) -> tuple[str, ...]:
    """The keys of what those who are left are told."""
    mine = (PairMember.guild_id == whom.guild_id, PairMember.user_id == whom.user_id)
    found = await session.scalars(
        select(Pair).join(PairMember, PairMember.pair_id == Pair.id).where(*mine).order_by(Pair.id)
    )
    posts: list[str] = []
    rows = found.all()
    for row in rows:
        posts += await pair_ends.lose(session, whom.guild_id, row.id, whom.user_id, whom.now)
        if row.thread_id is not None and row.message_id is not None:
            await stale.mark(session, whom.guild_id, pairs.CARD, row.id, whom.now)
        await pair_threads.redraw(session, whom.guild_id, row.id, whom.now)
    await _withdraw_invitations(session, whom)
    await session.flush()
    await session.execute(delete(PairMember).where(*mine))
    for row in rows:
        await _part(session, whom, row)
    return tuple(posts)


async def _withdraw_invitations(session: AsyncSession, whom: Whom) -> None:
    """Theirs, and those to them."""
    row = PairInvitation
    found = await session.scalars(
        select(row).where(
            row.guild_id == whom.guild_id,
            (row.inviter_id == whom.user_id) | (row.invited_id == whom.user_id),
        )
    )
    rows = found.all()
    for one in rows:
        await erased_cards.add(session, whom.guild_id, one.channel_id, one.message_id, whom.now)
    on_the_way = [one.id for one in rows if one.message_id is None]
    await erased_posts.empty_about(session, whom, pair_invitations.CARD, on_the_way)


async def _part(session: AsyncSession, whom: Whom, pair: Pair) -> None:
    contract = await session.get(Contract, pair.id)
    if contract is None:
        return
    is_anybody_left = await session.scalar(
        select(PairMember.user_id).where(PairMember.pair_id == pair.id).limit(1)
    )
    if is_anybody_left is None:
        await erased_cards.add(
            session, whom.guild_id, contract.channel_id, contract.message_id, whom.now
        )
        for entity in _OF_A_CONTRACT:
            await session.execute(delete(entity).where(entity.pair_id == pair.id))
        return
    if contract.message_id is not None:
        await stale.mark(session, whom.guild_id, contract_posts.CARD, pair.id, whom.now)
    history = [*await session.scalars(_of(ContractChange, pair.id))]
    theirs = share([contract_history.as_change(one) for one in history], whom.user_id)
    contract.title = theirs.out_of(contract.title) or pair.project
    contract.base_url = theirs.out_of(contract.base_url)
    contract.docs_url = theirs.out_of(contract.docs_url)
    for row in await session.scalars(_of(ContractOperation, pair.id)):
        await _leave_operation(session, row, theirs)
    given = await session.scalars(
        _of(ContractFeedback, pair.id).where(ContractFeedback.author_id == whom.user_id)
    )
    subjects = {subject_of(one.number, About(one.kind), one.subject) for one in given}
    for row in history:
        await _leave_change(session, row, theirs, subjects)
    await session.flush()


def _of(entity: type[_Row], pair_id: int) -> Select[_Row]:
    return select(entity).where(entity.pair_id == pair_id).order_by(entity.id)


async def _leave_operation(session: AsyncSession, row: ContractOperation, theirs: Share) -> None:
    operation = contracts.as_operation(row)
    if operation.name in theirs.operations:
        await session.delete(row)
        return
    left = theirs.out_of_operation(operation)
    row.purpose, row.request, row.response = left.purpose, left.request, left.response


async def _leave_change(
    session: AsyncSession, row: ContractChange, theirs: Share, feedback: Collection[str]
) -> None:
    """Those of the member themselves go by their table's rule."""
    left = theirs.out_of_change(contract_history.as_change(row))
    row.before, row.after = left.before, left.after
    if row.act == Act.FEEDBACK and row.subject in feedback:
        number, about, _ = row.subject.split(" ", 2)
        row.subject = subject_of(int(number), About(about), "")
