"""What moderators choose for all READMEs: the words of another programme's brief."""

from collections.abc import Awaitable, Callable

import discord

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.readme import BRIEF, Part
from bot.places import guild_of, require_moderator
from bot.replies import ask, redraw
from bot.roads import STALE, Press, Roads
from cogs.learning.readme import moderating_render as render
from db import guilds, readmes

Show = Callable[[NexusInteraction, discord.ui.LayoutView], Awaitable[None]]

roads = Roads("readme")


async def show(interaction: NexusInteraction, say: Show) -> None:
    guild_id = guild_of(interaction).id
    async with interaction.client.db.read() as session:
        settings = await guilds.settings(session, guild_id)
        called = await readmes.headings(session, guild_id)
    await say(interaction, render.settings_card(called, settings.programme))


@roads("settings")
async def settings(interaction: NexusInteraction, _: Press) -> None:
    await require_moderator(interaction)
    await show(interaction, redraw)


@roads("heading", opens_form=True)
async def choose(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    part = _part(press.choice())
    async with interaction.client.db.read() as session:
        called = await readmes.headings(session, press.guild_id)
    await ask(interaction, render.heading_form(part, called))


@roads("headed")
async def name(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    bot, part = interaction.client, _part(press.args[0] if press.args else None)
    async with bot.acting(interaction) as session:
        await readmes.say_heading(
            *(session, press.guild_id, interaction.user.id, part),
            typed=press.text("heading"),
            now=bot.now(),
        )
    await show(interaction, redraw)


@roads("standard")
async def use_the_briefs(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    bot = interaction.client
    async with bot.acting(interaction) as session:
        await readmes.reset_headings(session, press.guild_id, interaction.user.id, bot.now())
    await show(interaction, redraw)


@roads("programme", opens_form=True)
async def ask_for_programme(interaction: NexusInteraction, press: Press) -> None:
    settings = await require_moderator(interaction)
    del press
    await ask(interaction, render.programme_form(settings.programme or ""))


@roads("described")
async def describe(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    bot, typed = interaction.client, press.text("programme")
    async with bot.acting(interaction) as session:
        await readmes.say_programme(session, press.guild_id, interaction.user.id, typed, bot.now())
    await show(interaction, redraw)


def _part(chosen: str | None) -> Part:
    if chosen is None or chosen not in {one.value for one in BRIEF}:
        raise Refusal(STALE)
    return Part(chosen)
