"""What moderators set up for their guild, and the numbers that run through it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from db.tables import Guild

Counter = Literal["last_question", "last_session", "last_pair"]


@dataclass(frozen=True, slots=True)
class Settings:
    """A guild's settings; None is what nobody has chosen."""

    zone: str | None = None
    digest_channel_id: int | None = None
    qa_channel_id: int | None = None
    sessions_channel_id: int | None = None
    moderators_channel_id: int | None = None
    moderator_role_id: int | None = None
    frontend_role_id: int | None = None
    backend_role_id: int | None = None
    solved_tag_id: int | None = None
    cohort_name: str | None = None
    first_day: date | None = None
    digest_weekday: int | None = None
    """From 0, a Monday, to 6."""
    digest_hour: int | None = None
    """Of the guild's own clock."""
    digest_threshold: int | None = None
    """How much a week has to bring at least to have a digest."""
    digest_is_previewed: bool = False
    """Whether moderators see it in their channel the night before."""
    sessions_need_approval: bool = False
    sessions_per_member: int | None = None
    """How many coming sessions a member may host; a series counts as one."""
    sessions_per_guild: int | None = None
    projects: str | None = None
    """The names of what learners here build, a line each."""
    weeks: int | None = None
    """How many the cohort has, from its first day on."""
    programme: str | None = None
    """What learners here take part in, in their READMEs' words."""
    welcome_channel_id: int | None = None
    """Where the card stands that welcomes members."""


_FIELDS = tuple(Settings.__dataclass_fields__)


async def settings(session: AsyncSession, guild_id: int) -> Settings:
    row = await session.get(Guild, guild_id)
    return Settings() if row is None else Settings(**{f: getattr(row, f) for f in _FIELDS})


async def change(session: AsyncSession, guild_id: int, **changes: Any) -> Settings:
    """Set the named fields of `Settings`; the others stay. Returns all as they are now."""
    row = await _row(session, guild_id)
    for field, value in changes.items():
        if field not in _FIELDS:
            raise ValueError(f"a guild has no setting {field!r}")
        setattr(row, field, value)
    await session.flush()
    return await settings(session, guild_id)


async def next_number(session: AsyncSession, guild_id: int, counter: Counter) -> int:
    """The guild's next number; one is never given out twice, whatever was deleted since."""
    row = await _row(session, guild_id)
    number: int = getattr(row, counter) + 1
    setattr(row, counter, number)
    return number


async def _row(session: AsyncSession, guild_id: int) -> Guild:
    row = await session.get(Guild, guild_id)
    if row is None:
        row = Guild(guild_id=guild_id, last_question=0, last_session=0, last_pair=0)
        session.add(row)
    return row
