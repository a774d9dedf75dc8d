"""Who may see a study session: a pair's own is its people's alone."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.tables import PairMember, StudySession

IS_FOR_ALL = StudySession.pair_id.is_(None)


def visible_to(user_id: int) -> ColumnElement[bool]:
    """What is for all, and what is of a pair that the member is of."""
    mine = select(PairMember.pair_id).where(
        PairMember.user_id == user_id, PairMember.left_at.is_(None)
    )
    return or_(IS_FOR_ALL, StudySession.pair_id.in_(mine))


async def may_see(session: AsyncSession, pair_id: int | None, user_id: int | None) -> bool:
    """Whether a member sees the sessions of a pair; `user_id` is None for who sees them all."""
    if pair_id is None or user_id is None:
        return True
    member = await session.get(PairMember, (pair_id, user_id))
    return member is not None and member.left_at is None


async def companies(
    session: AsyncSession, pair_ids: Collection[int]
) -> Mapping[int, tuple[int, ...]]:
    """Who is of these pairs."""
    if not pair_ids:
        return {}
    rows = await session.execute(
        select(PairMember.pair_id, PairMember.user_id)
        .where(PairMember.pair_id.in_(pair_ids), PairMember.left_at.is_(None))
        .order_by(PairMember.joined_at, PairMember.side.desc(), PairMember.user_id)
    )
    found: dict[int, tuple[int, ...]] = {}
    for pair_id, user_id in rows:
        found[pair_id] = (*found.get(pair_id, ()), user_id)
    return found
