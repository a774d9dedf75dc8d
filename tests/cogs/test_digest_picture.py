"""The picture of a week: what it shows in words too, how large it is, and that it may fail."""

import struct
from datetime import UTC, date, datetime, timedelta

import discord
import pytest
from sqlalchemy import insert

from bot.cards import TEXT_LIMIT
from bot.domain.bars import ALT_LIMIT, DAYS, Bars, Figure, days_before
from cogs.digest.pictures import Pictures
from db import tables
from tests.cogs import qa_acts
from tests.cogs.digest_acts import DUE, in_lagos, messages_in, pass_to
from tests.world import World, card, seen

MOST_BYTES = 40_000
PNG = b"\x89PNG\r\n\x1a\n"
BUSY = Bars(date(2026, 3, 2), dict.fromkeys(Figure, (0, 4, 19, 2, 0, 30, 1)))
CROWDED = Bars(date(2026, 3, 2), dict.fromkeys(Figure, (917, 4, 2019, 0, 50, 3000, 1)))


def test_its_words_say_all_that_it_shows() -> None:
    counts = dict.fromkeys(Figure, (0,) * DAYS) | {Figure.ANSWERS: (0, 4, 1, 0, 0, 4, 0)}

    assert Bars(date(2026, 3, 2), counts).alt() == (
        "The cohort's week in bars, from Monday on: 0 questions; 9 answers, most on Tue (4);"
        " 0 at sessions; 0 reviews; 0 notes shared."
    )
    assert len(CROWDED.alt()) <= ALT_LIMIT


@pytest.mark.parametrize(
    ("due_at", "first"),
    [
        (datetime(2026, 3, 9, 8, tzinfo=UTC), date(2026, 3, 2)),  # Monday at nine
        (datetime(2026, 3, 8, 23, tzinfo=UTC), date(2026, 3, 2)),  # Monday at midnight
        (datetime(2026, 3, 8, 20, tzinfo=UTC), date(2026, 3, 2)),  # Sunday at nine in the evening
    ],
)
def test_it_shows_the_seven_days_before(due_at: datetime, first: date) -> None:
    found, midnights = days_before(due_at, "Africa/Lagos")

    assert found == first
    assert midnights[0] == datetime(2026, 3, 1, 23, tzinfo=UTC)
    assert len(midnights) == DAYS + 1


async def test_all_that_are_wanted_are_drawn_together_and_are_small() -> None:
    pictures = Pictures()

    await pictures.draw([BUSY, CROWDED])

    for week in (BUSY, CROWDED):
        png = await pictures.of(week)
        assert png is not None
        assert png.startswith(PNG)
        assert len(png) < MOST_BYTES
        assert struct.unpack(">II", png[16:24]) == (720, 544)


async def test_where_drawing_fails_there_is_none_and_it_is_not_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pictures = Pictures("tests.work:die")

    assert await pictures.of(BUSY) is None
    assert await pictures.of(BUSY) is None
    assert len([one for one in caplog.records if "tests.work:die failed" in one.message]) == 1


async def test_a_week_with_little_to_show_has_none() -> None:
    quiet = Bars(date(2026, 3, 2), dict.fromkeys(Figure, (1, 0, 0, 0, 0, 0, 0)))

    assert await Pictures("tests.work:die").of(quiet) is None


async def test_it_stands_in_the_digest_and_in_its_preview_and_goes_where_it_may_not_be_attached(
    world: World,
) -> None:
    mo = await in_lagos(world)
    await qa_acts.ask(world, world.member("Ann"))
    await ask_much(world)

    shown = await mo.slash(world.home, "nexus digest preview")
    await pass_to(world, DUE)
    await world.forbid(world.home, attach_files=False)
    await ask_much(world)
    await pass_to(world, DUE + timedelta(weeks=1))

    with_picture, without = messages_in(world.home)
    assert shown.response is not None
    assert [one.filename for one in shown.response.attachments] == ["week.png"]
    assert "day by day" in seen(shown)
    assert [one.filename for one in with_picture.attachments] == ["week.png"]
    (gallery,) = [
        one for one in nested(with_picture) if isinstance(one, discord.MediaGalleryComponent)
    ]
    assert "questions, most on Mon" in (gallery.items[0].description or "")
    assert without.attachments == []
    assert "day by day" not in card(without)
    assert len(card(without)) < TEXT_LIMIT


def nested(message: discord.Message) -> list[discord.Component]:
    containers = [one for one in message.components if isinstance(one, discord.Container)]
    return [child for one in containers for child in one.children]


async def ask_much(world: World) -> None:
    """A dozen questions at once, as if a dozen had asked them."""
    now = world.bot.now()
    async with world.bot.db.begin() as session:
        first = 100 + int((now - datetime(2026, 1, 1, tzinfo=UTC)).days)
        await session.execute(
            insert(tables.Question),
            [
                {
                    "guild_id": world.guild.id,
                    "number": 1000 * first + place,
                    "asker_id": place,
                    "title": f"Why {place}?",
                    "details": "So.",
                    "topic": "Other",
                    "asked_at": now,
                }
                for place in range(12)
            ],
        )
