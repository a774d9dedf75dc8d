"""Sessions are moved, left out, edited, cancelled, brought back and handed over."""

from datetime import UTC, datetime, timedelta

import discord
import pytest
from simcord import InteractionResult, MemberActor

from tests.cogs.study_acts import again, cards_in, pinged, post, press, stamp, thread_of
from tests.cogs.tending_acts import (
    UNDO,
    card_of,
    custom_id,
    labels,
    message_of,
    rows,
    said_in,
    series,
    submit,
)
from tests.guards import forge
from tests.world import World, card, fields, seen

FRIDAY = datetime(2026, 3, 6, 17, tzinfo=UTC)  # 18:00 in Lagos
DAY, WEEK, MINUTE = timedelta(days=1), timedelta(days=7), timedelta(minutes=1)


@pytest.fixture
def ann(world: World) -> MemberActor:
    """She hosts."""
    return world.member("Ann")


async def move(
    world: World, who: MemberActor, when: str = "sat 19:00", session: str = "1", **more: str
) -> InteractionResult:
    """Ask to move it: what comes back is the preview."""
    return await who.slash(world.home, "session move", session=session, when=when, **more)


async def cancel(
    world: World, who: MemberActor, session: str = "1", **more: str
) -> InteractionResult:
    return await who.slash(world.home, "session cancel", session=session, **more)


SATURDAY = FRIDAY + DAY + timedelta(hours=1)


# Moved


async def test_a_new_time_is_shown_beside_the_old_one_before_anything_is_saved(
    world: World, ann: MemberActor
) -> None:
    message = await post(world, ann)

    shown = await move(world, ann)
    preview = seen(shown)
    before = await again(world, message)
    told = await press(ann, shown, "Move it")

    assert shown.ephemeral
    assert f"from <t:{FRIDAY.timestamp():.0f}:F>\nto {stamp(SATURDAY)}" in preview
    assert "Nothing is saved yet" in preview
    assert stamp(FRIDAY) in before
    assert f"is moved to {stamp(SATURDAY)}" in seen(told)
    assert stamp(SATURDAY) in await again(world, message)


async def test_a_time_is_read_in_the_sessions_zone_and_not_in_the_callers(
    world: World, ann: MemberActor
) -> None:
    await post(world, ann, "fri 18:00 Lagos")
    await ann.slash(world.home, "me timezone", zone="America/New_York")

    assert stamp(SATURDAY) in seen(await move(world, ann))


async def test_where_a_session_has_no_zone_the_callers_is_meant(
    world: World, ann: MemberActor
) -> None:
    await post(world, ann, "in 2 hours")

    asked = await move(world, ann)
    await ann.slash(world.home, "me timezone", zone="Africa/Nairobi")
    shown = await move(world, ann)

    assert "I don't know your time zone yet" in seen(asked)
    assert stamp(SATURDAY - timedelta(hours=2)) in seen(shown)


async def test_it_is_left_where_it_is(world: World, ann: MemberActor) -> None:
    message = await post(world, ann)

    told = await press(ann, await move(world, ann), "Leave it")

    assert "Session **#1** stays as it was" in seen(told)
    assert stamp(FRIDAY) in await again(world, message)


async def test_in_its_own_thread_a_session_need_not_be_named(
    world: World, ann: MemberActor
) -> None:
    thread = thread_of(world, await post(world, ann))

    shown = await ann.slash(thread, "session move", when="sat 19:00")
    elsewhere = await ann.slash(world.home, "session move", when="sat 19:00")

    assert "### Move #1 JWT from scratch" in seen(shown)
    assert "Which session do you mean?" in seen(elsewhere)


async def test_those_who_were_coming_are_asked_again_in_the_thread(
    world: World, ann: MemberActor
) -> None:
    message = await post(world, ann)
    ben, cy, dee = (world.member(name) for name in ("Ben", "Cy", "Dee"))
    await ben.click(message, label="Going")
    await cy.click(message, label="Maybe")
    await dee.click(message, label="Can't")

    await press(ann, await move(world, ann), "Move it")

    (notice,) = cards_in(thread_of(world, message))
    assert pinged(world, notice) == [ben.id, cy.id]
    assert f"is moved from <t:{FRIDAY.timestamp():.0f}:F> to {stamp(SATURDAY)}" in card(notice)
    still = await ben.click(notice, label="Still coming")
    now_going = await cy.click(notice, label="Still coming")
    assert seen(still) == "Good: you still come to session **#1**."
    assert "You are going to session **#1**" in seen(now_going)
    await ben.click(notice, label="Can't")
    assert f"**2 going**, 2 can't\n{ann.mention} and {cy.mention}" in await again(world, message)


