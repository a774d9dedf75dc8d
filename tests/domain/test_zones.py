"""Zones as people look for them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import zones
from bot.domain.errors import Refusal

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Africa/Lagos", "Africa/Lagos"),
        ("africa/lagos", "Africa/Lagos"),
        ("Lagos", "Africa/Lagos"),
        ("  lagos ", "Africa/Lagos"),
        ("Lagos, Nigeria", "Africa/Lagos"),
        ("Nigeria", "Africa/Lagos"),
        ("dar es salaam", "Africa/Dar_es_Salaam"),
        ("Dar-es-Salaam", "Africa/Dar_es_Salaam"),
        ("new york", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Côte d'Ivoire", "Africa/Abidjan"),
        ("Tanzania", "Africa/Dar_es_Salaam"),
        ("UTC", "UTC"),
        ("utc", "UTC"),
        ("Etc/UTC", "UTC"),
        ("GMT", "UTC"),
        ("Z", "UTC"),
        ("WAT", "Africa/Lagos"),
        ("EAT", "Africa/Nairobi"),
        ("CAT", "Africa/Harare"),
        ("SAST", "Africa/Johannesburg"),
        ("UK", "Europe/London"),
    ],
)
def test_a_place_is_known_by_its_usual_names(typed: str, zone: str) -> None:
    assert zones.known(typed) == zone


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Calcutta", "Asia/Kolkata"),
        ("Kiev", "Europe/Kyiv"),
        ("US/Eastern", "America/New_York"),
        ("Africa/Asmera", "Africa/Nairobi"),
        ("Asia/Istanbul", "Europe/Istanbul"),
        ("Istanbul", "Europe/Istanbul"),
        ("Montreal", "America/Toronto"),
        ("Australia/West", "Australia/Perth"),
        ("Africa/Accra", "Africa/Accra"),  # a link in the database, and yet a name of today
    ],
)
def test_an_old_name_leads_to_the_present_one(typed: str, zone: str) -> None:
    assert zones.known(typed) == zone


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "Atlantis", "West", "EST", "USA", "time", "localtime", "Factory", "UTC+1", "GMT+1"],
)
def test_what_names_no_clock_or_several_is_not_known(typed: str) -> None:
    assert zones.known(typed) is None


def test_a_zone_that_is_not_known_is_refused_with_a_way_on() -> None:
    with pytest.raises(Refusal, match="Type your city"):
        zones.require("Atlantis")


def test_every_zone_on_offer_exists_and_knows_its_own_name() -> None:
    for name in zones.names():
        ZoneInfo(name)
        assert zones.known(name) == name
    assert set(zones.COMMON) <= set(zones.names())
    assert len(zones.COMMON) == len(set(zones.COMMON)) == 25


def test_every_zone_of_a_place_in_the_database_is_known_with_its_clock() -> None:
    instants = [datetime(2026, month, 15, 12, tzinfo=UTC) for month in (1, 7)]
    named = [
        one
        for one in available_timezones()
        if "/" in one and not one.startswith(("Etc/", "posix/", "right/"))
    ]

    for name in named:
        found = zones.known(name)
        assert found is not None, name
        for at in instants:
            there, here = at.astimezone(ZoneInfo(name)), at.astimezone(ZoneInfo(found))
            assert there.utcoffset() == here.utcoffset(), name


def first(typed: str) -> str:
    return next(zones.suggest(typed, NOON))[0]


def test_before_anything_is_typed_the_usual_zones_are_offered() -> None:
    assert [zone for zone, _ in zones.suggest("", NOON)] == list(zones.COMMON)
    assert [zone for zone, _ in zones.suggest(" -:", NOON)] == list(zones.COMMON)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("lag", "Africa/Lagos"),
        ("ghan", "Africa/Accra"),
        ("calcutta", "Asia/Kolkata"),
        ("eat", "Africa/Nairobi"),
        ("são p", "America/Sao_Paulo"),
        ("utc", "UTC"),
    ],
)
def test_the_best_match_is_offered_first(typed: str, zone: str) -> None:
    assert first(typed) == zone


def test_a_zone_is_found_by_what_the_watch_shows() -> None:
    found = dict(zones.suggest("15:00", NOON))

    assert found["Africa/Nairobi"] == "Nairobi (Africa), now 15:00"
    assert all(label.endswith("now 15:00") for label in found.values())


def test_the_words_of_a_label_are_nothing_to_search_by() -> None:
    assert not [one for _, one in zones.suggest("now", NOON) if "now" not in one.partition(",")[0]]


@given(typed=st.text(max_size=80))
def test_nothing_typed_breaks_the_search_or_is_offered_twice(typed: str) -> None:
    found = [zone for zone, _ in zones.suggest(typed, NOON)]

    assert len(found) == len(set(found))
    assert zones.known(typed) is None or zones.known(typed) in zones.names()
