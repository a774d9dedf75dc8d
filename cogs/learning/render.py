"""What Nexus shows of a learning log's entries. Pure: values in, cards and texts out."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent
from bot.domain.log import Entry, LogKind
from bot.domain.people import who
from bot.domain.text import escape, fit, prose

# On a card of twelve rows, of about 30 characters each on a phone.
_TEXT_LIMIT, _TEXT_ROWS = 120, 3
_SOLUTION_LIMIT, _SOLUTION_ROWS = 90, 3
# Of either when all is to be read; escaped, both fit into one card.
_WHOLE_LIMIT = 1850
_PROSE_LIMIT = 400

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""
_Button = discord.ui.Button[discord.ui.LayoutView]


def entry_card(entry: Entry, said: str = "") -> discord.ui.LayoutView:
    """For the one whose it is, with all that they can do with it."""
    return cards.card(
        said,
        *_entry(entry),
        cards.row(*_buttons(entry)),
        accent=Accent.DONE if entry.shared_at else Accent.OPEN,
    )


def shared_card(entry: Entry) -> discord.ui.LayoutView:
    """For everybody, in the project's channel."""
    return cards.card(
        f"-# {who(entry.user_id)} shares from their learning log",
        *_entry(replace(entry, shared_at=None)),  # its being here says so
        cards.row(read_button(entry)) if is_cut(entry) else None,
        accent=Accent.DONE,
    )


def taken_back_card(user_id: int) -> discord.ui.LayoutView:
    """What is left of a card whose entry is private again."""
    return cards.card(f"-# {who(user_id)} keeps this to themselves again.", accent=Accent.QUIET)


def whole_card(entry: Entry) -> discord.ui.LayoutView:
    """All of an entry, for who asked to read it."""
    words = entry.words
    return cards.card(
        _heading(entry),
        prose(words.text, _WHOLE_LIMIT) if words.text else None,
        f"**Solution**\n{prose(words.solution, _WHOLE_LIMIT)}" if words.solution else None,
        _credit(entry),
    )


def is_cut(entry: Entry) -> bool:
    words = entry.words
    return (
        _preview(words.text, _TEXT_LIMIT, _TEXT_ROWS) != words.text
        or _preview(words.solution, _SOLUTION_LIMIT, _SOLUTION_ROWS) != words.solution
    )


def line(entry: Entry) -> str:
    """An entry in two or three rows of a phone."""
    return f"**{escape(fit(entry.words.title, 60))}**\n-# {' · '.join(_about(entry))}"


def day(shown: date) -> str:
    return f"{shown.day} {shown:%B}"


def label(entry: Entry) -> str:
    """An entry in a list of suggestions, where nothing is marked up."""
    short = f"{entry.day.day} {entry.day:%b} · {entry.words.kind.label}"
    return fit(f"{short} · {entry.words.title}", cards.OPTION_LIMIT)


def kind_select(road_hint: str = "What kind of entry?") -> cards.Row:
    """One tap, and the form of that kind opens."""
    choices = cards.options((kind.value, kind.label) for kind in LogKind)
    return cards.row(cards.select("log:kind", choices=choices, placeholder=road_hint))


def log_button() -> _Button:
    return cards.button("See my log", "log:list", 0, "")


def read_button(entry: Entry) -> _Button:
    return cards.button("Read it all", "log:read", entry.id)


def _entry(entry: Entry) -> Iterator[str | None]:
    words = entry.words
    yield _heading(entry)
    text = _preview(words.text, _TEXT_LIMIT, _TEXT_ROWS)
    yield prose(text, _PROSE_LIMIT) if text else None
    solution = _preview(words.solution, _SOLUTION_LIMIT, _SOLUTION_ROWS)
    yield f"**Solution**\n{prose(solution, _PROSE_LIMIT)}" if solution else None
    yield _credit(entry)


def _heading(entry: Entry) -> str:
    return f"### {escape(entry.words.title)}\n-# {' · '.join(_about(entry))}"


def _about(entry: Entry) -> Iterator[str]:
    yield entry.words.kind.label
    yield day(entry.day)
    if entry.is_late:
        yield "added later"
    if entry.shared_at:
        yield "shared"


def _preview(text: str, limit: int, rows: int) -> str:
    lines = text.split("\n")
    shown = "\n".join(lines[:rows]) + ("\u2026" if len(lines) > rows else "")
    return fit(shown, limit)


def _credit(entry: Entry) -> str | None:
    helper_id = entry.made.helper_id if entry.made else None
    if helper_id is None or helper_id == entry.user_id:
        return None
    word = "With" if entry.words.kind is LogKind.TOGETHER else "Thanks to"
    return f"-# {word} {who(helper_id)}"


def _buttons(entry: Entry) -> Iterator[_Button]:
    if entry.shared_at is None:
        yield cards.button(
            "Share with the cohort", "log:share", entry.id, style=ButtonStyle.primary
        )
    else:
        yield cards.button("Keep it private", "log:unshare", entry.id)
    yield cards.button("Edit", "log:edit", entry.id)
    yield cards.button("Remove", "log:remove", entry.id)
    if is_cut(entry):
        yield read_button(entry)
    yield log_button()
