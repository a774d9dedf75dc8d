"""What the outbox holds of a former member: what is theirs goes, what names them among others
names them no more, and what they were to hear nobody hears.

Rows are not deleted: the next one would get the number of the last, and Discord takes a number that
it knows for the post that it knows.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.people import FORMER
from db import erased_cards
from db.outbox import State, as_json
from db.tables import Outbox, ParkedChannel
from db.whom import Whom

# In a payload: whom a post is for alone, or of whose acts it tells; and who is named beside others.
_THEIRS, _NAMED = ("user", "actor", "invited"), ("by_id", "user_id", "by")
_AMONG = "people"


async def empty_about(session: AsyncSession, whom: Whom, kind: str, about: Collection[int]) -> None:
    """Have the posts of a kind about these emptied where they stand, and not sent where not."""
    if not about:
        return
    rows = await session.scalars(
        select(Outbox).where(Outbox.guild_id == whom.guild_id, Outbox.kind == kind)
    )
    for row in rows.all():
        if json.loads(row.payload).get("id") in about:
            await erased_cards.add(session, whom.guild_id, row.channel_id, row.message_id, whom.now)
            _moot(row, whom)
    await session.flush()


async def clean(session: AsyncSession, whom: Whom, letters_in: int | None) -> None:
    """`letters_in` is the channel of their direct messages, where they were written to."""
    member = str(whom.user_id)
    rows = await session.scalars(
        select(Outbox).where(
            Outbox.guild_id == whom.guild_id,
            or_(
                Outbox.payload.contains(member),
                Outbox.dedupe_key.contains(member),
                Outbox.channel_id == (letters_in or -1),
            ),
        )
    )
    for row in rows.all():
        said = json.loads(row.payload)
        if row.channel_id == letters_in or whom.user_id in (said.get(one) for one in _THEIRS):
            _forget(row, whom)
            continue
        left = _without(said, whom.user_id)
        if left != said:
            row.payload = as_json(left)
            if said.get(_AMONG) and not left[_AMONG]:
                _moot(row, whom)
        if _names(row.dedupe_key, member):
            row.dedupe_key = f"erased:{row.id}"
    parked = await session.get(ParkedChannel, letters_in or -1)
    if parked is not None and parked.guild_id == whom.guild_id:
        await session.delete(parked)
    await session.flush()


def _moot(row: Outbox, whom: Whom) -> None:
    if row.state == State.PENDING:
        row.state, row.settled_at, row.lease_until = State.MOOT, whom.now, None


def _forget(row: Outbox, whom: Whom) -> None:
    _moot(row, whom)
    row.dedupe_key, row.payload, row.channel_id = f"erased:{row.id}", as_json({}), 0


def _without(said: Mapping[str, Any], user_id: int) -> dict[str, Any]:
    """Out of a list of people they go; elsewhere it was a former member."""
    left: dict[str, Any] = {
        name: FORMER if name in _NAMED and value == user_id else value
        for name, value in said.items()
    }
    if _AMONG in left:
        left[_AMONG] = [one for one in left[_AMONG] if one != user_id]
    return left


def _names(key: str, member: str) -> bool:
    return member in key.split(":")
