"""How moderators hear of a new session, and its host of what they said."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.kinds import Kind, Message
from bot.places import Purpose
from cogs.study.moderating import render
from db import session_approvals, session_drafts, study
from db.session_approvals import Ruling
from db.study import Posted, Stage


async def draw_held(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # as long as it is to come, it waits
    posted = await _posted(bot, guild.id, payload["id"])
    if posted is None or posted.stage is not Stage.HELD or posted.starts_at <= bot.now():
        return None
    if posted.sequence != payload["sequence"]:
        return None  # it was changed since, and there is a later card of it
    return Message(render.held_card(posted))


async def draw_answer(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late
    posted = await _posted(bot, guild.id, payload["id"])
    if posted is None or posted.stage is Stage.CANCELLED:
        return None
    if posted.stage is Stage.HELD and not posted.moderators_word:
        return None  # the host has changed it already
    answer = render.answer_card(posted, Ruling(payload["ruling"]))
    return Message(answer, [posted.host_id])


# What moderators are asked is for their channel alone: it goes to no other where that is gone, and
# they hear that it is.
KINDS = {
    session_drafts.HELD: Kind(draw_held, resend_when_unsure=True),
    session_approvals.ANSWERED: Kind(
        draw_answer, resend_when_unsure=True, purpose=Purpose.SESSIONS
    ),
}


async def _posted(bot: Nexus, guild_id: int, session_id: int) -> Posted | None:
    async with bot.db.read() as session:
        return await study.by_id(session, guild_id, session_id)
