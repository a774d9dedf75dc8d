"""The two selects of the digest's settings; each choice is saved as it is made."""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.places import Purpose, find, guild_of, require_moderator
from bot.replies import redraw
from bot.roads import STALE, Press, Roads
from cogs.digest import render
from db import digests, guilds

roads = Roads("digest")


@roads("weekday")
async def choose_weekday(interaction: NexusInteraction, press: Press) -> None:
    await _save(interaction, digest_weekday=_one_of(press, len(render.WEEKDAYS)))


@roads("hour")
async def choose_hour(interaction: NexusInteraction, press: Press) -> None:
    await _save(interaction, digest_hour=_one_of(press, render.HOURS))


def _one_of(press: Press, count: int) -> int:
    chosen = press.picked()
    if chosen is None or chosen >= count:
        raise Refusal(STALE)
    return chosen


async def _save(interaction: NexusInteraction, **change: int) -> None:
    await require_moderator(interaction)
    guild, bot = guild_of(interaction), interaction.client
    async with bot.acting(interaction) as session:
        settings = await guilds.change(session, guild.id, **change)
        await digests.moved(session, guild.id, settings, bot.now())
        due_at = await digests.upcoming(session, guild.id, settings, bot.now())
    channel = find(guild, settings, Purpose.DIGEST)
    await redraw(interaction, render.settings_card(settings, channel, due_at, bot.mention))
