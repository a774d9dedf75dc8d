"""What all settings are, read at once."""

from dataclasses import dataclass

import discord

from bot.client import NexusInteraction
from bot.domain import troubles
from bot.domain.cohort import Calendar
from bot.domain.troubles import Trouble
from bot.places import guild_of
from cogs.admin.standing import standing
from db import backlog, calendars, pair_profiles, readmes
from db.guilds import Settings


@dataclass(frozen=True, slots=True)
class Seen:
    """`projects` are how many there are to choose from; `headings`, how many are no brief's."""

    guild: discord.Guild
    settings: Settings
    wrong: tuple[Trouble, ...]
    calendar: Calendar
    projects: int
    headings: int


async def look(interaction: NexusInteraction, settings: Settings) -> Seen:
    bot, guild = interaction.client, guild_of(interaction)
    async with bot.db.read() as session:
        posts = await backlog.troubles(session, guild.id, bot.now())
        calendar = await calendars.calendar(session, guild.id)
        projects = await pair_profiles.projects(session, guild.id)
        headings = await readmes.headings(session, guild.id)
    wrong = troubles.found(standing(guild, settings, posts))
    return Seen(guild, settings, wrong, calendar, len(projects), len(headings))
