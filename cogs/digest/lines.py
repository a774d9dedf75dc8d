"""Each item of a digest as a line or two, and how many rows of a phone these take."""

from dataclasses import dataclass

from discord.utils import format_dt

from bot.domain import days
from bot.domain.matching import Track
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

# A phone shows about 30 characters in a row.
ROW = 30
_MOST_OF_RECAP = 50


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    rows: int


def line(told: Told, guild_id: int) -> Line:
    match told:
        case Waiting():
            number = _link(f"#{told.number}", guild_id, told.place)
            title = _title(told.title, told.number)
            return Line(f"{number} {title}\n-# asked {format_dt(told.asked_at, 'R')}", 2)
        case Solved():
            return _solved(told, guild_id)
        case Shared():
            solution = f": {escape(fit(_first(told.solution), ROW))}" if told.solution else ""
            return Line(
                f"{escape(fit(told.title, ROW))}\n-# <@{told.user_id}> solved it{solution}", 3
            )
        case Coming():
            number = _link(f"#{told.number}", guild_id, told.place)
            when = format_dt(told.starts_at, "f")
            return Line(f"{number} {_title(told.topic, told.number)}\n-# {when}", 2)
        case Past():
            return _past(told, guild_id)
        case Seekers():
            return _seekers(told)
        case Wanted():
            wanted = escape(fit(_first(told.look_at), ROW - 7)) or "look at my code"
            review = _link("Review", guild_id, told.place)
            return Line(f"{review} {wanted}\n-# waits {format_dt(told.waits_since, 'R')}", 2)
        case Reviewed():
            whose = f" for <@{told.asker_id}>" if told.asker_id is not None else ""
            return Line(f"<@{told.reviewer_id}>\n-# a review{whose}", 2)
        case Helped():
            return Line(f"<@{told.earned.user_id}>\n-# {_earned(told)}", 2)
        case News():
            return Line(_link(escape(fit(told.title, 2 * ROW)), guild_id, told.place), 2)
        case Stand():
            return _stand(told)


def _solved(told: Solved, guild_id: int) -> Line:
    number = _link(f"#{told.number}", guild_id, told.place)
    found = f", found helpful by {told.helpful}" if told.helpful else ""
    return Line(
        f"{number} {_title(told.title, told.number)}\n-# answered by <@{told.author_id}>{found}", 3
    )


def _past(told: Past, guild_id: int) -> Line:
    number = _link(f"#{told.number}", guild_id, told.place)
    there = plural(told.there, "was there", "were there") if told.there else ""
    done = escape(fit(told.done, _MOST_OF_RECAP))
    said = ": ".join(filter(None, (there, done)))
    return Line(f"{number} {_title(told.topic, told.number)}\n-# {said}", 3 if done else 2)


def _seekers(told: Seekers) -> Line:
    counts = (f"{told.counts[one]} {one.label.lower()}" for one in Track if told.counts.get(one))
    return Line(f"{escape(fit(told.project, ROW))}\n-# {', '.join(counts)}", 2)


def _earned(told: Helped) -> str:
    earned = told.earned
    said = (
        (earned.accepted, plural(earned.accepted, "answer accepted", "answers accepted")),
        (earned.again, f"solved {plural(earned.again, 'question')} again"),
        (earned.helpful, f"found helpful by {earned.helpful}"),
    )
    return ", ".join(words for count, words in said if count)


def _stand(told: Stand) -> Line:
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
    """The first line that says something, without the marks of code."""
    lines = (one.strip().strip("`").strip() for one in text.split("\n"))
    return next((one for one in lines if one), "")


def _link(words: str, guild_id: int, place: Place) -> str:
    if place.channel_id is None:
        return words
    message = f"/{place.message_id}" if place.message_id is not None else ""
    return f"[{words}](https://discord.com/channels/{guild_id}/{place.channel_id}{message})"
