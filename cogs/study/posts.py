"""How the cards of sessions reach Discord, at once or, where Discord was not ready, later."""

import logging
from datetime import timedelta

import discord

from bot.client import Nexus
from bot.domain.errors import Refusal
from bot.places import Purpose, place_in, post
from cogs.study import render
from db import study
from db.study import Posted

log = logging.getLogger(__name__)

# Younger ones are still on their way by the road that stored them.
PATIENCE = timedelta(minutes=1)
DRAFTS_LAST = timedelta(days=1)


async def publish(bot: Nexus, posted: Posted) -> Posted | None:
    """Post the session's card, and return the session with the place of it; None if it must wait.

    Nothing is posted twice: the nonce holds for minutes, the recorded id for ever.
    """
    try:
        channel = await _channel(bot, posted.guild_id)
        message = await post(channel, render.session_card(posted), nonce=f"s{posted.id:x}")
    except (Refusal, discord.HTTPException) as reason:
        log.warning("session %s has no card yet: %s", posted.id, type(reason).__name__)
        return None
    except Exception:
        log.exception("session %s is saved, but could not be posted", posted.id)
        return None
    async with bot.db.begin() as session:
        return await study.card_posted(
            session,
            posted.guild_id,
            posted.number,
            channel_id=channel.id,
            message_id=message.id,
        )


async def _channel(bot: Nexus, guild_id: int) -> discord.TextChannel:
    guild = bot.get_guild(guild_id)
    if guild is None:
        raise Refusal("I cannot see this server just now.")
    return await place_in(bot, guild, Purpose.SESSIONS)


async def finish(bot: Nexus) -> None:
    """Post what never reached Discord, and drop the drafts that nobody came back to."""
    now = bot.now()
    async with bot.db.begin() as session:
        await study.drop_old_drafts(session, now - DRAFTS_LAST)
        waiting = await study.unposted(session, now - PATIENCE, now)
    for posted in waiting:
        await publish(bot, posted)
