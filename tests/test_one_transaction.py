"""What people do and the post about it are stored together, or neither is."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.config import Settings
from tests.cogs import qa_acts
from tests.world import World, card, seen

DIGEST_DUE = datetime(2026, 3, 9, 9, tzinfo=UTC)  # a Monday
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def frail(settings: Settings) -> AsyncIterator[World]:
    """A world in which the bot may fail: `world` itself lets no test pass that logs an error."""
    async with World.start(settings) as world:
        yield world


async def refuse(world: World, table: str) -> None:
    """Let the database fail whoever adds a row, as a full disk would in that very moment."""
    async with world.bot.db.begin() as session:
        fail = "SELECT RAISE(ABORT, 'no room')"
        await session.execute(
            text(f"CREATE TRIGGER refuse BEFORE INSERT ON {table} BEGIN {fail}; END")
        )


async def allow(world: World) -> None:
    async with world.bot.db.begin() as session:
        await session.execute(text("DROP TRIGGER refuse"))


def digests(world: World) -> list[str]:
    cards = (card(one) for one in qa_acts.cards_in(world.home))
    return [one for one in cards if "The week at a glance" in one]


async def test_a_question_that_cannot_be_posted_is_not_kept(frail: World) -> None:
    ann = frail.member("Ann")
    await refuse(frail, "outbox")
    told = await qa_acts.ask(frail, ann)
    await allow(frail)
    searched = await ann.slash(frail.home, "qa search", words="JWT")
    again = await qa_acts.ask(frail, ann)

    assert "Something broke on our side" in seen(told)
    assert qa_acts.TITLE not in seen(searched)
    assert "**#1**" in seen(again)
    assert len(qa_acts.cards_in(frail.home)) == 1


async def test_a_digest_that_cannot_be_noted_is_not_posted(frail: World) -> None:
    await qa_acts.ask(frail, frail.member("Ann"))
    await refuse(frail, "digests")
    await frail.wait(DIGEST_DUE - frail.env.now())
    await frail.wait(MINUTE)
    before = digests(frail)
    await allow(frail)
    await frail.wait(MINUTE)

    assert before == []
    assert len(digests(frail)) == 1
