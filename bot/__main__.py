"""The composition root and the command line: everything is built and wired here."""

import asyncio
import errno
import json
import logging
import os
import sys
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from random import Random, SystemRandom
from typing import Annotated

import typer
from sqlalchemy import URL

from bot import doctor as health
from bot import forgetting, knowledge_base, logs, upkeep
from bot.catalogue import Entry, as_table, catalogue, with_table
from bot.client import Nexus
from bot.config import Mistake, Settings, read_settings
from bot.lifetime import (
    Hindrance,
    has_owner,
    passing_database,
    plainly_told,
    serve,
    sole_owner,
    until_stopped,
    upgrade,
)
from cogs import EXTENSIONS
from db.engine import Database, database_path

log = logging.getLogger("nexus")

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Nexus, the Discord bot of a learning cohort.",
)


def build(
    settings: Settings,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    rng: Random | None = None,
    features: Sequence[str] = EXTENSIONS,
) -> Nexus:
    """The whole bot, unconnected: for `run`, the demo and the tests alike.

    It starts no loop and no scheduler; whoever connects it migrates its database first, starts
    its jobs or runs them by hand, and closes it.
    """
    return Nexus(
        db=Database(settings.database_url),
        now=now,
        rng=rng or SystemRandom(),
        features=features,
    )


@cli.command()
def run() -> None:
    """Run the bot on Discord, with what .env and the environment say."""
    settings = read_settings()
    token = settings.token()
    logs.configure(settings.log_level, secrets=[token])
    try:
        with sole_owner(database_path(settings.database_url)), plainly_told():
            bot = build(settings)
            upkeep.back_up_daily(bot, settings)
            until_stopped(serve(bot, token, health_port=settings.health_port))
    except Hindrance as hindrance:
        _say(str(hindrance))
        raise typer.Exit(1) from None


@cli.command()
def demo(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where to serve; 0 takes a free port.")
    ] = 8765,
    no_browser: Annotated[  # noqa: FBT002 - typer's way of a switch
        bool, typer.Option("--no-browser", help="Do not open a browser.")
    ] = False,
    data: Annotated[
        Path | None,
        typer.Option(help="Keep the demo's database in this folder, made anew at each start."),
    ] = None,
) -> None:
    """Play with Nexus in a browser: no token, no server, no network."""
    # SimCord tries discord.py out as it is imported, with a client that discord.py warns about.
    logging.disable(logging.WARNING)
    try:
        from bot.demo.server import serve_demo  # noqa: PLC0415 - a wheel comes without SimCord
    except ModuleNotFoundError as missing:
        raise Mistake(
            f"the demo needs {missing.name}: run it from a checkout, with `uv run nexus demo`"
        ) from None
    finally:
        logging.disable(logging.NOTSET)

    def announce(address: str) -> None:
        typer.echo(f"The demo of Nexus is at {address} (Ctrl-C ends it)")
        if not no_browser and _has_desktop():
            webbrowser.open(address)

    with passing_database(data) as path:
        # Not read from anywhere: the demo has no use for the operator's settings.
        settings = Settings.model_construct(database_url=_url(path))
        try:
            until_stopped(
                serve_demo(lambda now: build(settings, now=now), port=port, announce=announce)
            )
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            raise Mistake(f"port {port} is not free: choose another with --port") from None


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = read_settings()

    async def work() -> tuple[str | None, str | None]:
        database = Database(settings.database_url)
        try:
            return await upgrade(database)
        finally:
            await database.close()

    path = database_path(settings.database_url)
    with sole_owner(path):
        before, after = asyncio.run(work())
    typer.echo(
        f"{path} is up to date, at revision {after}"
        if before == after
        else f"{path} went from {before or 'nothing'} to revision {after}"
    )


_Force = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]


