"""What a pair sees of itself. Pure: values in, cards and texts out."""

import discord

from bot.cards import Accent, card
from bot.domain.matching import Track
from db.pairs import Pair

NO_GUILD = "I can't reach your server at the moment."
REFUSED = "Discord did not open it just now."


def not_allowed(channel_id: int) -> str:
    return (
        f"Discord did not let me open it in <#{channel_id}>. Ask a moderator to allow me there:"
        " **Create Private Threads, Send Messages in Threads**."
    )


def thread_name(pair: Pair) -> str:
    """`E-Commerce: pair 7`: no other pair of the guild has this number."""
    return f"{pair.project}: pair {pair.number}"


def pair_card(pair: Pair, find: str) -> discord.ui.LayoutView:
    """Why these two, how to begin, and the way out."""
    return card(
        "### You two are a pair",
        f"{_people(pair, Track.FRONTEND)} and {_people(pair, Track.BACKEND)}: the same project,"
        f" **{pair.project}**, and your first time together.",
        "1. Say hello, and when you work.\n"
        "2. Backend: share your API docs.\n"
        "3. Agree on a first endpoint.",
        f"-# It doesn't work out? Say so here, and use {find} for someone new: Nexus never pairs"
        " the same two again.",
        accent=Accent.DONE,
    )


def _people(pair: Pair, side: Track) -> str:
    return ", ".join(f"<@{one}> ({side})" for one in pair.on(side))
