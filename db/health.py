"""Whether the database answers at all."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def look(session: AsyncSession) -> None:
    """Read one page of the file itself, not of what is held in memory."""
    await session.execute(text("PRAGMA schema_version"))
