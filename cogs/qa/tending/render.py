"""What Nexus says to somebody who looks after a question."""

from datetime import datetime

import discord
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from cogs.qa.render import named
from db import claims, closing
from db.questions import Question


def taken(question: Question, user_id: int, now: datetime) -> str:
    if question.taken_by(now) != user_id:
        return f"**#{question.number}** is free again. Thank you for looking!"
    hours = claims.LASTS.total_seconds() // 3600
    return (
        f"**#{question.number}** is yours for {hours:.0f} hours: its card says that you are on it,"
        " until you answer. Press it again to give it back."
    )


def edited(question: Question, *, is_renamed: bool, is_shown: bool) -> str:
    parts = [
        f"**{named(question)}** is changed, and search finds it as it is now.",
        "" if is_shown else "Discord did not redraw its card yet: I try again.",
        ""
        if is_renamed
        else "Its thread keeps the old name for now: Discord lets me rename a thread twice in ten"
        " minutes, and not while it is archived. I try again.",
    ]
    return " ".join(part for part in parts if part)


def closed_card(question: Question) -> discord.ui.LayoutView:
    assert question.closed_at is not None
    until = format_dt(question.closed_at + closing.UNDO, "t")
    if question.original is not None:
        what = f"It leads to **{named(question.original)}** now, and that one back to it."
    else:
        what = "Its card says so, and why."
    return cards.card(
        f"**{named(question)}** is closed. {what}\n-# Undo works until {until}.",
        cards.row(cards.button("Undo", "qa:unclose", question.number)),
        accent=Accent.QUIET,
    )


def open_card(question: Question) -> discord.ui.LayoutView:
    return cards.card(f"**{named(question)}** is open again.", accent=Accent.DONE)


def not_edited(missing: str) -> str:
    return (
        f"A question needs {missing}, so nothing is changed. What you wrote comes back in this"
        " file, so that it is not lost."
    )


def not_changed(why: str) -> str:
    return f"{why} What you wrote comes back in this file, so that it is not lost."


NO_REASON = "Say in your own words why you close it, and I will. Nothing is changed yet."
