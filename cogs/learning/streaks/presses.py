"""The buttons of a streak's card, and the form of a planned break."""

from bot.client import NexusInteraction
from bot.domain import days
from bot.domain.streaks import Break
from bot.places import Purpose, place
from bot.replies import ask, redraw, whisper
from bot.roads import Press, Roads
from cogs.learning.streaks import acts, render
from db import log_posts, log_streaks, logs

roads = Roads("log")


@roads("show")
async def show(interaction: NexusInteraction, press: Press) -> None:
    bot, me, now = interaction.client, interaction.user.id, interaction.client.now()
    channel = await place(interaction, Purpose.DIGEST)
    async with bot.acting(interaction) as session:
        await log_streaks.show(session, press.guild_id, me, channel.id, now)
    await bot.delivery.send_now(log_posts.streak_key(press.guild_id, me, now))
    said = render.SHOWN.format(channel.id)
    await redraw(interaction, await acts.streak_card(interaction, said))


@roads("hide")
async def hide(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        await log_streaks.hide(session, press.guild_id, interaction.user.id, bot.now())
    await redraw(interaction, await acts.streak_card(interaction, render.HIDDEN))
    await bot.redraws.redraw_now(press.guild_id)


@roads("break", opens_form=True)
async def plan_break(interaction: NexusInteraction, press: Press) -> None:
    del press
    await ask(interaction, render.break_form())


@roads("rest")
async def rest(interaction: NexusInteraction, press: Press) -> None:
    bot, me = interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        today = await logs.today(session, press.guild_id, me, bot.now())
        first = days.ahead(press.text("first"), today)
        planned = Break(first, days.ahead(press.text("last"), today))
        await log_streaks.plan_break(session, press.guild_id, me, planned, bot.now())
    await whisper(interaction, await acts.streak_card(interaction, render.RESTS))
    await bot.redraws.redraw_now(press.guild_id)


@roads("work")
async def work(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        await log_streaks.end_break(session, press.guild_id, interaction.user.id, bot.now())
    await redraw(interaction, await acts.streak_card(interaction, render.WORKS))
    await bot.redraws.redraw_now(press.guild_id)
