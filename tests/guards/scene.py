"""A guild in which there is one of everything, and people of every standing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import discord
from simcord import ChannelHandle, GuildHandle, MemberActor, RoleHandle, UserHandle
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Nexus
from bot.domain import cohort
from bot.domain.contract import Method, Operation
from bot.domain.contract_news import About
from bot.domain.log import LogKind, Words
from bot.domain.matching import PROJECTS, Api, Match, Track, Why
from bot.domain.openapi_reading import read
from bot.domain.publishing import Consent, Publishing
from bot.domain.record import Kind
from bot.domain.replays import Pool
from db import (
    acceptances,
    announcements,
    answers,
    audit,
    blocks,
    calendars,
    closing,
    contract_acts,
    contract_feedback,
    contract_imports,
    contract_rows,
    guilds,
    log_acts,
    log_habits,
    logs,
    matches,
    members,
    pair_ends,
    pair_lives,
    pair_profiles,
    pair_threads,
    pairs,
    parking,
    poll_drafts,
    question_posts,
    questions,
    readme_imports,
    readmes,
    reviews,
    rounds,
    session_drafts,
    session_ends,
)
from db import drafts as question_drafts
from db.contracts import Author, Endpoint
from db.drafts import Written
from db.outbox import Post
from db.pairs import Verdict
from db.plans import Plan
from db.session_acts import Actor, Scope
from db.session_drafts import Draft
from db.tables import PairInvitation, Question, StudySession
from tests.guards import snapshot
from tests.guards.snapshot import Rows
from tests.world import World

CANARY = "saffron"  # stands in all that was written in the guild, and nowhere else
ZONE = "Africa/Lagos"
TEN_MINUTES = timedelta(minutes=10)
_STRANGER = 7  # asked something, and left


@dataclass(frozen=True, slots=True)
class Scene:
    """`owner` asked the question, hosts the sessions and waits for a partner.

    They have asked for reviews, and claimed one of a bystander, who asked for another as well.

    The guild next door holds the same things, under the same numbers, of the same owner, who is an
    administrator there; `things` are those of the first guild.
    """

    world: World
    owner: MemberActor
    people: Mapping[str, MemberActor]
    next_door: MemberActor
    channel_next_door: ChannelHandle
    things: Mapping[str, int]

    def someone(self, who: MemberActor | UserHandle) -> MemberActor | str:
        """A member of the guild of whoever names one; in a direct message an id alone."""
        if who is self.next_door:
            return self.next_door
        member = self.people["member"]
        return member if isinstance(who, MemberActor) else str(member.id)

    def rows(self) -> Rows:
        return snapshot.taken(self.world.bot.db.path)

    def restore(self, before: Rows) -> None:
        snapshot.restored(self.world.bot.db.path, before)


async def build(world: World) -> Scene:
    staff = world.guild.create_role("Mentors")
    owner = world.member("Ann")
    people = {
        "owner": owner,
        "member": world.member("Ben"),
        "moderator by permission": world.moderator("Mo"),
        "moderator by role": world.member("Rita", staff),
        "admin": world.member("Ada", _admins(world.guild)),
    }
    beyond = world.another_guild("Next door")
    channel = beyond.create_text_channel("prodevprojectnexus")
    next_door = beyond.add_member(owner.user, roles=[_admins(beyond)])
    things = await _fill(world.bot, world.guild, world.home, list(people.values()), CANARY)
    reviewing = (owner, people["member"], world.member("Sue"))
    things |= await _ask_for_reviews(world.bot, world.guild, reviewing, CANARY)
    things |= await _keep_logs(world.bot, world.guild, owner, CANARY)
    kit, sky = (world.member(name, guild=beyond) for name in ("Kit", "Sky"))
    await _fill(world.bot, beyond, channel, [next_door, kit], "indigo")
    await _ask_for_reviews(world.bot, beyond, (next_door, kit, sky), "indigo")
    await _keep_logs(world.bot, beyond, next_door, "indigo")
    async with world.bot.db.begin() as session:
        await guilds.change(session, world.guild.id, moderator_role_id=staff.id)
    for command in world.bot.tree.get_commands():
        if getattr(command, "default_permissions", None) is not None:
            world.open_to_all(command.name)
    await world.env.settle()
    things |= await _look_after(world.bot, world.guild, owner)
    things |= {"home": world.home.id, "role": staff.id, "letters": world.guild.id}
    things |= {"guest": reviewing[2].id}
    return Scene(world, owner, people, next_door, channel, things)


def _admins(guild: GuildHandle) -> RoleHandle:
    return guild.create_role("Admins", permissions=discord.Permissions(administrator=True))


async def _fill(
    bot: Nexus,
    guild: GuildHandle,
    channel: ChannelHandle,
    people: Sequence[MemberActor],
    word: str,
) -> dict[str, int]:
    """The first of the people does it all; the second answers them, the last announces things."""
    owner, helper, now = people[0], people[1], bot.now()
    channel_id = 1  # of a guild that is never posted to
    async with bot.db.begin() as session:
        await guilds.change(session, guild.id, cohort_name=f"The {word} cohort")
        for one in people:
            await members.set_zone(session, guild.id, one.id, ZONE)
        question = await questions.ask(
            session,
            guild.id,
            owner.id,
            title=f"Why is {word} so dear?",
            details=f"I looked for {word}.",
            topic="Other",
            channel_id=channel_id,
            now=now,
        )
        _, answer = await answers.give(
            session, guild.id, question.number, helper.id, text=f"Pick {word} yourself.", now=now
        )
        waiting = await questions.ask(
            session,
            guild.id,
            _STRANGER,
            title=f"Where does {word} grow?",
            details=f"I have no {word}.",
            topic="Other",
            channel_id=channel_id,
            now=now,
        )
        asked_twice = await questions.ask(
            session,
            guild.id,
            owner.id,
            title=f"Why does {word} cost so much?",
            details=f"It is {word}, after all.",
            topic="Other",
            channel_id=channel_id,
            now=now,
        )
        closed = await closing.close(
            session,
            guild.id,
            asked_twice.number,
            owner.id,
            reason=f"no {word} needed",
            is_moderator=False,
            now=now,
        )
        solved = await questions.ask(
            session,
            guild.id,
            owner.id,
            title=f"Is {word} good for me?",
            details=f"I like {word}.",
            topic="Other",
            channel_id=channel_id,
            now=now,
        )
        _, praised = await answers.give(
            session, guild.id, solved.number, _STRANGER, text=f"Too much {word} is not.", now=now
        )
        acceptance = await acceptances.accept(
            session, guild.id, praised.id, owner.id, is_moderator=False, now=now
        )
        for one in (owner.id, _STRANGER):
            await members.set_consent(session, guild.id, one, Consent(Publishing.NAMED, word))
        # As if the guild's channel were its thread: what is said there can be marked.
        await question_posts.thread_opened(session, guild.id, solved.id, channel.id, now)
        unasked = await question_drafts.save(
            session,
            guild.id,
            owner.id,
            Written(f"Whose is the {word}?", f"I found {word}.", "", "", "Other"),
            written_by_id=owner.id,
            now=now,
        )
        pair, past, threadless = [
            await pairs.make(
                session,
                guild.id,
                Match(PROJECTS[0], (_STRANGER + more,), (owner.id,)),
                Why(Api.REST, None, is_first_time=True),
                now=now,
            )
            for more in range(3)
        ]
        await pairs.opened(session, guild.id, pair.id, channel_id, now)
        await pair_ends.end(session, guild.id, past.id, now=now)
        await pair_threads.ask(session, guild.id, threadless.id, channel_id, now)
        invitation = PairInvitation(
            guild_id=guild.id,
            inviter_id=_STRANGER + 3,
            invited_id=owner.id,
            project=PROJECTS[1],
            invited_at=now,
        )
        session.add(invitation)
        await session.flush()
        await pair_lives.judge(
            session, guild.id, pair.id, owner.id, verdict=Verdict.PARTLY, now=now
        )
        contract = await _agree(session, guild.id, pair.id, owner.id, word=word, now=now)
        await pair_profiles.say(
            session,
            guild.id,
            owner.id,
            track=Track.BACKEND,
            project=PROJECTS[0],
            goals=f"An API for {word}",
            now=now,
        )
        await blocks.block(session, guild.id, owner.id, _STRANGER, now)
        await matches.look(session, guild.id, owner.id, now=now)
        taking = await rounds.entrants(session, guild.id, is_patient=False, now=now)
        pool = Pool.of(taking.people, taking.history, 1, now).packed()
        round_id = await rounds.keep(
            session, guild.id, taking.people, pool=pool, told="[]", now=now
        )
        await readmes.say_overview(session, guild.id, owner.id, f"I grow {word}.")
        readme_import = await readme_imports.keep(
            session, guild.id, owner.id, f"# Nexus\n\n## Tools\n\n- {word}\n", now
        )
        drafts = [
            await session_drafts.draft(
                session,
                guild.id,
                owner.id,
                plan=Plan(f"About {word}"),
                typed_when="fri 18:00",
                zone=known,
                now=now,
            )
            for known in (ZONE, None, ZONE, ZONE, ZONE)
        ]
        posted = await session_drafts.post(
            session,
            guild.id,
            owner.id,
            drafts[2].id,
            channel_id=channel_id,
            held_in=None,
            now=now,
        )
        running, over = [
            await _started(session, guild.id, owner.id, one.id, starts_at=now - ago, now=now)
            for one, ago in zip(drafts[3:], (TEN_MINUTES, 12 * TEN_MINUTES), strict=True)
        ]
        weekly, cancelled, held = [
            await session_drafts.post(
                session,
                guild.id,
                owner.id,
                (
                    await _planned(session, guild.id, owner.id, word=word, repeats=repeats, now=now)
                ).id,
                channel_id=channel_id,
                held_in=channel_id if is_held else None,
                now=now,
            )
            for repeats, is_held in (("weekly", False), ("", False), ("", True))
        ]
        host = Actor(owner.id, is_moderator=False, reason=f"no {word}")
        await session_ends.cancel(
            session, guild.id, cancelled.number, host, scope=Scope.ONE, now=now
        )
        await guilds.change(session, guild.id, weeks=12)
        milestone = await calendars.add_milestone(
            session, guild.id, helper.id, f"All the {word}", now.date() + timedelta(days=9), now=now
        )
        await audit.note(
            *(session, guild.id, helper.id),
            kind=Kind.SESSIONS,
            act="moved",
            subject="session",
            reason=word,
            now=now,
        )
        polled = [
            await poll_drafts.draft(
                session,
                guild.id,
                owner.id,
                topic=f"When for {word}?",
                minutes=60,
                typed="fri 18:00; sat 18:00",
                now=now,
            )
            for _ in range(2)
        ]
        poll = await poll_drafts.post(
            session, guild.id, owner.id, polled[1].id, channel_id=channel_id, now=now
        )
        announced = [
            await announcements.draft(
                session,
                guild.id,
                people[-1].id,
                title=f"Free {word}",
                text=f"Come and fetch your {word}.",
                now=now,
            )
            for _ in range(3)
        ]
        for one in announced[1:]:
            await announcements.post(
                session,
                guild.id,
                people[-1].id,
                one.id,
                channel_id=channel_id,
                at=now + timedelta(days=1),
                now=now,
            )
        await announcements.withdraw(session, guild.id, people[-1].id, announced[2].id, now)
        weeks_seen = cohort.mark(await calendars.calendar(session, guild.id))
    return contract | {
        "pair": pair.id,
        "pair_number": pair.number,
        "past_pair": past.id,
        "threadless": threadless.id,
        "invitation": invitation.id,
        "round": round_id,
        "readme_import": readme_import,
        "question": question.number,
        "waiting": waiting.number,
        "closed": closed.number,
        "answer": answer.id,
        "solved": solved.number,
        "praised": praised.id,
        "acceptance": acceptance.id or 0,
        "question_draft": unasked.id,
        "draft": drafts[0].id,
        "zoneless": drafts[1].id,
        "session": posted.number,
        "running": running,
        "over": over,
        "series": weekly.number,
        "cancelled": cancelled.number,
        "held": held.number,
        "poll_draft": polled[0].id,
        "poll": poll.id,
        "milestone": milestone.id,
        "announcement_draft": announced[0].id,
        "announcement": announced[1].id,
        "withdrawn": announced[2].id,
        "weeks_seen": weeks_seen,
        "friday": int(posted.starts_at.timestamp()),
        "saturday": int((posted.starts_at + timedelta(days=1)).timestamp()),
    }


async def _ask_for_reviews(
    bot: Nexus,
    guild: GuildHandle,
    people: tuple[MemberActor, MemberActor, MemberActor],
    word: str,
) -> dict[str, int]:
    """The second of the people reviewed what the first had asked for; the last asked as well."""
    (owner, helper, bystander), now = people, bot.now()
    found: dict[str, int] = {}
    async with bot.db.begin() as session:
        for name, asker in (
            ("asked", owner),
            ("reviewed", owner),
            ("claimed", bystander),
            ("wanted", bystander),
        ):
            review = await reviews.ask(
                session,
                guild.id,
                asker.id,
                link=f"https://github.com/{word}/{name}",
                look_at=f"Is my {word} good?",
                track=None,
                channel_id=1,
                now=now,
            )
            found[name] = review.id
        await reviews.claim(session, guild.id, found["claimed"], owner.id, now)
        await reviews.claim(session, guild.id, found["reviewed"], helper.id, now)
        await reviews.finish(
            session, guild.id, found["reviewed"], helper.id, word=f"Good {word}!", now=now
        )
    return found


async def _keep_logs(
    bot: Nexus, guild: GuildHandle, owner: MemberActor, word: str
) -> dict[str, int]:
    """The owner's log: an entry, one that is shared, and one that was removed just now."""
    now = bot.now()
    async with bot.db.begin() as session:
        kept, shared, spare = [
            await logs.write(
                session, guild.id, owner.id, Words(kind, f"About {word}", word), day="", now=now
            )
            for kind in (LogKind.CONCEPT, LogKind.TOOL, LogKind.DONE)
        ]
        await log_acts.share(session, guild.id, owner.id, shared.id, channel_id=1, now=now)
        removed = await log_acts.remove(session, guild.id, owner.id, spare.id, now)
        await log_habits.want(
            session, guild.id, owner.id, weekday=4, hour=18, channel_id=1, now=now
        )
    return {
        "entry": kept.id,
        "shared": shared.id,
        "removal": removed.id,
        "letters": guild.id,
    }


