"""What commands and buttons both show of a member's own log."""

import discord

from bot.client import NexusInteraction
from bot.domain.log import LogKind
from bot.places import guild_of
from cogs.learning.reading import render
from db import log_lists, log_offers

OFFERED = 2


async def list_card(
    interaction: NexusInteraction, *, at: int = 0, kind: LogKind | None = None
) -> discord.ui.LayoutView:
    """What could be added by a tap stands below the first page of all."""
    bot, guild_id, me = interaction.client, guild_of(interaction).id, interaction.user.id
    async with bot.db.read() as session:
        page = await log_lists.page(session, guild_id, me, kind=kind, at=at)
        offers = await log_offers.offers(session, guild_id, me, bot.now())
    is_first = page.at == 0 and kind is None
    return render.list_card(page, offers[: OFFERED if is_first else 0], bot.mention)
