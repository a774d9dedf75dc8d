"""The front page's own questions and answers: who may ask, and what they hear."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import discord
import pytest
from aiohttp.test_utils import TestClient, TestServer, unused_port
from discord import app_commands

from bot.client import NexusInteraction
from bot.config import Settings
from bot.demo import cohort as people
from bot.demo.desk import Desk
from bot.demo.server import application
from bot.demo.stage import stage
from bot.replies import whisper
from tests.world import NOON, build_bot

Client = TestClient[Any, Any]


@app_commands.context_menu(name="Quote")
async def quote(interaction: NexusInteraction, message: discord.Message) -> None:
    await whisper(interaction, f"{message.author.display_name} said it")


@pytest.fixture
async def desk(settings: Settings, no_faults: None) -> AsyncGenerator[Desk]:
    """The desk of a server where nobody has said anything yet."""

    def make(now: Any) -> Any:
        bot = build_bot(settings, now)
        bot.tree.add_command(quote)
        return bot

    async with stage(make, starts_at=NOON) as env:
        cohort = people.gather(env)
        await env.settle()
        desk = Desk(env, cohort, framed_by="http://127.0.0.1:1", frame_port=unused_port())
        await desk.start()
        yield desk
        await desk.close()
        await desk.bot.db.close()


@pytest.fixture
async def client(desk: Desk) -> AsyncGenerator[Client]:
    port = unused_port()
    async with TestClient(TestServer(application(desk, port), port=port)) as client:
        yield client


async def post(client: Client, path: str, origin: str | None = None, **body: Any) -> Any:
    headers = {"Origin": origin or f"http://127.0.0.1:{client.port}"}
    return await client.post(path, json=body, headers=headers)


def channel(state: dict[str, Any], name: str) -> str:
    return next(one["id"] for one in state["channels"] if one["name"] == name)


def member(state: dict[str, Any], name: str) -> str:
    return next(one["id"] for one in state["members"] if one["name"] == name)


async def test_another_site_can_neither_read_nor_act(client: Client) -> None:
    read = await client.get("/state", headers={"Host": "evil.example"})
    acted = await post(client, "/clock", origin="http://evil.example", by="day")
    unnamed = await client.post("/clock", json={"by": "day"})

    assert (read.status, acted.status, unnamed.status) == (403, 403, 403)


async def test_the_page_says_who_is_where_and_what_they_may_see(client: Client) -> None:
    state = await (await client.get("/state")).json()

    assert len(state["members"]) >= 14
    assert [one["isModerator"] for one in state["members"]].count(True) == 2
    assert {one["name"]: one["isOpen"] for one in state["channels"]} == {
        "general": True,
        "prodevprojectnexus": True,
        "staff": False,
    }
    assert (state["day"], state["time"], state["place"]) == ("Mon 2 Mar 2026", "13:00", "Lagos")


async def test_a_channel_that_is_closed_to_somebody_is_shown_kindly(client: Client) -> None:
    state = await (await client.get("/state")).json()
    staff, amina = channel(state, "staff"), member(state, "Amina Bello")
    grace = member(state, "Grace Achieng")

    shut = await (await post(client, "/open", channel=staff, member=amina)).json()
    opened = await (await post(client, "/open", channel=staff, member=grace)).json()

    assert shut["frame"] is None
    assert "Amina can't see #staff. Grace or Kofi can" in shut["notice"]
    assert (opened["notice"], opened["member"]) == ("", grace)
    assert opened["frame"].startswith("http://127.0.0.1:")


@pytest.mark.parametrize("body", [{}, {"channel": "x", "member": "1"}, {"channel": 1, "member": 1}])
async def test_what_is_not_there_is_said_in_a_sentence(
    client: Client, body: dict[str, Any]
) -> None:
    answer = await post(client, "/open", **body)

    assert answer.status in {400, 404}
    assert (await answer.json())["problem"].endswith(".")


async def test_a_leap_of_the_clock_runs_the_chores_on_its_way(client: Client, desk: Desk) -> None:
    ran_at: list[Any] = []

    async def note() -> None:
        ran_at.append(desk.bot.now())

    desk.bot.jobs.every(timedelta(hours=8), note, name="note")
    state = await (await post(client, "/clock", by="day")).json()

    assert state["day"] == "Tue 3 Mar 2026"
    assert [at - NOON for at in ran_at] == [timedelta(hours=h) for h in (1, 9, 17)]


async def test_a_message_command_answers_in_the_frame(client: Client, desk: Desk) -> None:
    kwame = desk.cohort["Kwame"].actor
    said = await kwame.send(desk.cohort.home, "Caches lie.")
    assert (await (await client.get("/messages")).json())[0]["text"] == "Caches lie."

    answer = await post(client, "/menu", command="Quote", target=str(said.id))

    assert "Quote" in (await answer.json())["onMessages"]
    seen = desk.cohort.home.history(viewer=desk.cohort["Amina"].actor)
    assert seen[-1].content == "Kwame Mensah said it"


async def test_private_answers_go_with_a_leap_as_after_a_night_on_discord(
    client: Client, desk: Desk
) -> None:
    amina = desk.cohort["Amina"].actor
    await amina.slash(desk.cohort.home, "me timezone", zone="Lagos")

    await post(client, "/clock", by="hour")

    assert desk.cohort.home.history(viewer=amina) == []
