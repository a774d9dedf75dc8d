"""Whatever people type, nobody is pinged by it, led astray by it, or kept from reading the rest.

All that is typed anywhere is shown again: as it is kept, and as it comes in. Everything that can be
done is done with it, and every request to Discord, and every file, is read for harm. Whether
Discord takes each request is held against its description, as after every test.
"""

import json
import random
import re
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import islice
from typing import Any

import discord
import pytest
from discord import app_commands
from simcord import GuildHandle, InteractionResult, MemberActor, RoleHandle
from sqlalchemy import String

from bot.client import Nexus
from bot.config import Settings
from bot.domain.text import code, escape, fit, prose
from db.tables import Base
from tests.guards import forge, hostile, typed
from tests.guards.scene import Scene, build
from tests.guards.snapshot import Rows
from tests.guards.test_matrix import EXPECTED, May, answered, do, options_of
from tests.guards.typed import AS_IT_IS, TYPED, UNTYPED, WITHIN
from tests.world import World, fields

WHO = {
    May.MEMBERS: "owner",
    May.OWNER: "owner",
    May.OWNER_AND_MODERATORS: "owner",
    May.MODERATORS: "admin",
    May.AUTHOR: "admin",
}
_TEXT_INPUT, _NO_CHANNEL = 4, 1
_LONGEST = 4000
_SHARE, _LONG = 100, 10_000


class Hostile(World):
    """A world in which people are called what does harm."""

    called = hostile.texts(1)

    def member(
        self, name: str, *roles: RoleHandle, guild: GuildHandle | None = None
    ) -> MemberActor:
        user = self.env.create_user(name.lower(), global_name=next(self.called)[:32] or name)
        return (guild or self.guild).add_member(user, roles=roles)