async def test_a_notice_of_a_time_that_is_no_longer_true_is_not_posted(
    world: World, ann: MemberActor
) -> None:
    """Discord does not take the first notice, and the session is moved again meanwhile."""
    message = await post(world, ann)
    await world.member("Ben").click(message, label="Going")
    path = f"/channels/{thread_of(world, message).id}/messages"
    world.env.inject_error("POST", path, status=403, times=2)

    await press(ann, await move(world, ann), "Move it")
    await press(ann, await move(world, ann, "sun 19:00"), "Move it")
    for _ in range(3):
        await world.wait(2 * MINUTE)

    (notice,) = said_in(thread_of(world, message))
    assert stamp(SATURDAY + DAY) in notice


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("today 11:00", "has already passed"),
        ("2027-12-01 18:00", "more than a year away"),
        ("fri 18:00", "is on <t:1772816400:F> already"),
        ("soon", "I can't find a time in that"),
        ("sat 19:00 for 90m", "does not change how long it lasts: </session edit:"),
    ],
)
async def test_a_time_that_cannot_be_is_refused(
    world: World, ann: MemberActor, when: str, words: str
) -> None:
    await post(world, ann)

    refused = await move(world, ann, when)

    assert refused.ephemeral
    assert words in seen(refused)


async def test_a_preview_that_lies_until_its_time_has_passed_moves_nothing(
    world: World, ann: MemberActor
) -> None:
    await post(world, ann)
    shown = await move(world, ann, "in 10 minutes")

    await world.wait(11 * MINUTE)

    assert "has already passed" in seen(await press(ann, shown, "Move it"))


async def test_a_preview_from_before_a_restart_moves_it_after_it(
    world: World, ann: MemberActor
) -> None:
    message = await post(world, ann)
    shown = await move(world, ann)

    await world.restart()
    await press(ann, shown, "Move it")

    assert stamp(SATURDAY) in await again(world, message)


async def test_pressing_move_it_twice_moves_it_once_and_asks_once(
    world: World, ann: MemberActor
) -> None:
    message = await post(world, ann)
    await world.member("Ben").click(message, label="Going")
    shown = await move(world, ann)
    button = custom_id(shown, "Move it")

    await press(ann, shown, "Move it")
    twice = await forge.press(ann, world.home, button)

    assert "already" in seen(twice)
    assert len(said_in(thread_of(world, message))) == 1


async def test_a_host_and_a_moderator_who_move_it_at_once_do_not_overrule_each_other_unseen(
    world: World, ann: MemberActor
) -> None:
    message, mo = await post(world, ann), world.moderator()
    hers = await move(world, ann)
    his = await move(world, mo, "sun 19:00")

    await press(mo, his, "Move it")
    refused = await press(ann, hers, "Move it")

    assert f"Somebody moved **#1** meanwhile: it is on <t:{_unix(SATURDAY + DAY)}:F>" in seen(
        refused
    )
    assert stamp(SATURDAY + DAY) in await again(world, message)


def _unix(at: datetime) -> str:
    return f"{at.timestamp():.0f}"


async def test_only_its_host_and_moderators_move_it_whatever_they_press(
    world: World, ann: MemberActor
) -> None:
    message, eve = await post(world, ann), world.member("Eve")
    button = custom_id(await move(world, ann), "Move it")

    refused = [await move(world, eve), await forge.press(eve, world.home, button)]

    for one in refused:
        assert f"Only {ann.mention}, who hosts it, or a moderator can move **#1**" in seen(one)
        assert one.ephemeral
    assert stamp(FRIDAY) in await again(world, message)


