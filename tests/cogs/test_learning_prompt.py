"""Who wants it is asked once a week what their week was, on their own clocks, and nobody else."""

from datetime import UTC, datetime, timedelta

from simcord import InteractionResult, MemberActor

from bot.domain.log import LogKind
from tests.cogs.learning_acts import entries, pick
from tests.cogs.qa_acts import as_it_stands
from tests.guards import forge
from tests.world import World, fields, seen, texts

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
FRIDAY = datetime(2026, 3, 6, 18, tzinfo=UTC)


def letters(world: World, member: MemberActor) -> list[str]:
    """All that was written to a member alone."""
    channel = world.env.backend.get_dm_channel(member.id)
    found = world.env.backend.messages.get(channel.id, {}).values()
    return ["\n".join(texts(one.components)) for one in found]


async def want(
    world: World, who: MemberActor, *, weekday: str = "4", hour: str = ""
) -> InteractionResult:
    shown = await who.slash(world.home, "log prompt")
    await pick(who, shown, "log:weekday", weekday)
    if hour:
        await pick(who, shown, "log:hour", hour)
    return shown


async def until(world: World, moment: datetime) -> None:
    await world.wait(moment - world.env.now())


async def in_letter(
    world: World, who: MemberActor, road: str, guild_id: int | None = None
) -> InteractionResult:
    """Press a button on a letter of Nexus's."""
    name = f"{road}:{guild_id or world.guild.id}"
    return await forge.press(who.user, who.user.dm_channel, name)


async def test_nobody_is_asked_who_has_not_chosen_to_be(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    shown = await ben.slash(world.home, "log prompt")
    await want(world, ann)

    await until(world, FRIDAY + HOUR)
    await world.wait(7 * DAY)

    assert shown.ephemeral
    assert "I can ask you that by direct message" in seen(shown)
    assert len(letters(world, ann)) == 3
    assert letters(world, ben) == []


async def test_the_question_comes_on_their_day_and_hour_once_a_week(world: World) -> None:
    ann = world.member("Ann")
    await ann.slash(world.home, "me timezone", zone="Nairobi")  # three hours ahead

    shown = await want(world, ann, weekday="4", hour="20")
    hello = letters(world, ann)
    await until(world, FRIDAY - HOUR - MINUTE)
    before = letters(world, ann)
    await world.wait(2 * MINUTE)
    asked = letters(world, ann)
    await world.restart()
    for _ in range(3):
        await world.wait(HOUR)
    later = letters(world, ann)
    await world.wait(7 * DAY)

    assert "each **Friday at 20:00** of yours" in as_it_stands(world, shown)
    assert f"<t:{(FRIDAY - HOUR).timestamp():.0f}:F>" in as_it_stands(world, shown)
    assert [("Hello!" in one) for one in hello] == [True]
    assert before == hello
    assert "How was your week in ALX ProDev?" in asked[1]
    assert later == asked
    assert len(letters(world, ann)) == 3


async def test_who_moves_is_asked_by_their_new_clocks(world: World) -> None:
    ann = world.member("Ann")
    await want(world, ann, hour="18")
    await ann.slash(world.home, "me timezone", zone="Nairobi")

    await until(world, FRIDAY - 3 * HOUR + MINUTE)

    assert len(letters(world, ann)) == 2


async def test_three_lines_become_three_entries(world: World) -> None:
    ann = world.member("Ann")
    await want(world, ann)
    await until(world, FRIDAY + MINUTE)

    form = await in_letter(world, ann, "log:week")
    assert list(fields(form)) == ["done", "hard", "next"]
    told = await forge.submit(
        ann.user,
        ann.user.dm_channel,
        f"log:weekly:{world.guild.id}",
        {"done": "Login works\nWith tests.", "hard": "Slow lists", "next": "Pagination"},
    )

    assert "3 entries are in your log" in seen(told)
    kept = [one.words for one in await entries(world, ann)]
    assert [(one.kind, one.title, one.text) for one in kept] == [
        (LogKind.DONE, "Login works", "With tests."),
        (LogKind.CHALLENGE, "Slow lists", ""),
        (LogKind.NEXT_STEP, "Pagination", ""),
    ]


async def test_a_line_may_stay_empty_and_three_are_nothing(world: World) -> None:
    ann = world.member("Ann")
    shown = await ann.slash(world.home, "log prompt")
    assert shown.response is not None
    form = await ann.click(shown.response.message, label="Write it down")

    nothing = await ann.submit_modal(form, {"done": "", "hard": " ", "next": ""})
    form = await ann.click(shown.response.message, label="Write it down")
    told = await ann.submit_modal(form, {"done": "", "hard": "", "next": "Docs"})

    assert "all three lines empty" in seen(nothing)
    assert "1 entry is in your log" in seen(told)


async def test_one_tap_in_the_letter_stops_it(world: World) -> None:
    ann = world.member("Ann")
    await want(world, ann)
    await until(world, FRIDAY + MINUTE)

    told = await in_letter(world, ann, "log:quiet")
    await world.wait(15 * DAY)

    assert "I won't ask any more" in seen(told)
    assert len([one for one in letters(world, ann) if "How was your week" in one]) == 1
    assert "I can ask you that" in seen(await ann.slash(world.home, "log prompt"))


async def test_a_letter_of_another_guild_opens_nothing(world: World) -> None:
    """Its button names the guild: whoever was never written to from there has no letter of it."""
    ann = world.member("Ann")
    await want(world, ann)
    beyond = world.another_guild("Next door")

    for road in ("log:week", "log:weekly", "log:quiet"):
        told = await in_letter(world, ann, road, beyond.id)
        assert told.modal is None
        assert "older version" in seen(told)
    here = await forge.press(ann, world.home, f"log:week:{beyond.id}")
    assert "older version" in seen(here)


async def test_who_takes_no_messages_hears_so_at_once_and_is_not_asked(world: World) -> None:
    ann = world.member("Ann")
    place = (await (await world.bot.fetch_user(ann.id)).create_dm()).id
    shown = await ann.slash(world.home, "log prompt")
    world.env.inject_error("POST", f"/channels/{place}/messages", status=403, code=50007)

    told = await pick(ann, shown, "log:weekday", "4")
    await world.wait(8 * DAY)

    assert "Privacy Settings" in seen(told)
    assert letters(world, ann) == []
