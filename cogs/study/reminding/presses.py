"""The reminders that a session has, as whoever looks after it chooses them."""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.reminders import Offset
from bot.replies import whisper
from bot.roads import STALE, Press, Roads
from cogs.study import acting
from cogs.study.reminding import render
from db import guilds, session_clock

roads = Roads("study")

_OFFSETS = {str(one.value): one for one in Offset}


@roads("reminders")
async def choose(interaction: NexusInteraction, press: Press) -> None:
    if not {*press.values} <= {*_OFFSETS}:
        raise Refusal(STALE)
    offsets = {_OFFSETS[one] for one in press.values}
    bot = interaction.client
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, press.guild_id)
        await session_clock.set_reminders(
            session,
            press.guild_id,
            press.id(),
            interaction.user.id,
            is_moderator=acting.manages(interaction, settings),
            offsets=offsets,
            now=bot.now(),
        )
    await whisper(interaction, render.chosen_words(press.id(), offsets))