async def test_another_guilds_session_is_out_of_reach(world: World, ann: MemberActor) -> None:
    await post(world, ann)
    button = custom_id(await move(world, ann), "Move it")
    other = world.another_guild("Elsewhere")
    there, zed = other.create_text_channel("prodevprojectnexus"), world.moderator(guild=other)

    for one in (
        await zed.slash(there, "session move", session="1", when="in 1 hour"),
        await forge.press(zed, there, button),
        await forge.press(zed, there, "study:undo:1"),
        await zed.slash(there, "session cancel", session="1", reason="Mine"),
    ):
        assert "There is no session #1 here" in seen(one)


async def test_whoever_may_manage_events_looks_after_sessions_as_well(
    world: World, ann: MemberActor
) -> None:
    message = await post(world, ann)
    allowed = discord.Permissions(manage_events=True)
    eli = world.member("Eli", world.guild.create_role("Events", permissions=allowed))

    await press(eli, await move(world, eli), "Move it")

    assert stamp(SATURDAY) in await again(world, message)
    assert pinged(world, cards_in(thread_of(world, message))[-1]) == [ann.id]


async def test_a_time_that_may_be_read_in_two_ways_is_asked_for_and_then_shown(
    world: World, ann: MemberActor
) -> None:
    message = await post(world, ann)

    asked = await move(world, ann, "sat 7")
    question = seen(asked)
    await world.restart()
    shown = await press(ann, asked, "Sat 7 Mar 19:00 Lagos")
    preview = seen(shown)
    await press(ann, shown, "Move it")

    assert "“sat 7” may be read in more than one way." in question
    assert stamp(SATURDAY - timedelta(hours=12)) in question
    assert f"to {stamp(SATURDAY)}" in preview
    assert stamp(SATURDAY) in await again(world, message)


# Series


async def test_a_series_of_so_many_times_has_as_many_when_all_that_follow_are_moved(
    world: World, ann: MemberActor
) -> None:
    await post(world, ann, repeats="weekly on mon, fri 6 times")

    shown = await move(world, ann, "2026-03-10 18:00", "2", scope="all")
    preview = seen(shown)
    await press(ann, shown, "Move them")

    days = (0, 4, 8, 11, 15, 18)  # a Friday; and from then on Tuesdays and Saturdays
    assert "every week on Tuesday and Saturday, 5 times" in preview
    await world.wait(2 * WEEK)
    coming = await listed(world, ann)
    starts = [FRIDAY + day * DAY for day in days]
    assert [stamp(one) in coming for one in starts if one > world.env.now()] == [True] * 3
    assert coming.count("JWT from scratch") == 3


async def listed(world: World, who: MemberActor) -> str:
    """All pages of what is coming."""
    shown = await who.slash(world.home, "session list")
    pages = [seen(shown)]
    while "Later" in pages[-1].split("\n"):
        shown = await press(who, shown, "Later")
        pages.append(seen(shown))
    return "\n".join(pages)


async def test_one_of_a_series_is_moved_and_the_others_stay(world: World, ann: MemberActor) -> None:
    await series(world, ann)

    shown = await move(world, ann)
    preview = seen(shown)
    await press(ann, shown, "Move it")

    coming = await listed(world, ann)
    assert "Only this one: those that follow stay as they are." in preview
    assert stamp(SATURDAY) in coming
    assert [stamp(FRIDAY + week * WEEK) in coming for week in range(4)] == [
        False,
        True,
        True,
        True,
    ]


async def test_all_that_follow_are_moved_with_it(world: World, ann: MemberActor) -> None:
    message = await series(world, ann)

    shown = await move(world, ann, scope="all")
    preview = seen(shown)
    told = await press(ann, shown, "Move them")

    assert f"every week, then <t:{_unix(SATURDAY + WEEK)}:d>" in preview
    assert "The same goes for 3 sessions after it." in seen(told)
    coming = await listed(world, ann)
    for week in range(4):
        assert stamp(SATURDAY + week * WEEK) in coming
        assert stamp(FRIDAY + week * WEEK) not in coming
    assert stamp(SATURDAY) in await again(world, message)


