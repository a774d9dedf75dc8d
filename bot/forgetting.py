"""`nexus forget-guild`: what a server has, or one of its members, erased by the operator."""

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError

from bot.config import Mistake
from bot.domain.text import plural
from bot.erasing import replay
from bot.lifetime import sole_owner, upgrade
from db import erasing, erasures, scrubbing
from db.whom import Choice, Whom

if TYPE_CHECKING:
    from bot.client import Nexus


def forget(bot: "Nexus", guild_id: int, member_id: int | None, *, force: bool) -> str:
    """One line that says what was done; `bot` is built, and runs nowhere."""
    path = bot.db.path
    if not path.is_file():
        raise Mistake(f"the database {path} is not there: run this where the bot runs")
    with sole_owner(path):
        return asyncio.run(_forget(bot, guild_id, member_id, force=force))


async def _forget(bot: "Nexus", guild_id: int, member_id: int | None, *, force: bool) -> str:
    try:
        await upgrade(bot.db)
        await replay(bot.db, bot.erasing.tombstones, bot.now())
        if member_id is None:
            said = await _guild(bot, guild_id, force=force)
        else:
            said = await _member(bot, guild_id, member_id, force=force)
        await scrubbing.scrub(bot.db)
    except DatabaseError as error:
        raise Mistake(f"the database {bot.db.path} cannot be used: {error.orig}") from None
    else:
        return said
    finally:
        await bot.close()


async def _guild(bot: "Nexus", guild_id: int, *, force: bool) -> str:
    async with bot.db.read() as session:
        known, people = await erasures.guilds(session), await erasures.people(session)
    if guild_id not in known:
        there = f"it has {', '.join(map(str, sorted(known)))}" if known else "it has none"
        raise Mistake(f"there is no server {guild_id} in the database: {there}")
    members = plural(len({one for guild, one in people if guild == guild_id}), "member")
    if not force:
        raise Mistake(
            f"server {guild_id} has data of {members} here: --force erases all of it for good"
        )
    rows = await bot.erasing.forget_guild(guild_id)
    return f"erased server {guild_id}, with the data of {members}: {plural(rows, 'row')}"


async def _member(bot: "Nexus", guild_id: int, member_id: int, *, force: bool) -> str:
    """With what they asked and answered: who wants that to stay does it by themselves."""
    async with bot.db.read() as session:
        people = await erasures.people(session)
    if (guild_id, member_id) not in people:
        raise Mistake(f"server {guild_id} has nothing of a member {member_id} here")
    if not force:
        raise Mistake(
            f"server {guild_id} has data of member {member_id} here: --force erases them for good"
        )
    whom = Whom(guild_id, member_id, Choice.DELETE, bot.now())
    buried = bot.erasing.buried(guild_id, member_id, whom.choice)
    async with buried as made, bot.db.begin() as session:
        await erasing.erase(session, whom, made)
    return (
        f"erased member {member_id} of server {guild_id}; cards on Discord follow at the next start"
    )
