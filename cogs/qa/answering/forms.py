"""The form in which people answer."""

import discord

from bot import cards
from bot.domain.text import fit
from cogs.qa.render import CODE_HINT
from db.questions import Question

ANSWER_LIMIT = 2000


def answer_form(question: Question) -> discord.ui.Modal:
    return cards.form(
        f"Answer #{question.number}",
        "qa:answered",
        question.number,
        fields=(
            cards.line(
                "text",
                fit(question.title, 45),
                limit=ANSWER_LIMIT,
                hint=CODE_HINT,
                long=True,
            ),
        ),
    )
