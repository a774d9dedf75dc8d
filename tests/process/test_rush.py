"""Five hundred people want one of fifty seats at once."""

import asyncio
import sqlite3
from contextlib import closing

from bot.door import BUSY
from tests.process.conftest import Street
from tests.wire.messages import Message
from tests.wire.people import NoAnswer, Shown
from tests.wire.world import Member

PEOPLE, SEATS = 500, 50


async def test_five_hundred_want_fifty_seats_and_each_gets_a_place(street: Street) -> None:
    wire = street.wire
    crowd = [wire.stage.add_member(street.guild, f"Learner {n}") for n in range(PEOPLE - 1)]
    card = await posted(street)
    before = len(edits(street, card))

    while crowd:  # whoever is told that it is too busy, or nothing in time, presses again
        crowd = await press(street, card, crowd)
    full = f"{SEATS} of {SEATS} going**, {PEOPLE - SEATS} waiting"
    await wire.until(lambda: full in card.text, within=10)

    with closing(sqlite3.connect(f"file:{street.database}?mode=ro", uri=True)) as reader:
        rows = reader.execute("SELECT answer, user_id, turn FROM rsvps ORDER BY turn").fetchall()
    assert [answer for answer, _, _ in rows] == (["going"] * SEATS + ["waiting"] * (PEOPLE - SEATS))
    assert len({user_id for _, user_id, _ in rows}) == PEOPLE
    assert [turn for _, _, turn in rows] == list(range(1, PEOPLE + 1))
    assert len(edits(street, card)) - before < PEOPLE / 10  # one picture serves many


async def posted(street: Street) -> Message:
    people = street.wire.people
    draft = await people.slash(
        street.ana,
        street.home,
        "session create",
        topic="Indexes",
        when="tomorrow 18:00 Lagos",
        seats=SEATS,
    )
    assert draft.message is not None
    await people.press(street.ana, draft.message, "Post it")
    world = street.wire.world
    await street.wire.until(lambda: world.messages_in(street.home, by=world.bot.id))
    return world.messages_in(street.home, by=world.bot.id)[0]


async def press(street: Street, card: Message, crowd: list[Member]) -> list[Member]:
    """All at once; returns those who have to press again."""
    acts = [street.wire.people.press(one, card, "Going") for one in crowd]
    told = (act.answered(within=30) for act in acts)
    shown = await asyncio.gather(*told, return_exceptions=True)
    return [who for who, one in zip(crowd, shown, strict=True) if not _is_noted(one)]


def _is_noted(shown: Shown | BaseException) -> bool:
    if isinstance(shown, NoAnswer):  # a machine with too much to do
        return False
    if isinstance(shown, BaseException):
        raise shown
    return BUSY not in shown.text


def edits(street: Street, card: Message) -> list[object]:
    path = f"/channels/{street.home.id}/messages/{card.id}"
    calls = street.wire.transcript.calls
    return [one for one in calls if (one.method, one.path) == ("PATCH", path)]
