"""The contracts of pairs: read as a whole, and by their operations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.contract import Auth, Contract, Method, Operation, State, Style
from bot.domain.errors import Refusal
from bot.domain.matching import Api
from db import pairs, tables
from db.pairs import Pair


@dataclass(frozen=True, slots=True)
class Author:
    """A member who does something to the contract of a pair."""

    guild_id: int
    pair_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An operation as it is stored."""

    id: int
    operation: Operation
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Shared:
    """A pair's contract; `version` grows with each change, and is 0 as long as nothing is stored.

    The card's ids are None until Discord has taken it.
    """

    pair: Pair
    contract: Contract
    endpoints: tuple[Endpoint, ...]
    version: int
    open_feedback: int
    channel_id: int | None = None
    message_id: int | None = None

    @property
    def is_begun(self) -> bool:
        return self.version > 0

    def endpoint(self, endpoint_id: int) -> Endpoint:
        """One of its own, or a Refusal."""
        for one in self.endpoints:
            if one.id == endpoint_id:
                return one
        raise Refusal(
            "That endpoint is not in your contract: it may have been taken out meanwhile."
            " `/contract show` has all of them."
        )


async def of_mine(session: AsyncSession, by: Author) -> Shared:
    """The contract of a pair that the member is of, even one that has ended; or a Refusal."""
    pair = await pairs.by_id(session, by.guild_id, by.pair_id)
    if pair is None or by.user_id not in pair.people:
        raise pairs.not_yours()
    return await of_pair(session, pair)


async def by_id(session: AsyncSession, guild_id: int, pair_id: int) -> Shared | None:
    """For what Nexus does by itself; None where nobody has begun one."""
    pair = await pairs.by_id(session, guild_id, pair_id)
    shared = await of_pair(session, pair) if pair else None
    return shared if shared and shared.is_begun else None


async def of_row(session: AsyncSession, row: tables.Contract) -> Shared:
    pair = await pairs.by_id(session, row.guild_id, row.pair_id)
    assert pair is not None
    return await of_pair(session, pair)


async def of_pair(session: AsyncSession, pair: Pair) -> Shared:
    """What is stored; or what the contract of a pair is before anybody said anything."""
    row = await session.get(tables.Contract, pair.id)
    if row is None:
        return Shared(pair, blank(pair), (), version=0, open_feedback=0)
    endpoints = await _endpoints(session, pair.id)
    feedback = tables.ContractFeedback
    open_feedback = await session.scalar(
        select(func.count()).where(feedback.pair_id == pair.id, feedback.done_at.is_(None))
    )
    contract = Contract(
        title=row.title,
        base_url=row.base_url,
        docs_url=row.docs_url,
        auth=Auth(row.auth),
        style=Style(row.style),
        operations=tuple(one.operation for one in endpoints),
    )
    return Shared(
        pair,
        contract,
        endpoints,
        version=row.version,
        open_feedback=open_feedback or 0,
        channel_id=row.channel_id,
        message_id=row.message_id,
    )


def blank(pair: Pair) -> Contract:
    style = Style.GRAPHQL if pair.why.api is Api.GRAPHQL else Style.REST
    return Contract(pair.project, style=style)


def as_operation(row: tables.ContractOperation) -> Operation:
    return Operation(
        Method(row.method), row.path, row.purpose, State(row.state), row.request, row.response
    )


async def suggest(
    session: AsyncSession, guild_id: int, pair_id: int, typed: str, *, limit: int
) -> Sequence[tuple[int, str]]:
    """(id, name) of a pair's endpoints whose method and path hold what was typed, in any case."""
    row, sought = tables.ContractOperation, typed.casefold()
    found = await session.execute(
        select(row.id, row.method, row.path)
        .where(row.guild_id == guild_id, row.pair_id == pair_id)
        .order_by(row.id)
    )
    named = ((one.id, Operation(Method(one.method), one.path).name) for one in found)
    return [(number, name) for number, name in named if sought in name.casefold()][:limit]


async def _endpoints(session: AsyncSession, pair_id: int) -> tuple[Endpoint, ...]:
    row = tables.ContractOperation
    found = await session.scalars(select(row).where(row.pair_id == pair_id).order_by(row.id))
    return tuple(Endpoint(one.id, as_operation(one), one.changed_at) for one in found)
