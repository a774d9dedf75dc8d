"""What is chosen on the card of the weekly question, and the buttons that come with it.

These work in direct messages too, where nothing but their argument names the guild.
"""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.log import LogKind, Words
from bot.domain.text import clean
from bot.domain.weekly import HOURS, WEEKDAYS
from bot.replies import ask, redraw, whisper
from bot.roads import Press, Roads
from cogs.learning.prompting import acts, render
from db import log_habits, logs

roads = Roads("log")

_ANSWERS = {"done": LogKind.DONE, "hard": LogKind.CHALLENGE, "next": LogKind.NEXT_STEP}


@roads("weekday")
async def choose_weekday(interaction: NexusInteraction, press: Press) -> None:
    chosen = press.below(len(WEEKDAYS))
    await redraw(interaction, await acts.want(interaction, weekday=chosen))


@roads("hour")
async def choose_hour(interaction: NexusInteraction, press: Press) -> None:
    chosen = press.below(HOURS)
    await redraw(interaction, await acts.want(interaction, hour=chosen))


@roads("week", opens_form=True, in_letters=True)
async def week(interaction: NexusInteraction, press: Press) -> None:
    await ask(interaction, render.week_form(press.guild_id))


@roads("weekly", in_letters=True)
async def weekly(interaction: NexusInteraction, press: Press) -> None:
    bot, me = interaction.client, interaction.user.id
    written = [
        Words.told(kind, press.text(name))
        for name, kind in _ANSWERS.items()
        if clean(press.text(name))
    ]
    if not written:
        raise Refusal(render.NOTHING)
    async with bot.acting(interaction, press.guild_id) as session:
        for words in written:
            await logs.write(session, press.guild_id, me, words, day="", now=bot.now())
    await whisper(interaction, render.saved_card(len(written)))
    await bot.redraws.redraw_now(press.guild_id)


@roads("quiet", in_letters=True)
async def stop(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction, press.guild_id) as session:
        await log_habits.stop(session, press.guild_id, interaction.user.id)
    await redraw(interaction, render.stopped_card(bot.mention))
