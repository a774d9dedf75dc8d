"""How reviews reach Discord, how their cards stay true there, and stand again when deleted."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.kinds import Kind, Message
from bot.places import Purpose, find
from bot.redraws import Standing
from bot.verdicts import UNKNOWN_MESSAGE
from cogs.reviews import render
from db import guilds, posted, review_posts, reviews
from db.reviews import Review, Stage


async def draw_card(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # the card says since when it waits
    review = await _review(bot, guild.id, payload["id"])
    if review is None or review.stage is Stage.WITHDRAWN:
        return None
    return Message(render.review_card(review))


async def draw_word(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # it is as true later
    review = await _review(bot, guild.id, payload["id"])
    if review is None or not _is_current(review, payload):
        return None
    return Message(render.word_card(review, is_current=True), [review.asker_id])


async def _card_stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    review = await _review(bot, guild.id, key)
    if review is None:
        return None
    return Standing(review.channel_id, review.message_id, render.review_card(review))


async def _word_stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    async with bot.db.read() as session:
        post = await posted.placed(session, guild.id, key)
        review = post and await reviews.by_id(session, guild.id, post.payload["id"])
    if post is None or review is None:
        return None
    card = render.word_card(review, is_current=_is_current(review, post.payload))
    return Standing(post.channel_id, post.message_id, card)


def _is_current(review: Review, payload: Mapping[str, Any]) -> bool:
    """Whether it is still this review that the asker has, and no other look was asked for."""
    if review.done_at is None:
        return False
    return review_posts.second(review.done_at) == payload["second"]


async def _card_gone(bot: Nexus, guild_id: int, key: int, code: int) -> bool:
    """Where it stood; or, where the channel is gone with it, in the one that is set up by now."""
    review, guild = await _review(bot, guild_id, key), bot.get_guild(guild_id)
    if review is None or guild is None:
        return True
    channel_id = review.channel_id
    if code != UNKNOWN_MESSAGE:
        async with bot.db.read() as session:
            channel = find(guild, await guilds.settings(session, guild_id), Purpose.DIGEST)
        if channel is None:
            return False  # `/review list` has it all the same
        channel_id = channel.id
    async with bot.db.begin() as session:
        post = await review_posts.card_anew(session, guild_id, key, channel_id, bot.now())
    if post:
        await bot.delivery.send_now(post)
    return True


KINDS = {
    review_posts.CARD: Kind(
        draw_card,
        resend_when_unsure=True,
        sent=review_posts.card_sent,
        purpose=Purpose.DIGEST,
    ),
    review_posts.WORD: Kind(draw_word, resend_when_unsure=True, purpose=Purpose.DIGEST),
}
STANDING = {review_posts.CARD: _card_stands, review_posts.WORD: _word_stands}
GONE = {review_posts.CARD: _card_gone}


async def publish(bot: Nexus, review: Review) -> Review:
    """Post the review's card now, if Discord will; returns how it stands."""
    await bot.delivery.send_now(review_posts.card_key(review.id, review.channel_id))
    async with bot.db.read() as session:
        return await reviews.find(session, review.guild_id, review.id)


async def end_claims(bot: Nexus) -> None:
    """Let others have what was claimed for long enough."""
    async with bot.db.begin() as session:
        await reviews.end_claims(session, bot.now())


async def _review(bot: Nexus, guild_id: int, review_id: int) -> Review | None:
    async with bot.db.read() as session:
        return await reviews.by_id(session, guild_id, review_id)
