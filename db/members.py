"""What members told Nexus of themselves."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.availability import Availability
from bot.domain.bits import pack, unpack
from bot.domain.publishing import Consent, Publishing
from bot.domain.reminders import Offset
from db.tables import Member, table

_members = table(Member)
_said = insert(_members)


def _say(*columns: str) -> Insert:
    return _said.on_conflict_do_update(
        index_elements=_members.primary_key,
        set_={column: _said.excluded[column] for column in columns},
    )


_SAY_ZONE = _say("zone")
_SAY_UNLISTED = _say("is_unlisted")
_SAY_AVAILABILITY = _say("weekday_parts", "weekend_parts")
_SAY_UNWANTED = _say("unwanted_reminders")
_SAY_CONSENT = _say("publishing", "published_name")


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


async def availability(session: AsyncSession, guild_id: int, user_id: int) -> Availability | None:
    """When the member has time, on the clocks of their zone; None until they have said it."""
    row = (
        await session.execute(
            select(_members.c.weekday_parts, _members.c.weekend_parts).where(
                _members.c.guild_id == guild_id, _members.c.user_id == user_id
            )
        )
    ).one_or_none()
    return None if row is None or row[0] is None else Availability.unpack(*row)


async def set_availability(
    session: AsyncSession, guild_id: int, user_id: int, availability: Availability
) -> None:
    """Whoever has no time at all has said nothing."""
    weekdays, weekends = availability.packed() if availability else (None, None)
    said = {"guild_id": guild_id, "user_id": user_id}
    await session.execute(
        _SAY_AVAILABILITY, said | {"weekday_parts": weekdays, "weekend_parts": weekends}
    )


async def availabilities(
    session: AsyncSession, guild_id: int, limit: int
) -> list[tuple[Availability, str]]:
    """Of those who have said both: when they have time, and the zone that it is meant in."""
    found = await session.execute(
        select(_members.c.weekday_parts, _members.c.weekend_parts, _members.c.zone)
        .where(
            _members.c.guild_id == guild_id,
            _members.c.zone.is_not(None),
            _members.c.weekday_parts.is_not(None),
        )
        .order_by(_members.c.user_id)
        .limit(limit)
    )
    return [(Availability.unpack(weekdays, weekends), zone) for weekdays, weekends, zone in found]


async def unwanted(session: AsyncSession, guild_id: int, user_id: int) -> frozenset[Offset]:
    """The reminders of study sessions that the member does without."""
    bits = await session.scalar(
        select(_members.c.unwanted_reminders).where(
            _members.c.guild_id == guild_id, _members.c.user_id == user_id
        )
    )
    return unpack(bits or 0, Offset)


async def set_unwanted(
    session: AsyncSession, guild_id: int, user_id: int, unwanted: AbstractSet[Offset]
) -> None:
    said = {"guild_id": guild_id, "user_id": user_id}
    await session.execute(_SAY_UNWANTED, said | {"unwanted_reminders": pack(unwanted, Offset)})


async def unwanted_of(
    session: AsyncSession, guild_id: int, people: Collection[int]
) -> dict[int, frozenset[Offset]]:
    """The reminders that these members do without; of who wants all there is no entry."""
    found = await session.execute(
        select(_members.c.user_id, _members.c.unwanted_reminders).where(
            _members.c.guild_id == guild_id, _members.c.user_id.in_(people)
        )
    )
    return {user_id: unpack(bits, Offset) for user_id, bits in found if bits}


async def consent(session: AsyncSession, guild_id: int, user_id: int) -> Consent | None:
    """What the member said to being published; None until they were asked."""
    row = (
        await session.execute(
            select(_members.c.publishing, _members.c.published_name).where(
                _members.c.guild_id == guild_id, _members.c.user_id == user_id
            )
        )
    ).one_or_none()
    if row is None or row.publishing is None:
        return None
    return Consent(Publishing(row.publishing), row.published_name or "")


async def set_consent(session: AsyncSession, guild_id: int, user_id: int, consent: Consent) -> None:
    """A name is kept of those alone who want to be named."""
    name = consent.name if consent.publishing is Publishing.NAMED else None
    said = {"guild_id": guild_id, "user_id": user_id}
    await session.execute(
        _SAY_CONSENT, said | {"publishing": consent.publishing, "published_name": name}
    )
