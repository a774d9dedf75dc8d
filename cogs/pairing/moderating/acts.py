"""The list of projects, as moderators see and change it."""

from collections.abc import Awaitable, Callable

import discord

from bot.client import NexusInteraction
from bot.domain.record import Kind, change
from bot.places import guild_of
from cogs.pairing.moderating import render
from db import audit, guilds, pair_profiles

_STANDARD = "the programme's"

Show = Callable[[NexusInteraction, discord.ui.LayoutView], Awaitable[None]]


async def show_settings(interaction: NexusInteraction, show: Show) -> None:
    guild_id = guild_of(interaction).id
    async with interaction.client.db.read() as session:
        settings = await guilds.settings(session, guild_id)
        offered = await pair_profiles.projects(session, guild_id)
        strays = await pair_profiles.strays(session, guild_id)
    card = render.settings_card(offered, strays, is_own=settings.projects is not None)
    await show(interaction, card)


async def save(interaction: NexusInteraction, show: Show, names: tuple[str, ...] | None) -> None:
    """Offer these projects from now on; None for those of the programme."""
    bot, guild_id, now = interaction.client, guild_of(interaction).id, interaction.client.now()
    chosen = "\n".join(names) if names else None
    async with bot.acting(interaction) as session:
        before = await guilds.settings(session, guild_id)
        if chosen != before.projects:
            await guilds.change(session, guild_id, projects=chosen)
            await audit.note(
                session,
                guild_id,
                interaction.user.id,
                kind=Kind.PAIRS,
                act="changed" if names else "reset",
                subject="the projects",
                reason=_told(before.projects, chosen),
                now=now,
            )
    await show_settings(interaction, show)


def _told(before: str | None, after: str | None) -> str:
    was, now = (one.replace("\n", ", ") if one else _STANDARD for one in (before, after))
    return change(was, now)