async def test_what_does_not_repeat_has_none_that_follow(world: World, ann: MemberActor) -> None:
    await post(world, ann)

    for refused in (
        await move(world, ann, scope="all"),
        await cancel(world, ann, scope="all"),
        await ann.slash(world.home, "session edit", session="1", topic="New", scope="all"),
        await ann.slash(world.home, "session skip", session="1"),
    ):
        assert "does not repeat" in seen(refused)


async def test_a_session_is_not_moved_onto_another_of_its_series(
    world: World, ann: MemberActor
) -> None:
    await series(world, ann)

    refused = await move(world, ann, "2026-03-13 18:00")

    assert "Session **#2** of the same series has that time" in seen(refused)


async def test_one_that_is_left_out_gives_its_place_to_the_next_after_five_minutes(
    world: World, ann: MemberActor
) -> None:
    await series(world, ann)

    told = await ann.slash(world.home, "session skip", session="1")
    await world.wait(4 * MINUTE)
    at_first = said_in(world.home)
    await world.wait(2 * MINUTE)

    assert "is left out. The series goes on." in seen(told)
    assert "**Cancelled** by" in await again(world, message_of(world, 1))
    assert len(at_first) == 1
    assert stamp(FRIDAY + WEEK) in card_of(world, 2)
    assert stamp(FRIDAY + 4 * WEEK) in await listed(world, ann)  # a fourth one is made


async def test_one_that_was_left_out_by_mistake_is_the_next_again(
    world: World, ann: MemberActor
) -> None:
    message = await series(world, ann)
    told = await ann.slash(world.home, "session skip", session="1")
    await world.wait(4 * MINUTE)

    back = await press(ann, told, "Undo")
    await world.wait(2 * MINUTE)

    assert f"takes place after all: {stamp(FRIDAY)}" in seen(back)
    assert "**1 going**" in await again(world, message)
    assert len(cards_in(world.home)) == 1


async def test_a_series_ends_when_it_and_all_that_follow_are_cancelled(
    world: World, ann: MemberActor
) -> None:
    await series(world, ann)

    told = await cancel(world, ann, scope="all", reason="The course is over")
    said = seen(told)
    empty = await listed(world, ann)
    back = await press(ann, told, "Undo")
    await world.wait(UNDO)

    assert "The same goes for 3 sessions after it. The series ends with it." in said
    assert "No session is planned yet" in empty
    assert "The same goes for 3 sessions after it." in seen(back)
    coming = await listed(world, ann)
    assert all(stamp(FRIDAY + week * WEEK) in coming for week in range(4))


async def test_a_series_that_was_ended_stays_so(world: World, ann: MemberActor) -> None:
    await series(world, ann)
    await cancel(world, ann, scope="all")

    await world.wait(UNDO)
    await world.wait(2 * MINUTE)

    assert "No session is planned yet" in await listed(world, ann)
    assert len(cards_in(world.home)) == 1


# Cancelled


async def test_a_cancelled_session_says_so_at_once_and_pings_when_it_is_certain(
    world: World, ann: MemberActor
) -> None:
    message, ben = await post(world, ann), world.member("Ben")
    await ben.click(message, label="Going")

    told = await cancel(world, ann, reason="I am ill")
    shown = await again(world, message)
    at_first = said_in(thread_of(world, message))
    await world.wait(UNDO)

    assert "Its card says so." in seen(told)
    assert f"**Cancelled** by {ann.mention}: I am ill\nUndo" in shown
    assert at_first == []
    (notice,) = cards_in(thread_of(world, message))
    assert pinged(world, notice) == [ben.id]
    assert f"**Cancelled** by {ann.mention}: I am ill" in card(notice)
    assert "Undo" not in await again(world, message)


@pytest.mark.parametrize("on_the_card", [True, False])
async def test_undo_brings_it_back_and_nobody_ever_hears_of_it(
    world: World, ann: MemberActor, *, on_the_card: bool
) -> None:
    message, ben = await post(world, ann), world.member("Ben")
    await ben.click(message, label="Going")
    before = await again(world, message)
    told = await cancel(world, ann)
    await again(world, message)
    await world.wait(3 * MINUTE)

    back = await (ann.click(message, label="Undo") if on_the_card else press(ann, told, "Undo"))
    await world.wait(UNDO)

    assert f"takes place after all: {stamp(FRIDAY)}" in seen(back)
    assert await again(world, message) == before
    assert said_in(thread_of(world, message)) == []


