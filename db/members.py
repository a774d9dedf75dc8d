"""What members told Nexus of themselves."""

from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.tables import Member, table

_members = table(Member)
_said = insert(_members)
_SAY_ZONE = _said.on_conflict_do_update(
    index_elements=_members.primary_key, set_={"zone": _said.excluded.zone}
)
_SAY_UNLISTED = _said.on_conflict_do_update(
    index_elements=_members.primary_key, set_={"is_unlisted": _said.excluded.is_unlisted}
)


async def zone(session: AsyncSession, guild_id: int, user_id: int) -> str | None:
    """The member's IANA time zone; None until they have said it."""
    member = await session.get(Member, (guild_id, user_id))
    return member.zone if member else None


async def set_zone(session: AsyncSession, guild_id: int, user_id: int, zone: str) -> None:
    await session.execute(_SAY_ZONE, {"guild_id": guild_id, "user_id": user_id, "zone": zone})


async def set_unlisted(
    session: AsyncSession, guild_id: int, user_id: int, *, is_unlisted: bool
) -> None:
    """Whether the member is left out where members are ranked."""
    said = {"guild_id": guild_id, "user_id": user_id, "is_unlisted": is_unlisted}
    await session.execute(_SAY_UNLISTED, said)
