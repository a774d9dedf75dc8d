"""Which command tree Discord already knows, so that a start syncs only what changed."""

import json
from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from db.tables import CommandSync


async def synced(session: AsyncSession, application_id: int, tree_hash: str) -> dict[str, int]:
    """The ids of the commands by name; empty where this very tree was never synced."""
    row = await session.get(CommandSync, application_id)
    return json.loads(row.ids) if row and row.tree_hash == tree_hash else {}


async def remember(
    session: AsyncSession, application_id: int, tree_hash: str, ids: Mapping[str, int]
) -> None:
    await session.merge(
        CommandSync(application_id=application_id, tree_hash=tree_hash, ids=json.dumps(dict(ids)))
    )
