"""How the cards of sessions are drawn when the outbox has them posted."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.kinds import Kind, Message
from bot.places import Purpose
from cogs.study import render
from db import study
from db.study import Posted


async def draw(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # the card says when it is
    async with bot.db.read() as session:
        posted = await study.by_number(session, guild.id, payload["number"])
    return Message(render.session_card(posted))


KINDS = {
    study.CARD: Kind(draw, resend_when_unsure=True, sent=study.card_sent, purpose=Purpose.SESSIONS)
}


async def publish(bot: Nexus, posted: Posted) -> Posted:
    """Post the session's card now, if Discord will; returns how it stands."""
    await bot.delivery.send_now(study.card_key(posted.id))
    async with bot.db.read() as session:
        return await study.by_number(session, posted.guild_id, posted.number)
