"""What is due is posted once, on a line that drops before or after Discord took it."""

import asyncio
import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.sending import FORGOTTEN
from bot.upkeep import restore
from db.backup import back_up
from tests.process.conftest import Street
from tests.process.killing import posted_tags
from tests.wire.faults import DROP_AFTER, DROP_BEFORE, answers
from tests.wire.world import Channel, Message

POST = "/channels/{}/messages"
STATES = "SELECT state FROM outbox WHERE kind != 'restored'"


def notice(
    street: Street,
    key: str,
    *,
    where: Channel | None = None,
    tried: timedelta | None = None,
    due: timedelta = timedelta(),
    waits: timedelta = timedelta(),
) -> dict[str, Any]:
    """One that is due now; `tried` is how long ago it may have been sent already."""
    now = datetime.now(UTC).replace(tzinfo=None)
    return {
        "dedupe_key": key,
        "guild_id": street.guild.id,
        "channel_id": (where or street.home).id,
        "kind": "notice",
        "payload": json.dumps({"about": "parked", "channel_id": street.home.id}),
        "due_at": str(now + due),
        "expires_at": str(now + timedelta(hours=1)),
        "state": "pending",
        "retry_at": str(now + waits),
        "attempts": 0 if tried is None else 1,
        "first_try_at": None if tried is None else str(now - tried),
    }


def enqueue(street: Street, *rows: dict[str, Any]) -> None:
    """All at once: the bot sees all of them or none."""
    names = list(rows[0])
    marks = ", ".join(f":{name}" for name in names)
    with closing(sqlite3.connect(street.database)) as writer, writer:
        writer.executemany(f"INSERT INTO outbox ({', '.join(names)}) VALUES ({marks})", rows)


def posts(street: Street) -> Sequence[Message]:
    return street.wire.world.messages_in(street.home, by=street.wire.world.bot.id)


async def are_sent(street: Street) -> None:
    """Wait until the bot knows it: that is after Discord does, and nothing on the wire says so."""
    reader = sqlite3.connect(f"file:{street.database}?mode=ro", uri=True)
    async with asyncio.timeout(30):
        # Another process writes it.
        while set(reader.execute(STATES)) != {("sent",)}:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    reader.close()


async def test_a_post_that_meets_a_fault_is_tried_again_and_stands_once(street: Street) -> None:
    """Each in a channel of its own, for what fails there holds up what is behind it."""
    faults = (DROP_BEFORE, DROP_AFTER, answers(503), answers(503, is_after=True))
    lanes = [street.wire.stage.add_channel(street.guild, f"lane-{one}") for one in range(4)]
    await street.wire.people.slash(street.ana, street.home, "session list")  # it knows the lanes
    for fault in faults:
        street.wire.faults.script("POST", POST, fault)

    enqueue(street, *(notice(street, lane.name, where=lane) for lane in lanes))
    await are_sent(street)

    tries = Counter(one.body["nonce"] for one in street.wire.transcript.to("POST", POST))
    assert street.wire.faults.count == len(faults)
    assert tries == {"ob1": 2, "ob2": 2, "ob3": 2, "ob4": 2}
    assert [len(street.wire.world.messages_in(lane)) for lane in lanes] == [1, 1, 1, 1]


async def test_what_is_tried_after_minutes_is_looked_up_first(street: Street) -> None:
    """The first look finds nothing; the one after the lost answer finds the tag, and posts none."""
    street.wire.faults.script("POST", POST, DROP_AFTER)

    enqueue(street, notice(street, "tried", tried=2 * FORGOTTEN))
    await are_sent(street)

    assert len(posts(street)) == 1
    assert len(street.wire.transcript.to("POST", POST)) == 1
    assert len(street.wire.transcript.to("GET", POST)) == 2


async def test_after_a_backup_has_come_back_nothing_is_posted_twice_and_what_is_new_is_posted(
    street: Street, tmp_path: Path
) -> None:
    """What waited in the backup was posted since, and so were others of which it knows nothing."""
    backup = tmp_path / "backup.db"
    waits = timedelta(hours=1)
    enqueue(street, notice(street, "posted since", due=-2 * FORGOTTEN, waits=waits))
    back_up(street.database, backup)
    wait_no_longer(street.database)
    enqueue(street, notice(street, "unknown to the backup"))
    await are_sent(street)
    assert sorted(posted_tags(street.wire)) == [1, 2]

    await street.bot.kill()
    at = {"now": datetime.now(UTC)}
    await asyncio.to_thread(restore, street.database, backup, force=True, **at)
    wait_no_longer(street.database)
    street.wire.world.nonces = {
        key: one for key, one in street.wire.world.nonces.items() if key[-1] != "ob1"
    }
    async with street.another_life():
        enqueue(street, notice(street, "new"))
        await are_sent(street)

    tags = posted_tags(street.wire)
    assert set(tags.values()) == {1}
    assert len(posts(street)) == len(tags) == 3


def wait_no_longer(database: Path) -> None:
    with closing(sqlite3.connect(database)) as writer, writer:
        writer.execute("UPDATE outbox SET retry_at = NULL")
