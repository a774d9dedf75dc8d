"""The log is readable, by people or by programs, and tells no secret and no member's words."""

import asyncio
import io
import json
import logging
import re
import sqlite3
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from discord import app_commands
from sqlalchemy import text

from bot import logs
from bot.__main__ import build
from bot.client import PERMISSIONS, NexusInteraction
from bot.config import Settings
from bot.lifetime import serve
from bot.logs import configure
from bot.roads import Press, Roads
from tests.guards import forge
from tests.wire.launch import pointed_at
from tests.wire.server import WireServer
from tests.world import World, seen

BOT_TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.s3cret-s3cret-s3cret-s3cret-s3cret"
INTERACTION_TOKEN = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5OnMzY3JldC1zM2NyZXQ"
WEBHOOK_TOKEN = "s3cret-Webhook_s3cret-0123456789"
WORDS = "my-canary-words"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def log(quiet: None) -> io.StringIO:
    """All that is logged, at DEBUG, with every library as talkative as it can be."""
    stream = io.StringIO()
    configure("DEBUG", stream=stream, secrets=["exactly-this"])
    return stream


@pytest.fixture
def talkative(log: io.StringIO) -> Iterator[io.StringIO]:
    names = [
        *logs.FLOORS,
        *("discord.http", "discord.gateway", "discord.client", "discord.state"),
        *("discord.webhook.async_", "sqlalchemy.engine.Engine", "sqlalchemy.pool"),
    ]
    levels = {one: logging.getLogger(one).level for one in names}
    for one in names:
        logging.getLogger(one).setLevel(logging.DEBUG)
    yield log
    for one, level in levels.items():
        logging.getLogger(one).setLevel(level)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(one) for one in log.getvalue().splitlines()]


ours = logging.getLogger("bot.somewhere")


def test_a_program_reads_one_record_a_line(log: io.StringIO) -> None:
    ours.warning("first\nsecond %s", "third")

    [line] = lines(log)

    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "WARNING",
        "logger": "bot.somewhere",
        "message": "first\nsecond third",
    }


def test_a_person_reads_a_plain_line_and_nobody_can_add_one(quiet: None) -> None:
    terminal = Terminal()
    configure("INFO", stream=terminal)

    ours.debug("not this")
    ours.info("first\n12:00:00 INFO second \x1b[31m")

    said = terminal.getvalue()
    assert said.count("\n") == 1
    assert r"INFO    bot.somewhere: first\n12:00:00 INFO second \x1b[31m" in said


def test_a_second_call_takes_the_place_of_the_first(log: io.StringIO) -> None:
    another = io.StringIO()
    configure("ERROR", stream=another)

    ours.error("once")

    assert (log.getvalue(), len(lines(another))) == ("", 1)


@pytest.mark.parametrize(
    "said",
    [
        f"logging in with {BOT_TOKEN}",
        f"Authorization: Bot {BOT_TOKEN}",
        "a token like exactly-this one",
        f"POST https://discord.com/api/v10/interactions/123/{INTERACTION_TOKEN}/callback?wait=1",
        "POST https://discord.com/api/v10/interactions/123/s3cret/callback",
        f"https://discord.com/api/webhooks/123/{WEBHOOK_TOKEN} was pasted",
        f"PATCH /webhooks/123/{WEBHOOK_TOKEN}/messages/@original",
        f"it came with {INTERACTION_TOKEN}",
        "{'id': '1', 'token': 's3cret', 'type': 2}",
        '{"id":"1","token":"s3cret","continuation_token":"s3cret"}',
        "[SQL: INSERT INTO members VALUES (?)]\n[parameters: ('s3cret', ']', 's3cret')]",
        "future: <Task finished name='x' coro=<f()> exception=ValueError('s3cret')>",
        "<Task finished name='x' coro=<f()> result='s3cret'>",
    ],
)
def test_what_looks_like_a_secret_is_cut_out(log: io.StringIO, said: str) -> None:
    ours.info("%s", said)
    ours.info(said.replace("%", "%%"))

    for line in lines(log):
        assert "s3cret" not in line["message"]
        assert INTERACTION_TOKEN not in line["message"]
        assert "exactly-this" not in line["message"]
        assert "<cut>" in line["message"]


def test_what_is_no_secret_stays(log: io.StringIO) -> None:
    said = "discord.gateway.DiscordWebSocket of interaction 123 took 40060: /webhooks/ are closed"

    ours.info(said)

    assert lines(log)[0]["message"] == said


def raised(error: BaseException) -> BaseException:
    try:
        raise error  # noqa: TRY301
    except BaseException as caught:  # noqa: BLE001
        return caught


def refused(status: int, body: dict[str, Any]) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="Bad Request")
    return discord.HTTPException(response, body)


