"""What people see of a question that came up again, or of answers that nobody accepted."""

from collections.abc import Sequence
from itertools import count

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain.people import who
from bot.domain.text import escape, fit, plural
from cogs.qa.buttons import accept_button, answer_button, take_button
from cogs.qa.render import (
    ROW,
    accent,
    card_row,
    first_line,
    named,
    state,
    taken,
)
from db.questions import Answer, Question

_MOST_SHOWN = 3


def waiting_card(question: Question) -> discord.ui.LayoutView:
    """In the channel, where nobody is pinged; how it stands, once it does not wait any more."""
    if taken(question) or question.answer_count or not question.is_open:
        return cards.card(
            f"### {named(question)} · {escape(question.title)}",
            "\n".join(filter(None, (f"**{state(question)}**", taken(question)))),
            card_row(question),
            accent=accent(question),
        )
    return cards.card(
        f"### {named(question)} still waits for an answer\n{escape(question.title)}",
        f"-# {question.topic} · asked {format_dt(question.asked_at, 'R')}",
        cards.row(answer_button(question), take_button(question)),
        accent=Accent.WAITING,
    )


def nudge_card(question: Question, candidates: Sequence[Answer]) -> discord.ui.LayoutView:
    """In the thread, for its asker, until there is nothing to accept any more."""
    if not (question.is_open and candidates):
        return cards.card(f"**{state(question)}**", accent=accent(question))
    is_one = len(candidates) == 1
    more = len(candidates) - _MOST_SHOWN
    if is_one:
        said, buttons = "did this answer help?", [accept_button(candidates[0])]
    else:
        said = "did one of these answers help?"
        buttons = [
            cards.button(f"Accept {place}", "qa:accept", one.id, style=ButtonStyle.success)
            for place, one in zip(count(1), candidates[:_MOST_SHOWN], strict=False)
        ]
    return cards.card(
        f"{who(question.asker_id)}, {said} Accept it, and others find it as well.",
        "\n".join(
            _candidate(place, one, is_one_of_many=not is_one)
            for place, one in enumerate(candidates[:_MOST_SHOWN], start=1)
        ),
        f"-# {plural(more, 'more answer')} above. If none helped, write what is still missing."
        if more > 0
        else "-# If none helped, write what is still missing.",
        cards.row(*buttons),
        accent=Accent.WAITING,
    )


def _candidate(place: int, answer: Answer, *, is_one_of_many: bool) -> str:
    number = f"**{place}** " if is_one_of_many else ""
    helpful = f" · {answer.helpful_count} found it helpful" if answer.helpful_count else ""
    said = escape(fit(first_line(answer.text), ROW - 2))
    return f"{number}{who(answer.author_id)}{helpful}\n> {said}"
