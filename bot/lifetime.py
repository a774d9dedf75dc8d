"""The life of the process: alone on its database, from the first migration to the last write."""

import asyncio
import gc
import logging
import signal
from collections.abc import Coroutine, Generator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import discord
from filelock import FileLock, Timeout
from sqlalchemy.exc import DatabaseError

from bot.client import Nexus
from bot.config import Mistake
from bot.domain.text import plural
from bot.erasing import replay
from bot.health import showing_health
from bot.patience import status, until_reached
from db.engine import Database
from db.migrate import known, migrate, newest, revision
from db.tombstones import Tombstones

log = logging.getLogger(__name__)

# How long a bot that stops waits for what is under way: longer than SQLite waits for its lock.
GRACE_SECONDS = 8

# Discord takes the token from a bot that has used up its starts of a day (1,000): one that a
# supervisor starts again and again stops here, and leaves these to whoever looks into it.
STARTS_KEPT = 50

# The gateway's code for a token that was changed while the bot ran.
TOKEN_REJECTED = 4004
_UNAUTHORIZED = 401  # and over HTTP

# What discord.py calls the tasks in which commands, presses and forms are answered, and followed.
_ANSWERING = {
    *("CommandTree-invoker", "discord.py: on_interaction"),
    *("discord.py: on_app_command_completion", "discord.py: on_road_walked"),
}


class Hindrance(Exception):  # noqa: N818 - not a fault of Nexus, and nothing set wrongly
    """What keeps the bot from Discord for now; one line tells the operator."""


