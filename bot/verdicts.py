"""What an error of Discord's means for the post that met it."""

from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import discord

from db.outbox import Sent, State

# Discord's codes.
UNKNOWN_MEMBER = 10007
UNKNOWN_USER = 10013
UNKNOWN_MESSAGE = 10008  # for a post with a nonce: we posted it, and somebody deleted it since
GONE = (10003, 10004)  # the channel, the server


@dataclass(frozen=True, slots=True)
class Later:
    """Try again. `is_unsure` when Discord may have taken it without our hearing of it."""

    why: str
    is_unsure: bool = False
    at_least: timedelta = timedelta()
    """How long to wait in any case."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The channel takes no posts of ours, until somebody allows it."""

    why: str


@dataclass(frozen=True, slots=True)
class Never:
    """There is nothing to try again."""

    state: State
    why: str
    is_gone: bool = False
    """The place is no more."""


Verdict = Sent | Later | Refused | Never


FAILURES = (discord.HTTPException, OSError, aiohttp.ClientError)
"""What a request to Discord may fail with; a TimeoutError is an OSError."""

Failure = discord.HTTPException | OSError | aiohttp.ClientError


def verdict(error: Failure) -> Verdict:
    """The reasons are codes alone: what Discord writes may quote what members wrote."""
    if not isinstance(error, discord.HTTPException):
        return Later(type(error).__name__, is_unsure=True)
    why = f"{error.status}, code {error.code}"
    if error.code == UNKNOWN_MESSAGE:
        return Sent(None)
    if error.status == 403:
        return Refused(why)
    if error.status >= 500 or error.status == 408:
        return Later(why, is_unsure=True)
    if error.status in (401, 429):  # our token, our haste: no fault of the post's
        return Later(why)
    return Never(State.DEAD, why, is_gone=error.code in GONE)
