"""What commands and buttons both look up, for a member of the pair alone."""

import discord

from bot.client import NexusInteraction
from bot.replies import whisper
from cogs.contract import render
from cogs.contract.endpoints import render as endpoints
from db import contracts, pairs
from db.contracts import Author, Endpoint, Shared


async def shared(interaction: NexusInteraction, who: Author) -> Shared:
    """The contract of the caller's pair, even of one that has ended."""
    async with interaction.client.db.read() as session:
        return await contracts.of_mine(session, who)


async def changeable(interaction: NexusInteraction, who: Author) -> Shared:
    """The contract of the caller's pair, if it can still be changed."""
    async with interaction.client.db.read() as session:
        pair = await pairs.mine(session, who.guild_id, who.pair_id, who.user_id)
        return await contracts.of_pair(session, pair)


async def shown_card(interaction: NexusInteraction, who: Author, at: int) -> discord.ui.LayoutView:
    return render.shown_card(await shared(interaction, who), at)


async def show_endpoint(interaction: NexusInteraction, of: Shared, endpoint: Endpoint) -> None:
    """With a file of its examples, where they are too long for a card."""
    card = endpoints.endpoint_card(of, endpoint)
    await whisper(interaction, card, file=endpoints.whole(endpoint.operation))
