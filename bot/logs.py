"""What the log says and never says: readable, one line a record, no token and no member's words.

Three walls stand before the log. What other libraries log at DEBUG (payloads, headers, rows of the
database) is not taken at all. Of an exception its kind and its place are told, and its words only
where they are known to be a program's. And from every line that is written, whatever looks like a
secret is cut out.
"""

import json
import logging
import re
import sqlite3
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import IO, Any, cast

import aiohttp
import discord
from sqlalchemy.exc import DBAPIError

from bot.config import Mistake
from db.backup import Unfit

answering: ContextVar[int | None] = ContextVar("answering", default=None)
"""The interaction that is being answered; a task of its own answers each, so none sets it back."""

# Below these levels the libraries tell tokens, what members wrote, or simply too much.
FLOORS = {
    "aiohttp": logging.INFO,
    "aiosqlite": logging.INFO,
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "asyncio": logging.INFO,
    "discord": logging.INFO,
    "dotenv": logging.ERROR,  # `bot.config` tells of broken lines, and where they are
    "sqlalchemy": logging.WARNING,
}

# Their words come from a program: Discord's, SQLite's, the system's or ours to the operator.
# SQLAlchemy's are told without parameters: see `hide_parameters` in db/engine.py.
_PLAIN = (Mistake, OSError, Unfit)
_QUOTING = (
    aiohttp.ClientError,
    discord.ConnectionClosed,
    discord.GatewayNotFound,
    discord.HTTPException,
    discord.LoginFailure,
    DBAPIError,
    sqlite3.Error,
)
# These may repeat what they were given, in quotes.
_QUOTED = re.compile(r"""(["'`])(?:(?!\1).)*\1""", re.DOTALL)

_CUT = "<cut>"
_SECRETS = [
    (re.compile(pattern, re.DOTALL), replacement)
    for pattern, replacement in (
        # The addresses by which Discord lets anybody answer an interaction, or use a webhook.
        (r"(/(?:interactions|webhooks)/\d+/)[^\s/?'\"]+", rf"\1{_CUT}"),
        (r"\baW50ZXJhY3Rpb246[\w+/=-]+", _CUT),  # "interaction:", as their tokens begin
        (r"\b[\w-]{18,}\.[\w-]{6,7}\.[\w-]{27,}", _CUT),  # a bot's token
        (r"(\b(?:Bot|Bearer) )[\w.-]{20,}", rf"\1{_CUT}"),
        (r"""((["'])\w*token\2\s*:\s*)(["']).*?\3""", rf"\1{_CUT}"),
        (r"(\[parameters: ).*(?=\]\s*(?:$|\n|\(Background))", rf"\1{_CUT}"),
        # asyncio tells of a failed task by its repr.
        (r"(\b(?:exception|result)=).*(?=>)", rf"\1{_CUT}"),
    )
]


def configure(
    level: str, *, stream: IO[str] | None = None, secrets: Sequence[str] = ()
) -> logging.Handler:
    """Log to `stream`, or to stderr: for people on a terminal, else as JSON, a record a line.

    `secrets` are cut out wherever they stand. Called again, it takes the place of the call before.
    """
    root = logging.getLogger()
    for one in [one for one in root.handlers if isinstance(one, _Stream)]:
        root.removeHandler(one)
    handler = _Stream(stream)
    is_terminal = (stream or sys.stderr).isatty()
    handler.setFormatter((_ForPeople if is_terminal else _ForPrograms)(secrets))
    handler.addFilter(_above_its_floor)
    root.addHandler(handler)
    root.setLevel(level)
    for name, floor in FLOORS.items():
        logging.getLogger(name).setLevel(max(floor, root.level))
    # Nexus never speaks; discord.py would warn at each start that it can't.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    return handler


def _above_its_floor(record: logging.LogRecord) -> bool:
    """Whatever a library's own loggers were set to."""
    return record.levelno >= FLOORS.get(record.name.partition(".")[0], logging.NOTSET)


class _Stream(logging.Handler):
    def __init__(self, stream: IO[str] | None) -> None:
        super().__init__()
        self._to = stream

    def emit(self, record: logging.LogRecord) -> None:
        try:
            stream = self._to or sys.stderr
            stream.write(f"{self.format(record)}\n")
            stream.flush()
        except Exception:  # noqa: BLE001 - a log that fails must not fail what it tells of
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say where, and nothing more: logging itself would print what was to be logged."""
        if sys.stderr:
            sys.stderr.write(f"a record of {record.pathname}:{record.lineno} cannot be logged\n")


class _Redacting(logging.Formatter):
    """Turns a record into a line from which everything secret has been cut."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)

    def safe(self, text: str) -> str:
        for one in self._secrets:
            text = text.replace(one, _CUT)
        for pattern, replacement in _SECRETS:
            text = pattern.sub(replacement, text)
        return text

    def error(self, record: logging.LogRecord) -> str | None:
        error = record.exc_info[1] if record.exc_info else None
        return self.safe("".join(_told(error))) if error else None

    def at(self, record: logging.LogRecord) -> datetime:
        return datetime.fromtimestamp(record.created, UTC)


class _ForPrograms(_Redacting):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.at(record).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.safe(record.getMessage()),
        }
        if (interaction_id := answering.get()) is not None:
            line["interaction"] = str(interaction_id)
        if (error := self.error(record)) is not None:
            line["error"] = error
        return json.dumps(line)


class _ForPeople(_Redacting):
    def format(self, record: logging.LogRecord) -> str:
        interaction_id = answering.get()
        about = f" [{interaction_id}]" if interaction_id is not None else ""
        # Nobody may write a line of their own into the log.
        message = self.safe(record.getMessage()).encode("unicode_escape").decode()
        line = f"{self.at(record):%H:%M:%S} {record.levelname:<7} {record.name}{about}: {message}"
        error = self.error(record)
        return line if error is None else f"{line}\n{error.rstrip()}"


def _told(error: BaseException, seen: frozenset[int] = frozenset()) -> Iterator[str]:
    """An exception as Python tells it, but for the words of those that may repeat a member's."""
    seen |= {id(error)}
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and id(cause) not in seen:
        yield from _told(cause, seen)
        yield "\nand then:\n\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}: {_words(error)}\n"
    if isinstance(error, BaseExceptionGroup):
        parts = cast("Sequence[BaseException]", error.exceptions)  # pyright: ignore[reportUnknownMemberType]
        for one in parts:
            if id(one) not in seen:
                yield from _told(one, seen)


def _words(error: BaseException) -> str:
    if isinstance(error, _PLAIN):
        return str(error)
    if isinstance(error, _QUOTING):
        return _QUOTED.sub(r"\1…\1", str(error))
    return "(its words are left out)"