async def _look_after(bot: Nexus, guild: GuildHandle, owner: MemberActor) -> dict[str, int]:
    """What waits for moderators: a question, a session without a host, a channel that refuses."""
    now, parked = bot.now(), 5
    async with bot.db.begin() as session:
        old = await questions.ask(
            session,
            guild.id,
            _STRANGER,
            title=f"Who eats {CANARY}?",
            details=f"So much {CANARY}.",
            topic="Other",
            channel_id=1,
            now=now - timedelta(days=2),
        )
        await session.execute(update(Question).where(Question.id == old.id).values(message_id=1))
        draft = await _planned(session, guild.id, owner.id, word=CANARY, repeats="", now=now)
        posted = await session_drafts.post(
            session, guild.id, owner.id, draft.id, channel_id=1, held_in=None, now=now
        )
        await session.execute(
            update(StudySession)
            .where(StudySession.id == posted.id)
            .values(host_gone_at=now, host_called_at=now - timedelta(days=1))
        )
        post = Post(1, guild.id, parked, "digest", {}, now, now, 0, None)
        for _ in range(parking.PATIENCE):
            await parking.refused(session, post, now)
    return {"old": old.number, "hostless": posted.number, "parked": parked, "seeker": owner.id}


async def _agree(
    session: AsyncSession, guild_id: int, pair_id: int, owner_id: int, *, word: str, now: datetime
) -> dict[str, int]:
    """The contract of the owner and somebody who is gone, with its feedback."""
    by = Author(guild_id, pair_id, owner_id)
    said = Operation(Method.GET, f"/{word}", f"All the {word}")
    done = await contract_acts.add(session, by, said, now)
    await contract_acts.add(session, by, Operation(Method.POST, f"/{word}"), now)
    known, spare = done.shared.endpoints[0], (await _endpoint(session, by, now)).id
    gone = await contract_acts.remove(session, by, spare, now)
    for subject in (f"PUT /{word}", ""):
        await contract_feedback.give(session, by, About.NEED, f"I need {word}.", subject, now=now)
    await contract_feedback.give(session, by, About.BUG, f"No {word}.", "", now=now)
    await contract_feedback.close(session, by, 3, now)
    file = b'{"openapi": "3.1.0", "paths": {"/new": {"get": {}}}}'
    waiting = await contract_imports.keep(session, by, read(file, "file.json"), now)
    return {
        "import": waiting.id,
        "endpoint": known.id,
        "removed": gone.change_id or 0,
        "seen": contract_rows.mark(known.operation),
        "seen_head": contract_rows.mark_head(gone.shared.contract),
    }


async def _endpoint(session: AsyncSession, by: Author, now: datetime) -> Endpoint:
    added = await contract_acts.add(session, by, Operation(Method.DELETE, "/spare"), now)
    return added.shared.endpoints[-1]


async def _started(
    session: AsyncSession,
    guild_id: int,
    host_id: int,
    draft_id: int,
    *,
    starts_at: datetime,
    now: datetime,
) -> int:
    """The number of a session that has begun by now, and may be over."""
    posted = await session_drafts.post(
        session, guild_id, host_id, draft_id, channel_id=1, held_in=None, now=now
    )
    await session.execute(
        update(StudySession).where(StudySession.id == posted.id).values(starts_at=starts_at)
    )
    return posted.number


async def _planned(
    session: AsyncSession, guild_id: int, host_id: int, *, word: str, repeats: str, now: datetime
) -> Draft:
    return await session_drafts.draft(
        session,
        guild_id,
        host_id,
        plan=Plan(f"More about {word}"),
        typed_when="sun 18:00",
        typed_repeats=repeats,
        zone=ZONE,
        now=now,
    )
