"""Everybody is answered in time, whatever is slow, lost or crowded."""

import asyncio
import signal
from random import Random

from bot.door import AT_ONCE, BUSY, ENDING
from tests.process.conftest import Street
from tests.process.test_posts import enqueue, notice
from tests.wire.faults import DROP_AFTER, DROP_BEFORE, Fault

CALLBACK = "/interactions/{}/{}/callback"


async def test_a_slow_answer_is_announced_in_time_and_given_in_private(street: Street) -> None:
    with street.busy_database():
        act = street.wire.people.slash(street.ana, street.home, "me timezone", zone="Africa/Lagos")
        await act.acknowledged(within=3)
        assert not act.is_answered
    shown = await act

    assert "Your time zone is **Lagos" in shown.text
    assert shown.is_private


async def test_an_answer_that_is_ready_while_the_wait_is_announced_is_seen(street: Street) -> None:
    """Discord has taken "thinking", of which the bot does not hear before it has its answer."""
    street.wire.faults.script("POST", CALLBACK, Fault(is_after=True, seconds=0.5))
    with street.busy_database():
        act = street.wire.people.slash(street.ana, street.home, "me timezone", zone="Africa/Lagos")
        await act.acknowledged(within=3)
    shown = await act

    assert "Your time zone is **Lagos" in shown.text
    assert shown.is_private
    assert shown.followups == ()


async def test_a_slow_press_redraws_the_card_that_was_pressed(street: Street) -> None:
    people = street.wire.people
    draft = await people.slash(
        street.ana, street.home, "session create", topic="Indexes", when="tomorrow 18:00 Lagos"
    )
    assert draft.message is not None
    with street.busy_database():
        act = people.press(street.ana, draft.message, "Post it")
        await act.acknowledged(within=3)
        assert not draft.message.edited_at
    message = draft.message
    await street.wire.until(lambda: "is posted in" in message.text)

    assert act.shown.followups == ()
    (card,) = street.wire.world.messages_in(street.home, by=street.wire.world.bot.id)
    assert "Session #1" in card.text


async def test_a_lost_answer_is_given_again_and_only_once(street: Street) -> None:
    for fault in (DROP_BEFORE, DROP_AFTER):
        street.wire.faults.script("POST", CALLBACK, fault)
        act = street.wire.people.slash(street.ana, street.home, "session list")
        shown = await act

        assert "No session is planned yet" in shown.text
        assert shown.followups == ()


async def test_an_answer_that_hangs_is_given_again_in_time(street: Street) -> None:
    street.wire.faults.script("POST", CALLBACK, Fault(seconds=30))
    act = street.wire.people.slash(street.ana, street.home, "session list")
    shown = await act.answered(within=3)

    assert "No session is planned yet" in shown.text


async def test_a_wait_that_hangs_is_asked_for_again_in_time(street: Street) -> None:
    street.wire.faults.script("POST", CALLBACK, Fault(seconds=30))
    with street.busy_database():
        act = street.wire.people.slash(street.ana, street.home, "me timezone", zone="Africa/Lagos")
        await act.acknowledged(within=3)

    assert "Your time zone is **Lagos" in (await act).text


async def test_a_wait_of_which_the_bot_never_hears_ends_with_the_answer(street: Street) -> None:
    """Discord has taken "thinking", its receipt was lost, and so were the tries behind it."""
    for fault in (DROP_AFTER, DROP_BEFORE, DROP_BEFORE):
        street.wire.faults.script("POST", CALLBACK, fault)
    with street.busy_database():
        act = street.wire.people.slash(street.ana, street.home, "me timezone", zone="Africa/Lagos")
        await street.wire.until(lambda: street.wire.faults.count == 3)
    shown = await act

    assert "Your time zone is **Lagos" in shown.text
    assert shown.is_private
    assert shown.followups == ()


async def test_nor_is_who_pressed_something_left_without_a_word(street: Street) -> None:
    people = street.wire.people
    draft = await people.slash(
        street.ana, street.home, "session create", topic="Indexes", when="tomorrow 18:00 Lagos"
    )
    assert draft.message is not None
    await people.press(street.ana, draft.message, "Post it")
    await street.wire.until(lambda: street.wire.world.messages_in(street.home))
    (card,) = street.wire.world.messages_in(street.home, by=street.wire.world.bot.id)
    for fault in (DROP_AFTER, DROP_BEFORE, DROP_BEFORE):
        street.wire.faults.script("POST", CALLBACK, fault)
    with street.busy_database():
        act = people.press(street.ben, card, "Going")
        await street.wire.until(lambda: street.wire.faults.count == 3)
    shown = await act.followed_up()

    assert "You are going" in shown.text
    assert all(one.is_ephemeral for one in shown.followups)


async def test_in_a_crowd_on_a_bad_line_everybody_is_answered(street: Street) -> None:
    street.wire.faults.at_random(
        0.05,
        Random(5),
        kinds=(DROP_BEFORE, DROP_AFTER),
        hits=lambda _, route: route.startswith("/interactions"),
    )
    acts = [street.wire.people.slash(street.ana, street.home, "session list") for _ in range(200)]
    shown = await asyncio.gather(*(act.answered(within=20) for act in acts))

    assert street.wire.faults.count > 0
    assert {one.text for one in shown} == {shown[0].text}


async def test_whose_turn_does_not_come_soon_is_asked_to_wait_and_served_in_the_end(
    street: Street,
) -> None:
    people = street.wire.people
    with street.busy_database():
        acts = [
            people.slash(street.ana, street.home, "me timezone", zone="Africa/Lagos")
            for _ in range(AT_ONCE + 50)
        ]
        form = people.slash(street.ben, street.home, "qa ask")
        await asyncio.gather(*(act.acknowledged(within=3) for act in (*acts, form)))
    shown = await asyncio.gather(*(act.answered(within=10) for act in acts))

    assert {one.text for one in shown} == {shown[0].text}
    assert "Your time zone is **Lagos" in shown[0].text
    assert all(one.followups == () for one in shown)
    assert form.shown.text == BUSY  # a form is a first answer only
    assert street.count("processed_interactions") == AT_ONCE + 50


async def test_what_is_under_way_when_the_bot_is_stopped_is_finished(street: Street) -> None:
    with street.busy_database():
        act = street.wire.people.slash(street.ana, street.home, "me timezone", zone="Africa/Lagos")
        await act.acknowledged(within=3)
        street.bot.process.send_signal(signal.SIGTERM)
    shown = await act

    assert "Your time zone is **Lagos" in shown.text
    assert await street.bot.ended(within=10) == 0
    assert street.count("members WHERE zone IS NOT NULL") == 1


async def test_who_comes_while_the_bot_is_stopping_is_told_to_come_again(street: Street) -> None:
    """A post that Discord is slow to take keeps it; without that, it would be gone already."""
    street.wire.faults.script("POST", "/channels/{}/messages", Fault(is_after=True, seconds=4))
    enqueue(street, notice(street, "slow"))
    await street.wire.until(lambda: street.wire.faults.count)
    street.bot.process.send_signal(signal.SIGTERM)
    await asyncio.sleep(0.5)  # the signal rings no bell
    acts = [
        street.wire.people.slash(street.ana, street.home, "session list"),
        street.wire.people.slash(street.ben, street.home, "qa ask"),
    ]
    shown = await asyncio.gather(*acts)

    assert {one.text for one in shown} == {ENDING}
    assert all(one.is_private for one in shown)
    assert await street.bot.ended(within=10) == 0
