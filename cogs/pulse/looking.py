"""The screen as things stand now: all kinds of trouble at a glance, or the rows of one."""

import asyncio
from collections.abc import Awaitable, Callable

import discord

from bot.client import NexusInteraction
from bot.domain.pulse import Kind
from bot.listening import listen
from bot.places import guild_of
from cogs.pulse import render
from db import pulse
from db.guilds import Settings
from db.pulse import Pulse

# Of so many of the silent pairs Discord is asked whether they wrote since: it takes a request each.
_LISTENED_TO = 6

Say = Callable[[NexusInteraction, discord.ui.LayoutView], Awaitable[None]]


async def show_all(interaction: NexusInteraction, settings: Settings, say: Say) -> None:
    found = await _look(interaction, settings, listens=True)
    await say(interaction, render.pulse_card(found, _zone(settings), interaction.client.now()))


async def show_kind(
    interaction: NexusInteraction,
    settings: Settings,
    kind: Kind,
    at: int,
    say: Say,
    *,
    note: str = "",
) -> None:
    """Page `at` of its rows, or the nearest; with a word about what was just done."""
    found = await _look(interaction, settings, listens=kind is Kind.PAIRS and not note)
    card = render.list_card(
        found, kind, at, zone=_zone(settings), now=interaction.client.now(), note=note
    )
    await say(interaction, card)


async def _look(interaction: NexusInteraction, settings: Settings, *, listens: bool) -> Pulse:
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.db.read() as session:
        found = await pulse.look(session, guild_id, settings, bot.now())
    if not (listens and found.silent):
        return found
    await asyncio.gather(*(listen(bot, one) for one in found.silent[:_LISTENED_TO]))
    async with bot.db.read() as session:
        return await pulse.look(session, guild_id, settings, bot.now())


def _zone(settings: Settings) -> str:
    return settings.zone or "UTC"
