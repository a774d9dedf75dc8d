"""`nexus forget-guild`: a server's data, counted and erased by the operator."""

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError

from bot.config import Mistake
from bot.domain.text import plural
from bot.erasing import replay
from bot.lifetime import sole_owner, upgrade
from db import erasures, scrubbing

if TYPE_CHECKING:
    from bot.client import Nexus


def forget_guild(bot: "Nexus", guild_id: int, *, force: bool) -> str:
    """One line that says what was done; `bot` is built, and runs nowhere."""
    path = bot.db.path
    if not path.is_file():
        raise Mistake(f"the database {path} is not there: run this where the bot runs")
    with sole_owner(path):
        return asyncio.run(_forget_guild(bot, guild_id, force=force))


async def _forget_guild(bot: "Nexus", guild_id: int, *, force: bool) -> str:
    try:
        await upgrade(bot.db)
        await replay(bot.db, bot.erasing.tombstones, bot.now())
        async with bot.db.read() as session:
            known, people = await erasures.guilds(session), await erasures.people(session)
        if guild_id not in known:
            listed = ", ".join(map(str, sorted(known))) or "none"
            raise Mistake(f"there is no server {guild_id} in the database, but {listed}")
        members = plural(len({one for guild, one in people if guild == guild_id}), "member")
        if not force:
            raise Mistake(
                f"server {guild_id} has data of {members} here: --force erases all of it for good"
            )
        rows = await bot.erasing.forget_guild(guild_id)
        await scrubbing.scrub(bot.db)
        return f"erased server {guild_id}, with the data of {members}: {plural(rows, 'row')}"
    except DatabaseError as error:
        raise Mistake(f"the database {bot.db.path} cannot be used: {error.orig}") from None
    finally:
        await bot.close()
