"""What goes on while the bot is killed: people who act, posts that are due, and what must hold.

Everything that a person was told is written down as a claim: a query that finds it in the database.
"""

import asyncio
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bot.cards import FIRST_TAG
from bot.domain.matching import PROJECTS
from db.outbox import State
from tests.wire.filling import NotThere
from tests.wire.people import NoAnswer
from tests.wire.server import WireServer
from tests.wire.world import Channel, Guild, Member, Message, ScheduledEvent, nested

# Less than a person waits: when the bot is dead, its people go on to the next thing.
PATIENCE = 3.0
NUMBER = re.compile(r"\*\*#(\d+)\*\*")
SOMEBODY = re.compile(r"<@(\d+)>")


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody was told, and the query that must find it."""

    told: str
    query: str
    values: tuple[Any, ...]


@contextmanager
def opened(database: Path) -> Generator[sqlite3.Connection]:
    with closing(sqlite3.connect(database, timeout=30)) as connection, connection:
        yield connection


def stored(moment: datetime) -> str:
    """As the bot stores it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


async def come(is_so: Callable[[], Any], *, within: float) -> None:
    """Wait for what rings no bell at the server, because it happens in the bot alone."""
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110 - there is nobody to set an event
            await asyncio.sleep(0.02)


class Crowd:
    """People who ask, answer, pair and plan, each one thing after the other, until cancelled."""

    def __init__(
        self, wire: WireServer, home: Channel, people: Sequence[Member], rng: Random
    ) -> None:
        self.wire = wire
        self.home = home
        self.people = people
        self.rng = rng
        self.acts = 0
        self.claims: list[Claim] = []
        # Where each stands in the queue, as far as they know: it holds until they act again.
        self.pairing: dict[int, Claim] = {}
        self.questions: list[int] = []

    async def act(self) -> None:
        await asyncio.gather(*(self._act(who) for who in self.people))

    async def _act(self, who: Member) -> None:
        verbs: list[Callable[[Member], Awaitable[None]]] = [
            *(self._ask, self._answer, self._plan, self._go, self._find, self._leave)
        ]
        while True:
            await asyncio.sleep(self.rng.uniform(0.05, 0.4))  # people are not in step
            if self.wire.gateway.is_connected:
                with suppress(NoAnswer, NotThere):
                    await self.rng.choice(verbs)(who)

    def _one_more(self) -> int:
        self.acts += 1
        return self.acts

    def _claim(self, told: str, query: str, *values: Any) -> None:
        self.claims.append(Claim(told, query, values))

    async def _ask(self, who: Member) -> None:
        title = f"Why {self._one_more()}"
        form = self.wire.people.slash(who, self.home, "qa ask")
        await form.answered(within=PATIENCE)
        act = self.wire.people.submit(
            who, form, {"title": title, "details": "It says no.", "topic": "Python"}
        )
        shown = await act.answered(within=PATIENCE)
        if found := NUMBER.search(shown.text):
            number = int(found[1])
            self.questions.append(number)
            query = "SELECT 1 FROM questions WHERE number = ? AND title = ? AND asker_id = ?"
            self._claim(shown.text, query, number, title, who.id)

    async def _answer(self, who: Member) -> None:
        if not self.questions:
            return
        text, question = f"Because {self._one_more()}", str(self.rng.choice(self.questions))
        form = self.wire.people.slash(who, self.home, "qa answer", question=question)
        await form.answered(within=PATIENCE)
        act = self.wire.people.submit(who, form, {"text": text})
        shown = await act.answered(within=PATIENCE)
        if NUMBER.search(shown.text):
            query = "SELECT 1 FROM answers WHERE text = ? AND author_id = ?"
            self._claim(shown.text, query, text, who.id)

    async def _plan(self, who: Member) -> None:
        topic, when = f"Topic {self._one_more()}", "tomorrow 18:00 Lagos"
        act = self.wire.people.slash(who, self.home, "session create", topic=topic, when=when)
        draft = (await act.answered(within=PATIENCE)).message
        assert draft is not None
        post = self.wire.people.press(who, draft, "Post it")
        await post.answered(within=PATIENCE)
        if found := NUMBER.search(draft.text):
            query = "SELECT 1 FROM study_sessions WHERE number = ? AND topic = ? AND host_id = ?"
            self._claim(draft.text, query, int(found[1]), topic, who.id)

    async def _go(self, who: Member) -> None:
        cards = [one for one in self._cards() if "### Session #" in one.text]
        if not cards:
            return
        self._one_more()
        card = self.rng.choice(cards)
        act = self.wire.people.press(who, card, "Going")
        text = (await act.answered(within=PATIENCE)).text
        if "You are going" in text:
            number = int(act.interaction.data["custom_id"].rpartition(":")[2])
            query = (
                "SELECT 1 FROM rsvps JOIN study_sessions ON study_sessions.id = rsvps.session_id"
                " WHERE number = ? AND user_id = ? AND answer = 'going'"
            )
            self._claim(f"going to session {number}", query, number, who.id)

    def _cards(self) -> list[Message]:
        return self.wire.world.messages_in(self.home, by=self.wire.world.bot.id)

    async def _find(self, who: Member) -> None:
        self._one_more()
        self.pairing.pop(who.id, None)
        since = stored(datetime.now(UTC))
        project = self.rng.choice(PROJECTS)
        track = ("frontend", "backend")[self.people.index(who) % 2]
        act = self.wire.people.slash(who, self.home, "pair find", project=project, track=track)
        text = (await act.answered(within=PATIENCE)).text
        with_partner = (
            "SELECT 1 FROM pairs JOIN pair_members ON pair_id = pairs.id"
            " WHERE user_id = ? AND project = ?"
        )
        if "are a pair for" in text:
            partner_id = next(int(one) for one in SOMEBODY.findall(text) if int(one) != who.id)
            query = (
                f"{with_partner} AND pairs.id IN"
                " (SELECT pair_id FROM pair_members WHERE user_id = ?)"
            )
            self._claim(text, query, who.id, project, partner_id)
        elif "you are **number" in text:
            query = f"{with_partner} AND made_at >= ? UNION SELECT 1 FROM queue_entries"
            query += " WHERE user_id = ? AND project = ? AND left_at IS NULL"
            values = (who.id, project, since, who.id, project)
            self.pairing[who.id] = Claim(text, query, values)

    async def _leave(self, who: Member) -> None:
        self._one_more()
        self.pairing.pop(who.id, None)
        act = self.wire.people.slash(who, self.home, "pair leave")
        text = (await act.answered(within=PATIENCE)).text
        if "You've left the queue" in text:
            query = (
                "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM queue_entries"
                " WHERE user_id = ? AND left_at IS NULL)"
            )
            self.pairing[who.id] = Claim(text, query, (who.id,))