async def test_undo_after_a_restart_and_undo_that_comes_too_late(
    world: World, ann: MemberActor
) -> None:
    message = await post(world, ann)
    first = await cancel(world, ann)
    await world.restart()
    await press(ann, first, "Undo")
    second = await cancel(world, ann)
    button = custom_id(second, "Undo")

    await world.wait(UNDO)
    late = await press(ann, second, "Undo")
    forged = await forge.press(ann, world.home, button)

    assert "the time to undo it is over" in seen(late)
    assert "the time to undo it is over" in seen(forged)
    assert "**Cancelled**" in await again(world, message)


async def test_pressing_undo_twice_says_that_there_is_nothing_left_to_undo(
    world: World, ann: MemberActor
) -> None:
    message = await post(world, ann)
    told = await cancel(world, ann)
    button = custom_id(told, "Undo")

    await press(ann, told, "Undo")

    assert "nothing to undo" in seen(await forge.press(ann, world.home, button))
    assert "**1 going**" in await again(world, message)


async def test_undo_is_for_the_host_and_moderators(world: World, ann: MemberActor) -> None:
    message, eve, mo = await post(world, ann), world.member("Eve"), world.moderator()
    await cancel(world, ann)
    await again(world, message)

    refused = await eve.click(message, label="Undo")
    back = await mo.click(message, label="Undo")

    assert f"Only {ann.mention}, who hosts it, or a moderator" in seen(refused)
    assert back.ephemeral
    assert "takes place after all" in seen(back)
    assert "**1 going**" in await again(world, message)


async def test_what_starts_soon_is_told_at_once_and_has_no_undo(
    world: World, ann: MemberActor
) -> None:
    message, ben = await post(world, ann, "in 14 minutes"), world.member("Ben")
    await ben.click(message, label="Maybe")

    told = await cancel(world, ann)

    assert "all who were coming hear of it now" in seen(told)
    assert "Undo" not in seen(told)
    assert "Undo" not in await again(world, message)
    (notice,) = cards_in(thread_of(world, message))
    assert pinged(world, notice) == [ben.id]


async def test_whoever_changed_their_mind_meanwhile_is_not_pinged(
    world: World, ann: MemberActor
) -> None:
    message, ben, cy = await post(world, ann), world.member("Ben"), world.member("Cy")
    for one in (ben, cy):
        await one.click(message, label="Going")
    await cancel(world, ann)

    await forge.press(cy, world.home, "study:cant:1")
    await world.wait(UNDO)

    (notice,) = cards_in(thread_of(world, message))
    assert pinged(world, notice) == [ben.id, cy.id]  # a cancelled session takes no word any more


async def test_clicks_on_the_old_card_of_a_cancelled_session_are_answered_kindly(
    world: World, ann: MemberActor
) -> None:
    await post(world, ann)
    await cancel(world, ann)

    for road in ("going", "maybe", "cant", "still"):
        told = await forge.press(world.member("Ben" + road), world.home, f"study:{road}:1")
        assert "Session **#1** is cancelled. `/session list` shows what comes next." in seen(told)


async def test_it_is_cancelled_once(world: World, ann: MemberActor) -> None:
    await post(world, ann)
    await cancel(world, ann)

    for refused in (
        await cancel(world, world.moderator(), reason="Twice"),
        await move(world, ann),
        await ann.slash(world.home, "session edit", session="1"),
    ):
        assert "Session **#1** is cancelled already" in seen(refused)


async def test_a_thread_that_was_deleted_keeps_nobody_from_hearing(
    world: World, ann: MemberActor
) -> None:
    message, ben = await post(world, ann), world.member("Ben")
    await ben.click(message, label="Going")
    world.env.backend.delete_channel(thread_of(world, message).id)
    await world.env.settle()

    await cancel(world, ann)
    await world.wait(UNDO)
    await world.wait(2 * MINUTE)

    notice = cards_in(world.home)[-1]
    assert "**Cancelled** by" in card(notice)
    assert pinged(world, notice) == [ben.id]


# Edited


