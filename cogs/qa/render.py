"""What Nexus shows and says about questions and answers. Pure: values in, cards and texts out."""

import re
from collections.abc import Iterable, Iterator, Sequence

import discord
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain.people import FORMER, who
from bot.domain.text import escape, fit, listed, plural, prose, units
from cogs.qa.buttons import accept_button, answer_button, helpful_button, take_button
from db.questions import Answer, Question, Reference

# A narrow phone shows about 30 characters in a row of a card; an excerpt takes at most five rows.
ROW = 30
EXCERPT_ROWS = 5
_FEWEST_ROWS = 1
# So many duplicates are named in a row.
_DUPLICATES = 3
# What one text of a card may hold, with room left for the rest of the card.
_BODY_LIMIT = 3600
# The same for what was tried and for code, which stand together with the details.
_TRIED_LIMIT = 1000
_CODE_LIMIT = 1800
FENCE = "```"
_TICK_BEFORE_TICK = re.compile("`(?=`)")
# What a form's field shows before anything is typed.
CODE_HINT = "Code goes between ``` and ```"


def question_card(question: Question) -> discord.ui.LayoutView:
    """The card in the Q&A channel, as the question stands now."""
    return cards.card(
        f"### #{question.number} · {escape(question.title)}",
        f"{_who_asks(question)} · {question.topic} · {format_dt(question.asked_at, 'R')}",
        prose(_shown_details(question), _BODY_LIMIT),
        _stands(question),
        card_row(question),
        accent=accent(question),
    )


def _who_asks(question: Question) -> str:
    asker = who(question.asker_id)
    if question.written_by_id is None:
        return asker
    return f"asked by {asker}, brought here by {who(question.written_by_id)}"


def _shown_details(question: Question) -> str:
    """What the card shows of the details: two names above them take the room of a row.

    And so does each line about how the question stands; who is on it, and until when, takes two.
    """
    beside = [question.written_by_id is not None, taken(question), *_notes(question)]
    return excerpt(question.details, EXCERPT_ROWS - sum(map(bool, beside)))


def opening_card(question: Question) -> discord.ui.LayoutView:
    """What stands first in the question's thread; it holds the whole, where the other card cuts."""
    head = f"{_comes_here(question)} When one helps, press **Accept** under it."
    # However much of it the card shows just now: at times it has to show less.
    is_cut = excerpt(question.details, _FEWEST_ROWS) != question.details
    is_cut = bool(is_cut or question.tried or question.code)
    whole = _whole(question, beside=(head,)) if is_cut else ()
    return cards.card(head, *whole, _help_row(question))


def _comes_here(question: Question) -> str:
    asker, bringer = who(question.asker_id), question.written_by_id
    if question.asker_id == FORMER:
        return "Answers to this question come here."
    if bringer is None:
        return f"{asker}, answers to your question come here."
    return f"{asker}, {who(bringer)} brought your question here, and answers come to this thread."


def forum_card(question: Question) -> discord.ui.LayoutView:
    """What a forum's post begins with: the whole question, and how it stands now."""
    head = (
        f"### #{question.number} · {escape(question.title)}\n{_who_asks(question)} ·"
        f" {question.topic} · {format_dt(question.asked_at, 'R')}"
    )
    stands = _stands(question)
    if question.is_open:
        stands += "\n-# Answers come here. When one helps, press **Accept** under it."
    return cards.card(
        head,
        *_whole(question, beside=(head, stands)),
        stands,
        card_row(question),
        accent=accent(question),
    )


def _whole(question: Question, *, beside: Iterable[str]) -> Iterator[str]:
    """All that the asker wrote, as far as it fits on a card beside these."""
    tried = f"**What I tried**\n{prose(question.tried, _TRIED_LIMIT)}" if question.tried else ""
    code = f"**Error or code**\n{in_code(question.code, _CODE_LIMIT)}" if question.code else ""
    room = cards.TEXT_LIMIT - sum(map(units, (*beside, tried, code)))
    yield prose(question.details, room)
    yield tried
    yield code


def answer_card(question: Question, answer: Answer) -> discord.ui.LayoutView:
    is_accepted = question.accepted is not None and question.accepted.id == answer.id
    return cards.card(
        f"**{_answer_head(question, answer, is_accepted=is_accepted)}**",
        prose(answer.text, _BODY_LIMIT),
        cards.row(helpful_button(answer), *(() if is_accepted else (accept_button(answer),))),
        accent=Accent.DONE if is_accepted else Accent.OPEN,
    )


def _answer_head(question: Question, answer: Answer, *, is_accepted: bool) -> str:
    if is_accepted:
        return f"Accepted answer by {who(answer.author_id)}"
    if answer.author_id == question.asker_id:
        return f"Answer by {who(answer.author_id)}, who asked"
    if question.asker_id == FORMER:
        return f"An answer by {who(answer.author_id)}"
    return f"{who(question.asker_id)}, an answer by {who(answer.author_id)}"


def state(question: Question) -> str:
    """Where a question stands, in words."""
    if question.closed_at is not None:
        return f"Closed by {who(question.closed_by_id)}: {_why_closed(question)}"
    if question.accepted is not None:
        return f"Solved by {who(question.accepted.author_id)}"
    if question.answer_count:
        return f"{plural(question.answer_count, 'answer')}, none accepted yet"
    return "Waiting for an answer"