class Reader:
    """Reads all that the bot sent since it was asked last."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        # With those of the scene who have left.
        self.people = frozenset(scene.world.env.backend.users) | frozenset(range(10))
        self.given_back = {"what-you-wrote.txt", "question.txt"}
        self.read = 0

    def harms(self, *answers: InteractionResult) -> list[str]:
        requests = self.scene.world.env.http_requests[self.read :]
        self.read += len(requests)
        found = [*hostile.harms(requests, self.people)]
        for name, text in self._files(answers):
            found += [f"{name}: {one}" for one in hostile.of_file(name, text)]
        return found

    def _files(self, answers: Sequence[InteractionResult]) -> Iterator[tuple[str, bytes]]:
        said = [one for answer in answers for one in (answer.response, *answer.followups) if one]
        for file in [file for one in said for file in one.attachments]:
            stored = self.scene.world.env.backend.cdn.get(file.url)
            if stored is not None and file.filename not in self.given_back:
                yield file.filename, stored


class Counted:
    """Texts, and how many of them were taken."""

    def __init__(self, texts: Iterator[str]) -> None:
        self.texts, self.count = texts, 0

    def __iter__(self) -> "Counted":
        return self

    def __next__(self) -> str:
        self.count += 1
        return next(self.texts)


@asynccontextmanager
async def hostile_scene(settings: Settings) -> AsyncGenerator[Scene]:
    async with Hostile.start(settings) as world:
        yield await build(world)


def hold(scene: Scene, rows: Rows, texts: Iterator[str], chance: random.Random) -> Rows:
    """The same rows, with another text wherever one was typed."""
    ours, home = scene.world.guild.id, scene.world.home.id

    def of(table: str, column: str, value: Any) -> Any:
        if column == "channel_id" and value == _NO_CHANNEL:
            return home
        keep = TYPED.get(f"{table}.{column}")
        if keep is None or (value is None and chance.random() < 0.7):
            return value
        return next((text for text in (keep(next(texts)) for _ in range(9)) if text), value)

    return {
        table: [
            {key: of(table, key, value) for key, value in one.items()}
            if one["guild_id"] == ours
            else one
            for one in found
        ]
        for table, found in rows.items()
    }


async def test_what_people_type_does_no_harm_wherever_it_is_shown(
    settings: Settings, no_faults: None, pytestconfig: pytest.Config
) -> None:
    """Some hundred texts stand in the scene at a time; `--long` shows ten thousand.

    Then each form is filled in that opened meanwhile, one field with what does harm.
    """
    is_long = bool(pytestconfig.getoption("--long"))
    texts, chance = Counted(hostile.texts(3)), random.Random(2)
    async with hostile_scene(settings) as scene:
        reader, rows = Reader(scene), scene.rows()
        forms: Forms = {}
        while texts.count < (_LONG if is_long else _SHARE):
            forms |= await everything_is_done(reader, hold(scene, rows, texts, chance))
        print(f"{texts.count} texts were kept and shown")  # noqa: T201 - what a long run came to
        for custom_id, (who, filled) in (20 if is_long else 1) * list(forms.items()):
            for field in [one for one, said in filled.items() if isinstance(said, str)]:
                scene.restore(rows)
                said = {**filled, field: next(texts)[:_LONGEST]}
                answer = await forge.submit(who, scene.world.home, custom_id, said)
                assert harms_after(reader, answer) == [], (custom_id, field, said[field])


Forms = dict[str, tuple[MemberActor, Mapping[str, str | Sequence[str]]]]
"""By their `custom_id`, who fills them in, and with what an honest person would."""


async def everything_is_done(reader: Reader, before: Rows) -> Forms:
    """Each thing with the same rows, and then two days pass; returns the forms that opened."""
    scene, forms = reader.scene, Forms()
    for name, act in EXPECTED.items():
        scene.restore(before)
        who, home = scene.people[WHO[act.may]], scene.world.home
        if act.typed is not None:
            await do(scene, name, act, who, home)
            assert reader.harms() == [], name
            continue
        answer = await answered(scene, name, act, who, home)
        assert reader.harms(answer) == [], name
        if answer.modal is not None:
            forms[answer.modal["custom_id"]] = (who, as_filled(answer))
    scene.restore(before)
    for time in (timedelta(minutes=2), timedelta(days=1), timedelta(minutes=2), timedelta(days=1)):
        await scene.world.wait(time)
    assert reader.harms() == []
    return forms


def as_filled(opened: InteractionResult) -> dict[str, str | Sequence[str]]:
    """What an honest person would submit."""
    assert opened.modal is not None
    road = ":".join(opened.modal["custom_id"].split(":")[:2])
    known = EXPECTED[road].fields or {}
    return {name: known.get(name, _said(one)) for name, one in fields(opened).items()}


def _said(field: Mapping[str, Any]) -> str | Sequence[str]:
    if field["type"] == _TEXT_INPUT:
        return field.get("value") or ("So." if field.get("required") else "")
    return [one["value"] for one in field.get("options", ())][:1]


async def test_what_is_typed_into_any_option_does_no_harm(
    settings: Settings, no_faults: None, pytestconfig: pytest.Config
) -> None:
    """Each command with each option that takes words; those that suggest something too."""
    rounds = 20 if pytestconfig.getoption("--long") else 1
    texts = hostile.texts(7)
    async with hostile_scene(settings) as scene:
        reader, rows = Reader(scene), scene.rows()
        for name, option, most in rounds * list(options_that_take_words(scene.world.bot)):
            scene.restore(rows)
            act, home = EXPECTED[f"/{name}"], scene.world.home
            who = scene.people[WHO[act.may]]
            said = {**options_of(scene, act, who), option: next(texts)[:most]}
            answer = await who.slash(home, name, **said)
            assert harms_after(reader, answer) == [], (name, option, said[option])
            if f"/{name} {option}" in EXPECTED:
                words = {key: one for key, one in said.items() if isinstance(one, str)}
                await forge.autocomplete(who, home, name, option, words)
                assert reader.harms() == [], (name, option, said[option])


def options_that_take_words(bot: Nexus) -> Iterator[tuple[str, str, int]]:
    """(command, option, how many characters Discord takes)"""
    for command in bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            for one in command.parameters:
                if one.type is discord.AppCommandOptionType.string and not one.choices:
                    most = int(one.max_value or _LONGEST)
                    yield command.qualified_name, one.display_name, most


def harms_after(reader: Reader, answer: InteractionResult) -> list[str]:
    """What did harm, or would as soon as it is shown: columns hold what was cleaned."""
    found = reader.harms(answer)
    for table, rows in reader.scene.rows().items():
        for column, value in [one for row in rows for one in row.items()]:
            name = f"{table}.{column}"
            if value and name in (TYPED.keys() | WITHIN) - AS_IT_IS:
                found += [f"{name}: {one}" for one in hostile.of_string(value)]
    return found


async def test_a_message_that_is_chosen_in_a_menu_does_no_harm(
    settings: Settings, no_faults: None, pytestconfig: pytest.Config
) -> None:
    texts = hostile.texts(11)
    async with hostile_scene(settings) as scene:
        reader = Reader(scene)
        for name in [one for one in EXPECTED if one.startswith("menu ")]:
            for text in islice(texts, 200 if pytestconfig.getoption("--long") else 9):
                who, menu = scene.owner, name.removeprefix("menu ")
                said = text[:2000].strip() or "So."  # as Discord takes it
                answer = await forge.choose_in_menu(who, scene.world.home, menu, who, said)
                assert harms_after(reader, answer) == [], (name, text)


FILES = {"/log import": ".md", "/contract import": ".json"}


@pytest.mark.parametrize(("name", "kind"), FILES.items())
async def test_a_file_that_is_taken_over_does_no_harm(
    settings: Settings, no_faults: None, pytestconfig: pytest.Config, name: str, kind: str
) -> None:
    texts = hostile.texts(13)
    async with hostile_scene(settings) as scene:
        reader, act, rows = Reader(scene), EXPECTED[name], scene.rows()
        reader.given_back |= {"README.md"}  # its member's own text stays as it is, line by line
        for _ in range(200 if pytestconfig.getoption("--long") else 8):
            scene.restore(rows)
            file = _readme(texts) if kind == ".md" else _openapi(texts)
            options = {**options_of(scene, act, scene.owner), "file": (f"file{kind}", file)}
            home, command = scene.world.home, name.removeprefix("/")
            answer = await scene.owner.slash(home, command, **options)
            assert harms_after(reader, answer) == [], file
            taking = re.search(
                r"\w+:apply:[\w:]+", str(answer.response and answer.response.components)
            )
            if taking:
                taken = await forge.press(scene.owner, home, taking.group())
                assert harms_after(reader, taken) == [], file
            for after in ("log readme", "log list", "contract show", "contract export"):
                seen = await scene.owner.slash(home, after)
                assert harms_after(reader, seen) == [], (after, file)


def _readme(texts: Iterator[str]) -> bytes:
    said = [next(texts)[:400] for _ in range(12)]
    parts = ("# {}", "{}", "## Key technologies covered", "- {}", "- {}", "## {}", "- {}", "{}")
    parts += ("## Challenges faced and solutions implemented", "### {}", "{}", "- {}: {}", "{}")
    return "\n\n".join(parts).format(*said, *said).encode(errors="replace")


def _openapi(texts: Iterator[str]) -> bytes:
    paths = {
        f"/{next(texts)[:200]}": {
            "get": {
                "summary": next(texts),
                "responses": {"200": {"content": {"application/json": {"example": next(texts)}}}},
            }
        }
        for _ in range(3)
    }
    info = {"title": next(texts), "version": next(texts)}
    root = {"openapi": "3.1.0", "info": info, "servers": [{"url": next(texts)}], "paths": paths}
    return json.dumps(root).encode()


def test_however_a_text_is_kept_and_shown_it_does_no_harm(pytestconfig: pytest.Config) -> None:
    """By itself, without a card around it; `--long` takes ten thousand."""
    count = _LONG if pytestconfig.getoption("--long") else _SHARE
    for text in islice(hostile.texts(17), count):
        for keep in (typed.line(100), typed.prose(2000), typed.lines(10, 64)):
            kept = keep(text)
            assert [*hostile.of_string(kept)] == [], text
            for shown in (escape(kept), escape(fit(kept, 30)), fit(escape(kept), 30)):
                assert [*hostile.of_text(shown)] == [], text
            for shown in (code(kept, 30), prose(kept, 900), prose(kept, 30)):
                assert [*hostile.of_text(shown)] == [], text


def test_every_column_of_text_is_known_to_be_typed_or_not() -> None:
    """A new one is tried with hostile text, or no member's text reaches it."""
    columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String)
    }
    assert columns - set(TYPED) - WITHIN - UNTYPED == set(), "say in tests/guards/typed.py which"
    assert (set(TYPED) | WITHIN | UNTYPED) - columns == set(), "no longer there"
