"""A work log: the entries of some days as Markdown, day by day and week by week."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from bot.domain.log import Entry, LogKind
from bot.domain.markdown import line, prose

_WEEK = timedelta(days=7)
_INDENT = "  "

Names = Mapping[int, str]
"""What members are called; who has left, or is not found, is missing."""


def as_markdown(entries: Sequence[Entry], first: date, last: date, names: Names) -> str:
    """A document of its own, of these entries in order of their days."""
    lines = [f"# Work log, {span(first, last)}", *sections(entries, 2, names, first, last)]
    if not entries:
        lines += ["", "Nothing was logged in these days."]
    return "\n".join(lines) + "\n"


def sections(
    entries: Sequence[Entry], level: int, names: Names, first: date, last: date
) -> Iterator[str]:
    """The days below headings of that level; where they are over a week, below those of weeks."""
    if last - first < _WEEK:
        yield from _days(entries, level, names)
        return
    for monday, week in groupby(entries, lambda one: monday_of(one.day)):
        yield from ("", f"{'#' * level} Week of {_shown(monday)}")
        yield from _days(list(week), level + 1, names)


def span(first: date, last: date) -> str:
    """`2 to 8 March 2026`; what both days share is said once."""
    if first == last:
        return _shown(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {_shown(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {_shown(last)}"
    return f"{_shown(first)} to {_shown(last)}"


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def item(entry: Entry, names: Names) -> Iterator[str]:
    """An entry as an item of a list, with what is written in it below."""
    words = entry.words
    late = " (added later)" if entry.is_late else ""
    yield f"- **{words.kind.label}:** {line(words.title)}{late}"
    if words.text:
        yield from ("", *prose(words.text, _INDENT))
    if words.solution:
        yield from ("", f"{_INDENT}**Solution:**", "", *prose(words.solution, _INDENT))
    if credit := _credit(entry, names):
        yield from ("", f"{_INDENT}{credit}")


def _days(entries: Sequence[Entry], level: int, names: Names) -> Iterator[str]:
    for day, of_day in groupby(entries, lambda one: one.day):
        yield from ("", f"{'#' * level} {day:%A}, {_shown(day)}", "")
        for at, one in enumerate(of_day):
            lines = list(item(one, names))
            # An item of more than its line stands apart from the one before.
            if at and len(lines) > 1:
                yield ""
            yield from lines


def _credit(entry: Entry, names: Names) -> str:
    helper_id = entry.made.helper_id if entry.made else None
    if helper_id is None or helper_id == entry.user_id or helper_id not in names:
        return ""
    who = line(names[helper_id])
    return f"With {who}." if entry.words.kind is LogKind.TOGETHER else f"Thanks to {who}."


def _shown(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