def _why_closed(question: Question) -> str:
    if question.original is not None:
        return f"asks the same as {named(question.original)}"
    return escape(question.close_reason or "asked before")


def _stands(question: Question) -> str:
    return "\n".join((f"**{state(question)}**", *_notes(question)))


def _notes(question: Question) -> Sequence[str]:
    """Who is on it, and what else there is to know: a row of a phone each."""
    found = [taken(question)]
    small: list[str] = []
    if question.duplicates:
        others = listed(map(named, question.duplicates), most=_DUPLICATES)
        small.append(f"also asked as {others}")
    if question.edited_at is not None:
        small.append(f"edited {format_dt(question.edited_at, 'R')}")
    line = " · ".join(small)
    found.append(f"-# {line[:1].upper()}{line[1:]}" if line else "")
    return [one for one in found if one]


def taken(question: Question) -> str:
    """Who is on it; empty if nobody is. A chore ends what has lasted long enough."""
    if not question.is_open or question.taken_until is None:
        return ""
    until = format_dt(question.taken_until, "R")
    return f"**{who(question.taken_by_id)} is on it**, free again {until}"


def accent(question: Question) -> Accent:
    if question.closed_at is not None:
        return Accent.QUIET
    if question.accepted is not None:
        return Accent.DONE
    return Accent.OPEN if question.answer_count else Accent.WAITING


def card_row(question: Question) -> cards.Row | None:
    """What leads on from a card of a question: to helping with it, and to what solved it."""
    solved = answer_url(question, question.accepted) if question.accepted else None
    reading = [cards.link("Read what solved it", solved)] if solved else []
    buttons = [*_help_buttons(question), *reading]
    return cards.row(*buttons) if buttons else None


def _help_row(question: Question) -> cards.Row | None:
    buttons = _help_buttons(question)
    return cards.row(*buttons) if buttons else None


def _help_buttons(question: Question) -> Sequence[discord.ui.Button[discord.ui.LayoutView]]:
    """What somebody can do about a question: nothing any more, once it is closed."""
    if question.closed_at is not None:
        return ()
    taking = (take_button(question),) if question.is_open else ()
    return (answer_button(question), *taking)


def excerpt(text: str, rows: int = EXCERPT_ROWS) -> str:
    """The beginning of `text`, in as many rows of a phone."""
    kept: list[str] = []
    for one in text.split("\n"):
        if rows < 1:
            break
        kept.append(fit(one, rows * ROW))
        rows -= max(-(-len(one) // ROW), 1)
    if kept and kept[-1].startswith(FENCE) and "\n".join(kept).count(FENCE) % 2:
        kept.pop()  # a block of code of which nothing is left
    shown = "\n".join(kept).rstrip()
    if shown == text or shown.endswith("…"):
        return shown
    if shown.count(FENCE) % 2:
        shown += f"\n{FENCE}"  # what was cut off is no part of the code that is left
    if shown == text.rstrip():
        return shown
    return f"{shown}\n…" if shown.endswith(FENCE) else f"{shown}…"


def in_code(text: str, limit: int) -> str:
    """`text` as it was typed, in a block of code: no fence inside may end it."""
    inside = _TICK_BEFORE_TICK.sub("`\u200b", text)
    return f"{FENCE}\n{fit(inside, limit - 2 * len(FENCE) - 2)}\n{FENCE}"


def first_line(text: str) -> str:
    """The first line that says something: a fence of code says nothing.

    Without backticks: cut in the middle, one of a pair would stand alone.
    """
    lines = (line.strip() for line in text.split("\n"))
    said = (line.replace("`", "") for line in lines if not line.startswith(FENCE))
    return next((line for line in said if line), "")


def named(question: Question | Reference) -> str:
    """`#12`, with a link to it if there is anything to lead to."""
    link = url(question)
    return f"[#{question.number}]({link})" if link else f"#{question.number}"


def url(question: Question | Reference) -> str | None:
    """Where the question's thread is; its card, as long as it has no thread."""
    start = f"https://discord.com/channels/{question.guild_id}"
    if question.thread_id:
        return f"{start}/{question.thread_id}"
    if question.message_id:
        return f"{start}/{question.channel_id}/{question.message_id}"
    return None


def answer_url(question: Question, answer: Answer) -> str | None:
    """Where an answer stands, be it a card or a message; None as long as it does not."""
    if question.thread_id is None or answer.message_id is None:
        return None
    place = f"{question.guild_id}/{question.thread_id}/{answer.message_id}"
    return f"https://discord.com/channels/{place}"


# Sentences


def thread_sign(question: Question) -> str:
    """What the name of its thread begins with, and of no other question's."""
    return f"#{question.number} "


def thread_name(question: Question) -> str:
    return fit(f"{thread_sign(question)}{question.title}", 100)


def choice_label(number: int, title: str) -> str:
    return fit(f"#{number} {title}", 100)


WHICH_QUESTION = (
    "Which question do you mean? Choose one from the list, or use this in the question's thread."
)
NO_NUMBER = "Choose a question from the list, or type its number, such as **12**."
