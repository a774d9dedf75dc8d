"""What is done for a session's event in the server's own list, from how both stand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.mirror import (
    MEANT,
    SOONEST,
    Act,
    Entity,
    Look,
    Place,
    Shown,
    Standing,
    Status,
    Step,
    next_step,
    step_out,
)

STARTS = datetime(2026, 3, 6, 17, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=1)
BEFORE, DURING, AFTER = STARTS - timedelta(days=1), STARTS + timedelta(minutes=5), ENDS
ELSEWHERE = Look("JWT", "Session #1", STARTS, ENDS, Place(Entity.EXTERNAL, location="#home"))
IN_VOICE = replace(ELSEWHERE, place=Place(Entity.VOICE, 7))
FRESH = Shown()


def as_it_is(wanted: Look) -> Shown:
    return FRESH.after(Act.MAKE, wanted, wanted)


def step(
    wanted: Look,
    status: Status | None,
    now: datetime,
    *,
    looks: Look | None = None,
    shown: Shown | None = None,
    stood: bool | None = None,
) -> Step:
    event = None if status is None else Standing(status, looks or wanted)
    shown = as_it_is(wanted) if shown is None else shown
    return next_step(
        wanted, event, shown, stood=event is not None if stood is None else stood, now=now
    )


def test_a_session_to_come_gets_an_event_and_one_in_a_channel_is_looked_at_when_it_begins() -> None:
    assert step(ELSEWHERE, None, BEFORE, shown=FRESH) == Step(Act.MAKE)
    assert step(IN_VOICE, None, BEFORE, shown=FRESH) == Step(Act.MAKE, STARTS)


def test_what_is_as_it_has_to_be_is_left_alone() -> None:
    assert step(ELSEWHERE, Status.SCHEDULED, BEFORE) == Step(Act.NOTHING)
    assert step(IN_VOICE, Status.SCHEDULED, BEFORE) == Step(Act.NOTHING, STARTS)


def test_what_discord_keeps_otherwise_than_it_was_told_is_not_changed_for_ever() -> None:
    kept = replace(ELSEWHERE, name="JWT ")

    shown = FRESH.after(Act.CHANGE, ELSEWHERE, kept)

    assert step(ELSEWHERE, Status.SCHEDULED, BEFORE, looks=kept, shown=shown).act is Act.NOTHING
    assert step(ELSEWHERE, Status.SCHEDULED, BEFORE, shown=shown).act is Act.CHANGE


@pytest.mark.parametrize("status", [Status.SCHEDULED, Status.ACTIVE])
def test_an_event_that_somebody_edited_and_one_whose_session_changed_are_set_right(
    status: Status,
) -> None:
    edited = replace(ELSEWHERE, name="Party")

    assert step(ELSEWHERE, status, BEFORE, looks=edited).act is Act.CHANGE
    assert step(edited, status, BEFORE, looks=ELSEWHERE).act is Act.CHANGE


@pytest.mark.parametrize("status", [None, Status.CANCELLED, Status.COMPLETED])
def test_a_deletion_is_counted_before_the_event_is_made_anew_and_not_again_after_the_second(
    status: Status | None,
) -> None:
    shown, made = as_it_is(ELSEWHERE), 0
    for _ in range(5):
        if step(ELSEWHERE, status, BEFORE, shown=shown, stood=True) == Step(Act.FORGET, BEFORE):
            shown = shown.after(Act.FORGET, ELSEWHERE, None)
        if step(ELSEWHERE, status, BEFORE, shown=shown, stood=False).act is Act.MAKE:
            shown, made = shown.after(Act.MAKE, ELSEWHERE, ELSEWHERE), made + 1

    assert made == MEANT - 1


def test_none_is_made_for_what_begins_at_once_has_begun_or_is_over() -> None:
    too_late = (STARTS - SOONEST + timedelta(seconds=1), STARTS, DURING, AFTER)

    assert {step(IN_VOICE, None, now, shown=FRESH) for now in too_late} == {Step(Act.NOTHING)}


def test_an_event_in_a_channel_is_begun_and_ended_and_one_elsewhere_does_so_by_itself() -> None:
    assert step(IN_VOICE, Status.SCHEDULED, STARTS) == Step(Act.BEGIN, ENDS)
    assert step(IN_VOICE, Status.ACTIVE, DURING) == Step(Act.NOTHING, ENDS)
    assert step(IN_VOICE, Status.ACTIVE, ENDS) == Step(Act.END)
    assert step(IN_VOICE, Status.COMPLETED, ENDS) == Step(Act.NOTHING)
    for status in (Status.SCHEDULED, Status.ACTIVE):
        for now in (STARTS, DURING, AFTER):
            assert step(ELSEWHERE, status, now) == Step(Act.NOTHING)


def test_one_that_never_began_is_removed_when_its_session_is_over() -> None:
    assert step(IN_VOICE, Status.SCHEDULED, AFTER) == Step(Act.REMOVE)


def test_an_event_that_was_deleted_or_ended_while_its_session_runs_stays_so() -> None:
    for status in (None, Status.COMPLETED, Status.CANCELLED):
        assert step(IN_VOICE, status, DURING, stood=True) == Step(Act.NOTHING)


def test_what_has_begun_cannot_be_moved_and_makes_room_for_another_one() -> None:
    earlier = replace(ELSEWHERE, starts_at=BEFORE - timedelta(minutes=1))

    assert step(ELSEWHERE, Status.ACTIVE, BEFORE, looks=earlier) == Step(Act.REMOVE, BEFORE)


def test_the_event_of_a_cancelled_session_stays_until_that_cannot_be_undone() -> None:
    event, until = Standing(Status.SCHEDULED, ELSEWHERE), BEFORE + timedelta(minutes=5)

    assert step_out(event, until, BEFORE) == Step(Act.NOTHING, until)
    assert step_out(event, until, until) == Step(Act.REMOVE)
    assert step_out(None, until, until) == Step(Act.NOTHING)
    assert step_out(replace(event, status=Status.CANCELLED), until, until) == Step(Act.NOTHING)


@given(
    st.builds(
        Shown, st.text("0123456789abcdef", max_size=12), st.integers(0, 9), st.integers(0, 99)
    )
)
def test_what_is_noted_comes_back_from_its_text(shown: Shown) -> None:
    assert Shown.parse(shown.text()) == shown
    assert shown.text().endswith("/0") is (shown.tries == 0)
    assert Shown.parse(None) == Shown()
