"""What one of a pair needs of the API or found in using it: numbered, open until it is done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.contract import PURPOSE_LIMIT, Operation
from bot.domain.contract_news import DONE, OPEN, About, Act, operation_named, subject_of
from bot.domain.errors import Refusal
from bot.domain.text import fit, one_line
from db import contract_history, contract_posts, contract_rows, contracts, pairs, tables
from db.contracts import Author

MOST_OPEN = 50


@dataclass(frozen=True, slots=True)
class Feedback:
    """`subject` is the name of the endpoint it is about, as far as one was named."""

    number: int
    author_id: int
    about: About
    text: str
    subject: str
    opened_at: datetime
    done_at: datetime | None
    done_by_id: int | None

    @property
    def is_open(self) -> bool:
        return self.done_at is None

    @property
    def operation(self) -> Operation | None:
        """The endpoint that is needed, ready to be planned; None if that takes more words."""
        named = operation_named(self.subject) if self.about is About.NEED else None
        return named and replace(named, purpose=fit(one_line(self.text), PURPOSE_LIMIT))


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the feedback: what is open first, and the newest of it first."""

    shown: Sequence[Feedback]
    at: int
    last: int
    open: int
    count: int


async def give(
    session: AsyncSession,
    by: Author,
    about: About,
    text: str,
    subject: str,
    *,
    now: datetime,
) -> Feedback:
    pair = await pairs.mine(session, by.guild_id, by.pair_id, by.user_id)
    contract = await contract_rows.begun(session, pair, now)
    if await _count(session, by.pair_id, only_open=True) >= MOST_OPEN:
        raise Refusal(
            f"You have given {MOST_OPEN} pieces of feedback that are still open, the most that I"
            " keep. Close what is done first, by `/contract feedback`."
        )
    row = tables.ContractFeedback(
        guild_id=by.guild_id,
        pair_id=by.pair_id,
        number=await _last_number(session, by.pair_id) + 1,
        author_id=by.user_id,
        kind=about,
        text=text,
        subject=subject,
        opened_at=now,
    )
    session.add(row)
    await _changed(session, contract, by, row, before="", after=OPEN, now=now)
    return _value(row)


async def find(session: AsyncSession, by: Author, number: int) -> Feedback:
    """For a member of the pair, even once it has ended."""
    await contracts.of_mine(session, by)
    return _value(await _row(session, by, number))


async def close(session: AsyncSession, by: Author, number: int, now: datetime) -> Feedback:
    """By who gave it, or by the other side; one that is done already stays as it is."""
    contract, row = await _own(session, by, number)
    if row.done_at is None:
        row.done_at, row.done_by_id = now, by.user_id
        await _changed(session, contract, by, row, before=OPEN, after=DONE, now=now)
    return _value(row)


async def reopen(session: AsyncSession, by: Author, number: int, now: datetime) -> Feedback:
    contract, row = await _own(session, by, number)
    if row.done_at is not None:
        row.done_at = row.done_by_id = None
        await _changed(session, contract, by, row, before=DONE, after=OPEN, now=now)
    return _value(row)


async def plan(
    session: AsyncSession,
    by: Author,
    number: int,
    operation: Operation | None,
    *,
    now: datetime,
) -> Operation:
    """Make a planned endpoint of what is needed, and close that; or of what was typed for it."""
    contract, row = await _own(session, by, number)
    planned = operation or _value(row).operation
    if row.kind != About.NEED or planned is None:
        raise Refusal("Say with `/contract add` what the endpoint is.")
    if row.done_at is not None:
        raise Refusal(
            f"Feedback **#{number}** is done already. `/contract show` has what is there."
        )
    await contract_rows.insert(session, contract, by.user_id, planned, now)
    row.done_at, row.done_by_id = now, by.user_id
    await _changed(session, contract, by, row, before=OPEN, after=DONE, now=now)
    return planned


async def page(session: AsyncSession, by: Author, *, at: int, size: int) -> Page:
    """For a member of the pair; the last page, where there are not so many."""
    await contracts.of_mine(session, by)
    row = tables.ContractFeedback
    count = await _count(session, by.pair_id)
    last = max(count - 1, 0) // size
    at = min(at, last)
    found = await session.scalars(
        select(row)
        .where(row.pair_id == by.pair_id)
        .order_by(row.done_at.is_not(None), row.number.desc())
        .limit(size)
        .offset(at * size)
    )
    is_open = await _count(session, by.pair_id, only_open=True)
    return Page([_value(one) for one in found], at, last, is_open, count)


async def _own(
    session: AsyncSession, by: Author, number: int
) -> tuple[tables.Contract, tables.ContractFeedback]:
    await pairs.mine(session, by.guild_id, by.pair_id, by.user_id)
    row = await _row(session, by, number)
    return await session.get_one(tables.Contract, by.pair_id), row


async def _row(session: AsyncSession, by: Author, number: int) -> tables.ContractFeedback:
    row = tables.ContractFeedback
    found = await session.scalar(
        select(row).where(
            row.guild_id == by.guild_id, row.pair_id == by.pair_id, row.number == number
        )
    )
    if found is None:
        raise Refusal(f"There is no feedback **#{number}**. `/contract feedback` has all there is.")
    return found


async def _changed(
    session: AsyncSession,
    contract: tables.Contract,
    by: Author,
    row: tables.ContractFeedback,
    *,
    before: str,
    after: str,
    now: datetime,
) -> None:
    subject = subject_of(row.number, About(row.kind), row.subject)
    await contract_history.note(
        session, contract, by.user_id, Act.FEEDBACK, subject, before=before, after=after, now=now
    )
    await contract_posts.touch(session, contract, now)


async def _last_number(session: AsyncSession, pair_id: int) -> int:
    row = tables.ContractFeedback
    return await session.scalar(select(func.max(row.number)).where(row.pair_id == pair_id)) or 0


async def _count(session: AsyncSession, pair_id: int, *, only_open: bool = False) -> int:
    row = tables.ContractFeedback
    wanted = select(func.count()).where(row.pair_id == pair_id)
    if only_open:
        wanted = wanted.where(row.done_at.is_(None))
    return await session.scalar(wanted) or 0


def _value(row: tables.ContractFeedback) -> Feedback:
    return Feedback(
        number=row.number,
        author_id=row.author_id,
        about=About(row.kind),
        text=row.text,
        subject=row.subject,
        opened_at=row.opened_at,
        done_at=row.done_at,
        done_by_id=row.done_by_id,
    )
