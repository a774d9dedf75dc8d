"""What Nexus shows and says about questions and answers. Pure: values in, cards and texts out."""

from collections.abc import Sequence

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain.text import escape, fit, plural, prose
from db.answers import Acceptance
from db.questions import Answer, Question

# A phone shows about 42 characters in a row, and an excerpt takes at most five rows of a card.
_ROW = 42
_EXCERPT_ROWS = 5
# What one text of a card may hold, with room left for the rest of the card.
_BODY_LIMIT = 3600
_FENCE = "```"


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


def found_card(found: Sequence[Question]) -> discord.ui.LayoutView:
    """What a search found: two rows each, so that five fit on a phone's screen."""
    return cards.card(*("\n".join(_found_rows(one)) for one in found), accent=Accent.QUIET)


def _found_rows(question: Question) -> tuple[str, str]:
    number, url = f"#{question.number}", _url(question)
    shown = f"[{number}]({url})" if url else number
    below = state(question)
    if question.accepted is not None:
        below = f"Solved: {escape(fit(_first_line(question.accepted.text), _ROW - 8))}"
    return f"**{shown}** {escape(fit(question.title, _ROW - 5))}", f"-# {below}"


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
        kept.append(fit(one, rows * _ROW))
        rows -= max(-(-len(one) // _ROW), 1)
    shown = "\n".join(kept).rstrip()
    if shown == details or shown.endswith("…"):
        return shown
    if shown.count(_FENCE) % 2:
        shown += f"\n{_FENCE}"  # what was cut off is no part of the code that is left
    return f"{shown}\n…" if shown.endswith(_FENCE) else f"{shown}…"


def _first_line(text: str) -> str:
    """The first line that says something: a fence of code says nothing.

    Without backticks: cut in the middle, one of a pair would stand alone.
    """
    lines = (line.strip() for line in text.split("\n"))
    said = (line.replace("`", "") for line in lines if not line.startswith(_FENCE))
    return next((line for line in said if line), "")


def _url(question: Question) -> str | None:
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
    inside = text.replace(_FENCE, "`\u200b`\u200b`")
    return f"{_FENCE}\n{inside}\n{_FENCE}"


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


def answer_saved(question: Question) -> str:
    return f"Your answer to **#{question.number}** is saved. Posting it…"


def answered(question: Question) -> str:
    return (
        f"Your answer to **#{question.number}** is posted: <#{question.thread_id}>. Thank you for"
        " helping!"
    )


def answer_postponed(question: Question) -> str:
    return (
        f"Your answer to **#{question.number}** is saved, but I could not post it yet. I will as"
        " soon as possible: you need not write it again."
    )


def accepted(acceptance: Acceptance, *, is_shown: bool) -> str:
    question, author_id = acceptance.question, acceptance.answer.author_id
    parts = [
        f"Accepted: **#{question.number}** is solved, thanks to <@{author_id}>.",
        "It took the place of the answer accepted before." if acceptance.former else "",
        "" if is_shown else "Its card could not be redrawn, but the answer counts as accepted.",
        "If another answer turns out better, press **Accept** under that one.",
    ]
    return " ".join(part for part in parts if part)


def nothing_found(ask: str) -> str:
    return f"I found nothing like that. Ask it with {ask}: somebody will know."


WHICH_QUESTION = (
    "Which question do you answer? Choose one from the list, or use this in the question's thread."
)
NO_NUMBER = "Choose a question from the list, or type its number, such as **12**."
EMPTY_ANSWER = "There was nothing readable in your answer, so I saved nothing. Please try again."
