"""What a search shows."""

from collections.abc import Sequence

import discord

from bot import cards
from bot.cards import Accent
from bot.domain.text import escape, fit
from cogs.qa.render import ROW, first_line, state, url
from db.questions import Question


def found_card(found: Sequence[Question]) -> discord.ui.LayoutView:
    """What a search found: two rows each, so that five fit on a phone's screen."""
    return cards.card(*("\n".join(_found_rows(one)) for one in found), accent=Accent.QUIET)


def _found_rows(question: Question) -> tuple[str, str]:
    number, link = f"#{question.number}", url(question)
    shown = f"[{number}]({link})" if link else number
    below = state(question)
    if question.accepted is not None:
        below = f"Solved: {escape(fit(first_line(question.accepted.text), ROW - 8))}"
    return f"**{shown}** {escape(fit(question.title, ROW - 5))}", f"-# {below}"


def nothing_found(ask: str) -> str:
    return f"I found nothing like that. Ask it with {ask}: somebody will know."
