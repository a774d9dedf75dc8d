"""When a member is asked of their week: shown, chosen, and said hello to."""

import discord

from bot import direct
from bot.client import NexusInteraction
from bot.places import guild_of
from cogs.learning.prompting import render
from db import letters, log_habits


async def settings_card(interaction: NexusInteraction) -> discord.ui.LayoutView:
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.db.read() as session:
        prompt = await log_habits.prompt(session, guild_id, interaction.user.id)
    return render.settings_card(prompt, guild_id, bot.mention)


async def want(
    interaction: NexusInteraction, *, weekday: int | None = None, hour: int | None = None
) -> discord.ui.LayoutView:
    """Have it asked then; what is not chosen stays. The first time says hello there."""
    bot, guild_id, me = interaction.client, guild_of(interaction).id, interaction.user.id
    async with bot.db.read() as session:
        before = await log_habits.prompt(session, guild_id, me)
    channel_id = await direct.channel_with(interaction.user)
    async with bot.acting(interaction) as session:
        prompt = await log_habits.want(
            session,
            guild_id,
            me,
            weekday=_or(weekday, before.weekday, render.FRIDAY),
            hour=_or(hour, before.hour, render.EVENING),
            channel_id=channel_id,
            now=bot.now(),
        )
        hello = None
        if not before.is_wanted:
            hello = await letters.say_hello(
                session, log_habits.HELLO, guild_id, me, channel_id=channel_id, now=bot.now()
            )
    if hello:
        await direct.must_arrive(interaction, hello, log_habits.stop)
    return render.settings_card(prompt, guild_id, bot.mention)


def _or(chosen: int | None, before: int | None, else_: int) -> int:
    return chosen if chosen is not None else before if before is not None else else_
