"""Why these are a pair, in words that both understand. Pure."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from bot.domain import common_hours, zones
from bot.domain.matching import Api
from bot.domain.text import escape, plural
from db.pair_profiles import Profile
from db.pairs import Pair


def reasons(pair: Pair, profiles: Mapping[int, Profile], now: datetime) -> Iterator[str]:
    """One line a reason; `profiles` are those of the pair's people."""
    yield f"**Project**: {escape(pair.project)}, for {_all_of(pair)}"
    yield f"**API**: {_api(pair)}"
    yield "\n".join((f"**Hours that you share**: {_shared(pair)}", *_clocks(pair, profiles, now)))
    yield "It is your first time together." if pair.why.is_first_time else "You were a pair before."


def _all_of(pair: Pair) -> str:
    return "both of you" if len(pair.people) == 2 else "all of you"


def _api(pair: Pair) -> str:
    api = pair.why.api
    if api is None:
        return "you want different kinds, so agree on one first"
    return "you are open to REST and GraphQL" if api is Api.EITHER else f"{api.label}"


def _shared(pair: Pair) -> str:
    hours = pair.why.shared_hours
    if hours is None:
        return "not known, as not everybody has said `/me availability`"
    if hours == 0:
        return "none in a usual week, so write to each other when it suits"
    return f"{plural(hours, 'hour')} a week when you were paired"


def _clocks(pair: Pair, profiles: Mapping[int, Profile], now: datetime) -> Iterator[str]:
    """When that is now, on the clock of each; one line where they have the same."""
    masks = [profiles[one].hours(now) for one in pair.people]
    if not all(masks):
        return
    shared = common_hours.common(masks)
    for zone in dict.fromkeys(_zones(pair.people, profiles)):
        words = common_hours.in_words(shared, zone, now)
        if words:
            yield f"- {zones.city(zone)}: {words}"


def _zones(people: Collection[int], profiles: Mapping[int, Profile]) -> Iterator[str]:
    return (zone for one in people if (zone := profiles[one].zone))
