"""Study sessions as calendars know them. Pure: values in, entries of a calendar file out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain import recurrence
from bot.domain.calendars import Entry, Moved, Series
from bot.domain.recurrence import Rule
from bot.domain.walls import moment
from cogs.study.render import url
from db.series import Repeating
from db.study import Posted, Stage

Place = Callable[[int], str | None]
"""The name of a voice channel by its id; None where it is gone."""


def entry(posted: Posted, place: Place) -> Entry:
    """A session by itself."""
    return Entry(
        uid=f"session-{posted.id}@{posted.guild_id}.nexus",
        sequence=posted.sequence,
        minutes=posted.minutes,
        zone=posted.zone or "UTC",
        title=posted.topic,
        description=posted.plan.description,
        location=_location(posted, place),
        url=url(posted),
        is_cancelled=posted.stage is not Stage.OPEN,
        changed_at=posted.changed_at,
        starts_at=posted.starts_at,
    )


def series(repeating: Repeating, sessions: Sequence[Posted], place: Place) -> Series:
    """A series with what became of its sessions; the newest of them says what it is about.

    A first session on another weekday than the rule's is none of a calendar's series: it and what
    was before a series was moved stand by themselves, all that is before its `first`.
    """
    first, counted = _as_counted(repeating)
    kept = [one for one in sessions if one.slot and one.slot >= first]
    newest = kept[-1] if kept else sessions[-1]
    going_on = [one.slot for one in kept if one.stage is Stage.OPEN and one.slot]
    rule = counted
    if repeating.is_over and going_on:  # what was cancelled with all that followed is not to come
        rule = replace(rule, until=max(going_on).date(), count=None)
    return Series(
        uid=f"series-{repeating.id}@{newest.guild_id}.nexus",
        # Whatever was changed last, the number has grown.
        sequence=repeating.sequence + sum(one.sequence for one in sessions),
        minutes=newest.minutes,
        zone=repeating.zone,
        title=newest.topic,
        description=newest.plan.description,
        location=_location(newest, place),
        url=url(newest),
        is_cancelled=repeating.is_over and not going_on,
        changed_at=max(repeating.changed_at, *(one.changed_at for one in sessions)),
        first=first,
        rule=_text(rule, first),
        skipped=tuple(one.slot for one in kept if one.slot and one.stage is Stage.CANCELLED),
        moved=tuple(_moved(one, repeating) for one in kept if _is_moved(one, repeating)),
    )


def _as_counted(repeating: Repeating) -> tuple[datetime, Rule]:
    """The first slot that the rule itself makes, and the rule as it counts from there."""
    first, rule = repeating.first, repeating.rule
    if not rule.weekdays or first.weekday() in rule.weekdays:
        return first, rule
    count = None if rule.count is None else rule.count - 1
    later = next(recurrence.slots(rule, first, after=first), first)
    return later, replace(rule, count=count)


def _text(rule: Rule, first: datetime) -> str:
    days = ",".join(map(str, recurrence.monthdays(rule, first)))
    return f"{rule.text()};BYMONTHDAY={days};BYSETPOS=-1" if days else rule.text()


def _is_moved(posted: Posted, repeating: Repeating) -> bool:
    if posted.slot is None or posted.stage is not Stage.OPEN:
        return False
    return posted.starts_at != moment(posted.slot, repeating.zone)


def _moved(posted: Posted, repeating: Repeating) -> Moved:
    return Moved(
        slot=posted.slot or repeating.first,
        starts_at=posted.starts_at,
        minutes=posted.minutes,
        sequence=posted.sequence,
    )


def _location(posted: Posted, place: Place) -> str:
    voice = posted.plan.voice_channel_id
    name = place(voice) if voice is not None else None
    return f"#{name}" if name else posted.plan.link
