"""What Nexus shows and says about questions and answers. Pure: values in, cards and texts out."""

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain.text import escape, fit, plural, prose
from db.questions import Answer, Question

# A phone shows about 42 characters in a row, and an excerpt takes at most five rows of a card.
ROW = 42
_EXCERPT_ROWS = 5
# What one text of a card may hold, with room left for the rest of the card.
_BODY_LIMIT = 3600
FENCE = "```"
# What a form's field shows before anything is typed.
CODE_HINT = "Code goes between ``` and ```"


def question_card(question: Question) -> discord.ui.LayoutView:
    """The card in the Q&A channel, as the question stands now."""
    return cards.card(
        f"### #{question.number} · {escape(question.title)}",
        f"<@{question.asker_id}> · {question.topic} · {format_dt(question.asked_at, 'R')}",
        prose(_excerpt(question.details), _BODY_LIMIT),
        f"**{state(question)}**",
        cards.row(_answer_button(question)),
        accent=_accent(question),
    )


def opening_card(question: Question) -> discord.ui.LayoutView:
    """What stands first in the question's thread; it holds what the other card had to cut."""
    is_cut = _excerpt(question.details) != question.details
    return cards.card(
        f"<@{question.asker_id}>, answers to your question come here. When one helps, press"
        " **Accept** under it.",
        prose(question.details, _BODY_LIMIT) if is_cut else None,
        cards.row(_answer_button(question)),
    )


def answer_card(question: Question, answer: Answer) -> discord.ui.LayoutView:
    is_accepted = question.accepted is not None and question.accepted.id == answer.id
    return cards.card(
        f"**{_answer_head(question, answer, is_accepted=is_accepted)}**",
        prose(answer.text, _BODY_LIMIT),
        None
        if is_accepted
        else cards.row(cards.button("Accept", "qa:accept", answer.id, style=ButtonStyle.success)),
        accent=Accent.DONE if is_accepted else Accent.OPEN,
    )


def _answer_head(question: Question, answer: Answer, *, is_accepted: bool) -> str:
    if is_accepted:
        return f"Accepted answer by <@{answer.author_id}>"
    if answer.author_id == question.asker_id:
        return f"Answer by <@{answer.author_id}>, who asked"
    return f"<@{question.asker_id}>, an answer by <@{answer.author_id}>"


def state(question: Question) -> str:
    """Where a question stands, in words."""
    if question.accepted is not None:
        return f"Solved by <@{question.accepted.author_id}>"
    if question.answer_count:
        return f"{plural(question.answer_count, 'answer')}, none accepted yet"
    return "Waiting for an answer"


def _accent(question: Question) -> Accent:
    if question.accepted is not None:
        return Accent.DONE
    return Accent.OPEN if question.answer_count else Accent.WAITING


def _answer_button(question: Question) -> discord.ui.Button[discord.ui.LayoutView]:
    return cards.button("Answer", "qa:answer", question.number, style=ButtonStyle.primary)


def _excerpt(details: str) -> str:
    """The beginning of `details`, in as many rows as a card has for it on a phone."""
    kept: list[str] = []
    rows = _EXCERPT_ROWS
    for one in details.split("\n"):
        if rows < 1:
            break
        kept.append(fit(one, rows * ROW))
        rows -= max(-(-len(one) // ROW), 1)
    shown = "\n".join(kept).rstrip()
    if shown == details or shown.endswith("…"):
        return shown
    if shown.count(FENCE) % 2:
        shown += f"\n{FENCE}"  # what was cut off is no part of the code that is left
    return f"{shown}\n…" if shown.endswith(FENCE) else f"{shown}…"


def url(question: Question) -> str | None:
    """Where the question's thread is; its card, as long as it has no thread."""
    start = f"https://discord.com/channels/{question.guild_id}"
    if question.thread_id:
        return f"{start}/{question.thread_id}"
    if question.message_id:
        return f"{start}/{question.channel_id}/{question.message_id}"
    return None


# Sentences


def thread_name(question: Question) -> str:
    return fit(f"#{question.number} {question.title}", 100)


def choice_label(number: int, title: str) -> str:
    return fit(f"#{number} {title}", 100)


WHICH_QUESTION = (
    "Which question do you answer? Choose one from the list, or use this in the question's thread."
)
NO_NUMBER = "Choose a question from the list, or type its number, such as **12**."
