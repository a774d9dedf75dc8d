"""How shared entries and streaks reach the cohort, and how their cards stay true."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.kinds import Kind, Message
from bot.places import Purpose
from bot.redraws import Standing
from cogs.learning import render
from cogs.learning.streaks import render as streaks
from db import log_posts, log_streaks, logs


async def draw_entry(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # it is as true later
    async with bot.db.read() as session:
        entry = await logs.by_id(session, guild.id, payload["id"])
    if entry is None or entry.shared_at is None:
        return None
    if log_posts.second(entry.shared_at) != payload["second"]:
        return None  # it was taken back meanwhile, and shared again: another post has it
    return Message(render.shared_card(entry))


async def _entry_stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    async with bot.db.read() as session:
        place = await log_posts.place(session, guild.id, key)
        entry = await logs.by_id(session, guild.id, key)
    if place is None:
        return None
    if entry is None or entry.shared_at is None:
        card = render.taken_back_card(place.user_id)
    else:
        card = render.shared_card(entry)
    return Standing(place.channel_id, place.message_id, card)


async def _entry_gone(bot: Nexus, guild_id: int, key: int, code: int) -> bool:
    """A card that somebody deleted does not come again by itself."""
    del code
    async with bot.db.begin() as session:
        await log_posts.entry_gone(session, guild_id, key)
    return False


async def draw_streak(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late
    user_id = payload["user"]
    async with bot.db.read() as session:
        found = await log_streaks.standing(session, guild.id, user_id, bot.now())
    return Message(streaks.shown_card(user_id, found)) if found.is_shown else None


async def _streak_stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    async with bot.db.read() as session:
        place = await log_posts.streak_place(session, guild.id, key)
        found = await log_streaks.standing(session, guild.id, key, bot.now())
    if place is None:
        return None
    card = streaks.shown_card(key, found) if found.is_shown else render.taken_back_card(key)
    return Standing(place.channel_id, place.message_id, card)


async def _streak_gone(bot: Nexus, guild_id: int, key: int, code: int) -> bool:
    del code
    async with bot.db.begin() as session:
        await log_posts.streak_gone(session, guild_id, key)
    return False


KINDS = {
    log_posts.ENTRY: Kind(
        draw_entry,
        resend_when_unsure=False,
        sent=log_posts.entry_sent,
        purpose=Purpose.DIGEST,
    ),
    log_posts.STREAK: Kind(
        draw_streak,
        resend_when_unsure=False,
        sent=log_posts.streak_sent,
        purpose=Purpose.DIGEST,
    ),
}
STANDING = {log_posts.ENTRY: _entry_stands, log_posts.STREAK: _streak_stands}
GONE = {log_posts.ENTRY: _entry_gone, log_posts.STREAK: _streak_gone}