@cli.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to put the copy.")],
    force: _Force = False,  # noqa: FBT002 - typer's way of a switch
) -> None:
    """Copy the database to FILE, while the bot runs or not."""
    database = database_path(read_settings().database_url)
    typer.echo(upkeep.backup(database, file, force=force))


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup, as `nexus backup` makes it.")],
    force: _Force = False,  # noqa: FBT002 - typer's way of a switch
) -> None:
    """Let the backup in FILE be the database; the bot must not be running."""
    database = database_path(read_settings().database_url)
    typer.echo(upkeep.restore(database, file, force=force, now=datetime.now(UTC)))


@cli.command("forget-guild")
def forget_guild(
    guild: Annotated[int, typer.Argument(metavar="ID", help="The server's id.")],
    member: Annotated[
        int | None, typer.Option(metavar="ID", help="Erase this member's data there, and no more.")
    ] = None,
    force: Annotated[  # noqa: FBT002 - typer's way of a switch
        bool, typer.Option("--force", help="Erase it; else you are told what there is.")
    ] = False,
) -> None:
    """Erase all that a server has here, for good; the bot must not be running."""
    typer.echo(forgetting.forget(build(read_settings()), guild, member, force=force))


@cli.command()
def kb(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="New, or what this command wrote before.")
    ],
    guild: Annotated[
        int | None, typer.Option(help="The server's id, where the bot serves several.")
    ] = None,
) -> None:
    """Write what members let the next cohort read to DIR, as Markdown for MkDocs."""
    url, now = read_settings().database_url, datetime.now(UTC)
    typer.echo(knowledge_base.write(url, folder, guild_id=guild, now=now))


@cli.command()
def doctor() -> None:
    """Say in plain lines what is wrong, and what to do about it."""
    try:
        settings = read_settings()
    except Mistake as mistake:
        findings = [health.wrong(str(mistake))]
    else:
        findings = asyncio.run(health.examine(settings))
        path = database_path(settings.database_url)
        if has_owner(path):
            findings.append(health.note(f"a Nexus is running on {path} now"))
    findings += health.examine_machine()
    findings.append(health.fine(f"{len(asyncio.run(list_commands()))} commands are ready"))
    for one in findings:
        typer.echo(str(one))
    if any(one.verdict is health.Verdict.WRONG for one in findings):
        raise typer.Exit(2)


@cli.command()
def commands(
    as_json: Annotated[  # noqa: FBT002 - typer's way of a switch
        bool, typer.Option("--json", help="One JSON list, with all that there is to say.")
    ] = False,
    into: Annotated[
        Path | None, typer.Option(help="Put the table between its marks in this Markdown file.")
    ] = None,
) -> None:
    """List every command, as a Markdown table or as JSON."""
    entries = asyncio.run(list_commands())
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in entries], indent=2))
    elif into is None:
        typer.echo(as_table(entries))
    else:
        try:
            text = into.read_text(encoding="utf-8")
            into.write_text(with_table(text, as_table(entries)), encoding="utf-8")
        except (OSError, ValueError) as error:
            raise Mistake(f"cannot put the table into {into}: {error}") from None


async def list_commands() -> list[Entry]:
    # Nothing connects to this database, so there never is such a file.
    bot = build(Settings.model_construct(database_url=_url(Path("no.db"))))
    try:
        return await catalogue(bot)
    finally:
        await bot.close()


def _url(path: Path) -> str:
    return URL.create("sqlite+aiosqlite", database=str(path)).render_as_string()


def _has_desktop() -> bool:
    """A browser inside the terminal would take the place of the demo's own words."""
    is_drawn = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(is_drawn) or sys.platform in {"win32", "darwin"}


def _say(text: str) -> None:
    typer.echo(f"nexus: {text}", err=True)


def main() -> None:
    """Exit code 2 for a mistake of the operator's, 1 for a fault of ours."""
    logs.configure("WARNING")
    try:
        cli()
    except Mistake as mistake:
        _say(str(mistake))
        sys.exit(2)
    except Exception as fault:
        log.exception("the command failed")
        _say(f"this is a fault of Nexus, not yours ({type(fault).__name__}); the log has more")
        sys.exit(1)


if __name__ == "__main__":
    main()
