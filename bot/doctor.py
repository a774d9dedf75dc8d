"""What stands between an operator and a running bot, in plain lines; it changes nothing."""

import base64
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote, urlencode
from zoneinfo import available_timezones

from sqlalchemy.exc import DatabaseError

from bot.client import PERMISSIONS
from bot.config import Mistake, Settings
from db.engine import Database
from db.migrate import known, newest, revision

# From the first release with a WAL to the last before the fix.
_WAL_RESET_BUG = ((3, 7, 0), (3, 51, 2))


class Verdict(StrEnum):
    FINE = "fine"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: Verdict
    text: str

    def __str__(self) -> str:
        return f"{self.verdict:<5}  {self.text}"


async def examine(settings: Settings) -> list[Finding]:
    """The health of what `settings` name."""
    return [*_token(settings), await _database(Database(settings.database_url))]


def examine_machine() -> Iterator[Finding]:
    """The health of what Nexus finds on this machine, whatever its settings are."""
    yield sqlite(sqlite3.sqlite_version_info)
    yield zones(len(available_timezones()))


def wrong(text: str) -> Finding:
    return Finding(Verdict.WRONG, text)


def note(text: str) -> Finding:
    return Finding(Verdict.NOTE, text)


def fine(text: str) -> Finding:
    return Finding(Verdict.FINE, text)


def sqlite(version: tuple[int, ...]) -> Finding:
    name = f"SQLite {'.'.join(map(str, version))}"
    first, last = _WAL_RESET_BUG
    if first <= version <= last:
        return note(
            f"{name} has the WAL-reset bug of 3.7.0 to 3.51.2, which can corrupt a database that"
            " several connections write to or checkpoint; Nexus is kept clear of it: one"
            " connection writes, and its readers never checkpoint"
        )
    return fine(name)


def zones(count: int) -> Finding:
    if not count:
        return wrong("no time zone data was found: install the package tzdata")
    return fine(f"{count} time zones are known")


def _token(settings: Settings) -> Iterator[Finding]:
    try:
        token = settings.token()
    except Mistake as mistake:
        yield wrong(str(mistake))
        return
    yield fine("DISCORD_TOKEN is set (only Discord knows whether it is the right one)")
    address = invitation(token)
    if address:
        yield note(f"whoever may manage a server invites this bot by {address}")


def invitation(token: str) -> str | None:
    """Where the bot of this token is invited; None for what cannot be a token.

    Its first part is the bot's id in base64, which is the application's as well.
    """
    first = token.partition(".")[0]
    try:
        said = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except ValueError:
        return None
    if not said.isdigit():
        return None
    asked = {"scope": "bot applications.commands", "permissions": PERMISSIONS.value}
    query = urlencode({"client_id": said, **asked}, quote_via=quote)
    return f"https://discord.com/oauth2/authorize?{query}"


async def _database(database: Database) -> Finding:
    """Opened only where it is there already, so that looking never makes a file."""
    path = database.path
    blocked = _blocked(path)
    if blocked:
        return wrong(f"the database cannot be used: {blocked}")
    if not path.exists():
        return note(f"there is no database {path} yet: the first start makes it")
    try:
        found = await revision(database)
    except DatabaseError as error:
        return wrong(f"the database {path} cannot be used: {error.orig}")
    finally:
        await database.close()
    if found == newest():
        return fine(f"the database {path} is up to date, at revision {found}")
    if found is not None and found not in known():
        return wrong(f"the database {path} was written by a newer Nexus: update this one")
    return note(
        f"the database {path} is at revision {found or 'nothing'}: the next start brings it to"
        f" {newest()}"
    )


def _blocked(path: Path) -> str | None:
    """What keeps a file at `path` from being made, or written; None if nothing does."""
    if path.exists():
        if not path.is_file():
            return f"{path} is not a file"
        if not os.access(path, os.W_OK):
            return f"{path} may not be written"
    folder = next(one for one in path.absolute().parents if one.exists())
    if not folder.is_dir():
        return f"{folder} is not a folder"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"nothing may be written in {folder}"
    return None
