"""On which day a member last used Nexus, to tell who has missed a week."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.tables import MemberSeen, table

_seen = table(MemberSeen)
_ROW = insert(_seen)
_NOTE = _ROW.on_conflict_do_update(
    index_elements=_seen.primary_key, set_={"seen_on": _ROW.excluded.seen_on}
)


async def note(session: AsyncSession, day: date, people: Collection[tuple[int, int]]) -> None:
    """These (guild, member) were there on that day."""
    await session.execute(
        _NOTE,
        [
            {"guild_id": guild_id, "user_id": user_id, "seen_on": day}
            for guild_id, user_id in people
        ],
    )
