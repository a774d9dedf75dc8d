"""To which session somebody is invited."""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.places import guild_of
from bot.presence import has_left
from bot.replies import redraw
from bot.roads import STALE, Press, Roads
from cogs.study.inviting import render
from db import session_invitations

roads = Roads("study")


@roads("invite")
async def invite(interaction: NexusInteraction, press: Press) -> None:
    bot, me, invited_id = interaction.client, interaction.user.id, press.id()
    number = press.picked()
    if number is None:
        raise Refusal(STALE)
    if invited_id == me:
        raise Refusal(render.ONESELF)
    if await has_left(guild_of(interaction), invited_id):
        raise Refusal(render.NOT_HERE)
    async with bot.acting(interaction) as session:
        posted, post = await session_invitations.invite(
            session, press.guild_id, number, me, invited_id=invited_id, now=bot.now()
        )
    await redraw(interaction, render.invited_card(invited_id, posted))
    await bot.delivery.send_now(post)
