"""Ask a member for their time zone, once and where it is first needed."""

from datetime import datetime

import discord

from bot import cards
from bot.cards import Accent
from bot.domain import zones
from bot.domain.text import escape
from cogs.study.render import Mention

YOUR_ZONE = "Your time zone"


def zone_card(
    topic: str,
    question: str,
    select: discord.ui.Select[discord.ui.LayoutView],
    *buttons: discord.ui.Button[discord.ui.LayoutView],
    mention: Mention,
) -> discord.ui.LayoutView:
    """The first of the buttons has to go on with what was interrupted."""
    return cards.card(
        f"### {escape(topic)}",
        question,
        cards.row(select),
        f"Not in the list? Say it with {mention('me timezone')}, then press **Go on**.",
        cards.row(*buttons),
        accent=Accent.WAITING,
    )


def zone_options(now: datetime) -> list[discord.SelectOption]:
    return cards.options((name, zones.label(name, now)) for name in zones.COMMON)


def no_zone_yet(timezone: str) -> str:
    return f"I don't know your time zone yet. Say it with {timezone}, then press **Go on** again."
