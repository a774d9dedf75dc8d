"""How a choice of the set-up is saved: with a line on record of what it was before."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import discord

from bot.client import NexusInteraction
from bot.domain import days
from bot.domain.record import Kind, change
from bot.places import guild_of
from cogs.admin.names import PURPOSES, ROLES
from db import audit, digests, guilds
from db.guilds import Settings

# What the record calls each setting that is chosen here, by its name in `Settings`.
_SUBJECTS = {
    **{f"{one}_channel_id": f"the {name} channel" for one, name in PURPOSES.items()},
    **{f"{one}_role_id": f"the {name} role" for one, name in ROLES.items()},
    "solved_tag_id": "the tag for what is solved",
    "zone": "the time zone",
    "cohort_name": "the cohort's name",
    "first_day": "the cohort's first day",
}
_GONE = "a deleted one"


async def save(interaction: NexusInteraction, **changes: Any) -> Settings:
    """Set the named fields of the guild's settings; returns all as they are now."""
    guild, bot, now = guild_of(interaction), interaction.client, interaction.client.now()
    async with bot.acting(interaction) as session:
        before = await guilds.settings(session, guild.id)
        after = await guilds.change(session, guild.id, **changes)
        if after.zone != before.zone:
            await digests.moved(session, guild.id, after, now)
        for subject, said in _changes(guild, before, after):
            await audit.note(
                session,
                guild.id,
                interaction.user.id,
                kind=Kind.SETUP,
                act="changed",
                subject=subject,
                reason=said,
                now=now,
            )
    return after


def _changes(guild: discord.Guild, before: Settings, after: Settings) -> Iterator[tuple[str, str]]:
    """What is another than before, and how."""
    for field, subject in _SUBJECTS.items():
        if getattr(before, field) != getattr(after, field):
            was, now = (_word(guild, one, field) for one in (before, after))
            yield subject, change(was, now)


def _word(guild: discord.Guild, settings: Settings, field: str) -> str:
    """A value by its name: an id tells nobody anything, least of all once it is gone."""
    value = getattr(settings, field)
    if value is None:
        return ""
    if isinstance(value, date):
        return days.shown(value)
    if field.endswith("_channel_id"):
        channel = guild.get_channel(value)
        return f"#{channel.name}" if channel else _GONE
    if field.endswith("_role_id"):
        role = guild.get_role(value)
        return role.name if role else _GONE
    if field == "solved_tag_id":
        forum = guild.get_channel(settings.qa_channel_id or 0)
        tag = forum.get_tag(value) if isinstance(forum, discord.ForumChannel) else None
        return tag.name if tag else _GONE
    return value
