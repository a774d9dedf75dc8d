"""What members told Nexus of themselves."""

from sqlalchemy.ext.asyncio import AsyncSession

from db.tables import Member


async def zone(session: AsyncSession, guild_id: int, user_id: int) -> str | None:
    """The member's IANA time zone; None until they have said it."""
    member = await session.get(Member, (guild_id, user_id))
    return member.zone if member else None


async def set_zone(session: AsyncSession, guild_id: int, user_id: int, zone: str) -> None:
    member = await session.get(Member, (guild_id, user_id))
    if member is None:
        session.add(Member(guild_id=guild_id, user_id=user_id, zone=zone))
    else:
        member.zone = zone
