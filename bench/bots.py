"""Bots in processes of their own, each on a Discord of its own, with a town to be of use to."""

import os
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.wire.launch import Launched, launched
from tests.wire.people import Act
from tests.wire.permissions import P
from tests.wire.server import WireServer
from tests.wire.world import Channel, Guild, Member, Message

NEXUS = "bot.__main__:main"
BARE = "bench.peers:bare"
RESPONDER = "bench.peers:responder"

# What Nexus's invitation asks for beyond what everyone may.
_INVITED = P.MANAGE_THREADS | P.CREATE_PRIVATE_THREADS | P.CREATE_EVENTS | P.MANAGE_EVENTS
_PEOPLE = 20

Click = Callable[[int], Act]
"""What the nth click is."""


class Bot:
    """One process, and what it costs."""

    def __init__(self, process: Launched) -> None:
        self._process = process
        self._id = process.process.pid

    @property
    def output(self) -> str:
        return self._process.output

    def worked(self) -> float:
        """The seconds of CPU that all its threads have used, to the nanosecond."""
        # What clock_getcpuclockid(3) gives, which Python does not have.
        return time.clock_gettime((~self._id << 3) | 2)

    def resident(self) -> float:
        """Megabytes of memory."""
        pages = Path(f"/proc/{self._id}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


@dataclass(slots=True)
class Town:
    """A Discord with one guild, in which the bot is a member."""

    wire: WireServer
    guild: Guild
    home: Channel
    people: list[Member]
    env: dict[str, str] = field(default_factory=dict[str, str])

    @asynccontextmanager
    async def bot(self, target: str, *args: str) -> AsyncGenerator[Bot]:
        """The bot, connected, and with its commands known to Discord."""
        before = len(self.wire.transcript.sent("GUILD_CREATE"))
        async with launched(self.wire.url, target, *args, env=self.env) as process:
            bot = Bot(process)
            try:
                await self.wire.until(
                    lambda: len(self.wire.transcript.sent("GUILD_CREATE")) > before, within=60
                )
                await self.wire.until(lambda: self.wire.world.commands, within=60)
                yield bot
            except TimeoutError:
                raise RuntimeError(f"{target} does not come:\n{bot.output}") from None

    def person(self, turn: int) -> Member:
        return self.people[turn % len(self.people)]

    def calling(self, command: str, **options: str) -> Click:
        """Each in turn calls the command."""
        return lambda turn: self.wire.people.slash(self.person(turn), self.home, command, **options)

    async def plan_sessions(self, count: int) -> Message:
        """Somebody plans study sessions; gives the card of the last."""
        made = [await self.plan_session(self.people[0], f"Part {one}") for one in range(count)]
        return made[-1]

    async def plan_session(self, host: Member, topic: str, **more: int) -> Message:
        """The card of a session that somebody plans."""
        people, before = self.wire.people, len(self._cards())
        about = {"topic": topic, "when": "tomorrow 18:00 Lagos", **more}
        draft = await people.slash(host, self.home, "session create", **about)
        assert draft.message is not None
        await people.press(host, draft.message, "Post it")
        await self.wire.until(lambda: len(self._cards()) > before)
        return self._cards()[-1]

    def _cards(self) -> list[Message]:
        return self.wire.world.messages_in(self.home, by=self.wire.world.bot.id)

    def forget(self) -> None:
        """Let go of all that was said: a long memory would slow the next round."""
        world = self.wire.world
        self.wire.transcript.entries.clear()
        for session in self.wire.gateway.sessions.values():
            session.log.clear()
        world.interactions.clear()
        world.tokens.clear()
        world.messages = {key: one for key, one in world.messages.items() if not one.is_ephemeral}


@asynccontextmanager
async def town(folder: Path) -> AsyncGenerator[Town]:
    """A Discord of its own; the bot that comes there may keep a database in the folder."""
    async with WireServer() as wire:
        guild = wire.stage.add_guild(bot_may=_INVITED)
        home = wire.stage.add_channel(guild, "prodevprojectnexus")
        people = [wire.stage.add_member(guild, f"Member {one}") for one in range(_PEOPLE)]
        env = {
            "DISCORD_TOKEN": wire.token,
            "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'nexus.db'}",
            "LOG_LEVEL": "INFO",
            "HEALTH_PORT": "0",
            "BACKUP_DIR": "",
        }
        yield Town(wire, guild, home, people, env)


def seconds(act: Act) -> float:
    """From the click to its answer, by the clock of the Discord that saw both."""
    given = act.interaction
    assert given.acknowledged_at is not None
    return (given.acknowledged_at - given.created_at).total_seconds()
