"""What a member tells Nexus of themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from simcord import InteractionResult, MemberActor

from bot.domain.availability import Availability, Part
from bot.domain.reminders import Offset
from db import members
from tests.cogs.qa_acts import as_it_stands, rows
from tests.guards import forge
from tests.world import World, seen


async def test_a_member_finds_their_zone_by_city_and_hears_it_back(world: World) -> None:
    ann = world.member("Ann")

    offered = await ann.autocomplete(world.home, "me timezone", "zone", "lag")
    answer = await ann.slash(world.home, "me timezone", zone=offered[0]["value"])

    assert offered[0] == {"name": "Lagos (Africa), now 13:00", "value": "Africa/Lagos"}
    assert answer.ephemeral
    assert "Your time zone is **Lagos (Africa), now 13:00**" in seen(answer)


async def test_a_zone_is_found_by_what_the_watch_shows(world: World) -> None:
    ann = world.member("Ann")

    offered = await ann.autocomplete(world.home, "me timezone", "zone", "15:00")

    assert "Africa/Nairobi" in [one["value"] for one in offered]


async def test_a_zone_that_does_not_exist_is_refused_with_a_way_on(world: World) -> None:
    ann = world.member("Ann")

    answer = await ann.slash(world.home, "me timezone", zone="Atlantis")

    assert answer.ephemeral
    assert "Type your city and choose from the list" in seen(answer)


def selects(components: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The selects of a card, by what leads there."""
    found: dict[str, Mapping[str, Any]] = {}
    for one in components:
        found |= selects(one.get("components", ()))
        if "options" in one:
            found[one["custom_id"]] = one
    return found


def ticked(world: World, shown: InteractionResult, name: str) -> list[str]:
    """What is chosen already in a select of a card, as it stands."""
    assert shown.response is not None
    message = shown.response.message
    stored = world.env.backend.get_message(message.channel.id, message.id)
    options = selects(stored.components)[name]["options"]
    return [one["label"] for one in options if one.get("default")]


async def pick(
    who: MemberActor, shown: InteractionResult, name: str, *values: str
) -> InteractionResult:
    assert shown.response is not None
    return await who.select(shown.response.message, values, custom_id=name)


async def known_of(world: World, who: MemberActor) -> Availability | None:
    async with world.bot.db.read() as session:
        return await members.availability(session, world.guild.id, who.id)


async def test_a_member_says_when_they_have_time_and_hears_it_back(world: World) -> None:
    ann = world.member("Ann")
    await ann.slash(world.home, "me timezone", zone="Africa/Lagos")

    shown = await ann.slash(world.home, "me availability")
    before = seen(shown)
    await pick(ann, shown, "profile:weekdays", "evening", "early")
    weekdays = as_it_stands(world, shown)
    await pick(ann, shown, "profile:weekends", "morning", "afternoon", "night")
    both = as_it_stands(world, shown)

    assert shown.ephemeral
    assert "Monday to Friday: not said yet" in before
    assert "Monday to Friday: **early and evening**" in weekdays
    assert "Saturday and Sunday: no time" in weekdays
    assert "Monday to Friday: **early and evening**" in both
    assert "Saturday and Sunday: **morning, afternoon and night**" in both
    assert "in your time zone, **Lagos (Africa)**" in both
    assert await known_of(world, ann) == Availability(
        weekdays=frozenset({Part.EARLY, Part.EVENING}),
        weekends=frozenset({Part.MORNING, Part.AFTERNOON, Part.NIGHT}),
    )


async def test_the_card_comes_with_what_was_saved_after_a_restart_too(world: World) -> None:
    ann = world.member("Ann")
    old = await ann.slash(world.home, "me availability")
    await pick(ann, old, "profile:weekdays", "evening", "night")

    await world.restart()
    shown = await ann.slash(world.home, "me availability")
    await pick(ann, old, "profile:weekends", "early")

    chosen = ["Evening, 17:00 to 21:00", "Night, 21:00 to 24:00"]
    assert ticked(world, shown, "profile:weekdays") == chosen
    assert ticked(world, shown, "profile:weekends") == []
    assert ticked(world, old, "profile:weekdays") == chosen
    assert ticked(world, old, "profile:weekends") == ["Early, 06:00 to 09:00"]


