"""Whatever becomes of the connection, nothing is lost or done twice; what can't be mended ends."""

import asyncio
import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.process.conftest import Street, lively
from tests.process.killing import come
from tests.process.nursery import launched
from tests.wire.faults import answers
from tests.wire.launch import Launched
from tests.wire.people import Act
from tests.wire.server import WireServer
from tests.wire.sessions import Op

# How long discord.py waits before it identifies again, and some more.
ANEW = 30


async def drafted(street: Street, topic: str) -> Act:
    act = street.wire.people.slash(
        street.ana, street.home, "session create", topic=topic, when="tomorrow 18:00 Lagos"
    )
    await act
    return act


def post(street: Street, draft: Act) -> Act:
    assert draft.shown.message is not None
    return street.wire.people.press(street.ana, draft.shown.message, "Post it")


async def is_posted(street: Street, draft: Act) -> None:
    await street.wire.until(lambda: "is posted in" in draft.shown.text)


async def stands(street: Street, *topics: str) -> None:
    """What was planned is there once: in the database, in the channel and for who asks now."""
    shown = await street.wire.people.slash(street.ben, street.home, "session list")
    cards = street.wire.world.messages_in(street.home, by=street.wire.world.bot.id)

    assert [one for one in topics if one not in shown.text] == []
    assert [one for one in topics if sum(one in card.text for card in cards) != 1] == []
    assert (street.count("study_sessions"), len(cards)) == (len(topics), len(topics))


async def resumes(street: Street, times: int) -> None:
    await street.wire.until(lambda: len(street.wire.transcript.sent("RESUMED")) == times)


def count(street: Street, op: Op) -> int:
    return len(street.wire.transcript.received(op))


async def test_through_every_cut_and_outage_all_goes_on_as_it_was(street: Street) -> None:
    gateway = street.wire.gateway
    draft = await drafted(street, "Indexes")

    gateway.drop()
    await street.wire.until(lambda: not gateway.is_connected)
    pressed = post(street, draft)
    assert not pressed.is_acknowledged
    await resumes(street, 1)
    await is_posted(street, draft)
    await stands(street, "Indexes")
    assert pressed.shown.followups == ()

    gateway.reconnect()
    await resumes(street, 2)
    await stands(street, "Indexes")

    gateway.invalidate(is_resumable=True)
    await resumes(street, 3)
    await stands(street, "Indexes")

    beats = count(street, Op.HEARTBEAT)
    gateway.ask_heartbeat()
    await street.wire.until(lambda: count(street, Op.HEARTBEAT) == beats + 1)

    gateway.withdraw(street.guild)
    await stands(street, "Indexes")
    gateway.bring_back(street.guild)
    draft = await drafted(street, "Locks")
    post(street, draft)
    await is_posted(street, draft)
    await stands(street, "Indexes", "Locks")
    assert (count(street, Op.IDENTIFY), count(street, Op.RESUME)) == (1, 3)


async def test_a_session_that_is_over_is_begun_anew_with_all_that_was_there(
    street: Street, migrated: Path, tmp_path: Path
) -> None:
    """On two streets at once: who identifies again waits first."""
    async with lively(migrated, tmp_path / "another.db") as another:
        await asyncio.gather(is_ended(street), is_forgotten(another))


async def is_ended(street: Street) -> None:
    """Discord says so."""
    gateway = street.wire.gateway
    draft = await drafted(street, "Indexes")

    gateway.invalidate(is_resumable=False)
    await street.wire.until(lambda: gateway.is_connected, within=ANEW)
    post(street, draft)
    await is_posted(street, draft)
    await stands(street, "Indexes")
    assert (count(street, Op.IDENTIFY), count(street, Op.RESUME)) == (2, 0)


async def is_forgotten(street: Street) -> None:
    """The bot finds out when it comes back after a cut."""
    gateway = street.wire.gateway
    draft = await drafted(street, "Locks")

    gateway.forget()
    gateway.drop()
    await street.wire.until(lambda: gateway.is_connected, within=ANEW)
    post(street, draft)
    await is_posted(street, draft)
    await stands(street, "Locks")
    assert (count(street, Op.IDENTIFY), count(street, Op.RESUME)) == (2, 1)


