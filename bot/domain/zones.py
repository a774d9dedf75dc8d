"""Time zones as people look for them: by city, by country's usual name, or by what time it is."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

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
# What people write behind a time and mean one clock by; EST and CST have several, and are not here.
_SPOKEN = {
    "gmt": "UTC",
    "z": "UTC",
    "wat": "Africa/Lagos",
    "cat": "Africa/Harare",
    "eat": "Africa/Nairobi",
    "sast": "Africa/Johannesburg",
    "uk": "Europe/London",
}


@cache
def names() -> tuple[str, ...]:
    """The zone of every country's every clock under its present name, and UTC.

    Old spellings (Asia/Calcutta) and doubles (Asia/Istanbul) are understood by `known`, but never
    offered.
    """
    return ("UTC", *sorted(name for _, name in _places()))


@cache
def _places() -> tuple[tuple[str, str], ...]:
    """(country's code, zone) as the time zone database lists them for people to choose from."""
    rows = (line.split("\t") for line in _lines("zone.tab"))
    return tuple((row[0], row[2]) for row in rows)


def _lines(name: str) -> list[str]:
    text = (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@cache
def _countries() -> dict[str, tuple[str, ...]]:
    """The zones of a country by its folded name, without what stands in brackets behind it."""
    zones_of: defaultdict[str, list[str]] = defaultdict(list)
    for code, zone in _places():
        zones_of[code].append(zone)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in _lines("iso3166.tab"):
        code, _, country = line.partition("\t")
        found[_fold(country.partition("(")[0])] += zones_of[code]
    return {name: tuple(zones) for name, zones in found.items()}


@cache
def _old_names() -> dict[str, str]:
    """The present zone behind each old or second name."""
    target_of = {
        link: target
        for kind, target, link in (f"{line}  ".split(" ")[:3] for line in _lines("tzdata.zi"))
        if kind == "L"
    }
    target_of |= {"Etc/UTC": "UTC", "Etc/GMT": "UTC"}
    present = frozenset(names())
    found: dict[str, str] = {}
    for link in target_of.keys() - present:
        target = link
        while target in target_of and target not in present:
            target = target_of[target]
        if target in present and "/" in link:
            found[link] = target
    return found


@cache
def _by_folded() -> dict[str, str]:
    """What may be typed, folded; where two claim a word, the later of these lines has it."""
    old = _old_names()
    return {
        **{country: zones[0] for country, zones in _countries().items() if len(zones) == 1},
        # Australia's old names are bare points of the compass and states: West, North, Victoria.
        **{_fold(city(link)): zone for link, zone in old.items() if _is_city(link)},
        **_SPOKEN,
        **{_fold(city(name)): name for name in names()},
        **{_fold(link): zone for link, zone in old.items()},
        **{_fold(name): name for name in names()},
    }


@cache
def _folded() -> dict[str, tuple[str, str]]:
    """Each zone on offer with its name and its city, folded."""
    return {name: (_fold(name), _fold(city(name))) for name in names()}


def _is_city(link: str) -> bool:
    return link.startswith(("Africa/", "America/", "Asia/", "Atlantic/", "Europe/", "Pacific/"))


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isalnum())


def city(name: str) -> str:
    """`Africa/Dar_es_Salaam` as people say it: Dar es Salaam."""
    return name.rpartition("/")[2].replace("_", " ")


def known(typed: str) -> str | None:
    """The zone that `typed` names, whatever the case and the accents; else None.

    It may be an IANA name, a city ("Lagos", "Lagos, Nigeria"), a country that has one clock, or
    a usual abbreviation of one clock (WAT, EAT, CAT, SAST, GMT).
    """
    if len(typed) > 64:
        return None
    by_folded = _by_folded()
    return by_folded.get(_fold(typed)) or by_folded.get(_fold(typed.partition(",")[0]))


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
    """(zone, label) for what was typed so far, best first: a city, a country, or a time of day.

    A label reads "Lagos (Africa), now 18:40", so that one can be found by looking at a watch.
    """
    found = _offers(typed, now) if _fold(typed) else COMMON
    return ((name, label(name, now)) for name in dict.fromkeys(found))


def _offers(typed: str, now: datetime) -> Iterator[str]:
    wanted, watch = _fold(typed), typed.strip()
    if exact := known(typed):
        yield exact
    yield from (name for name, (_, town) in _folded().items() if town.startswith(wanted))
    for country, zones in _countries().items():
        if country.startswith(wanted):
            yield from zones
    for name, (folded, _) in _folded().items():
        if wanted in folded or _clock(name, now).startswith(watch):
            yield name


def place(name: str) -> str:
    """`Africa/Lagos` as cards show it: Lagos (Africa)."""
    return f"{city(name)} ({name.partition('/')[0]})" if "/" in name else name


def label(name: str, now: datetime) -> str:
    return f"{place(name)}, now {_clock(name, now)}"


def _clock(name: str, now: datetime) -> str:
    return f"{now.astimezone(_zone(name)):%H:%M}"


@cache
def _zone(name: str) -> ZoneInfo:
    # ZoneInfo itself remembers eight, and reads the files of the others again at every keystroke.
    return ZoneInfo(name)
