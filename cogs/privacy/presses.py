"""Being listed again, and not."""

from bot.client import NexusInteraction
from bot.replies import redraw
from bot.roads import Press, Roads
from cogs.privacy import render
from db import members

roads = Roads("privacy")


@roads("list")
async def be_listed(interaction: NexusInteraction, press: Press) -> None:
    await _say(interaction, press, is_unlisted=False)


@roads("unlist")
async def be_left_out(interaction: NexusInteraction, press: Press) -> None:
    await _say(interaction, press, is_unlisted=True)


async def _say(interaction: NexusInteraction, press: Press, *, is_unlisted: bool) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        await members.set_unlisted(
            session, press.guild_id, interaction.user.id, is_unlisted=is_unlisted
        )
    await redraw(interaction, render.listing_card(bot.mention, is_unlisted=is_unlisted))
