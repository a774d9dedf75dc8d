"""Which interactions had their effect: Discord delivers one again when a connection resumes."""

from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Repeated
from db.tables import ProcessedInteraction, table

# All that anybody does comes by here.
_NOTE = insert(table(ProcessedInteraction))


async def note(session: AsyncSession, guild_id: int, interaction_id: int, now: datetime) -> None:
    """Remember the interaction in the transaction of its effect; `Repeated` if it had one."""
    noted = {"interaction_id": interaction_id, "guild_id": guild_id, "processed_at": now}
    try:
        await session.execute(_NOTE, noted)
    except IntegrityError:
        raise Repeated from None


async def forget(session: AsyncSession, before: datetime) -> None:
    """Drop those that Discord no longer delivers."""
    await session.execute(
        delete(ProcessedInteraction).where(ProcessedInteraction.processed_at < before)
    )