async def edit(
    world: World, who: MemberActor, session: str = "1", **more: str | int
) -> InteractionResult:
    return await who.slash(world.home, "session edit", session=session, **more)


async def test_what_is_said_is_changed_and_everybody_sees_it(
    world: World, ann: MemberActor
) -> None:
    message = await post(world, ann)

    told = await edit(world, ann, topic="JWT in depth", duration="2 hours", seats=5)

    assert "**#1 JWT in depth** is changed" in seen(told)
    shown = await again(world, message)
    assert "### Session #1 · JWT in depth" in shown
    assert f"2 hours, hosted by {ann.mention}" in shown
    assert "**1 of 5 going**" in shown
    assert str(thread_of(world, message).name).endswith("JWT in depth")


async def test_fewer_seats_than_people_are_refused_and_more_go_to_those_who_wait(
    world: World, ann: MemberActor
) -> None:
    message, ben = await post(world, ann), world.member("Ben")
    await edit(world, ann, seats=1)
    waiting = await ben.click(message, label="Going")

    refused = await edit(world, ann, seats=0)
    await edit(world, ann, seats=3)
    too_few = await edit(world, ann, seats=1)

    assert "You are number 1 on the waiting list" in seen(waiting)
    assert "is changed" in seen(refused)
    assert "2 are going to **#1** already, so that 1 seats are too few" in seen(too_few)
    (notice,) = cards_in(thread_of(world, message))
    assert pinged(world, notice) == [ben.id]
    assert "you have a seat" in card(notice)
    assert "**2 of 3 going**" in await again(world, message)


async def test_without_options_the_form_shows_what_is_there(world: World, ann: MemberActor) -> None:
    message = await post(world, ann)
    form = await edit(world, ann)
    await submit(ann, form, description="We write one.", link="https://meet.example.org/a")

    second = await edit(world, ann)
    told = await submit(ann, second, description="We read one.")

    assert fields(second)["description"]["value"] == "We write one."
    assert fields(second)["link"]["value"] == "https://meet.example.org/a"
    assert "is changed" in seen(told)
    shown = await again(world, message)
    assert "We read one." in shown
    assert "meet.example.org" in shown


async def test_a_form_that_changes_nothing_and_a_link_that_is_none(
    world: World, ann: MemberActor
) -> None:
    await post(world, ann)

    same = await submit(ann, await edit(world, ann))
    no_link = await submit(ann, await edit(world, ann), description="So.", link="meet me")

    assert "You changed nothing, so **#1** stays as it was." in seen(same)
    assert "All but the link is saved" in seen(no_link)


async def test_a_voice_channel_that_is_gone_is_said(world: World, ann: MemberActor) -> None:
    await post(world, ann)
    voice = world.guild.create_voice_channel("Room 1")
    form = await edit(world, ann)
    await submit(ann, form, voice=[voice])
    world.env.backend.delete_channel(voice.id)
    await world.env.settle()

    told = await edit(world, ann, seats=5)
    form = await edit(world, ann)

    assert "The voice channel that was chosen for it is gone" in seen(told)
    assert form.modal is not None
    asked = str(form.modal)
    assert "Which voice channel? The one it had is gone" in asked
    assert str(voice.id) not in asked


async def test_an_edit_of_all_that_follow_reaches_them(world: World, ann: MemberActor) -> None:
    await series(world, ann)

    form = await edit(world, ann, "2", scope="all")
    await submit(ann, form, description="With tests.")
    told = await edit(world, ann, "2", topic="JWT with tests", scope="all")

    assert "The same goes for 2 sessions after it." in seen(told)
    coming = await listed(world, ann)
    assert coming.count("JWT with tests") == 3
    assert coming.count("JWT from scratch") == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"topic": "\u200b"}, "nothing readable in the topic"),
        ({"duration": "a while"}, "How long?"),
        ({"duration": "13 hours"}, "from 5 minutes to 12 hours"),
        ({"topic": "JWT from scratch"}, "You changed nothing"),
    ],
)
async def test_what_cannot_be_is_not_changed(
    world: World, ann: MemberActor, said: dict[str, str], words: str
) -> None:
    await post(world, ann)

    assert words in seen(await edit(world, ann, **said))


