"""Posts for so many people that one message cannot mention them all."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db import outbox

MENTIONS = 80  # a message; Discord takes 100


async def enqueue(
    session: AsyncSession,
    guild_id: int,
    channel_id: int,
    *,
    people: Sequence[int],
    dedupe_key: str,
    payload: Mapping[str, Any],
    **post: Any,
) -> int:
    """A post for so many that one message cannot mention them all: how many parts it has.

    Each part's payload holds its own `people`; `post` is the rest of what `enqueue` takes.
    """
    parts = [people[at : at + MENTIONS] for at in range(0, len(people), MENTIONS)]
    for number, part in enumerate(parts, start=1):
        key, says = f"{dedupe_key}:{number}", {**payload, "people": list(part)}
        await outbox.enqueue(session, guild_id, channel_id, dedupe_key=key, payload=says, **post)
    return len(parts)