@contextmanager
def sole_owner(path: Path) -> Generator[None]:
    """Hold the database's lock file: two bots on one database would answer everything twice."""
    lock = FileLock(lock_path(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for one in (path, lock_path(path)):
            one.open("ab").close()  # filelock takes "may not" for "somebody holds it"
        lock.acquire(blocking=False)
    except Timeout:
        raise Mistake(f"another Nexus is running on {path}: stop it first") from None
    except OSError as error:
        raise Mistake(f"cannot write to {path}: {error.strerror}") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def passing_database(folder: Path | None) -> Generator[Path]:
    """A path for the demo alone, with nothing there; what belongs to others is never touched."""
    if folder is None:
        with TemporaryDirectory(prefix="nexus-demo-") as made, passing_database(Path(made)) as path:
            yield path
        return
    path = folder / "demo.db"
    tombstones = Tombstones(path)
    sides = [path.with_name(f"{path.name}{end}") for end in ("", "-wal", "-shm", "-journal")]
    leftovers = [*sides, tombstones.path, tombstones.key_path]
    ours = {*leftovers, lock_path(path)}
    try:
        strangers = sorted({*folder.iterdir()} - ours) if folder.exists() else []
    except OSError as error:
        raise Mistake(f"cannot look into {folder}: {error.strerror}") from None
    if strangers:
        raise Mistake(f"{folder} also holds {strangers[0].name}: give --data an empty folder")
    with sole_owner(path):
        for one in leftovers:
            one.unlink(missing_ok=True)
        yield path


def has_owner(path: Path) -> bool:
    """Whether a bot is running on the database; asking never makes a file."""
    if not lock_path(path).exists():
        return False
    try:
        with FileLock(lock_path(path), blocking=False):
            return False
    except OSError:  # Timeout is one
        return True


def lock_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


async def upgrade(database: Database) -> tuple[str | None, str | None]:
    """Bring the database to the newest schema; the revisions before and after."""
    try:
        before = await revision(database)
        if before is not None and before not in known():
            raise Mistake(f"{database.path} was written by a newer Nexus: update this one")
        await migrate(database)
    except DatabaseError as error:
        raise Mistake(f"{database.path} cannot be used: {error.orig}") from None
    return before, newest()


def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` until it ends, or until Ctrl-C or SIGTERM cancel it."""

    async def stoppable() -> None:
        task = asyncio.current_task()
        assert task is not None
        with suppress(NotImplementedError):  # Windows has none on the loop, but has Ctrl-C
            for one in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(one, task.cancel)
        await work

    with suppress(asyncio.CancelledError, KeyboardInterrupt):
        asyncio.run(stoppable())


@contextmanager
def plainly_told() -> Generator[None]:
    """Tell the operator in one line why Discord does not let the bot in."""
    try:
        yield
    except discord.LoginFailure:
        raise Mistake("Discord does not accept DISCORD_TOKEN: copy it anew") from None
    except discord.ConnectionClosed as closed:
        if closed.code != TOKEN_REJECTED:
            raise
        raise Mistake("Discord no longer accepts DISCORD_TOKEN: copy it anew") from None
    except discord.PrivilegedIntentsRequired:
        raise Mistake(
            "Discord does not grant this bot the intents that it asks for: switch them on, on the"
            " Bot page of your application (discord.com/developers)"
        ) from None
    except (discord.HTTPException, discord.GatewayNotFound) as error:
        if status(error) != _UNAUTHORIZED:
            raise
        raise Mistake("Discord no longer accepts DISCORD_TOKEN: copy it anew") from None


async def serve(bot: Nexus, token: str, *, health_port: int = 0) -> None:
    """Run the bot on Discord until it is cancelled, and close it."""
    async with bot, showing_health(bot, health_port):
        await upgrade(bot.db)
        if again := await replay(bot.db, bot.erasing.tombstones, bot.now()):
            log.warning("%s done again, of which this copy did not know", plural(again, "erasure"))
        ticking = asyncio.create_task(_start_jobs_when_ready(bot))
        try:
            await until_reached(lambda: _log_in(bot, token), bot.rng)
            await _check_starts_left(bot)
            # It hears people until the end: what comes meanwhile is told to come again.
            hearing = asyncio.create_task(bot.connect())
            try:
                await asyncio.shield(hearing)
            finally:
                await finish(bot)
                hearing.cancel()
                await asyncio.gather(hearing, return_exceptions=True)
        finally:
            ticking.cancel()


async def _log_in(bot: Nexus, token: str) -> None:
    try:
        await bot.login(token)
    except Exception:
        # It begins with a new session each time, and would leave this one open.
        await bot.http.close()
        bot.http.connector = discord.utils.MISSING
        raise


async def _check_starts_left(bot: Nexus) -> None:
    _, _, limit = await until_reached(bot.http.get_bot_gateway, bot.rng)
    left = limit["remaining"]
    if left >= STARTS_KEPT:
        return
    resets_at = bot.now() + timedelta(milliseconds=limit["reset_after"])
    raise Hindrance(
        f"only {left} of the bot's daily starts are left until {resets_at:%Y-%m-%d %H:%M} UTC,"
        f" and Nexus keeps the last {STARTS_KEPT}: find out what restarts it so often, and start"
        " it then"
    )


async def _start_jobs_when_ready(bot: Nexus) -> None:
    # Chores speak in channels, and before that the bot knows none.
    await bot.wait_until_ready()
    _settle_memory()
    bot.jobs.start()


def _settle_memory() -> None:
    """Look through what is there to stay for the last time.

    All guilds, channels and roles are among it. With a thousand guilds Python would take a tenth of
    a second over that again and again, in which nobody is answered.
    """
    gc.collect()
    gc.freeze()


async def finish(bot: Nexus) -> None:
    """Let what is under way come to its end: no write is cancelled, nobody is left unanswered."""
    chores = asyncio.create_task(bot.jobs.finish())
    with suppress(TimeoutError):
        async with asyncio.timeout(GRACE_SECONDS):
            # People go on meanwhile: who comes late is answered too, if only with a few words.
            while left := {one for one in (chores, *_answers()) if not one.done()}:
                await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)


def _answers() -> list[asyncio.Task[Any]]:
    return [one for one in asyncio.all_tasks() if one.get_name() in _ANSWERING]
