"""What a command and a button both do to an endpoint."""

from collections.abc import Awaitable, Callable

import discord

from bot.client import NexusInteraction
from cogs.contract.endpoints import render
from db import contract_acts
from db.contract_posts import card_key
from db.contracts import Author, Shared

Say = Callable[[NexusInteraction, discord.ui.LayoutView], Awaitable[None]]


async def remove(interaction: NexusInteraction, who: Author, endpoint_id: int, say: Say) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        done = await contract_acts.remove(session, who, endpoint_id, bot.now())
    await say(interaction, render.removed_card(done))
    await show_all(interaction, done.shared)


async def show_all(interaction: NexusInteraction, shared: Shared) -> None:
    """Have the card in the thread say so too; it is posted there with the first act."""
    bot, pair = interaction.client, shared.pair
    if shared.message_id is None and pair.thread_id is not None:
        await bot.delivery.send_now(card_key(pair.id, pair.thread_id))
    await bot.redraws.redraw_now(pair.guild_id)
