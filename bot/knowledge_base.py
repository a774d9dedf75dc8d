"""The knowledge base of a server, gathered from the database and put into a folder."""

import asyncio
import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy.exc import DatabaseError

from bot.config import Mistake
from bot.domain import knowledge
from bot.domain.knowledge import CONFIGURATION, OURS, Base, Learning, Solved
from bot.domain.log import today
from bot.domain.text import plural
from db import guilds, publications
from db.engine import Database, database_path
from db.migrate import newest, revision
from db.publications import AT_ONCE


async def gather(
    database: Database, guild_id: int, name: str, now: datetime, *, at_once: int = AT_ONCE
) -> Base:
    """All that may be published; a part at a time, so that nobody has to wait meanwhile.

    `name` is what it is called where the cohort has no name.
    """
    questions: list[Solved] = []
    learnings: list[Learning] = []
    async with database.read() as session:
        settings = await guilds.settings(session, guild_id)
    while len(questions) % at_once == 0:
        before = questions[-1].number if questions else None
        async with database.read() as session:
            part = await publications.solved(session, guild_id, before=before, limit=at_once)
        if not part:
            break
        questions += part
    while len(learnings) % at_once == 0:
        before = learnings[-1].id if learnings else None
        async with database.read() as session:
            more = await publications.learnings(session, guild_id, before=before, limit=at_once)
        if not more:
            break
        learnings += more
    made_on = today(settings.zone, now)
    return Base(settings.cohort_name or name, made_on, questions, learnings)


def write(database_url: str, folder: Path, *, guild_id: int | None, now: datetime) -> str:
    """Put a server's into `folder`; one line that says what was done."""
    refuse_strangers(folder)
    path = database_path(database_url)
    if not path.is_file():
        raise Mistake(f"the database {path} is not there: run this where the bot runs")
    base = asyncio.run(_read(Database(database_url), guild_id, now))
    put(folder, knowledge.files(base))
    return (
        f"wrote {plural(len(base.questions), 'question')} and"
        f" {plural(len(base.learnings), 'shared entry', 'shared entries')} to {folder}:"
        " `mkdocs build --strict` makes a site of it"
    )


async def _read(database: Database, guild_id: int | None, now: datetime) -> Base:
    try:
        if await revision(database) != newest():
            raise Mistake(
                f"the database {database.path} is not up to date: `nexus migrate` brings it there"
            )
        async with database.read() as session:
            served = dict(await publications.served(session))
        return await gather(database, _chosen(served, guild_id), "Knowledge base", now)
    except DatabaseError as error:
        raise Mistake(f"the database {database.path} cannot be used: {error.orig}") from None
    finally:
        await database.close()


def _chosen(served: Mapping[int, str], guild_id: int | None) -> int:
    """The server that was named, or the only one."""
    listed = ", ".join(f"{one} ({name})" if name else str(one) for one, name in served.items())
    if guild_id is not None:
        if guild_id not in served:
            raise Mistake(f"there is no server {guild_id} in the database, but {listed or 'none'}")
        return guild_id
    if len(served) != 1:
        raise Mistake(
            f"say which server with --guild: {listed}" if served else "no server is known yet"
        )
    [only] = served
    return only


def refuse_strangers(folder: Path) -> None:
    """A folder may be new, or empty, or hold an earlier knowledge base and nothing else."""
    try:
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            return
        if not folder.is_dir():
            raise Mistake(f"{folder} is not a folder: name one to write into")
        if not _is_one(folder):
            raise Mistake(f"{folder} is not empty, and no knowledge base of Nexus: name another")
        files = (one for one in folder.rglob("*") if not one.is_dir())
        found = sorted(one.relative_to(folder).as_posix() for one in files)
    except OSError as error:
        raise Mistake(f"cannot look into {folder}: {error.strerror}") from None
    strangers = [one for one in found if not OURS.fullmatch(one)]
    if strangers:
        raise Mistake(
            f"{folder} also holds {strangers[0]}, which would be lost: move it, or name another"
        )


def _is_one(folder: Path) -> bool:
    configuration = folder / CONFIGURATION
    return configuration.is_file() and knowledge.is_one(
        configuration.read_text(encoding="utf-8", errors="replace")
    )


def put(folder: Path, files: Mapping[str, str]) -> None:
    """Let the folder hold these files and no others: all of them, or as it was before."""
    target = folder.absolute()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            made.chmod(0o755)
            for path, text in files.items():
                (made / path).parent.mkdir(parents=True, exist_ok=True)
                (made / path).write_text(text, encoding="utf-8", newline="\n")
            _exchange(made, target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise Mistake(
            f"cannot write to {folder}: {error.strerror}; nothing in it is changed"
        ) from None


def _exchange(made: Path, target: Path) -> None:
    """Put one folder in the other's place; what was there takes the place of the first."""
    former = made.with_name(f"{made.name}-former")
    if target.exists():
        target.rename(former)
    try:
        made.rename(target)
    except OSError:
        with suppress(FileNotFoundError):
            former.rename(target)
        raise
    shutil.rmtree(former, ignore_errors=True)
