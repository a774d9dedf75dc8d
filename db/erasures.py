"""Which erasures this database has had, and whether its file is scrubbed since."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Select, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.people import is_somebody
from db.tables import Base, Erasure


async def note(session: AsyncSession, serial: str, now: datetime) -> None:
    session.add(Erasure(serial=serial, erased_at=now, is_scrubbed=False))
    await session.flush()


async def known(session: AsyncSession) -> set[str]:
    """The serials of all that was erased here."""
    return {*await session.scalars(select(Erasure.serial))}


async def unscrubbed(session: AsyncSession) -> Sequence[str]:
    found = await session.scalars(select(Erasure.serial).where(~Erasure.is_scrubbed))
    return found.all()


async def scrubbed(session: AsyncSession, serials: Sequence[str]) -> None:
    await session.execute(
        update(Erasure).where(Erasure.serial.in_(serials)).values(is_scrubbed=True)
    )


async def guilds(session: AsyncSession) -> set[int]:
    """Every guild of which there is anything."""
    found = await session.scalars(union(*_guilds()))
    return {*found} - {0}


async def people(session: AsyncSession) -> set[tuple[int, int]]:
    """Every (guild, member) of whom there is anything."""
    found = await session.execute(union(*_people()))
    return {(guild_id, user_id) for guild_id, user_id in found if guild_id and is_somebody(user_id)}


def _guilds() -> Iterator[Select[int]]:
    for of in Base.metadata.sorted_tables:
        if "guild_id" in of.c:
            yield select(of.c.guild_id).distinct()


def _people() -> Iterator[Select[int, int]]:
    for mapper in Base.registry.mappers:
        entity: type[Base] = mapper.class_
        of = entity.__table__
        for column in entity.belongs.members:
            yield select(of.c.guild_id, of.c[column]).distinct()
