"""The calendar of the caller's cohort, as it is seen today."""

from dataclasses import dataclass
from datetime import date

from bot.client import NexusInteraction
from bot.domain import log
from bot.domain.cohort import Calendar
from bot.places import guild_of
from db import calendars, guilds
from db.guilds import Settings


@dataclass(frozen=True, slots=True)
class Seen:
    """`today` is the day on the cohort's own clocks, or in UTC as long as it has none."""

    calendar: Calendar
    settings: Settings
    today: date


async def look(interaction: NexusInteraction) -> Seen:
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.db.read() as session:
        settings = await guilds.settings(session, guild_id)
        calendar = await calendars.calendar(session, guild_id)
    return Seen(calendar, settings, log.today(settings.zone, bot.now()))
