"""Going, Maybe and Can't: on a session's card, and wherever else they stand."""

from bot.client import NexusInteraction
from bot.domain.seats import Answer
from bot.replies import redraw, whisper
from bot.roads import Press, Roads
from cogs.study.finding import looking
from cogs.study.finding.render import SHOWN
from cogs.study.going import render
from db import rsvps

roads = Roads("study")


@roads("going")
async def going(interaction: NexusInteraction, press: Press) -> None:
    await say(interaction, press, Answer.GOING)


@roads("maybe")
async def maybe(interaction: NexusInteraction, press: Press) -> None:
    await say(interaction, press, Answer.MAYBE)


@roads("cant")
async def cant(interaction: NexusInteraction, press: Press) -> None:
    await say(interaction, press, Answer.CANT)


@roads("still")
async def still(interaction: NexusInteraction, press: Press) -> None:
    """A day before: they still come."""
    bot, user_id = interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        word = await rsvps.confirm(session, press.guild_id, press.id(), user_id, bot.now())
    await whisper(interaction, render.confirmed(word, user_id))
    if word.is_news:
        await bot.redraws.redraw_now(press.guild_id)


async def say(interaction: NexusInteraction, press: Press, wish: Answer) -> None:
    """Note it, tell the caller what it came to, and then everybody."""
    bot, user_id = interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        word = await rsvps.say(
            session, press.guild_id, press.id(), user_id, wish=wish, now=bot.now()
        )
    if press.args[1:] == (SHOWN,):
        await redraw(interaction, await looking.shown_card(interaction, press.id()))
    else:
        await whisper(interaction, render.noted(word, user_id))
    if word.posts:
        await bot.delivery.send_now(*word.posts)
    if word.is_news:
        await bot.redraws.redraw_now(press.guild_id)
