"""In an archived thread accepting works as anywhere, opens nothing, and is caught up with later."""

import asyncio
from dataclasses import dataclass

import pytest

from tests.process.conftest import Street
from tests.wire.faults import Fault
from tests.wire.permissions import P
from tests.wire.world import Channel, Member, Message

CALLBACK = "/interactions/{}/{}/callback"


@dataclass(slots=True)
class Asked:
    """Ana has asked, and Ben has answered: by a card, and by an ordinary message."""

    street: Street
    thread: Channel
    said: Message

    @property
    def question(self) -> Message:
        street = self.street
        return street.wire.world.messages_in(street.home, by=street.wire.world.bot.id)[0]

    @property
    def card(self) -> Message:
        """The last answer's."""
        world = self.street.wire.world
        return world.messages_in(self.thread, by=world.bot.id)[-1]

    @property
    def is_archived(self) -> bool:
        assert self.thread.thread is not None
        return self.thread.thread.is_archived

    async def answer(self, who: Member, text: str) -> Message:
        """Another answer, as soon as its card stands."""
        people, wire = self.street.wire.people, self.street.wire
        form = people.slash(who, self.thread, "qa answer")
        await form
        shown = await people.submit(who, form, {"text": text})
        await wire.until(lambda: "is posted" in shown.text)
        return self.card

    async def is_caught_up(self, words: str, message: Message) -> None:
        await self.street.wire.until(lambda: words in message.text)


@pytest.fixture
async def asked(street: Street) -> Asked:
    wire, people = street.wire, street.wire.people
    form = people.slash(street.ana, street.home, "qa ask")
    await form
    fields = {"title": "Why a 401?", "details": "It says 401.", "topic": "Auth & JWT"}
    shown = await people.submit(street.ana, form, fields)
    await wire.until(lambda: "You are pinged there" in shown.text)
    (thread,) = wire.world.threads_of(street.home)
    said = wire.stage.say(street.ben, thread, "Set your clock!")
    asked = Asked(street, thread, said)
    await asked.answer(street.ben, "Use UTC.")
    return asked


@pytest.mark.parametrize("is_locked", [False, True])
async def test_accepting_by_slash_opens_nothing_and_the_card_is_caught_up_with(
    street: Street, asked: Asked, *, is_locked: bool
) -> None:
    card = asked.card
    street.wire.stage.archive(asked.thread, is_locked=is_locked)

    typed = street.wire.people.autocomplete(street.ana, asked.thread, "qa accept", "answer", "utc")
    (choice,) = (await typed).choices
    shown = await street.wire.people.slash(
        street.ana, asked.thread, "qa accept", answer=choice["value"]
    )
    await street.wire.until(lambda: "once somebody opens the thread again" in shown.text)

    assert choice["name"] == "Ben: Use UTC."
    assert shown.is_private
    assert "Accepted: **#1** is solved" in shown.text
    assert "**Solved by <@" in asked.question.text
    assert asked.question.pinged_ids == []
    assert "Accepted" not in card.text
    assert asked.is_archived
    if is_locked:
        street.wire.stage.archive(asked.thread, is_archived=False, is_locked=True)
    else:
        street.wire.stage.say(street.ben, asked.thread, "Welcome!")
    await asked.is_caught_up("**Accepted answer by <@", card)


async def test_marking_a_message_opens_nothing_and_the_former_card_is_caught_up_with(
    street: Street, asked: Asked
) -> None:
    card = asked.card
    await street.wire.people.press(street.ana, card, "Accept")
    await asked.is_caught_up("**Accepted answer by <@", card)
    street.wire.stage.archive(asked.thread)

    shown = await street.wire.people.choose_in_menu(street.ana, asked.said, "Mark as answer")
    await street.wire.until(lambda: "once somebody opens the thread again" in shown.text)

    assert "It took the place of the answer accepted before." in shown.text
    assert f"**Solved by <@{street.ben.id}>" in asked.question.text
    assert asked.is_archived
    assert "Accepted answer" in card.text
    street.wire.stage.say(street.ben, asked.thread, "Welcome!")
    await street.wire.until(lambda: "Accepted answer" not in card.text)
    assert asked.said.text == "Set your clock!"


async def test_undo_opens_nothing_either(street: Street, asked: Asked) -> None:
    street.wire.stage.archive(asked.thread)
    shown = await street.wire.people.choose_in_menu(street.ana, asked.said, "Mark as answer")
    await street.wire.until(lambda: "Solved by" in asked.question.text)
    assert shown.message is not None

    await street.wire.people.press(street.ana, shown.message, "Undo")
    await street.wire.until(lambda: "none accepted yet" in asked.question.text)

    assert asked.is_archived
    assert street.count("answers") == 1


async def test_two_who_accept_at_once_leave_one_accepted_and_both_hear_the_truth(
    street: Street, asked: Asked
) -> None:
    wire, stage = street.wire, street.wire.stage
    mo = stage.add_member(street.guild, "Mo", stage.add_role(street.guild, "Staff", P.MANAGE_GUILD))
    first = asked.card
    second = await asked.answer(mo, "Sync it by NTP.")
    # Neither has heard of the other when both are told.
    wire.faults.script("POST", CALLBACK, Fault(is_after=True, seconds=0.5), times=2)

    with street.busy_database():
        acts = [
            wire.people.press(street.ana, first, "Accept"),
            wire.people.press(mo, second, "Accept"),
        ]
        await asyncio.sleep(0.2)
    shown = [await act for act in acts]
    cards = (first, second)
    await wire.until(lambda: any("in the same moment" in one.text for one in shown))
    await wire.until(lambda: sum("**Accepted answer by" in one.text for one in cards) == 1)

    (loser,) = [at for at, one in enumerate(shown) if "in the same moment" in one.text]
    winner = 1 - loser
    author = (street.ben, mo)[winner].id
    assert "Accepted: **#1** is solved" in shown[winner].text
    assert "It took the place of the answer accepted before" in shown[winner].text
    assert f"the one by <@{author}> was accepted, and it came last" in shown[loser].text
    assert "Accepted answer by" in cards[winner].text
    await wire.until(lambda: f"**Solved by <@{author}>" in asked.question.text)
    assert street.count("acceptances") == 2


async def accepted_while_archived(street: Street, asked: Asked) -> Message:
    card = asked.card
    street.wire.stage.archive(asked.thread)
    typed = street.wire.people.autocomplete(street.ana, asked.thread, "qa accept", "answer", "utc")
    (choice,) = (await typed).choices
    shown = await street.wire.people.slash(
        street.ana, asked.thread, "qa accept", answer=choice["value"]
    )
    await street.wire.until(lambda: "once somebody opens the thread again" in shown.text)
    return card


async def test_a_thread_that_is_opened_while_the_bot_is_down_is_caught_up_with_at_its_start(
    street: Street, asked: Asked
) -> None:
    card = await accepted_while_archived(street, asked)
    await street.bot.kill()
    street.wire.stage.say(street.ben, asked.thread, "Welcome!")

    async with street.started_again():
        await street.wire.until(lambda: "**Accepted answer by <@" in card.text, within=30)


async def test_a_thread_that_is_opened_while_the_session_is_lost_is_caught_up_with_in_the_next(
    street: Street, asked: Asked
) -> None:
    card = await accepted_while_archived(street, asked)
    street.wire.gateway.forget()
    street.wire.gateway.drop()
    await street.wire.until(lambda: not street.wire.gateway.is_connected)
    street.wire.stage.say(street.ben, asked.thread, "Welcome!")

    await street.wire.until(lambda: "**Accepted answer by <@" in card.text, within=30)
