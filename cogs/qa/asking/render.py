"""What Nexus says to somebody who asks."""

import discord

from bot import cards
from bot.cards import Accent
from cogs.qa.render import FENCE
from db.questions import Question


def needs_more(field: str, typed: str) -> str | discord.ui.LayoutView:
    """Say which field is empty, and give back what was typed into the other one."""
    words = f"Your question still needs {field}: nothing readable was left of it."
    if not typed:
        return words
    return cards.card(f"{words} Here is the rest, so that nothing is lost:", _as_typed(typed))


def given_back(why: str, title: str, details: str) -> discord.ui.LayoutView:
    return cards.card(
        f"{why} Until then, here is your question, so that nothing is lost:",
        _as_typed(f"{title}\n\n{details}"),
        accent=Accent.WAITING,
    )


def _as_typed(text: str) -> str:
    """In a block of code it can be copied as it was typed; no fence inside may end it."""
    inside = text.replace(FENCE, "`\u200b`\u200b`")
    return f"{FENCE}\n{inside}\n{FENCE}"


def saved(question: Question) -> str:
    return f"Saved as **#{question.number}**. Posting it…"


def asked(question: Question) -> str:
    return (
        f"Your question is **#{question.number}**: <#{question.thread_id}>. You are pinged there"
        " when somebody answers."
    )


def postponed(question: Question, trouble: str) -> str:
    why = trouble or "Discord did not take it."
    return (
        f"Saved as **#{question.number}**, but I could not post it yet. {why} I will post it as"
        " soon as possible: you need not ask again."
    )
