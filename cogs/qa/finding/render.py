"""What a search shows."""

from collections.abc import Sequence

import discord

from bot import cards
from bot.cards import Accent
from bot.domain.text import escape, fit
from cogs.qa.render import FENCE, ROW, state, url
from db.questions import Question


def found_card(found: Sequence[Question]) -> discord.ui.LayoutView:
    """What a search found: two rows each, so that five fit on a phone's screen."""
    return cards.card(*("\n".join(_found_rows(one)) for one in found), accent=Accent.QUIET)


def _found_rows(question: Question) -> tuple[str, str]:
    number, link = f"#{question.number}", url(question)
    shown = f"[{number}]({link})" if link else number
    below = state(question)
    if question.accepted is not None:
        below = f"Solved: {escape(fit(_first_line(question.accepted.text), ROW - 8))}"
    return f"**{shown}** {escape(fit(question.title, ROW - 5))}", f"-# {below}"


def _first_line(text: str) -> str:
    """The first line that says something: a fence of code says nothing.

    Without backticks: cut in the middle, one of a pair would stand alone.
    """
    lines = (line.strip() for line in text.split("\n"))
    said = (line.replace("`", "") for line in lines if not line.startswith(FENCE))
    return next((line for line in said if line), "")


def nothing_found(ask: str) -> str:
    return f"I found nothing like that. Ask it with {ask}: somebody will know."
