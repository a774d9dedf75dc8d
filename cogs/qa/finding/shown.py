"""One question with its answers, for whoever opened it: the twin of all its public cards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import discord
from discord.utils import format_dt

from bot import cards
from bot.cards import Row
from bot.domain.people import who
from bot.domain.text import escape, fit, prose
from cogs.qa import buttons, render
from cogs.qa.render import ROW, named, state
from db.found import Shown
from db.questions import Answer, Question

# With an answer below there is less room for the question; either is whole in the thread.
_TITLE_ROWS = 2
_ROWS, _ROWS_WITH_ANSWER, _ANSWER_ROWS, _TAKEN_ROWS = 6, 2, 3, 2
_TEXT_LIMIT = 1500

_Button = discord.ui.Button[discord.ui.LayoutView]


@dataclass(frozen=True, slots=True)
class Reader:
    user_id: int
    is_moderator: bool
    undoable: int | None
    """The acceptance that the reader can still undo."""

    def may_tend(self, question: Question) -> bool:
        return self.is_moderator or self.user_id == question.asker_id


def shown_card(shown: Shown, reader: Reader, now: datetime) -> discord.ui.LayoutView:
    question, answer = shown.question, shown.answer
    title = escape(fit(question.title, _TITLE_ROWS * ROW - len(f"#{question.number} ")))
    rows = _ROWS if answer is None else _ROWS_WITH_ANSWER
    if render.taken(question):
        rows = max(rows - _TAKEN_ROWS, 1)
    return cards.card(
        f"**{named(question)}** {title}\n-# {who(question.asker_id)} · {question.topic} ·"
        f" {format_dt(question.asked_at, 'R')}",
        prose(render.excerpt(question.details, rows), _TEXT_LIMIT),
        "\n".join(filter(None, (f"**{state(question)}**", render.taken(question)))),
        _row(_for_question(shown, reader, now)),
        *_answer_blocks(shown, answer, reader),
        accent=render.accent(question),
    )


def _for_question(shown: Shown, reader: Reader, now: datetime) -> Iterator[_Button]:
    question = shown.question
    is_closed = question.closed_at is not None
    if not is_closed:
        yield buttons.answer_button(question)
    if question.is_open and reader.user_id != question.asker_id:
        is_mine = question.taken_by(now) == reader.user_id
        label = "Give it back" if is_mine else "I can take this"
        yield cards.button(label, "qa:take", question.number, shown.at)
    if reader.may_tend(question):
        yield cards.button("Edit", "qa:edit", question.number)
        if is_closed:
            yield cards.button("Reopen", "qa:reopen", question.number)
        else:
            yield cards.button("Close", "qa:close", question.number)


def _answer_blocks(
    shown: Shown, answer: Answer | None, reader: Reader
) -> Iterator[str | Row | None]:
    if answer is None:
        return
    question = shown.question
    is_accepted = question.accepted is not None and question.accepted.id == answer.id
    what = "Accepted answer" if is_accepted else "Answer"
    place = f" {shown.at + 1} of {question.answer_count}" if question.answer_count > 1 else ""
    yield f"**{what}{place}** by {who(answer.author_id)}"
    yield prose(render.excerpt(answer.text, _ANSWER_ROWS), _TEXT_LIMIT)
    yield _row(_for_answer(shown, answer, reader, is_accepted=is_accepted))
    if is_accepted:
        yield _row(_for_solution(question, reader))


def _for_solution(question: Question, reader: Reader) -> Iterator[_Button]:
    if reader.user_id == question.asker_id:
        yield buttons.save_button(question)
    if reader.undoable is not None:
        yield buttons.undo_button(reader.undoable)


def _for_answer(
    shown: Shown, answer: Answer, reader: Reader, *, is_accepted: bool
) -> Iterator[_Button]:
    if reader.may_tend(shown.question) and not is_accepted:
        yield buttons.accept_button(answer)
    yield buttons.helpful_button(answer)
    last = shown.question.answer_count - 1
    for label, at in (("Previous answer", shown.at - 1), ("Next answer", shown.at + 1)):
        if 0 <= at <= last:
            yield cards.button(label, "qa:show", shown.question.number, at)


def _row(buttons: Iterator[_Button]) -> Row | None:
    found = list(buttons)
    return cards.row(*found) if found else None
