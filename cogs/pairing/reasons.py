"""Why these are a pair, in words that both understand. Pure."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from bot.domain import common_hours, zones
from bot.domain.matching import Api
from bot.domain.text import escape
from db.pair_profiles import Profile
from db.pairs import Pair


def reasons(pair: Pair, profiles: Mapping[int, Profile], now: datetime) -> Iterator[str]:
    """One line a reason; `profiles` are those of the pair's people."""
    yield f"**Same project**: {escape(pair.project)}"
    yield f"**API**: {_api(pair)}"
    yield "\n".join((f"**Shared hours**: {_shared(pair)}", *_clocks(pair, profiles, now)))
    yield "It is your first time together." if pair.why.is_first_time else "You were a pair before."


def _api(pair: Pair) -> str:
    api = pair.why.api
    if api is None:
        return "you want different kinds, so agree on one first"
    return "you are open to REST and GraphQL" if api is Api.EITHER else f"{api.label}"


def _shared(pair: Pair) -> str:
    hours = pair.why.shared_hours
    if hours is None:
        return "not known until all of you say `/me availability`"
    if hours == 0:
        return "none in a usual week, so write to each other when it suits"
    return f"{hours} a week"


def _clocks(pair: Pair, profiles: Mapping[int, Profile], now: datetime) -> Iterator[str]:
    """When that is now, on the clock of each; one line where they have the same."""
    masks = [profiles[one].hours(now) for one in pair.people]
    if not all(masks):
        return
    shared = common_hours.common(masks)
    zones_of = list(dict.fromkeys(_zones(pair.people, profiles)))
    for zone in zones_of:
        # On a phone there is room for so much.
        words = common_hours.in_words(shared, zone, now, most=2 if len(zones_of) < 3 else 1)
        if words:
            yield f"- {zones.city(zone)}: {words}"


def _zones(people: Collection[int], profiles: Mapping[int, Profile]) -> Iterator[str]:
    return (zone for one in people if (zone := profiles[one].zone))
