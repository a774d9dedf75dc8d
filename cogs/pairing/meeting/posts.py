"""What a pair is told unasked, and how its cards stay true, and stand again when deleted."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.domain.shared_time import shared_starts
from bot.kinds import Kind, Message
from bot.redraws import Standing
from bot.verdicts import UNKNOWN_MESSAGE
from cogs.pairing.meeting import parting_render, render
from cogs.pairing.meeting.render import Shared
from db import pair_ends, pair_lives, pair_profiles, pair_threads, pairs, posted, trios
from db.pairs import CARD, Pair

_Payload = Mapping[str, Any]
_Late = timedelta | None  # every card here says when what it is about was, or it does not matter


async def draw_card(
    bot: Nexus, guild: discord.Guild, payload: _Payload, late: _Late
) -> Message | None:
    del late
    pair = await _pair(bot, guild.id, payload["id"])
    if pair is None or not pair.is_on:
        return None
    return Message(await _card(bot, pair), [] if payload.get("is_again") else list(pair.people))


async def draw_public(
    bot: Nexus, guild: discord.Guild, payload: _Payload, late: _Late
) -> Message | None:
    del late
    pair = await _pair(bot, guild.id, payload["id"])
    if pair is None or not pair.is_on or pair.thread_id is not None:
        return None
    return Message(render.public_card(pair, bot.mention("pair find")), list(pair.people))


async def draw_nudge(
    bot: Nexus, guild: discord.Guild, payload: _Payload, late: _Late
) -> Message | None:
    del late
    pair = await _pair(bot, guild.id, payload["id"])
    if pair is None or not pair.is_on or pair.started_at or not _is_still_silent(pair):
        return None
    return Message(parting_render.nudge_card(pair), list(pair.people))


def _is_still_silent(pair: Pair) -> bool:
    return pair.nudged_at is not None and (pair.heard_at is None or pair.heard_at < pair.nudged_at)


async def draw_follow_up(
    bot: Nexus, guild: discord.Guild, payload: _Payload, late: _Late
) -> Message | None:
    del late
    pair = await _pair(bot, guild.id, payload["id"])
    if pair is None or not pair.is_on:
        return None
    return Message(parting_render.follow_up_card(pair), list(pair.people))


async def draw_over(
    bot: Nexus, guild: discord.Guild, payload: _Payload, late: _Late
) -> Message | None:
    del late
    pair = await _pair(bot, guild.id, payload["id"])
    left = [one for one in pair.people if one != payload["by_id"]] if pair else []
    if pair is None or pair.is_on or not left:
        return None
    return Message(parting_render.over_card(pair, payload["by_id"]), left)


async def draw_less(
    bot: Nexus, guild: discord.Guild, payload: _Payload, late: _Late
) -> Message | None:
    del late
    pair = await _pair(bot, guild.id, payload["id"])
    if pair is None or not pair.is_on:
        return None
    card = parting_render.less_card(pair, payload["user_id"], has_left=payload["has_left"])
    return Message(card, list(pair.people))


async def draw_more(
    bot: Nexus, guild: discord.Guild, payload: _Payload, late: _Late
) -> Message | None:
    del late
    pair = await _pair(bot, guild.id, payload["id"])
    if pair is None or not pair.is_on or payload["user_id"] not in pair.people:
        return None
    return Message(render.more_card(pair, payload["user_id"]), list(pair.people))


KINDS = {
    CARD: Kind(draw_card, resend_when_unsure=True, sent=pairs.card_sent, gone=pairs.thread_gone),
    pair_threads.PUBLIC: Kind(draw_public, resend_when_unsure=True),
    pair_lives.NUDGE: Kind(draw_nudge, resend_when_unsure=False, gone=pair_lives.untold),
    pair_lives.FOLLOW_UP: Kind(draw_follow_up, resend_when_unsure=False, gone=pair_lives.untold),
    **{
        kind: Kind(draw, resend_when_unsure=True, gone=pairs.thread_gone)
        for kind, draw in (
            (pair_ends.OVER, draw_over),
            (pair_ends.LESS, draw_less),
            (trios.MORE, draw_more),
        )
    },
}


async def _card_stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    pair = await _pair(bot, guild.id, key)
    if pair is None or pair.thread_id is None or pair.message_id is None:
        return None  # what is on its way is drawn as things stand
    return Standing(pair.thread_id, pair.message_id, await _card(bot, pair))


async def _public_stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    async with bot.db.read() as session:
        found = await posted.placed(session, guild.id, key)
        pair = await pairs.by_id(session, guild.id, found.payload["id"]) if found else None
    if found is None or pair is None:
        return None
    card = render.public_card(pair, bot.mention("pair find"))
    return Standing(found.channel_id, found.message_id, card)


STANDING = {CARD: _card_stands, pair_threads.PUBLIC: _public_stands}


async def _card_gone(bot: Nexus, guild_id: int, key: int, code: int) -> bool:
    """The card stands again, and mentions nobody; without its thread it waits for another."""
    pair = await _pair(bot, guild_id, key)
    if pair is None or pair.thread_id is None:
        return True
    if code != UNKNOWN_MESSAGE:
        async with bot.db.begin() as session:
            await pairs.thread_deleted(session, guild_id, pair.thread_id)
        return True
    async with bot.db.begin() as session:
        post = await pairs.card_anew(session, guild_id, key, bot.now())
    await bot.delivery.send_now(post or "")
    return True


GONE = {CARD: _card_gone}


async def _card(bot: Nexus, pair: Pair) -> discord.ui.LayoutView:
    async with bot.db.read() as session:
        found = await pair_profiles.of(session, pair.guild_id, pair.people)
    said = [
        (one.availability, one.zone)
        for one in (found[user_id] for user_id in pair.people)
        if one.availability is not None and one.zone is not None
    ]
    zones = [zone for _, zone in said]
    is_known = len(said) == len(pair.people)
    starts = shared_starts(said, bot.now(), zone=zones[0]) if is_known and said else []
    return render.pair_card(pair, Shared(starts, zones), bot.mention("pair find"))


async def _pair(bot: Nexus, guild_id: int, pair_id: int) -> Pair | None:
    async with bot.db.read() as session:
        return await pairs.by_id(session, guild_id, pair_id)