def test_a_fault_is_told_by_its_kind_and_its_place(log: io.StringIO) -> None:
    ours.error("it broke", exc_info=raised(ValueError("x")))

    [line] = lines(log)
    assert "Traceback" in line["error"]
    assert "raise error" in line["error"]
    assert line["error"].endswith("builtins.ValueError: (its words are left out)\n")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (refused(400, {"code": 50035, "message": "Invalid Form Body"}), "50035): Invalid Form"),
        (OSError(28, "No space left on device", "nexus.db"), "left on device: 'nexus.db'"),
        (sqlite3.OperationalError("database is locked"), "database is locked"),
    ],
)
def test_a_programs_own_words_are_told(log: io.StringIO, error: Exception, words: str) -> None:
    ours.error("it broke", exc_info=error)

    assert words in lines(log)[0]["error"]


def chained() -> BaseException:
    try:
        try:
            raise KeyError(WORDS)  # noqa: TRY301
        except KeyError as inner:
            raise RuntimeError(WORDS) from inner
    except RuntimeError as outer:
        outer.add_note(WORDS)
        return outer


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"invalid literal for int() with base 10: '{WORDS}'"),
        chained(),
        ExceptionGroup(WORDS, [ValueError(WORDS), TypeError(WORDS)]),
        app_commands.CommandInvokeError(
            SimpleNamespace(name="x", qualified_name="x"),  # pyright: ignore[reportArgumentType]
            ValueError(WORDS),
        ),
        refused(400, {"code": 50035, "message": f'Value "{WORDS}" is not snowflake.'}),
        sqlite3.OperationalError(f'near "{WORDS}": syntax error'),
    ],
)
def test_words_that_may_be_a_members_are_not(log: io.StringIO, error: Exception) -> None:
    ours.error("it broke", exc_info=error)

    assert "Traceback" in log.getvalue()
    assert WORDS not in log.getvalue()


def test_a_record_that_cannot_be_told_does_not_tell_its_arguments_instead(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    record = ours.makeRecord(ours.name, logging.ERROR, __file__, 1, "%d", (WORDS,), None)
    for one in logging.getLogger().handlers:
        if type(one).__module__ == "bot.logs":  # pytest's own would fail the test
            one.handle(record)

    said = capsys.readouterr().err
    assert said.startswith("a record of ")
    assert WORDS not in said + log.getvalue()


async def test_a_task_that_failed_unseen_keeps_its_words(log: io.StringIO) -> None:
    async def fail() -> None:
        raise ValueError(WORDS)

    failing = asyncio.create_task(fail())
    await asyncio.wait([failing])
    del failing

    assert "Task exception was never retrieved" in log.getvalue()
    assert WORDS not in log.getvalue()


lost = Roads("lost")


@lost("found")
async def found(_: NexusInteraction, __: Press) -> None:
    ours.info("looking")
    raise ValueError(WORDS)


async def test_each_line_of_an_answer_says_which_interaction_it_answers(
    world: World, log: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    ada = world.member("Ada")
    world.bot.roads.add(lost)

    answers = [await forge.press(ada, world.home, "lost:found") for _ in range(2)]
    ours.info("afterwards")
    caplog.clear()  # the fault was asked for

    numbers = [re.findall(r"`(\d+)`", seen(one))[0] for one in answers]
    told = [one.get("interaction") for one in lines(log) if one["logger"].startswith("bot.")]
    assert told == [numbers[0], numbers[0], numbers[1], numbers[1], None]


async def test_a_command_is_told_by_its_interaction_too(
    world: World, log: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    ada = world.member("Ada")
    async with world.bot.db.begin() as session:
        await session.execute(text("DROP TABLE members"))

    answer = await ada.slash(world.home, "me timezone", zone="Africa/Lagos")
    caplog.clear()  # the fault was asked for

    [number] = re.findall(r"`(\d+)`", seen(answer))
    [line] = [one for one in lines(log) if "error" in one]
    assert line["interaction"] == number
    assert "no such table: members" in line["error"]


async def test_nothing_that_a_member_wrote_or_discord_confided_gets_into_the_log(
    settings: Settings, talkative: io.StringIO
) -> None:
    """The real bot on a Discord over a socket; a question goes well, and a search fails."""
    async with WireServer() as wire:
        guild = wire.stage.add_guild(bot_may=PERMISSIONS.value)
        home = wire.stage.add_channel(guild, "prodevprojectnexus")
        ana = wire.stage.add_member(guild, "Ana")
        asked = {"title": f"Why {WORDS}?", "details": f"Because {WORDS}.", "topic": ["Auth & JWT"]}
        with pointed_at(wire.url):
            bot = build(settings)
            running = asyncio.create_task(serve(bot, wire.token))
            await wire.until(lambda: wire.gateway.is_connected)

            well = wire.people.slash(ana, home, "qa ask")
            await well
            well = wire.people.submit(ana, well, asked)
            await well
            await wire.people.autocomplete(ana, home, "qa answer", "question", WORDS)
            async with bot.db.begin() as session:
                await session.execute(text("DROP TABLE question_search"))
            failed = wire.people.slash(ana, home, "qa search", words=WORDS)
            assert "Something broke" in (await failed).text

            running.cancel()
            await asyncio.wait([running])

    said = talkative.getvalue()
    assert "no such table: question_search" in said
    assert str(failed.interaction.id) in said
    for canary in (wire.token, WORDS, *wire.world.tokens):
        assert canary not in said