async def test_a_strangers_edit_is_refused_at_the_form_too(world: World, ann: MemberActor) -> None:
    message, eve = await post(world, ann), world.member("Eve")

    for refused in (
        await edit(world, eve),
        await edit(world, eve, topic="Mine"),
        await forge.submit(eve, world.home, "study:edited:1:one:", {"description": "Mine"}),
    ):
        assert f"Only {ann.mention}, who hosts it" in seen(refused)
    assert "Mine" not in await again(world, message)


# Handed over


async def hand_over(
    world: World, who: MemberActor, to: object, session: str = "1", **more: str
) -> InteractionResult:
    return await who.slash(world.home, "session host", session=session, member=to, **more)


async def test_a_new_host_is_told_goes_and_hosts(world: World, ann: MemberActor) -> None:
    message, ben = await post(world, ann), world.member("Ben")

    told = await hand_over(world, ann, ben)

    assert f"{ben.mention} hosts **#1 JWT from scratch** now" in seen(told)
    shown = await again(world, message)
    assert f"hosted by {ben.mention}" in shown
    assert f"**2 going**\n{ann.mention} and {ben.mention}" in shown
    (notice,) = cards_in(thread_of(world, message))
    assert pinged(world, notice) == [ben.id]
    assert "you host **#1 JWT from scratch** from now on" in card(notice)
    assert "Only" in seen(await move(world, ann))
    assert "### Move #1" in seen(await move(world, ben))


async def test_bots_and_those_who_left_host_nothing(world: World, ann: MemberActor) -> None:
    await post(world, ann)
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    gone = world.member("Gone")
    world.guild.remove_member(gone)

    assert "Bots host no sessions" in seen(await hand_over(world, ann, robot))
    assert "is no longer here" in seen(await hand_over(world, ann, gone.user))


async def test_a_session_without_a_seat_left_is_handed_over_once_there_is_one(
    world: World, ann: MemberActor
) -> None:
    message, ben = await post(world, ann), world.member("Ben")
    await edit(world, ann, seats=1)

    refused = await hand_over(world, ann, ben)
    await edit(world, ann, seats=2)
    await hand_over(world, ann, ben)

    assert f"All 1 seats of **#1** are taken, and {ben.mention} has none" in seen(refused)
    assert "**2 of 2 going**" in await again(world, message)


async def test_a_host_who_left_is_followed_by_one_whom_a_moderator_chooses(
    world: World, ann: MemberActor
) -> None:
    await series(world, ann)
    ben, mo = world.member("Ben"), world.moderator()
    world.guild.remove_member(ann)

    told = await hand_over(world, mo, ben, scope="all")

    assert "The same goes for 3 sessions after it." in seen(told)
    assert "### Move #4" in seen(await move(world, ben, session="4"))


async def test_a_host_who_left_presses_an_old_button_in_vain(
    world: World, ann: MemberActor
) -> None:
    """Discord shows them nothing any more; whatever they still send changes nothing elsewhere."""
    message = await post(world, ann)
    await cancel(world, world.moderator(), reason="The host has left")
    world.guild.remove_member(ann)

    await world.wait(UNDO)

    (notice,) = cards_in(thread_of(world, message))
    assert ann.mention in card(notice)
    assert "**Cancelled**" in await again(world, message)


# What fits on a phone


async def test_no_card_is_over_twelve_rows_of_a_phone(world: World, ann: MemberActor) -> None:
    message = await post(world, ann, "fri 18:00 Lagos", "W" * 80)
    await edit(world, ann, seats=500)
    for number in range(5):
        await world.member(f"Learner{number}").click(message, label="Going")
    shown = await move(world, ann)
    preview = seen(shown)
    await press(ann, shown, "Move it")
    notice = said_in(thread_of(world, message))[-1]
    told = await cancel(world, ann, reason="w" * 80)

    assert rows(preview, "Move it", "Leave it") <= 12, preview
    assert rows(notice, "Still coming", "Can't") <= 12, notice
    assert rows(seen(told)) <= 12, seen(told)
    assert rows(await again(world, message)) <= 12
    assert labels(message_of(world, 1)) == ["Undo"]