@dataclass(slots=True)
class Due:
    """Posts that become due again and again, in some channels, whether the bot lives or not."""

    database: Path
    channels: Sequence[Channel]
    rng: Random
    ids: list[int] = field(default_factory=list[int])

    async def flow(self) -> None:
        while True:
            await asyncio.sleep(self.rng.uniform(0.05, 0.4))  # due at random moments
            self._enqueue()

    def _enqueue(self) -> None:
        now, where = datetime.now(UTC), self.rng.choice(self.channels)
        lasts = timedelta(seconds=2) if self.rng.random() < 0.1 else timedelta(hours=2)
        row = {
            "dedupe_key": f"killed:{len(self.ids)}",
            "guild_id": where.guild_id,
            "channel_id": where.id,
            "kind": "notice",
            "payload": json.dumps({"about": "parked", "channel_id": where.id}),
            "due_at": stored(now),
            "expires_at": stored(now + lasts),
            "state": State.PENDING.value,
            "attempts": 0,
        }
        marks = ", ".join(f":{name}" for name in row)
        with opened(self.database) as writer:
            made = writer.execute(f"INSERT INTO outbox ({', '.join(row)}) VALUES ({marks})", row)
            assert made.lastrowid is not None
            self.ids.append(made.lastrowid)


def grow_older(database: Path, minutes: int) -> None:
    """The bot is away for minutes, as far as what it stored can tell: leases end, pauses are over.

    When something expires is left as it is.
    """
    columns = {
        "outbox": ("lease_until", "retry_at", "first_try_at"),
        "questions": ("asked_at",),
        "answers": ("answered_at",),
        "study_sessions": ("posted_at", "event_retry_at"),
    }
    with opened(database) as writer:
        for table, names in columns.items():
            for name in names:
                writer.execute(
                    f"UPDATE {table} SET {name} ="
                    f" strftime('%Y-%m-%d %H:%M:%f000', {name}, '-{minutes} minutes', '-1 second')"
                )


def posted_tags(wire: WireServer) -> Counter[int]:
    """How often each row of the outbox stands on Discord, by its number."""
    posts = (one for one in wire.world.messages.values() if one.author_id == wire.world.bot.id)
    seen = [one for one in posts if not one.is_ephemeral and one.deleted_at is None]
    ids = (part["id"] for one in seen for part in nested(one.components) if part["type"] == 17)
    return Counter(one - FIRST_TAG for one in ids if one >= FIRST_TAG)


def events_of_sessions(wire: WireServer, guild: Guild) -> dict[str, list[ScheduledEvent]]:
    """What the bot has put into the server's own list, by the session that it is about."""
    found: dict[str, list[ScheduledEvent]] = {}
    for one in guild.events.values():
        if one.creator_id == wire.world.bot.id and one.is_open:
            found.setdefault(one.body["description"].partition("\n")[0], []).append(one)
    return found
