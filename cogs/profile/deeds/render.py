"""What Nexus shows of what a member did: to them, and to the cohort where they want that."""

from collections.abc import Iterator
from datetime import datetime

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain.deeds import Deeds, streak_told, told
from bot.domain.people import who
from bot.domain.streaks import Streak
from db.deeds import Shown

HIDDEN = "Yours alone again: the card in the channel says nothing of it any more."
TAKEN = "Here it is as Markdown: paste it where you like. Only you see this."


def own_card(found: Deeds, streak: Streak, shown: Shown, said: str = "") -> discord.ui.LayoutView:
    """For the member alone, with their streak."""
    return cards.card(
        said,
        "### What you did here",
        "\n".join((*_lines(found), f"Streak: **{streak_told(streak)}**")),
        f"-# {_seen_by(shown)}",
        cards.row(*_buttons(shown)),
        accent=Accent.DONE if shown.is_shown else Accent.OPEN,
    )


def public_card(user_id: int, found: Deeds, now: datetime) -> discord.ui.LayoutView:
    return cards.card(
        f"{who(user_id)} in this cohort",
        "\n".join(_lines(found)),
        f"-# As of {format_dt(now, 'D')}",
        accent=Accent.DONE,
    )


def taken_back_card(user_id: int) -> discord.ui.LayoutView:
    return cards.card(f"-# {who(user_id)} keeps this to themselves again.", accent=Accent.QUIET)


def _lines(found: Deeds) -> Iterator[str]:
    for what, how_much in told(found):
        yield f"{what}: **{how_much}**"


def _seen_by(shown: Shown) -> str:
    if not shown.is_shown:
        return "Only you see this."
    if shown.channel_id is None:
        return "It is on its way to the cohort, without your streak."
    return f"The cohort sees it in <#{shown.channel_id}>, without your streak."


def _buttons(shown: Shown) -> Iterator[discord.ui.Button[discord.ui.LayoutView]]:
    if shown.is_shown:
        yield cards.button("Bring it up to date", "profile:share")
        yield cards.button("Keep to myself", "profile:unshare")
    else:
        yield cards.button("Share with the cohort", "profile:share", style=ButtonStyle.primary)
    yield cards.button("As Markdown", "profile:markdown")
