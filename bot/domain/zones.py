"""Time zones as people look for them: by city, by country's usual name, or by what time it is."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors import Refusal

# Where the programme's learners mostly are, shown before anything is typed.
COMMON = (
    "Africa/Lagos",
    "Africa/Nairobi",
    "Africa/Accra",
    "Africa/Johannesburg",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Addis_Ababa",
    "Africa/Kigali",
    "Africa/Kampala",
    "Africa/Dar_es_Salaam",
    "Africa/Abidjan",
    "Africa/Dakar",
    "Africa/Harare",
    "Africa/Lusaka",
    "Africa/Khartoum",
    "Africa/Tunis",
    "Europe/London",
    "Europe/Paris",
    "Europe/Berlin",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "America/Toronto",
    "Asia/Dubai",
    "Asia/Kolkata",
)
_AREAS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@cache
def names() -> tuple[str, ...]:
    """Every zone that is named after a place, and UTC."""
    places = (one for one in available_timezones() if one.partition("/")[0] in _AREAS)
    return ("UTC", *sorted(places))


@cache
def _by_folded() -> dict[str, str]:
    return {_fold(name): name for name in names()} | {
        _fold(city(name)): name for name in reversed(names())
    }


def _fold(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def city(name: str) -> str:
    """`Africa/Dar_es_Salaam` as people say it: Dar es Salaam."""
    return name.rpartition("/")[2].replace("_", " ")


def known(typed: str) -> str | None:
    """The zone that `typed` names, by its IANA name or its city, whatever the case; else None."""
    return _by_folded().get(_fold(typed)) if len(typed) <= 64 else None


def require(typed: str) -> str:
    """The zone that `typed` names, or a Refusal that says how to find it."""
    found = known(typed)
    if found is None:
        raise Refusal(
            "I don't know that time zone. Type your city and choose from the list, for example"
            " **Lagos**, **Nairobi** or **Accra**."
        )
    return found


def suggest(typed: str, now: datetime) -> Iterator[tuple[str, str]]:
    """(zone, label) for what was typed so far, best first: a city, an area, or a time of day.

    A label reads "Lagos (Africa), now 18:40", so that one can be found by looking at a watch.
    """
    wanted = _fold(typed)
    pool = COMMON if not wanted else names()
    later: list[tuple[str, str]] = []
    for name in pool:
        shown = label(name, now)
        place = _fold(city(name))
        if place.startswith(wanted):
            yield name, shown
        elif wanted in _fold(name) or typed.strip() in shown:
            later.append((name, shown))
    yield from later


def label(name: str, now: datetime) -> str:
    area = name.partition("/")[0]
    place = f"{city(name)} ({area})" if "/" in name else name
    return f"{place}, now {now.astimezone(ZoneInfo(name)):%H:%M}"
