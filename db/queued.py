"""Posts that wait in the outbox: taken back, or kept for longer."""

from datetime import datetime

from sqlalchemy import and_, delete, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.outbox import State
from db.tables import Outbox


async def withdraw(session: AsyncSession, dedupe_key: str) -> None:
    """Take back what is not sent yet, in all its parts: its key may be used again."""
    # By order, because a pattern would not be looked up in the index: behind ":" comes ";".
    parts = and_(Outbox.dedupe_key > f"{dedupe_key}:", Outbox.dedupe_key < f"{dedupe_key};")
    await session.execute(
        delete(Outbox).where(
            or_(Outbox.dedupe_key == dedupe_key, parts), Outbox.state == State.PENDING
        )
    )


async def keep_until(session: AsyncSession, dedupe_key: str, expires_at: datetime) -> None:
    """Let what is not sent yet end when that ends which it is about, and was moved."""
    await session.execute(
        update(Outbox)
        .where(Outbox.dedupe_key == dedupe_key, Outbox.state == State.PENDING)
        .values(expires_at=expires_at)
    )
