"""Who helped most comes first, and a month begins at the guild's own midnight."""

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.credit import Credit, month_began, ranked

some = st.lists(
    st.builds(Credit, st.integers(1, 30), st.integers(0, 3), st.integers(0, 3), st.integers(0, 9)),
    unique_by=lambda one: one.user_id,
)


def test_an_accepted_answer_is_worth_three_one_that_helped_again_two_and_a_vote_one() -> None:
    assert Credit(1, accepted=10, again=100, helpful=1000).points == 30 + 200 + 1000


def test_equals_share_a_place_and_the_next_one_keeps_theirs() -> None:
    places = ranked([Credit(1, helpful=1), Credit(2, accepted=1), Credit(3, helpful=3), Credit(4)])

    assert [(one.place, one.credit.user_id) for one in places] == [(1, 2), (1, 3), (3, 1)]


@given(some)
def test_the_order_is_the_same_however_they_come(earned: list[Credit]) -> None:
    assert ranked(reversed(earned)) == ranked(earned)
    assert ranked(sorted(earned, key=lambda one: one.user_id)) == ranked(earned)


@given(some)
def test_places_never_go_up_while_points_go_down(earned: list[Credit]) -> None:
    found = ranked(earned)

    assert len(found) == sum(one.points > 0 for one in earned)
    for at, (one, other) in enumerate(pairwise(found), start=2):
        assert one.credit.points >= other.credit.points
        is_tied = one.credit.points == other.credit.points
        assert other.place == (one.place if is_tied else at)


@pytest.mark.parametrize(
    ("now", "zone", "began"),
    [
        ("2026-03-31T22:59Z", "Africa/Lagos", "2026-02-28T23:00Z"),
        ("2026-03-31T23:00Z", "Africa/Lagos", "2026-03-31T23:00Z"),
        ("2026-03-01T04:59Z", "America/New_York", "2026-02-01T05:00Z"),
        ("2026-11-15T12:00Z", "America/New_York", "2026-11-01T04:00Z"),
        ("2026-01-01T00:00Z", "UTC", "2026-01-01T00:00Z"),
    ],
)
def test_a_month_begins_at_the_midnight_of_its_zone(now: str, zone: str, began: str) -> None:
    assert month_began(datetime.fromisoformat(now), zone) == datetime.fromisoformat(began)


@given(
    st.integers(1_577_836_800, 2_051_222_400),  # 2020 to 2035
    st.sampled_from(("Africa/Cairo", "Africa/Casablanca", "Asia/Beirut", "America/Santiago")),
)
def test_a_month_has_begun_by_now_on_the_first_of_the_same_month(stamp: int, zone: str) -> None:
    now = datetime.fromtimestamp(stamp, UTC)
    began = month_began(now, zone)

    there, here = now.astimezone(ZoneInfo(zone)), began.astimezone(ZoneInfo(zone))
    assert began <= now
    assert (here.year, here.month, here.day) == (there.year, there.month, 1)
