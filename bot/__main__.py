"""The composition root and the command line: everything is built, wired and closed here."""

import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from random import Random, SystemRandom

import discord
import typer
from filelock import FileLock, Timeout

from bot.client import Nexus
from bot.config import BadSettings, Settings, read_settings
from cogs import EXTENSIONS
from db.engine import Database, database_path
from db.migrate import migrate

cli = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Nexus, the Discord bot of a learning cohort."
)


def build(
    settings: Settings,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    rng: Random | None = None,
) -> Nexus:
    """The whole bot, unconnected: for `run`, the demo and the tests alike.

    It starts no loop and no scheduler; whoever connects it migrates its database first, starts
    its jobs or runs them by hand, and closes it.
    """
    return Nexus(
        db=Database(settings.database_url),
        now=now,
        rng=rng or SystemRandom(),
        features=EXTENSIONS,
    )


@contextmanager
def sole_owner(url: str) -> Generator[None]:
    """Hold the database's lock file: two bots on one database would answer everything twice."""
    path = database_path(url)
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise BadSettings(f"another Nexus is running on {path}: stop it first") from None
    except OSError as error:
        raise BadSettings(f"cannot write to {path.parent}: {error.strerror}") from None
    try:
        yield
    finally:
        lock.release()


async def serve(settings: Settings) -> None:
    """Run the real bot until it is told to stop."""
    bot = build(settings)
    async with bot:
        await migrate(bot.db)
        bot.jobs.start()
        with suppress(NotImplementedError):  # Windows has no signal handlers on the loop
            task = asyncio.current_task()
            assert task is not None
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        await bot.start(settings.token())


@cli.command()
def run() -> None:
    """Run the bot on Discord (DISCORD_TOKEN from the environment or .env)."""
    settings = read_settings()
    settings.token()
    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    # At DEBUG discord.py logs interaction tokens and what members wrote.
    logging.getLogger("discord").setLevel(logging.INFO)
    with sole_owner(settings.database_url), suppress(asyncio.CancelledError, KeyboardInterrupt):
        try:
            asyncio.run(serve(settings))
        except discord.LoginFailure:
            raise BadSettings("Discord does not accept DISCORD_TOKEN: copy it anew") from None


def main() -> None:
    """Exit code 2 for a mistake of the operator's, 1 for one of ours."""
    try:
        cli()
    except BadSettings as problem:
        sys.exit(_complain(problem))


def _complain(problem: BadSettings) -> int:
    typer.echo(f"nexus: {problem}", err=True)
    return 2


if __name__ == "__main__":
    main()
