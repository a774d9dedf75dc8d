"""How a command finds the study session that a person means."""

from datetime import datetime

from discord import app_commands

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import fit, number, one_line
from bot.places import guild_of
from cogs.study import acting
from cogs.study.render import on_clock
from db import guilds, members, study
from db.study import Posted

WHICH = "Which session do you mean? Choose it from the list, or use this in its thread."


async def chosen(interaction: NexusInteraction, typed: str | None) -> Posted:
    """The session that was chosen; else the one whose thread this is."""
    guild_id, me = guild_of(interaction).id, interaction.user.id
    async with interaction.client.db.read() as session:
        if typed is not None:
            settings = await guilds.settings(session, guild_id)
            reader_id = None if acting.manages(interaction, settings) else me
            return await study.by_number(session, guild_id, _number(typed), reader_id=reader_id)
        here = await study.in_thread(session, guild_id, interaction.channel_id or 0, reader_id=me)
    if here is None:
        raise Refusal(WHICH)
    return here


async def session_choices(
    interaction: NexusInteraction, typed: str
) -> list[app_commands.Choice[str]]:
    """Sessions of the guild, in the caller's own time as far as that is known."""
    guild_id, now = guild_of(interaction).id, interaction.client.now()
    me = interaction.user.id
    async with interaction.client.db.read() as session:
        zone = await members.zone(session, guild_id, me)
        found = await study.suggest(session, guild_id, one_line(typed), now, reader_id=me)
    return [
        app_commands.Choice(name=_label(number, topic, starts_at, zone), value=str(number))
        for number, topic, starts_at in found
    ]


def _label(number: int, topic: str, starts_at: datetime, zone: str | None) -> str:
    when = f"{on_clock(starts_at, zone or 'UTC')}{'' if zone else ' UTC'}"
    return fit(f"#{number} {when} · {topic}", 100)


def _number(typed: str) -> int:
    if (named := number(typed)) is None:
        raise Refusal("Choose the session from the list: type a part of its topic.")
    return named
