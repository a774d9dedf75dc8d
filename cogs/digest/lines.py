"""Each item of a digest as a line or two, and how many rows of a phone these take."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from discord.utils import format_dt

from bot.domain import days
from bot.domain.matching import Track
from bot.domain.people import who
from bot.domain.ranking import Part
from bot.domain.text import escape, fit, plural
from db.digest_items import (
    Coming,
    Helped,
    News,
    Past,
    Place,
    Reviewed,
    Seekers,
    Shared,
    Solved,
    Stand,
    Told,
    Waiting,
    Wanted,
)

HEADS = {
    Part.HELP: "Waiting for an answer",
    Part.ANSWERS: "Best answers",
    Part.CHALLENGES: "Challenges, and what solved them",
    Part.COMING: "Sessions to come",
    Part.PAST: "Sessions that were",
    Part.PARTNERS: "Looking for a partner",
    Part.REVIEWS: "Waiting for a review",
    Part.THANKS: "Thank you!",
    Part.NEWS: "Announced this week",
    Part.COHORT: "Where we stand",
}
# A phone shows about 30 characters in a row.
ROW = 30
# Small letters, of which about 38 fit into a row.
_BESIDE_A_NAME = 20
_BESIDE_A_COUNT = 22


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    rows: int


def line(told: Told, guild_id: int) -> Line:
    return _LINES[type(told)](told, guild_id)


def label(told: Told, named: Mapping[int, str]) -> str:
    """The same in a list, where a mention would stand as a number."""
    match told:
        case Waiting() | Solved():
            text = f"#{told.number} {told.title}"
        case Coming() | Past():
            text = f"#{told.number} {told.topic}"
        case Shared() | News():
            text = told.title
        case Wanted():
            text = _first(told.look_at) or "a review"
        case Seekers():
            text = told.project
        case Reviewed():
            text = f"{named.get(told.reviewer_id, 'somebody')}, for a review"
        case Helped():
            text = f"{named.get(told.earned.user_id, 'somebody')}, for answers"
        case Stand():
            text = "the week"
    return text


def _waiting(told: Waiting, guild_id: int) -> Line:
    number = _link(f"#{told.number}", guild_id, told.place)
    title = _title(told.title, told.number)
    return Line(f"{number} {title}\n-# asked {format_dt(told.asked_at, 'R')}", 2)


def _shared(told: Shared, _: int) -> Line:
    solution = escape(fit(_first(told.solution), _BESIDE_A_NAME)) or "solved it"
    return Line(f"{escape(fit(told.title, ROW))}\n-# {who(told.user_id)}: {solution}", 2)


def _coming(told: Coming, guild_id: int) -> Line:
    number = _link(f"#{told.number}", guild_id, told.place)
    when = format_dt(told.starts_at, "f")
    return Line(f"{number} {_title(told.topic, told.number)}\n-# {when}", 2)


def _wanted(told: Wanted, guild_id: int) -> Line:
    wanted = escape(fit(_first(told.look_at), ROW - len("Review "))) or "of somebody's code"
    review = _link("Review", guild_id, told.place)
    return Line(f"{review} {wanted}\n-# waits {format_dt(told.waits_since, 'R')}", 2)


def _reviewed(told: Reviewed, _: int) -> Line:
    whose = f" for {who(told.asker_id)}" if told.asker_id is not None else ""
    return Line(f"{who(told.reviewer_id)}\n-# a review{whose}", 2)


def _helped(told: Helped, _: int) -> Line:
    return Line(f"{who(told.earned.user_id)}\n-# {_earned(told)}", 2)


def _news(told: News, guild_id: int) -> Line:
    return Line(_link(escape(fit(told.title, 2 * ROW)), guild_id, told.place), 2)


def _solved(told: Solved, guild_id: int) -> Line:
    number = _link(f"#{told.number}", guild_id, told.place)
    found = f" · helpful to {told.helpful}" if told.helpful else ""
    title = _title(told.title, told.number)
    return Line(f"{number} {title}\n-# by {who(told.author_id)}{found}", 2)


def _past(told: Past, guild_id: int) -> Line:
    number = _link(f"#{told.number}", guild_id, told.place)
    there = plural(told.there, "was there", "were there") if told.there else ""
    done = escape(fit(told.done, _BESIDE_A_COUNT))
    said = ": ".join(filter(None, (there, done)))
    return Line(f"{number} {_title(told.topic, told.number)}\n-# {said}", 2)


def _seekers(told: Seekers, _: int) -> Line:
    counts = (f"{told.counts[one]} {one.label.lower()}" for one in Track if told.counts.get(one))
    return Line(f"{escape(fit(told.project, ROW))}\n-# {', '.join(counts)}", 2)


def _earned(told: Helped) -> str:
    earned = told.earned
    said = (
        (earned.accepted, plural(earned.accepted, "answer accepted", "answers accepted")),
        (earned.again, f"solved {plural(earned.again, 'question')} again"),
        (earned.helpful, f"helpful to {earned.helpful}"),
    )
    return ", ".join(words for count, words in said if count)


def _stand(told: Stand, _: int) -> Line:
    of = f" of {told.weeks}" if told.weeks else ""
    focus = f": {escape(fit(told.focus, 2 * ROW))}" if told.focus else ""
    week = f"It is **week {told.week}{of}**{focus}." if told.week else ""
    day = f", {days.shown(told.milestone_on)}" if told.milestone_on else ""
    coming = f"-# Next: {escape(fit(told.milestone, ROW))}{day}" if told.milestone else ""
    return Line("\n".join(filter(None, (week, coming))), 4 if focus else 3)


def _title(text: str, number: int) -> str:
    """So much of it as leaves room in its row for its number."""
    return escape(fit(text, ROW - len(f"#{number} ")))


def _first(text: str) -> str:
    """The first line that says something, which a fence of code does not; without backticks."""
    lines = (one.strip() for one in text.split("\n"))
    said = (one.replace("`", "") for one in lines if not one.startswith("```"))
    return next((one for one in said if one), "")


def _link(words: str, guild_id: int, place: Place) -> str:
    if place.channel_id is None:
        return words
    message = f"/{place.message_id}" if place.message_id is not None else ""
    return f"[{words}](https://discord.com/channels/{guild_id}/{place.channel_id}{message})"


_LINES: Mapping[type[Told], Callable[[Any, int], Line]] = {
    Waiting: _waiting,
    Solved: _solved,
    Shared: _shared,
    Coming: _coming,
    Past: _past,
    Seekers: _seekers,
    Wanted: _wanted,
    Reviewed: _reviewed,
    Helped: _helped,
    News: _news,
    Stand: _stand,
}
