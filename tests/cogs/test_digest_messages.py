"""The messages of a digest, as Discord gets them: of a full week, a thin, an empty, a crowded one.

What they are stands in tests/cogs/goldens/. `NEXUS_GOLDENS=write` writes it anew: look at it.
"""

import json
import os
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards import TEXT_LIMIT
from bot.domain.ranking import PRAISE, Part
from bot.domain.text import units
from cogs.digest import render
from db import digest_contents
from db.digest_contents import Contents
from tests.cogs.qa_acts import rows
from tests.db import weeks
from tests.world import texts

GOLDENS = Path(__file__).parent / "goldens"
Fill = Callable[[AsyncSession], Awaitable[None]]


async def empty(session: AsyncSession) -> None:
    """Nobody did anything, and no calendar says where they are."""
    del session


FILLED: Mapping[str, Fill] = {
    "full": weeks.full,
    "thin": weeks.thin,
    "empty": empty,
    "crowded": weeks.crowded,
}
each_week = pytest.mark.parametrize("name", FILLED)


def mention(name: str) -> str:
    return f"</{name}:7>"


async def read(session: AsyncSession, name: str) -> Contents:
    await FILLED[name](session)
    return await digest_contents.contents(
        session, weeks.GUILD, weeks.SETTINGS, weeks.DUE, weeks.DUE.due_at
    )


def messages(contents: Contents, late: timedelta | None = None) -> list[discord.ui.LayoutView]:
    parts = render.layout(contents, weeks.GUILD, mention)
    found = [
        render.digest_card(
            contents,
            items,
            weeks.GUILD,
            mention,
            late=late,
            is_first=place == 0,
            has_picture=render.PICTURE in items,
        )
        for place, items in enumerate(parts)
    ]
    assert None not in found
    return [one for one in found if one]


def as_json(views: list[discord.ui.LayoutView]) -> list[Any]:
    return [view.to_components() for view in views]


@each_week
async def test_the_messages_are_the_ones_that_were_looked_at(
    session: AsyncSession, name: str
) -> None:
    made = as_json(messages(await read(session, name)))
    path = GOLDENS / f"digest_{name}.json"
    text = json.dumps(made, indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("NEXUS_GOLDENS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@each_week
async def test_discord_takes_each_message_and_a_phone_shows_each_card(
    session: AsyncSession, name: str
) -> None:
    """However late it is, and though moderators have their buttons below it."""
    for view in messages(await read(session, name), late=timedelta(hours=23, minutes=59)):
        cards = view.to_components()
        assert sum(1 for _ in view.walk_children()) <= 40 - 8
        assert sum(units(text) for text in texts(cards)) <= TEXT_LIMIT - 700
        assert [rows([card]) for card in cards if rows([card]) > render.ROWS] == []


async def test_a_crowded_week_is_told_in_order_by_many_and_nobody_twice_too_often(
    session: AsyncSession,
) -> None:
    contents = await read(session, "crowded")

    told = [name for items in render.layout(contents, weeks.GUILD, mention) for name in items]

    assert told[-1] == render.PICTURE
    shown = [item for one in contents.sections for item in one.items]
    assert told[:-1] == [item.name for item in shown]
    assert {one.part for one in contents.sections} == {*Part}
    people = Counter(one for item in shown for one in item.people)
    assert max(people.values()) <= 2
    praised = [item for item in shown if item.part in PRAISE]
    assert not any(weeks.UNLISTED in item.people for item in praised)


async def test_what_is_gone_by_the_time_it_is_sent_is_not_told(session: AsyncSession) -> None:
    contents = await read(session, "full")

    card = render.digest_card(contents, {"help:7", "help:999"}, weeks.GUILD, mention)

    assert card is not None
    said = "\n".join(texts(card.to_components()))
    assert "#7" in said
    assert "999" not in said
    assert render.digest_card(contents, {"help:999"}, weeks.GUILD, mention) is None


async def test_who_looks_for_a_partner_is_counted_and_never_named(session: AsyncSession) -> None:
    said = json.dumps(as_json(messages(await read(session, "full"))))

    assert "1 frontend, 3 backend" in said
    assert not any(f"<@{user_id}>" in said for user_id in range(1_000, 1_100))
