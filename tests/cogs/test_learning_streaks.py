"""A streak is seen by its member alone, unless they want the cohort to see it."""

from datetime import timedelta

import pytest
from simcord import MemberActor

from tests.cogs.learning_acts import PRIVATE, add, components
from tests.cogs.qa_acts import as_it_stands, cards_in, press, rows
from tests.world import World, card, seen

DAY = timedelta(days=1)
SHOW = "Show it to the cohort"


async def keep(world: World, who: MemberActor, pattern: str) -> None:
    """An entry on each day of an x; a day goes by after each."""
    for mark in pattern:
        if mark == "x":
            await add(world, who)
        await world.wait(DAY)


async def test_days_in_a_row_are_counted_for_their_member_alone(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await keep(world, ann, "xx.x")

    open_day = await ann.slash(world.home, "log streak")
    told = seen(await add(world, ann))
    kept = await ann.slash(world.home, "log streak")
    nothing = await ben.slash(world.home, "log streak")

    assert open_day.ephemeral
    assert "### 3 days in a row\n-# Your longest: 3 days\nToday is open" in seen(open_day)
    assert "This week's free day was Wednesday." in seen(open_day)
    assert rows(components(open_day)) <= 12
    assert "In your log. **4 days** in a row." in told
    assert "### 4 days in a row" in seen(kept)
    assert "Today counts already." in seen(kept)
    assert "No streak yet" in seen(nothing)
    assert SHOW not in seen(nothing)
    assert cards_in(world.home) == []


async def test_what_is_added_late_mends_nothing(world: World) -> None:
    ann = world.member("Ann")
    await keep(world, ann, "x...x")
    await world.wait(timedelta(0))

    await add(world, ann, day="tuesday")
    await add(world, ann, day="wednesday")

    assert "### 1 day in a row" in seen(await ann.slash(world.home, "log streak"))


async def test_a_planned_break_keeps_a_streak_and_is_ended_by_a_tap(world: World) -> None:
    ann = world.member("Ann")
    await keep(world, ann, "xx")
    shown = await ann.slash(world.home, "log streak")
    form = await press(ann, shown, "Plan a break")

    planned = await ann.submit_modal(form, {"first": "today", "last": "10 march"})
    told = seen(planned)
    await world.wait(6 * DAY)
    during = await ann.slash(world.home, "log streak")
    rests = seen(during)
    await press(ann, during, "End the break")
    after = as_it_stands(world, during)
    await world.wait(DAY)

    assert "Planned. Rest well!" in told
    assert "You rest until 10 March." in told
    assert "### 2 days in a row" in rests
    assert "Your break is over" in after
    assert "Today is open" in after
    assert "Plan a break" in after
    assert "### 2 days in a row" in seen(await ann.slash(world.home, "log streak"))


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("yesterday", "friday", "has been"),
        ("friday", "thursday", "before its first"),
        ("today", "23 march", "21 days at most"),
        ("1 may 2028", "2 may 2028", "over a year away"),
        ("soon", "friday", "Say the day like"),
        ("5/6", "1 august", "it may be two days"),
    ],
)
async def test_a_break_that_is_none_is_refused_in_words(
    world: World, first: str, last: str, why: str
) -> None:
    ann = world.member("Ann")
    form = await press(ann, await ann.slash(world.home, "log streak"), "Plan a break")

    told = await ann.submit_modal(form, {"first": first, "last": last})

    assert why in seen(told)


async def test_a_streak_is_shown_only_as_long_as_its_member_wants(world: World) -> None:
    ann = world.member("Ann")
    await keep(world, ann, "x")
    await add(world, ann)
    shown = await ann.slash(world.home, "log streak")

    await press(ann, shown, SHOW)
    said = as_it_stands(world, shown)
    (public,) = cards_in(world.home)
    await world.wait(DAY)
    await add(world, ann)
    (grown,) = cards_in(world.home)
    await press(ann, shown, PRIVATE)
    (hidden,) = cards_in(world.home)
    await add(world, ann, "More")
    (still,) = cards_in(world.home)

    assert "The cohort sees your streak" in said
    assert f"{ann.mention} keeps a learning log: **2 days in a row**" in card(public)
    assert "**3 days in a row**" in card(grown)
    for one in (hidden, still):
        assert "keeps this to themselves again" in card(one)
        assert "days" not in card(one)
    await press(ann, shown, SHOW)
    first, second = cards_in(world.home)
    assert "days" not in card(first)
    assert "**3 days in a row**" in card(second)
