"""The bot was down when a reminder was due: it is sent, says that it is late, or is counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from db.outbox import State
from tests.process.conftest import Street
from tests.process.killing import come, opened, stored
from tests.wire.world import Channel, Message

SECOND, MINUTE, HOUR, DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A session that starts so long from now, and since when its next reminder is due."""

    name: str
    starts_in: timedelta
    due_since: timedelta


CASES = (
    Case("a-second", DAY - SECOND, SECOND),
    Case("a-minute", DAY - MINUTE, MINUTE),
    Case("an-hour", DAY - HOUR, HOUR),
    Case("begun", -HOUR, HOUR),
    Case("three-days", -2 * DAY, 3 * DAY),
)


def store(street: Street, number: int, case: Case, place: Channel, now: datetime) -> None:
    """A session as the bot left it when it went down: its host Ana goes, and so does Ben."""
    row = {
        "id": number,
        "guild_id": street.guild.id,
        "number": number,
        "stage": "open",
        "host_id": street.ana.id,
        "topic": "JWT",
        "minutes": 120,
        "typed_when": "",
        "starts_at": stored(now + case.starts_in),
        "remind_at": stored(now - case.due_since),
        "drafted_at": stored(now),
        "posted_at": stored(now),
        "channel_id": place.id,
    }
    marks = ", ".join(f":{name}" for name in row)
    with opened(street.database) as writer:
        writer.execute(f"INSERT INTO study_sessions ({', '.join(row)}) VALUES ({marks})", row)
        for turn, who in enumerate((street.ana, street.ben), start=1):
            writer.execute(
                "INSERT INTO rsvps (session_id, user_id, guild_id, answer, turn, answered_at)"
                " VALUES (?, ?, ?, 'going', ?, ?)",
                (number, who.id, street.guild.id, turn, stored(now)),
            )


def fates(street: Street, number: int) -> list[str]:
    with opened(street.database) as reader:
        found = reader.execute(
            "SELECT state FROM outbox WHERE kind = 'reminder' AND dedupe_key LIKE ? ORDER BY id",
            (f"reminder:{number}:%",),
        )
        return [state for (state,) in found]


def said(street: Street, place: Channel) -> Sequence[Message]:
    return street.wire.world.messages_in(place, by=street.wire.world.bot.id)


async def test_down_over_a_due_reminder_for_a_second_a_minute_an_hour_and_three_days(
    street: Street,
) -> None:
    places = [street.wire.stage.add_channel(street.guild, case.name) for case in CASES]
    await street.bot.kill()
    await come(lambda: not street.wire.gateway.is_connected, within=10)
    now = datetime.now(UTC)
    for number, (case, place) in enumerate(zip(CASES, places, strict=True), start=1):
        store(street, number, case, place, now)

    async with street.started_again() as bot:

        def are_known() -> bool:
            found = [fates(street, number) for number in range(1, len(CASES) + 1)]
            return all(found) and all(State.PENDING not in one for one in found)

        await come(are_known, within=30)

    a_second, a_minute, an_hour, begun, three_days = [said(street, one) for one in places]
    for posts in (a_second, a_minute, an_hour, begun):
        assert [one.pinged_ids for one in posts] == [[street.ana.id, street.ben.id]]
    for (post,) in (a_second, a_minute, an_hour):
        assert "still coming to **#" in post.text
    assert "Late" not in a_second[0].text + a_minute[0].text
    assert "Late by 1 h: I was down" in an_hour[0].text
    assert "Late by 1 h: I was down" in begun[0].text
    assert " began <t:" in begun[0].text
    assert three_days == []
    assert [fates(street, number) for number in range(1, 6)] == [
        [State.SENT],
        [State.SENT],
        [State.SENT],
        [State.SENT],
        [State.EXPIRED] * 3,
    ]
    assert len(re.findall(r"\(reminder\) for channel \d+ expired unsent", bot.output)) == 3
    assert "ERROR" not in bot.output
