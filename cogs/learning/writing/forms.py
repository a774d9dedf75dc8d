"""The forms of the log's entries: one for each kind, one for a message, one to edit."""

from collections.abc import Iterator
from dataclasses import dataclass

import discord

from bot import cards
from bot.domain import days
from bot.domain.log import TEXT_LIMIT, TITLE_LIMIT, Entry, LogKind, Words
from bot.roads import Press
from cogs.learning import choices

_Field = discord.ui.Label[discord.ui.LayoutView]
_SOLVED = "How did you solve it? (if you have)"


@dataclass(frozen=True, slots=True)
class _Asks:
    """What the form of a kind asks for: its title, an example of one, and its text."""

    title: str
    example: str
    text: str


_ASKS = {
    LogKind.TECHNOLOGY: _Asks("Which technology?", "Redis", "What have you learned of it?"),
    LogKind.CONCEPT: _Asks("Which concept?", "Database indexes", "What is it, in your words?"),
    LogKind.CHALLENGE: _Asks("What was hard?", "A list took four seconds", "What was the trouble?"),
    LogKind.PRACTICE: _Asks("What do you do from now on?", "The test comes first", "Why?"),
    LogKind.TAKEAWAY: _Asks("What do you take with you?", "Ask after half an hour", "How so?"),
    LogKind.FOCUS: _Asks("What is this week about?", "JWT, both sides", "What is your aim?"),
    LogKind.TOOL: _Asks("Which tool?", "Postman", "What do you use it for?"),
    LogKind.MILESTONE: _Asks("What have you reached?", "The API is deployed", "How was it?"),
    LogKind.NEXT_STEP: _Asks("What is next?", "Tests for the orders", "How do you begin?"),
    LogKind.DONE: _Asks("What have you done?", "Login works", "How did it go?"),
    LogKind.TOGETHER: _Asks("What did you do together?", "Paired on auth", "With whom, and where?"),
}


def add_form(kind: LogKind) -> discord.ui.Modal:
    return cards.form(
        f"Add: {kind.label}",
        "log:added",
        kind.value,
        fields=[*_fields(Words(kind, "")), _day_field("today")],
    )


def edit_form(entry: Entry) -> discord.ui.Modal:
    fields = [*_fields(entry.words), _day_field(f"{entry.day}")]
    return cards.form(f"Edit: {entry.words.kind.label}", "log:edited", entry.id, fields=fields)


def message_form(message_id: int, title: str, text: str, hint: str) -> discord.ui.Modal:
    """For what somebody has said; of which kind it is, only its reader knows."""
    kinds = cards.options(((one.value, one.label) for one in LogKind), LogKind.TAKEAWAY)
    fields = (
        cards.pick("kind", "What is it?", kinds),
        cards.line("title", "In one line", limit=TITLE_LIMIT, value=title, hint=hint),
        _text_field("text", "The whole of it (optional)", text),
        _text_field("solution", f"For a challenge: {_SOLVED.lower()}"[:45], ""),
        _day_field("today"),
    )
    return cards.form("Save to my log", "log:kept", message_id, fields=fields)


def words(kind: LogKind, press: Press) -> Words:
    return Words.typed(kind, press.text("title"), press.text("text"), press.text("solution"))


def kept_words(press: Press) -> Words:
    return words(choices.kind(press.choice("kind")), press)


def _fields(known: Words) -> Iterator[_Field]:
    asks = _ASKS[known.kind]
    yield cards.line("title", asks.title, limit=TITLE_LIMIT, hint=asks.example, value=known.title)
    yield _text_field("text", f"{asks.text} (optional)", known.text)
    if known.kind.is_solved:
        yield _text_field("solution", _SOLVED, known.solution)


def _text_field(name: str, label: str, value: str) -> _Field:
    return cards.line(name, label, limit=TEXT_LIMIT, long=True, required=False, value=value)


def _day_field(value: str) -> _Field:
    return cards.line(
        "day",
        "Which day?",
        limit=days.LIMIT,
        hint="today, yesterday, or a day of the last week",
        required=False,
        value=value,
    )
