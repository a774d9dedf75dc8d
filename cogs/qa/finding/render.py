"""What lists of questions show, and the list of those who help."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import discord
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent, Row
from bot.domain import credit
from bot.domain.credit import Ranked
from bot.domain.people import who
from bot.domain.text import escape, fit, plural
from cogs.qa.asking.forms import Topic
from cogs.qa.asking.render import draft_button, draft_line
from cogs.qa.finding.sought import Sought
from cogs.qa.render import ROW, choice_label, first_line, named, state
from db.found import MOST_FOUND, Mine, Page
from db.questions import Question

_BACK, _ON = "Back", "More"
_ANY = "any"
_TOP = 8


# Searching


def found_card(page: Page, sought: Sought) -> discord.ui.LayoutView:
    """A page of what a search found, and what narrows it."""
    topics = [(_ANY, "All topics"), *((one.value, one.value) for one in Topic)]
    solved, words = int(sought.is_solved), sought.words
    return cards.card(
        _found_head(page, words),
        *(_entry(one, _outcome(one)) for one in page.shown),
        "Nothing like that. Try another topic, or other words." if not page.count else None,
        cards.row(
            cards.select(
                "qa:narrow",
                "",
                solved,
                words,
                choices=cards.options(topics, chosen=sought.topic or _ANY),
                placeholder="All topics",
            )
        ),
        cards.row(
            *(cards.button(label, "qa:found", at, *sought.args) for label, at in _turns(page)),
            _solved_button(sought),
        ),
        accent=Accent.QUIET,
    )


def _found_head(page: Page, words: str) -> str:
    count = f"{page.count} or more" if page.count == MOST_FOUND else str(page.count)
    return f"**{count} found** for {escape(fit(words, 18))}{_page_of(page)}"


def _solved_button(sought: Sought) -> discord.ui.Button[discord.ui.LayoutView]:
    label = "Unsolved ones too" if sought.is_solved else "Solved only"
    other = Sought(sought.words, sought.topic, not sought.is_solved)
    return cards.button(label, "qa:found", 0, *other.args)


def _outcome(question: Question) -> str:
    """What became of it: how it was solved, where it was."""
    if question.accepted is None or question.closed_at is not None:
        return state(question)
    return f"Solved: {escape(fit(first_line(question.accepted.text), ROW))}"


def nothing_found(ask: str) -> str:
    return f"I found nothing like that. Ask it with {ask}: somebody will know."


# One's own


def mine_card(mine: Mine, ask: str) -> discord.ui.LayoutView:
    page = mine.page
    if not page.count:
        return cards.card(f"You have not asked anything yet. Ask with {ask}.", accent=Accent.QUIET)
    return cards.card(
        f"**Your questions** · {page.count}{_page_of(page)}",
        *map(draft_line, mine.drafts),
        *(_entry(one, f"{state(one)} · {format_dt(one.asked_at, 'R')}") for one in page.shown),
        cards.row(*map(draft_button, mine.drafts)) if mine.drafts else None,
        _opener(page.shown, "Open one of yours"),
        _row(cards.button(label, "qa:mine", at) for label, at in _turns(page)),
        accent=Accent.QUIET,
    )


# Those that wait


def unanswered_card(page: Page, now: datetime) -> discord.ui.LayoutView:
    if not page.count:
        return cards.card(
            "Nobody waits: every open question has an answer. Well done, all of you!",
            accent=Accent.DONE,
        )
    return cards.card(
        f"**Waiting for a first answer** · {page.count}{_page_of(page)}",
        *(_entry(one, _waits(one, now)) for one in page.shown),
        _opener(page.shown, "Open one to answer or take"),
        _row(cards.button(label, "qa:unanswered", at) for label, at in _turns(page)),
        accent=Accent.WAITING,
    )


def _waits(question: Question, now: datetime) -> str:
    asked = format_dt(question.asked_at, "R")
    taken_by = question.taken_by(now)
    if taken_by is None:
        return f"{question.topic} · asked {asked}"
    return f"{who(taken_by)} is on it · asked {asked}"


# Those who help


def helpers_card(
    ranking: Sequence[Ranked], reader_id: int, optout: str, *, is_ever: bool
) -> discord.ui.LayoutView:
    """The top of it, and where the reader stands; ranks are the same for the same points."""
    shown = [_helper(one) for one in ranking[:_TOP]]
    mine = next((one for one in ranking[_TOP:] if one.credit.user_id == reader_id), None)
    if mine is not None:
        shown[-1] = f"… {_helper(mine)}"
    since = "of all time" if is_ever else "this month"
    empty = f"Nobody yet {since}: the first answer that helps is the first entry."
    return cards.card(
        f"**Helpers {since}**",
        "\n".join(shown) or empty,
        f"-# Points: {credit.ACCEPTED} accepted, {credit.AGAIN} solved another question,"
        f" {credit.HELPFUL} helpful. To be left out: {optout}",
        cards.row(
            cards.button("This month", "qa:helpers", "month", disabled=not is_ever),
            cards.button("All time", "qa:helpers", "ever", disabled=is_ever),
        ),
        accent=Accent.QUIET,
    )


def _helper(one: Ranked) -> str:
    return f"{one.place}\\. {who(one.credit.user_id)} · **{plural(one.credit.points, 'point')}**"


# What all lists share


def _entry(question: Question, below: str) -> str:
    """A question in two rows of a phone."""
    title = escape(fit(question.title, ROW - len(f"#{question.number} ")))
    return f"**{named(question)}** {title}\n-# {below}"


def _page_of(page: Page) -> str:
    return f" · {page.at + 1} of {page.last + 1}" if page.last else ""


def _turns(page: Page) -> Sequence[tuple[str, int]]:
    """(label, page) of the pages before and behind this one."""
    around = ((_BACK, page.at - 1), (_ON, page.at + 1))
    return [(label, at) for label, at in around if 0 <= at <= page.last]


def _opener(shown: Iterable[Question], hint: str) -> Row | None:
    choices = cards.options((str(one.number), choice_label(one.number, one.title)) for one in shown)
    return (
        cards.row(cards.select("qa:open", choices=choices, placeholder=hint)) if choices else None
    )


def _row(buttons: Iterable[discord.ui.Button[discord.ui.LayoutView]]) -> Row | None:
    found = list(buttons)
    return cards.row(*found) if found else None
