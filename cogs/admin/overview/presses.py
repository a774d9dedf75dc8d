"""What leads through all settings, and what is looked at again."""

from collections.abc import Awaitable, Callable

import discord

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.places import guild_of, require_moderator
from bot.replies import redraw
from bot.roads import STALE, Press, Roads
from cogs.admin.overview import render
from cogs.admin.overview.looking import look
from cogs.admin.overview.render import Part
from db.guilds import Settings

roads = Roads("admin")

Say = Callable[[NexusInteraction, discord.ui.LayoutView], Awaitable[None]]


@roads("settings")
async def turn_page(interaction: NexusInteraction, press: Press) -> None:
    settings = await require_moderator(interaction)
    part = press.args[0] if press.args else ""
    if part and part not in set(Part):
        raise Refusal(STALE)
    at = press.id(1) if len(press.args) > 1 else 0
    await show(interaction, settings, redraw, Part(part) if part else None, at)


@roads("check")
async def check_again(interaction: NexusInteraction, _: Press) -> None:
    """Post again, too, where nothing is in the way any more."""
    settings = await require_moderator(interaction)
    await interaction.client.delivery.look_again(guild_of(interaction))
    await show(interaction, settings, redraw)


async def show(
    interaction: NexusInteraction,
    settings: Settings,
    say: Say,
    part: Part | None = None,
    at: int = 0,
) -> None:
    await say(interaction, render.settings_card(await look(interaction, settings), part, at))
