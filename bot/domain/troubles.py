"""What keeps Nexus from working as its moderators want, judged from how a guild stands."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain import zones


class Tag(StrEnum):
    """Whether a forum has a tag for what is solved."""

    NOT_NEEDED = "not needed"  # no forum
    FOUND = "found"
    UNNAMED = "unnamed"  # none of its tags is called so, and none was chosen
    MISSING = "missing"  # it has no tags at all


@dataclass(frozen=True, slots=True)
class Place:
    """Where Nexus works for one purpose, and what is in its way there."""

    purpose: str
    channel_id: int | None
    """None where there is no channel at all."""
    is_gone: bool = False
    """Whether another one was chosen, which is no longer there."""
    lacking: tuple[str, ...] = ()
    """Permissions, as Discord's settings name them."""
    is_public: bool = False
    """Whether everyone can read what is meant for moderators alone."""
    tag: Tag = Tag.NOT_NEEDED


@dataclass(frozen=True, slots=True)
class Parked:
    """A channel that refuses posts, and is left alone until then."""

    channel_id: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Lost:
    """A post that is given up, and why."""

    kind: str
    channel_id: int
    state: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a guild stands with Nexus; `gone_roles` are those that were chosen and deleted since."""

    places: tuple[Place, ...]
    gone_roles: tuple[str, ...]
    zone: str | None
    parked: tuple[Parked, ...] = ()
    lost: tuple[Lost, ...] = ()


class Wrong(StrEnum):
    NOWHERE = "nowhere"
    GONE = "gone"
    DENIED = "denied"
    PARKED = "parked"
    PUBLIC = "public"
    TAG_MISSING = "tag missing"
    TAG_UNNAMED = "tag unnamed"
    ROLE_GONE = "role gone"
    NO_ZONE = "no zone"
    UNKNOWN_ZONE = "unknown zone"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to mend.

    `about` are the purposes, the permissions or the roles; of a post that is lost, its kind and its
    state. `until` is when Nexus tries again, `times` how often it happened.
    """

    wrong: Wrong
    about: tuple[str, ...] = ()
    channel_id: int | None = None
    until: datetime | None = None
    times: int = 1


def found(standing: Standing) -> tuple[Trouble, ...]:
    """All that is wrong, what stops most of Nexus first; the same to be mended is one."""
    return tuple(
        trouble
        for group in (_places, _parked, _forums, _roles, _zone, _lost)
        for trouble in group(standing)
    )


def _places(standing: Standing) -> Iterator[Trouble]:
    gone = [one for one in standing.places if one.is_gone]
    nowhere = [one for one in standing.places if one.channel_id is None and not one.is_gone]
    for wrong, which in ((Wrong.NOWHERE, nowhere), (Wrong.GONE, gone)):
        if which:
            yield Trouble(wrong, tuple(one.purpose for one in which))
    for channel_id, names in _denied(standing.places).items():
        yield Trouble(Wrong.DENIED, tuple(names), channel_id)
    for one in standing.places:
        if one.is_public:
            yield Trouble(Wrong.PUBLIC, (one.purpose,), one.channel_id)


def _denied(places: Sequence[Place]) -> dict[int, dict[str, None]]:
    """What is lacking in each channel, in order, for all that it serves."""
    denied: dict[int, dict[str, None]] = {}
    for one in places:
        if one.lacking and one.channel_id is not None:
            denied.setdefault(one.channel_id, {}).update(dict.fromkeys(one.lacking))
    return denied


def _parked(standing: Standing) -> Iterator[Trouble]:
    """But for those of which it is known what is lacking there."""
    denied = _denied(standing.places)
    for one in standing.parked:
        if one.channel_id not in denied:
            yield Trouble(Wrong.PARKED, channel_id=one.channel_id, until=one.until)


def _forums(standing: Standing) -> Iterator[Trouble]:
    wrongs = {Tag.MISSING: Wrong.TAG_MISSING, Tag.UNNAMED: Wrong.TAG_UNNAMED}
    for one in standing.places:
        if wrong := wrongs.get(one.tag):
            yield Trouble(wrong, (one.purpose,), one.channel_id)


def _roles(standing: Standing) -> Iterator[Trouble]:
    if standing.gone_roles:
        yield Trouble(Wrong.ROLE_GONE, standing.gone_roles)


def _zone(standing: Standing) -> Iterator[Trouble]:
    if standing.zone is None:
        yield Trouble(Wrong.NO_ZONE)
    elif zones.known(standing.zone) is None:
        yield Trouble(Wrong.UNKNOWN_ZONE, (standing.zone,))


def _lost(standing: Standing) -> Iterator[Trouble]:
    for one, times in Counter(standing.lost).items():
        yield Trouble(Wrong.LOST, (one.kind, one.state), one.channel_id, times=times)
