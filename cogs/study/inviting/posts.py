"""How an invitation to a session reaches who is invited."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.kinds import Kind, Message
from cogs.study.inviting import render
from db import session_invitations, session_posts, study
from db.study import Stage


async def draw(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # it says when the session is
    invited_id = payload["invited"]
    async with bot.db.read() as session:
        posted = await study.by_id(session, guild.id, payload["id"])
        is_wanted = await session_invitations.is_wanted(session, payload["id"], invited_id)
    if posted is None or posted.stage is not Stage.OPEN or not is_wanted:
        return None
    return Message(render.invitation_card(posted, invited_id, payload["by"]), [invited_id])


KINDS = {
    session_invitations.KIND: Kind(draw, resend_when_unsure=False, gone=session_posts.elsewhere)
}
