"""To the first use of which features members were given a hint: to each once."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.bits import pack, unpack
from bot.domain.features import Feature
from db.tables import Member, table

_members = table(Member)
_ROW = insert(_members)
_NOTE = _ROW.on_conflict_do_update(
    index_elements=_members.primary_key,
    set_={"hinted": _members.c.hinted.bitwise_or(_ROW.excluded.hinted)},
    where=_members.c.hinted.bitwise_and(_ROW.excluded.hinted) != _ROW.excluded.hinted,
).returning(_members.c.hinted)


async def had(session: AsyncSession, guild_id: int, user_id: int) -> frozenset[Feature]:
    bits = await session.scalar(
        select(_members.c.hinted).where(
            _members.c.guild_id == guild_id, _members.c.user_id == user_id
        )
    )
    return unpack(bits or 0, Feature)


async def note(
    session: AsyncSession, guild_id: int, user_id: int, features: Collection[Feature]
) -> bool:
    """They know these from now on; False, and nothing changed, where they knew all of them."""
    said = {"guild_id": guild_id, "user_id": user_id, "hinted": pack(features, Feature)}
    return (await session.execute(_NOTE, said)).first() is not None
