"""How the record reads, on a card and in a file. Pure: values in, cards and text out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC

import discord
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain import csv_text, days
from bot.domain.people import FORMER, who
from bot.domain.record import Kind
from bot.domain.text import escape, fit, plural
from cogs.admin.auditing.asked import Asked
from db.audit import Entry

PAGE = 3  # more, each with a reason, are more than a phone shows
EVERY = "every"
# A line takes three rows of a phone: one for what was done and two for why, or the other way round.
_ONE_ROW, _WHY, _SHORT_WHY = 26, 75, 34
_COLUMNS = ("time", "person", "person_id", "feature", "act", "subject", "number", "reason")


def record_card(
    found: Sequence[Entry], which: Asked, page: int, *, has_more: bool
) -> discord.ui.LayoutView:
    turns = [("Newer", page - 1)] if page else []
    turns += [("Older", page + 1)] if has_more else []
    buttons = [cards.button(label, "admin:audit", to, *which.args) for label, to in turns]
    if found:
        buttons.append(cards.button("Download CSV", "admin:audit_file", *which.args))
    elif which != Asked():
        buttons.append(cards.button("Show everything", "admin:audit", 0))
    return cards.card(
        "\n".join(("### What moderators did", *_about(which))),
        *(map(_line, found) if found else [_nothing(which, page)]),
        cards.row(*buttons) if buttons else None,
        _kinds(which) if found or which != Asked() else None,
        accent=Accent.QUIET,
    )


def _about(which: Asked) -> Iterator[str]:
    said = [who(which.person_id)] if which.person_id else []
    said += [which.kind.label] if which.kind else []
    said += [days.shown(which.day)] if which.day else []
    if said:
        yield f"-# {' · '.join(said)}"


def _nothing(which: Asked, page: int) -> str:
    if page:
        return "There is nothing older."
    if which != Asked():
        return "Nothing of that is on record. Ask for another person, kind or day."
    return (
        "Nothing yet: what they do to other people's things, and what they set up, will stand"
        " here, with who, when and why."
    )


def _line(entry: Entry) -> str:
    thing = entry.subject + (f" #{entry.number}" if entry.number is not None else "")
    room = _WHY if len(f"{entry.act} {thing}") <= _ONE_ROW else _SHORT_WHY
    why = f" · {escape(fit(entry.reason, room))}" if entry.reason else ""
    what = f"{who(entry.actor_id)} {entry.act} **{thing}**"
    return f"{what}\n-# {format_dt(entry.at, 'R')}{why}"


def _kinds(which: Asked) -> cards.Row:
    person, _, day = which.args
    choices = [(EVERY, "Everything"), *((one.value, one.label) for one in Kind)]
    return cards.row(
        cards.select(
            "admin:audit_kind",
            *(person, "", day),
            choices=cards.options(choices, which.kind or EVERY),
            placeholder="About what?",
        )
    )


def handed_out(shown: int, count: int) -> str:
    if shown < count:
        return (
            f"The newest {shown:,} of {count:,} lines. For older ones, ask for a person, a kind or"
            " a day. Only you see this."
        )
    return f"{plural(shown, 'line')}, the newest first. Only you see this."


def as_csv(found: Sequence[Entry], known: Mapping[int, str]) -> str:
    """A line for each act, its moment in UTC; `known` are the names of those who are still here."""
    return csv_text.table(_COLUMNS, (_row(one, known) for one in found))


def _row(one: Entry, known: Mapping[int, str]) -> Sequence[csv_text.Cell]:
    is_former = one.actor_id == FORMER
    return (
        f"{one.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        who(FORMER) if is_former else known.get(one.actor_id, ""),
        "" if is_former else str(one.actor_id),
        one.kind.label,
        one.act,
        one.subject,
        one.number,
        one.reason,
    )
