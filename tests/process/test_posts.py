"""What is due is posted once, on a line that drops before or after Discord took it."""

import asyncio
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.sending import FORGOTTEN
from bot.upkeep import restore
from db.backup import back_up
from tests.process.conftest import Street
from tests.process.killing import posted_tags
from tests.wire.faults import DROP_AFTER, DROP_BEFORE, answers
from tests.wire.world import Message

POST = "/channels/{}/messages"
STATES = "SELECT state FROM outbox WHERE kind != 'restored'"


def enqueue(
    street: Street,
    key: str,
    *,
    tried: timedelta | None = None,
    due: timedelta = timedelta(),
    waits: timedelta = timedelta(),
) -> None:
    """A notice that is due now; `tried` is how long ago it may have been sent already."""
    now = datetime.now(UTC).replace(tzinfo=None)
    row = {
        "dedupe_key": key,
        "guild_id": street.guild.id,
        "channel_id": street.home.id,
        "kind": "notice",
        "payload": json.dumps({"about": "parked", "channel_id": street.home.id}),
        "due_at": str(now + due),
        "expires_at": str(now + timedelta(hours=1)),
        "state": "pending",
        "retry_at": str(now + waits),
        "attempts": 0 if tried is None else 1,
        "first_try_at": None if tried is None else str(now - tried),
    }
    marks = ", ".join(f":{name}" for name in row)
    with closing(sqlite3.connect(street.database)) as writer, writer:
        writer.execute(f"INSERT INTO outbox ({', '.join(row)}) VALUES ({marks})", row)


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
    faults = (DROP_BEFORE, DROP_AFTER, answers(503), answers(503, is_after=True))
    for number, fault in enumerate(faults, start=1):
        street.wire.faults.script("POST", POST, fault)
        enqueue(street, str(fault))
        await are_sent(street)

        nonces = [one.body["nonce"] for one in street.wire.transcript.to("POST", POST)]
        assert nonces.count(f"ob{number}") == 2, fault
        assert len(posts(street)) == number, fault


async def test_what_is_tried_after_minutes_is_looked_up_first(street: Street) -> None:
    """The first look finds nothing; the one after the lost answer finds the tag, and posts none."""
    street.wire.faults.script("POST", POST, DROP_AFTER)

    enqueue(street, "tried", tried=2 * FORGOTTEN)
    await are_sent(street)

    assert len(posts(street)) == 1
    assert len(street.wire.transcript.to("POST", POST)) == 1
    assert len(street.wire.transcript.to("GET", POST)) == 2


async def test_after_a_backup_has_come_back_nothing_is_posted_twice_and_what_is_new_is_posted(
    street: Street, tmp_path: Path
) -> None:
    """What waited in the backup was posted since, and so were others of which it knows nothing."""
    backup = tmp_path / "backup.db"
    enqueue(street, "posted since", due=-2 * FORGOTTEN, waits=timedelta(hours=1))
    back_up(street.database, backup)
    wait_no_longer(street.database)
    enqueue(street, "unknown to the backup")
    await are_sent(street)
    assert sorted(posted_tags(street.wire)) == [1, 2]

    await street.bot.kill()
    restore(street.database, backup, force=True, now=datetime.now(UTC))
    wait_no_longer(street.database)
    street.wire.world.nonces = {
        key: one for key, one in street.wire.world.nonces.items() if key[-1] != "ob1"
    }
    async with street.another_life():
        enqueue(street, "new")
        await are_sent(street)

    tags = posted_tags(street.wire)
    assert set(tags.values()) == {1}
    assert len(posts(street)) == len(tags) == 3


def wait_no_longer(database: Path) -> None:
    with closing(sqlite3.connect(database)) as writer, writer:
        writer.execute("UPDATE outbox SET retry_at = NULL")
