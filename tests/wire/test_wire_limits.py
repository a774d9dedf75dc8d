"""Limits, and the server's own promises."""

import ast
from pathlib import Path
from random import Random

import aiohttp
import discord
import pytest

from tests.wire.clients import Plain
from tests.wire.conftest import Town
from tests.wire.faults import BAN
from tests.wire.limits import Rate, as_discord

POST = ("POST", "/channels/{}/messages")


def statuses(town: Town) -> list[int | None]:
    return [one.status for one in town.wire.transcript.to(*POST)]


async def test_a_full_bucket_is_waited_for_by_its_headers(town: Town, bot: Plain) -> None:
    town.wire.limits.set(*POST, Rate(2, 0.2))
    for number in range(5):
        await town.channel(bot).send(str(number))
    assert [one.content for one in town.said()] == list("01234")
    assert 429 not in statuses(town)


@pytest.mark.parametrize("is_global", [False, True])
async def test_a_429_is_waited_out_and_repeated(town: Town, bot: Plain, is_global: bool) -> None:  # noqa: FBT001
    if is_global:
        town.wire.limits.refuse_all(times=2)
    else:
        town.wire.limits.refuse(*POST, str(town.home.id), times=2)
    await town.channel(bot).send("patient")
    assert statuses(town) == [429, 429, 200]
    assert town.wire.transcript.to(*POST)[0].answer["global"] is is_global
    assert len(town.said()) == 1


async def test_the_bucket_of_one_channel_is_not_anothers(town: Town, bot: Plain) -> None:
    there = await town.another(bot, "there")
    town.wire.limits.refuse(*POST, str(town.home.id), seconds=60)
    await town.channel(bot, there).send("free")
    assert statuses(town) == [200]


async def test_a_429_without_via_reads_as_a_ban(town: Town, bot: Plain) -> None:
    town.wire.faults.script(*POST, BAN)
    with pytest.raises(discord.HTTPException) as banned:
        await town.channel(bot).send("hello")
    assert banned.value.status == 429


async def test_every_answer_names_its_proxy_and_its_exact_type(town: Town) -> None:
    headers = {"Authorization": f"Bot {town.wire.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        for path in ("/users/@me", "/nowhere"):
            async with session.get(f"{town.wire.url}/api/v10{path}") as response:
                assert response.headers["Via"] == "1.1 google"
                assert response.headers["Content-Type"] == "application/json"


def test_discords_own_limits_are_there_for_who_wants_them() -> None:
    limits = as_discord()
    verdicts = [limits.take(*POST, {"channel_id": "1"}) for _ in range(6)]
    assert [one.retry_after is None for one in verdicts] == [True] * 5 + [False]


async def test_a_share_of_requests_fails_by_its_seed(town: Town, bot: Plain) -> None:
    town.wire.faults.at_random(0.5, Random(3), hits=lambda method, _: method == "POST")
    lost = 0
    for number in range(20):
        try:
            await town.channel(bot).send(str(number))
        except (aiohttp.ClientError, discord.HTTPException):
            lost += 1
    assert lost == town.wire.faults.count > 3
    calls = town.wire.transcript.to(*POST)
    assert len(town.said()) == sum(one.is_committed for one in calls)
    assert any(one.is_committed and one.fault for one in calls)


def test_nothing_here_imports_the_bot() -> None:
    for path in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            rooms = {name.partition(".")[0] for name in names}
            assert not rooms & {"bot", "cogs", "db"}, path.name
