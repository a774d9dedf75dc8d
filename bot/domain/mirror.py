"""What the server's own event of a study session has to be, and what has to be done for it."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Self

# Discord makes none in the past; and who would see one that begins in less than this?
SOONEST = timedelta(minutes=1)
# Deleted by hand, it is made anew; whoever deletes it so often means it.
MEANT = 2


class Entity(IntEnum):
    """Where an event takes place, in Discord's own numbers."""

    STAGE = 1
    VOICE = 2
    EXTERNAL = 3


class Status(IntEnum):
    """How far an event is, in Discord's own numbers; the last two are final."""

    SCHEDULED = 1
    ACTIVE = 2
    COMPLETED = 3
    CANCELLED = 4


@dataclass(frozen=True, slots=True)
class Place:
    """In a channel for talking, which is an id; or elsewhere, which is a text."""

    entity: Entity
    channel_id: int | None = None
    location: str = ""

    @property
    def is_hosted(self) -> bool:
        """Whether Discord leaves it to people to begin and end what is there."""
        return self.entity is not Entity.EXTERNAL


@dataclass(frozen=True, slots=True)
class Look:
    """What people see of an event. One that they made themselves may have no end."""

    name: str
    description: str
    starts_at: datetime
    ends_at: datetime | None
    place: Place


@dataclass(frozen=True, slots=True)
class Standing:
    """An event as it is on Discord."""

    status: Status
    look: Look

    @property
    def is_over(self) -> bool:
        return self.status in (Status.COMPLETED, Status.CANCELLED)


class Act(StrEnum):
    NOTHING = "nothing"
    FORGET = "forget"  # somebody deleted it: that is counted before it is made anew
    MAKE = "make"
    CHANGE = "change"
    BEGIN = "begin"
    END = "end"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Shown:
    """What is noted of a session's event, as one text: `digest/deletions/tries`."""

    digest: str = ""
    """Of how it had to look, and of what Discord made of that: it need not keep every blank."""
    deletions: int = 0
    """How often somebody deleted it by hand."""
    tries: int = 0
    """How often in a row Discord would not do what has to be done."""

    @classmethod
    def parse(cls, text: str | None) -> Self:
        if not text:
            return cls()
        digest, deletions, tries = text.split("/")
        return cls(digest, int(deletions), int(tries))

    def text(self) -> str:
        return f"{self.digest}/{self.deletions}/{self.tries}"

    def after(self, act: Act, wanted: Look, made: Look | None) -> Self:
        """What is noted once something is done, and the event looks like `made`."""
        deletions = self.deletions + (act is Act.FORGET)
        if made is None:
            return replace(self, digest="", deletions=deletions, tries=0)
        is_new = act in (Act.MAKE, Act.CHANGE)
        return replace(self, digest=digest(wanted, made) if is_new else self.digest, tries=0)

    def refused(self) -> Self:
        return replace(self, tries=self.tries + 1)


@dataclass(frozen=True, slots=True)
class Step:
    act: Act
    again_at: datetime | None = None
    """When to look at it again, once this is done; None if only a change is a reason to."""


def digest(wanted: Look, made: Look) -> str:
    return hashlib.sha256(repr((wanted, made)).encode()).hexdigest()[:12]


def next_step(
    wanted: Look,
    event: Standing | None,
    shown: Shown,
    *,
    stood: bool,
    now: datetime,
) -> Step:
    """For a session that takes place. `stood` says that it had an event; `event` is it, if any."""
    ends_at = wanted.ends_at or wanted.starts_at
    if now >= ends_at:
        return _when_over(event)
    if now >= wanted.starts_at:
        return _while_it_runs(wanted, event, shown, ends_at)
    if event is None or event.is_over:
        if stood:
            return Step(Act.FORGET, now)
        is_due = shown.deletions < MEANT and wanted.starts_at - now >= SOONEST
        return Step(Act.MAKE, _begins_at(wanted)) if is_due else Step(Act.NOTHING)
    if event.status is Status.ACTIVE and event.look.starts_at != wanted.starts_at:
        return Step(Act.REMOVE, now)  # what has begun cannot be moved
    return Step(_change(wanted, event, shown), _begins_at(wanted))


def step_out(event: Standing | None, leaves_at: datetime, now: datetime) -> Step:
    """For a session that does not take place; from `leaves_at` on that cannot be undone."""
    if event is None or event.is_over:
        return Step(Act.NOTHING)
    return Step(Act.REMOVE) if now >= leaves_at else Step(Act.NOTHING, leaves_at)


def _while_it_runs(wanted: Look, event: Standing | None, shown: Shown, ends_at: datetime) -> Step:
    if event is None or event.is_over:
        return Step(Act.NOTHING)  # it was ended by hand, or it is too late for one
    if not event.look.place.is_hosted:
        return Step(_change(wanted, event, shown))
    if event.status is Status.SCHEDULED:
        return Step(Act.BEGIN, ends_at)
    return Step(_change(wanted, event, shown), ends_at)


def _when_over(event: Standing | None) -> Step:
    if event is None or event.is_over or not event.look.place.is_hosted:
        return Step(Act.NOTHING)
    return Step(Act.END if event.status is Status.ACTIVE else Act.REMOVE)


def _change(wanted: Look, event: Standing, shown: Shown) -> Act:
    is_as_noted = shown.digest == digest(wanted, event.look)
    return Act.NOTHING if is_as_noted else Act.CHANGE


def _begins_at(wanted: Look) -> datetime | None:
    return wanted.starts_at if wanted.place.is_hosted else None
