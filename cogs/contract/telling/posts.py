"""How the contract's card and the news of its changes reach the pair's thread."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot.client import Nexus
from bot.kinds import Kind, Message
from bot.redraws import Standing
from bot.verdicts import UNKNOWN_MESSAGE
from cogs.contract import render
from cogs.contract.telling import render as telling
from db import contract_history, contract_posts, contracts

TELL = "contract:tell"
# In a rush, one picture of the card serves all that is done within this time.
PACE = timedelta(seconds=2)


def start(bot: Nexus) -> None:
    async def chore() -> None:
        await tell(bot)

    bot.delivery.learn(KINDS)
    bot.redraws.learn(STANDING, gone=GONE, pace=PACE)
    bot.jobs.every(timedelta(seconds=15), chore, name=TELL)


def stop(bot: Nexus) -> None:
    bot.jobs.drop(TELL)
    bot.redraws.unlearn(STANDING)
    bot.delivery.unlearn(KINDS)


async def tell(bot: Nexus) -> None:
    """Have told what was gathered for long enough, and cards posted that are in no thread yet."""
    async with bot.db.begin() as session:
        await contract_posts.show_missing(session, bot.now())
        await contract_history.tell_due(session, bot.now())


async def draw_card(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # it says what is true when it is posted
    async with bot.db.read() as session:
        shared = await contracts.by_id(session, guild.id, payload["id"])
    return Message(render.contract_card(shared)) if shared else None


async def draw_news(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # the history says when each change was made
    pair_id, actor_id = payload["id"], payload["actor"]
    async with bot.db.read() as session:
        shared = await contracts.by_id(session, guild.id, pair_id)
        changes = await contract_history.told(
            session, guild.id, pair_id, actor_id, first=payload["first"], last=payload["last"]
        )
    if shared is None or not changes or not shared.pair.is_on:
        return None
    others = shared.pair.others(actor_id)
    if not others:
        return None
    return Message(telling.news_card(actor_id, others, changes, pair_id), others)


async def _card_stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    async with bot.db.read() as session:
        shared = await contracts.by_id(session, guild.id, key)
    if shared is None:
        return None
    return Standing(shared.channel_id, shared.message_id, render.contract_card(shared))


async def _card_gone(bot: Nexus, guild_id: int, key: int, code: int) -> bool:
    """Somebody deleted the card, or its whole thread; the contract itself is safe."""
    async with bot.db.begin() as session:
        if code != UNKNOWN_MESSAGE:
            await contract_posts.thread_lost(session, guild_id, key)
            return True
        post = await contract_posts.card_gone(session, guild_id, key, bot.now())
    await bot.delivery.send_now(post or "")
    return True


KINDS = {
    contract_posts.CARD: Kind(
        draw_card,
        resend_when_unsure=True,
        sent=contract_posts.card_sent,
        gone=contract_posts.no_thread,
    ),
    contract_history.NEWS: Kind(draw_news, resend_when_unsure=True, gone=contract_posts.no_thread),
}
STANDING = {contract_posts.CARD: _card_stands}
GONE = {contract_posts.CARD: _card_gone}