async def test_choosing_nothing_clears_it(world: World) -> None:
    ann = world.member("Ann")
    shown = await ann.slash(world.home, "me availability")
    await pick(ann, shown, "profile:weekdays", "evening")
    await pick(ann, shown, "profile:weekends", "morning")

    await pick(ann, shown, "profile:weekdays")
    half = await known_of(world, ann)
    await pick(ann, shown, "profile:weekends")

    assert half == Availability(weekends=frozenset({Part.MORNING}))
    assert await known_of(world, ann) is None
    assert "Saturday and Sunday: not said yet" in as_it_stands(world, shown)


async def test_a_member_without_a_zone_is_told_where_to_say_it(world: World) -> None:
    ann = world.member("Ann")

    shown = await ann.slash(world.home, "me availability")
    await pick(ann, shown, "profile:weekdays", "evening")
    without = as_it_stands(world, shown)
    await ann.slash(world.home, "me timezone", zone="Africa/Cairo")
    again = await ann.slash(world.home, "me availability")

    assert "I don't know your time zone yet" in without
    assert "</me timezone:" in without
    assert "Monday to Friday: **evening**" in seen(again)
    assert "in your time zone, **Cairo (Africa)**" in seen(again)


async def test_members_choose_the_reminders_that_they_want(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")

    shown = await ann.slash(world.home, "me reminders")
    before, all_of_them = seen(shown), ticked(world, shown, "profile:reminders")
    await pick(ann, shown, "profile:reminders", "60", "0")
    some = as_it_stands(world, shown)
    await world.restart()
    again = await ann.slash(world.home, "me reminders")

    assert shown.ephemeral
    assert "**a day before, an hour before and at the start**" in before
    assert all_of_them == ["A day before", "An hour before", "At the start"]
    assert "go to: **an hour before and at the start**" in some
    assert "go to: **an hour before and at the start**" in seen(again)
    assert ticked(world, again, "profile:reminders") == ["An hour before", "At the start"]
    async with world.bot.db.read() as session:
        assert await members.unwanted(session, world.guild.id, ann.id) == {Offset.DAY}
        assert await members.unwanted(session, world.guild.id, ben.id) == frozenset()


async def test_whoever_wants_no_reminders_gets_none_until_they_do(world: World) -> None:
    ann = world.member("Ann")
    shown = await ann.slash(world.home, "me reminders")

    await pick(ann, shown, "profile:reminders")
    none = as_it_stands(world, shown)
    await pick(ann, shown, "profile:reminders", "1440")

    assert "I remind you of no study session" in none
    assert "go to: **a day before**" in as_it_stands(world, shown)


async def test_a_choice_of_another_version_is_refused_and_changes_nothing(world: World) -> None:
    ann = world.member("Ann")
    await pick(ann, await ann.slash(world.home, "me availability"), "profile:weekdays", "evening")

    for road in ("profile:weekdays", "profile:reminders"):
        answer = await forge.press(ann, world.home, road, "dawn")
        assert answer.ephemeral
        assert "older version" in seen(answer)

    assert await known_of(world, ann) == Availability(weekdays=frozenset({Part.EVENING}))
    reminders = await ann.slash(world.home, "me reminders")
    assert len(ticked(world, reminders, "profile:reminders")) == 3


async def test_these_cards_fit_a_phone(world: World) -> None:
    ann = world.member("Ann")
    shown = await ann.slash(world.home, "me availability")
    await pick(ann, shown, "profile:weekdays", *Part)
    await pick(ann, shown, "profile:weekends", *Part)
    reminders = await ann.slash(world.home, "me reminders")

    for one, menus in ((shown, 2), (reminders, 1)):
        assert one.response is not None
        message = one.response.message
        stored = world.env.backend.get_message(message.channel.id, message.id)
        assert rows(stored.components) + menus <= 12
