"""Posts that were sent, and are to be redrawn: where they stand, by what they are about."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.outbox import State, as_json
from db.tables import Outbox


@dataclass(frozen=True, slots=True)
class Placed:
    """What a post is about, and where it stands; `message_id` is None while it is on its way."""

    channel_id: int
    message_id: int | None
    payload: Mapping[str, Any]


async def about(
    session: AsyncSession, guild_id: int, kind: str, payload: Mapping[str, Any]
) -> Sequence[int]:
    """The guild's posts of a kind and about just this, which stand or are on their way."""
    found = await session.scalars(
        select(Outbox.id).where(
            Outbox.guild_id == guild_id,
            Outbox.state.in_((State.PENDING, State.SENT)),
            Outbox.kind == kind,
            Outbox.payload == as_json(payload),
        )
    )
    return found.all()


async def placed(session: AsyncSession, guild_id: int, post_id: int) -> Placed | None:
    """Where a post stands; None where it does not, and never will."""
    row = await session.get(Outbox, post_id)
    if row is None or row.guild_id != guild_id:
        return None
    is_coming = row.state == State.PENDING
    if row.message_id is None and not is_coming:
        return None
    return Placed(row.channel_id, row.message_id, json.loads(row.payload))
