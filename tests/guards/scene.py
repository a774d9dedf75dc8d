"""A guild in which there is one of everything, and people of every standing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import discord
from simcord import ChannelHandle, MemberActor
from sqlalchemy import delete, insert, select

from bot.client import Nexus
from bot.domain.matching import Candidate, Project, Track
from db import answers, guilds, members, pairs, questions, study
from db.tables import Base
from tests.world import World

CANARY = "saffron"  # stands in all that was written in the guild, and nowhere else

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Scene:
    """`owner` asked the question, hosts the sessions and waits for a partner.

    The guild next door holds nothing but the same owner, who is an administrator there.
    """

    world: World
    owner: MemberActor
    people: Mapping[str, MemberActor]
    next_door: MemberActor
    channel_next_door: ChannelHandle
    things: Mapping[str, int]

    async def rows(self) -> Rows:
        return await rows(self.world.bot)

    async def restore(self, before: Rows) -> None:
        async with self.world.bot.db.begin() as session:
            for table in reversed(_TABLES):
                await session.execute(delete(table))
            for table in _TABLES:
                if before[table.name]:
                    await session.execute(insert(table), before[table.name])


_TABLES = [one for one in Base.metadata.sorted_tables if "guild_id" in one.columns]


async def rows(bot: Nexus) -> Rows:
    """All that the database holds of any guild."""
    async with bot.db.read() as session:
        return {
            table.name: [dict(one) for one in (await session.execute(select(table))).mappings()]
            for table in _TABLES
        }


async def build(world: World) -> Scene:
    staff = world.guild.create_role("Mentors")
    admins = world.guild.create_role("Admins", permissions=discord.Permissions(administrator=True))
    owner = world.member("Ann")
    people = {
        "owner": owner,
        "member": world.member("Ben"),
        "moderator by permission": world.moderator("Mo"),
        "moderator by role": world.member("Rita", staff),
        "admin": world.member("Ada", admins),
    }
    beyond = world.another_guild("Next door")
    channel = beyond.create_text_channel("prodevprojectnexus")
    admins = beyond.create_role("Admins", permissions=discord.Permissions(administrator=True))
    next_door = beyond.add_member(owner.user, roles=[admins])
    things = await _fill(world, owner, people) | {"home": world.home.id, "role": staff.id}
    for command in world.bot.tree.get_commands():
        if getattr(command, "default_permissions", None) is not None:
            world.open_to_all(command.name)
    await world.env.settle()
    return Scene(world, owner, people, next_door, channel, things)


async def _fill(
    world: World, owner: MemberActor, people: Mapping[str, MemberActor]
) -> dict[str, int]:
    guild_id, now, zone = world.guild.id, world.bot.now(), "Africa/Lagos"
    helper = people["member"]
    async with world.bot.db.begin() as session:
        staff = {"moderator_role_id": world.guild.roles["Mentors"].id}
        await guilds.change(session, guild_id, cohort_name=f"The {CANARY} cohort", **staff)
        for one in people.values():
            await members.set_zone(session, guild_id, one.id, zone)
        question = await questions.ask(
            session,
            guild_id,
            owner.id,
            title=f"Why is {CANARY} so dear?",
            details=f"I looked for {CANARY}.",
            topic="Other",
            now=now,
        )
        _, answer = await answers.give(
            session, guild_id, question.number, helper.id, text=f"Pick {CANARY} yourself.", now=now
        )
        me = Candidate(owner.id, Track.BACKEND, next(iter(Project)), now)
        await pairs.find_partner(session, guild_id, me, world.bot.rng)
        drafts = [
            await study.draft(
                session,
                guild_id,
                owner.id,
                topic=f"About {CANARY}",
                typed_when="fri 18:00",
                zone=known,
                now=now,
            )
            for known in (zone, None, zone)
        ]
        posted = await study.post(session, guild_id, owner.id, drafts[2].id, now)
    return {
        "question": question.number,
        "answer": answer.id,
        "draft": drafts[0].id,
        "zoneless": drafts[1].id,
        "session": posted.number,
    }
