"""Backups of the database: on request, every day, and back again."""

import asyncio
import logging
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL

from bot.config import Mistake, Settings
from bot.domain.retention import kept
from bot.domain.text import plural
from bot.erasing import replay
from bot.lifetime import sole_owner, upgrade
from db import scrubbing
from db.backup import Unfit, back_up, come_back, examine, holds_data, put_in_place, snapshot
from db.engine import Database
from db.migrate import newest
from db.tombstones import Tombstones

if TYPE_CHECKING:
    from bot.client import Nexus

log = logging.getLogger(__name__)

# A day's backup is taken at the first look that finds none; after a failure, at the next.
LOOK_EVERY = timedelta(hours=1)
_STAMP = "%Y%m%dT%H%M%SZ"


def backup(database: Path, target: Path, *, force: bool) -> str:
    """Copy `database`, which may be in use, to `target`; one line that says what was done."""
    try:
        made = back_up(database, target, force=force)
    except Unfit as reason:
        raise Mistake(str(reason)) from None
    return f"backed up {database} to {target}: {_size(made.size)}, revision {made.revision}"


def restore(database: Path, source: Path, *, force: bool, now: datetime) -> str:
    """Let a backup be the database; one line that says what was done."""
    try:
        if source.absolute() == database.absolute():
            raise Mistake(f"{source} is the database itself: name a backup")
        examine(source)
        _refuse_to_overwrite(database, force=force)
        database.parent.mkdir(parents=True, exist_ok=True)
        # Once more under the lock: until then another may have made one.
        with snapshot(source, database, is_in_use=False) as copy, sole_owner(database):
            _refuse_to_overwrite(database, force=force)
            come_back(copy.path, now)
            again = asyncio.run(_erase_again(copy.path, Tombstones(database), now))
            put_in_place(copy, database)
    except Unfit as reason:
        raise Mistake(str(reason)) from None
    except OSError as error:
        raise Mistake(f"cannot write to {database}: {error.strerror}") from None
    later = "" if copy.revision == newest() else ", which the next start brings up to date"
    said = f"restored {database} from {source}: {_size(copy.size)}, revision {copy.revision}{later}"
    return f"{said}; {plural(again, 'erasure')} done again" if again else said


async def _erase_again(copy: Path, tombstones: Tombstones, now: datetime) -> int:
    """What was erased since the backup does not come back with it: how much that was."""
    if not tombstones.standing():
        return 0
    database = Database(URL.create("sqlite+aiosqlite", database=str(copy)).render_as_string())
    try:
        await upgrade(database)
        again = await replay(database, tombstones, now)
        if again:
            await scrubbing.scrub(database)
        return again
    finally:
        await database.close()


def _refuse_to_overwrite(database: Path, *, force: bool) -> None:
    if holds_data(database) and not force:
        raise Mistake(f"{database} is there already: --force puts the backup in its place")


def _size(count: int) -> str:
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def back_up_daily(bot: "Nexus", settings: Settings) -> None:
    """Where the operator wants it."""
    if settings.backup_dir is None:
        return
    chore = DailyBackup(
        bot.db.path,
        settings.backup_dir,
        bot.now,
        daily=settings.backup_daily,
        weekly=settings.backup_weekly,
        must_end=lambda: bot.jobs.is_ending,
    )
    bot.jobs.every(LOOK_EVERY, chore, name="daily backup")


class DailyBackup:
    """The chore that takes one backup a day, by UTC, and gives up those that have had their time.

    The folder alone knows what was taken: a name says of which database, and when. Files by other
    names are never touched. `must_end` is asked again and again while a backup is made.
    """

    def __init__(
        self,
        database: Path,
        folder: Path,
        now: Callable[[], datetime],
        *,
        daily: int,
        weekly: int,
        must_end: Callable[[], bool],
    ) -> None:
        self._database = database
        self._folder = folder
        self._now = now
        self._daily = daily
        self._weekly = weekly
        self._must_end = must_end

    async def __call__(self) -> None:
        try:
            await asyncio.to_thread(self._look, self._now())
        except Unfit:
            if not self._must_end():
                raise
            # A bot that has to stop does not wait for a large copy.
            log.info("today's backup is called off: the next start takes it")

    def _look(self, now: datetime) -> None:
        if all(one.date() != now.date() for one in self._taken()):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for leftover in self._folder.glob(f".{self._database.stem}-*.part*"):
                leftover.unlink()  # of a bot that was killed; the lock says that there is no other
            target = self._folder / f"{self._database.stem}-{now.astimezone(UTC):{_STAMP}}.db"
            made = back_up(self._database, target, may_go_on=lambda: not self._must_end())
            log.info("backed up the database to %s: %s", target, _size(made.size))
        taken = self._taken()
        for one in taken.keys() - kept(taken, daily=self._daily, weekly=self._weekly):
            taken[one].unlink()
            log.info("gave up the old backup %s", taken[one])

    def _taken(self) -> dict[datetime, Path]:
        pattern = re.compile(rf"{re.escape(self._database.stem)}-(\d{{8}}T\d{{6}}Z)\.db")
        found: dict[datetime, Path] = {}
        for path in self._folder.glob("*.db"):
            named = pattern.fullmatch(path.name)
            with suppress(ValueError):  # eight digits are not always a day
                if named:
                    found[datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)] = path
        return found
