"""How the cards of what was erased are emptied on Discord."""

import discord

from bot.client import Nexus
from bot.redraws import Standing
from cogs.privacy import owning_render
from db import erased_cards


async def _emptied(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    async with bot.db.read() as session:
        place = await erased_cards.place(session, guild.id, key)
    return Standing(*place, owning_render.emptied_card()) if place else None


STANDING = {erased_cards.KIND: _emptied}