async def ends(bot: Launched) -> tuple[int, str]:
    """Its exit code, and what it has written besides the log, whose records are JSON."""
    code = await bot.ended()
    plain = [line for line in bot.output.splitlines() if not line.startswith("{")]
    assert len(plain) == 1, bot.output
    assert "Traceback" not in bot.output
    return code, plain[0]


async def test_a_token_that_is_changed_while_the_bot_runs_ends_it(street: Street) -> None:
    street.wire.world.app.token = "another"
    street.wire.gateway.drop()
    code, line = await ends(street.bot)

    assert code == 2
    assert line == "nexus: Discord no longer accepts DISCORD_TOKEN: copy it anew"


async def test_intents_that_are_not_granted_end_the_bot(street: Street) -> None:
    street.wire.gateway.close(4014)
    code, line = await ends(street.bot)

    assert code == 2
    assert "does not grant this bot the intents" in line


@asynccontextmanager
async def started(
    folder: Path, *, token: str = "", starts_left: int = 1000
) -> AsyncGenerator[tuple[WireServer, Launched]]:
    async with WireServer() as wire:
        wire.world.app.starts_left = starts_left
        database = f"sqlite+aiosqlite:///{folder / 'nexus.db'}"
        env = {"DISCORD_TOKEN": token or wire.token, "DATABASE_URL": database}
        async with launched(wire.url, "bot.__main__:main", "run", env=env) as bot:
            yield wire, bot


async def refused(folder: Path, *, token: str = "", starts_left: int = 1000) -> tuple[int, str]:
    """How a start ends that is not to reach the gateway."""
    async with started(folder, token=token, starts_left=starts_left) as (wire, bot):
        ended = await ends(bot)
        assert wire.transcript.received(Op.IDENTIFY) == []
        return ended


LOST = (
    ("GET", "/users/@me", answers(503)),
    ("GET", "/users/@me", answers(520)),
    ("GET", "/oauth2/applications/@me", answers(520)),
    ("PUT", "/applications/{}/commands", answers(503)),
    ("PUT", "/applications/{}/commands", answers(503, is_after=True)),
    ("GET", "/gateway/bot", answers(503)),
)


async def test_a_start_outlives_the_requests_that_are_lost(tmp_path: Path) -> None:
    async with started(tmp_path) as (wire, bot):
        for method, route, fault in LOST:
            wire.faults.script(method, route, fault)
        await wire.until(lambda: wire.transcript.sent("READY"), within=30)

        assert wire.faults.count == len(LOST)
        assert wire.world.commands
        assert bot.output.count("trying again in") == len(LOST)
        assert "ERROR" not in bot.output


async def test_a_discord_out_of_reach_is_tried_until_it_is_there_or_the_bot_is_stopped(
    tmp_path: Path,
) -> None:
    async with started(tmp_path) as (wire, bot):
        await wire.stop()
        await come(lambda: bot.output.count("cannot reach Discord") == 2, within=30)
        await wire.start()
        await wire.until(lambda: wire.transcript.sent("READY"), within=30)
    async with started(tmp_path) as (wire, bot):
        await wire.stop()
        await come(lambda: "cannot reach Discord" in bot.output, within=30)
        bot.process.send_signal(signal.SIGTERM)

        assert await bot.ended() == 0
        await wire.start()


async def test_the_last_start_that_nexus_does_not_keep_is_made(tmp_path: Path) -> None:
    async with started(tmp_path, starts_left=50) as (wire, _):
        await wire.until(lambda: wire.transcript.sent("READY"), within=30)

        assert wire.world.app.starts_left == 49


async def test_a_start_that_is_in_vain_or_too_many_is_not_made(tmp_path: Path) -> None:
    four_hours = timedelta(hours=4)  # until the wire's Discord counts anew
    before = datetime.now(UTC).replace(second=0, microsecond=0)
    in_vain, too_many = await asyncio.gather(
        refused(tmp_path / "in vain", token="wrong"),
        refused(tmp_path / "too many", starts_left=49),
    )

    assert in_vain == (2, "nexus: Discord does not accept DISCORD_TOKEN: copy it anew")
    code, line = too_many
    assert code == 1
    assert line.startswith("nexus: only 49 of the bot's daily starts are left until ")
    resets_at = datetime.fromisoformat(line.partition("until ")[2].partition(" UTC")[0] + "Z")
    assert before <= resets_at - four_hours <= datetime.now(UTC)
