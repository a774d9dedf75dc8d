"""The partner hears of what is other now, once, and not of how it came to that."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.contract import Method, Operation, State
from bot.domain.contract_news import (
    DONE,
    OPEN,
    About,
    Act,
    Change,
    as_text,
    net,
    operation_named,
    operation_of,
    subject_of,
    words,
)
from tests.domain.contracts import operations

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
A, B = Operation(Method.GET, "/a"), Operation(Method.GET, "/b")
A_LIVE = Operation(Method.GET, "/a", state=State.LIVE)


def told(*steps: tuple[Operation | None, Operation | None]) -> list[str]:
    """What is told of operations that were changed in these steps."""
    changes = [
        Change(
            number,
            1,
            Act.OPERATION,
            (before or after or A).name,
            as_text(before),
            as_text(after),
            NOON,
        )
        for number, (before, after) in enumerate(steps)
    ]
    return [words(one) for one in net(changes)]


def said(*steps: tuple[str, str], about: About = About.NEED, name: str = "GET /a") -> list[str]:
    """What is told of feedback #3 that went through these steps."""
    subject = subject_of(3, about, name)
    changes = [
        Change(number, 1, Act.FEEDBACK, subject, before, after, NOON)
        for number, (before, after) in enumerate(steps)
    ]
    return [words(one) for one in net(changes)]


def test_what_came_and_went_is_not_told() -> None:
    assert told((None, A), (A, None)) == []
    assert told((A, None), (None, A)) == []
    assert told((A, A_LIVE), (A_LIVE, A)) == []
    assert told((A, B), (B, A)) == []


def test_what_was_changed_in_several_steps_is_told_as_one() -> None:
    assert told((None, A), (A, A_LIVE)) == ["added `GET /a` (live)"]
    assert told((A, A_LIVE), (A_LIVE, None)) == ["took out `GET /a`"]
    assert told((A, B), (B, Operation(Method.GET, "/b", "All"))) == [
        "`GET /a`: now `GET /b`, purpose"
    ]


def test_whoever_looks_for_a_name_hears_what_it_stands_for_now() -> None:
    """Who calls `/a` has to know what that is, whichever way it came to be there."""
    expected = ["`GET /a`: planned \u2192 live", "added `GET /b` (planned)"]
    assert told((A, B), (None, A_LIVE)) == expected
    assert told((A, A_LIVE), (None, B)) == expected


def test_feedback_is_told_when_it_is_given_and_when_it_is_closed() -> None:
    assert said(("", OPEN)) == ["needs `GET /a` (feedback **#3**)"]
    assert said(("", OPEN), name="") == ["needs something (feedback **#3**)"]
    assert said(("", OPEN), about=About.BUG) == ["feedback **#3**: a bug, on `GET /a`"]
    assert said((OPEN, DONE)) == ["closed feedback **#3** `GET /a`"]
    assert said((DONE, OPEN)) == ["reopened feedback **#3** `GET /a`"]


def test_feedback_that_was_taken_back_or_closed_by_mistake_is_not_told() -> None:
    assert said(("", OPEN), (OPEN, DONE)) == []
    assert said((OPEN, DONE), (DONE, OPEN)) == []


few = st.builds(
    Operation,
    st.just(Method.GET),
    st.sampled_from("abcd"),
    state=st.sampled_from((State.PLANNED, State.LIVE)),
)


@given(st.lists(few, max_size=4, unique_by=lambda one: one.name), st.data())
def test_the_steps_do_not_matter_but_where_they_lead(
    start: list[Operation], data: st.DataObject
) -> None:
    """Whatever is done, what is told leads from what was to what is."""
    now = {one.name: one for one in start}
    changes: list[Change] = []
    for number in range(data.draw(st.integers(0, 8))):
        before = data.draw(st.sampled_from([None, *now.values()]))
        after = data.draw(st.none() | few)
        is_taken = after is not None and after.name in now and after.name != (before or A).name
        if is_taken or (before is None and after is None):
            continue
        subject = (before or after or A).name
        if before:
            del now[before.name]
        if after:
            now[after.name] = after
        text = (as_text(before), as_text(after))
        changes.append(Change(number, 1, Act.OPERATION, subject, *text, NOON))

    known = {one.name: one for one in start}
    news = net(changes)
    for one in news:
        if before := operation_of(one.before):
            assert known.pop(before.name) == before
    for one in news:
        if after := operation_of(one.after):
            assert after.name not in known
            known[after.name] = after
    assert known == now


@given(operations)
def test_an_operation_is_kept_as_it_is_and_found_by_its_name(operation: Operation) -> None:
    assert operation_of(as_text(operation)) == operation
    named = operation_named(operation.name)
    assert named is not None
    assert (named.method, named.path) == (operation.method, operation.path)


def test_what_names_no_method_or_no_path_is_no_operation() -> None:
    for name in ("", "/a", "GET", "GET ", "LOOK /a"):
        assert operation_named(name) is None
