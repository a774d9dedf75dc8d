"""A member who has done all that leaves a trace, in every column that can hold one.

What they wrote has one word in it that stands nowhere else, what others wrote has another.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.contract import Contract, Method, Operation
from bot.domain.contract_news import About
from bot.domain.log import LogKind, Words
from bot.domain.matching import PROJECTS, Api, Match, Track, Why
from bot.domain.openapi_reading import read
from bot.domain.publishing import Consent, Publishing
from bot.domain.record import Kind
from bot.domain.replays import Pool
from bot.domain.seats import Answer
from bot.domain.streaks import Break
from db import (
    acceptances,
    announcements,
    answers,
    attendances,
    audit,
    blocks,
    claims,
    closing,
    contract_acts,
    contract_feedback,
    contract_imports,
    contract_rows,
    contracts,
    deeds,
    digest_letters,
    drafts,
    log_acts,
    log_habits,
    log_offers,
    log_posts,
    log_streaks,
    logs,
    matches,
    members,
    pair_profiles,
    pairs,
    poll_closing,
    poll_drafts,
    polls,
    questions,
    readme_imports,
    readmes,
    review_ends,
    reviews,
    rounds,
    rsvps,
    seen,
    session_acts,
    session_approvals,
    session_drafts,
    session_ends,
    session_invitations,
    solutions,
    tables,
)
from db.contracts import Author
from db.drafts import Written
from db.engine import Database
from db.outbox import Post, Sent
from db.plans import Plan
from db.session_acts import Actor, Scope
from db.session_approvals import Ruling
from db.tables import Base, StudySession, table

GUILD, ELSEWHERE = 700_000_000_000_000_001, 700_000_000_000_000_002
ME = 812_345_678_901_234_567
BEN, CY, MO = 811_111_111_111_111_111, 822_222_222_222_222_222, 833_333_333_333_333_333
LONE = 844_444_444_444_444_444
CHANNEL, THREAD, LETTERS = 711, 712, 713
MINE, THEIRS = "quixotry", "plainsong"
# What I said as a moderator, in the cohort's name.
OFFICIAL = "proclaim"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ZONE = "Africa/Lagos"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def live(
    session: AsyncSession, guild_id: int = GUILD, me: int = ME, word: str = MINE
) -> None:
    """All of it."""
    each = _Life(session, guild_id, me, word)
    await each.settle_in()
    await each.ask_and_answer()
    await each.keep_a_log()
    await each.pair_up()
    await each.review()
    await each.meet()
    await each.moderate()
    await session.flush()


class _Life:
    def __init__(self, session: AsyncSession, guild_id: int, me: int, word: str) -> None:
        self.session, self.guild, self.me, self.word = session, guild_id, me, word
        self.messages = iter(range(9_000, 10_000))

    async def settle_in(self) -> None:
        session, guild, me = self.session, self.guild, self.me
        for one in (me, BEN, CY):
            await members.set_zone(session, guild, one, ZONE)
            await members.set_consent(
                session, guild, one, Consent(Publishing.NAMED, self._name(one))
            )
        await seen.note(session, NOON.date(), [(guild, me), (guild, BEN)])

    def _name(self, one: int) -> str:
        return self.word if one == self.me else THEIRS

    async def ask(self, asker: int, title: str) -> questions.Question:
        word = self._name(asker)
        asked = await questions.ask(
            self.session,
            self.guild,
            asker,
            title=f"{title} {word}?",
            details=f"About {word}.",
            tried=f"tried {word}",
            code=f"{word}()",
            topic="Git",
            channel_id=CHANNEL,
            now=NOON,
        )
        await self.session.execute(
            update(tables.Question)
            .where(tables.Question.id == asked.id)
            .values(channel_id=CHANNEL, message_id=next(self.messages), thread_id=THREAD)
        )
        return asked

    async def give(self, number: int, author: int) -> questions.Answer:
        text = f"Try {self._name(author)} for #{number}."
        _, given = await answers.give(self.session, self.guild, number, author, text=text, now=NOON)
        await self.session.execute(
            update(tables.Answer)
            .where(tables.Answer.id == given.id)
            .values(message_id=next(self.messages))
        )
        return given

    async def ask_and_answer(self) -> None:
        session, guild, me = self.session, self.guild, self.me
        mine, bens = await self.ask(me, "Mine"), await self.ask(BEN, "Bens")
        helped = await self.give(mine.number, BEN)
        solved = await self.give(bens.number, me)
        await acceptances.accept(session, guild, helped.id, me, is_moderator=False, now=NOON)
        await acceptances.accept(session, guild, solved.id, BEN, is_moderator=False, now=NOON)
        await solutions.save(session, guild, mine.number, me, NOON)
        await solutions.save(session, guild, bens.number, BEN, NOON)
        await answers.vote(session, guild, helped.id, me, NOON)
        await answers.vote(session, guild, solved.id, BEN, NOON)
        written = Written(f"Again {self.word}?", self.word, "", "", "Git")
        again = await drafts.save(session, guild, me, written, written_by_id=me, now=NOON)
        await drafts.solve(session, guild, again.id, me, answer_id=helped.id, now=NOON)
        await drafts.save(session, guild, me, written, written_by_id=me, now=NOON)
        theirs = Written(f"Other {THEIRS}?", THEIRS, "", "", "Git")
        await drafts.save(session, guild, CY, theirs, written_by_id=me, now=NOON)
        brought = await questions.ask(
            session,
            guild,
            CY,
            title=f"Brought {THEIRS}?",
            details=THEIRS,
            topic="Git",
            channel_id=CHANNEL,
            written_by_id=me,
            now=NOON,
        )
        await claims.take(session, guild, brought.number, me, NOON)
        closed = await self.ask(CY, "Closed")
        await closing.close(
            session,
            guild,
            closed.number,
            me,
            reason=f"no {self.word}",
            is_moderator=True,
            now=NOON,
        )
        await self.ask(me, "Open")

    async def keep_a_log(self) -> None:
        session, guild, me = self.session, self.guild, self.me
        for kind in (LogKind.CONCEPT, LogKind.TOOL):
            words = Words(kind, f"{kind} {self.word}", self.word)
            entry = await logs.write(session, guild, me, words, day="", now=NOON)
            await log_acts.share(session, guild, me, entry.id, channel_id=CHANNEL, now=NOON)
        said = {"id": entry.id, "user": me, "second": log_posts.second(NOON)}
        await log_posts.entry_sent(session, self._post(log_posts.ENTRY, said), self._sent())
        spare = await logs.write(
            session, guild, me, Words(LogKind.DONE, self.word, ""), day="", now=NOON
        )
        await log_acts.remove(session, guild, me, spare.id, NOON)
        await log_habits.want(session, guild, me, weekday=4, hour=18, channel_id=LETTERS, now=NOON)
        await digest_letters.want(session, guild, me, LETTERS, NOON)
        await log_streaks.show(session, guild, me, CHANNEL, NOON)
        await log_posts.streak_sent(
            session, self._post(log_posts.STREAK, {"user": me}), self._sent()
        )
        await log_streaks.plan_break(
            session, guild, me, Break(date(2026, 3, 5), date(2026, 3, 6)), NOON
        )
        await deeds.show(session, guild, me, CHANNEL, NOON)
        await deeds.sent(session, self._post(deeds.CARD, {"user": me}), self._sent())
        await readmes.say_overview(session, guild, me, f"I am {self.word}.")
        await readme_imports.keep(session, guild, me, f"# {self.word}", NOON)

    def _post(self, kind: str, payload: Mapping[str, object]) -> Post:
        return Post(1, self.guild, CHANNEL, kind, payload, NOON, NOON, 0, None)

    def _sent(self) -> Sent:
        return Sent(next(self.messages))

    async def pair_up(self) -> None:
        session, guild, me = self.session, self.guild, self.me
        await pair_profiles.say(
            session,
            guild,
            me,
            track=Track.BACKEND,
            project=PROJECTS[0],
            goals=self.word,
            now=NOON,
        )
        await blocks.block(session, guild, me, CY, NOON)
        await blocks.block(session, guild, CY, me, NOON)
        await matches.look(session, guild, me, now=NOON)
        entrants = await rounds.entrants(session, guild, is_patient=False, now=NOON)
        pool = Pool.of(entrants.people, entrants.history, 1, NOON).packed()
        await rounds.keep(session, guild, entrants.people, pool=pool, told="[]", now=NOON)
        why = Why(Api.REST, None, is_first_time=True)
        pair, past = [
            await pairs.make(session, guild, Match(PROJECTS[0], (BEN,), (me,)), why, now=NOON)
            for _ in range(2)
        ]
        await pairs.opened(session, guild, pair.id, THREAD, NOON)
        for by, to in ((me, MO), (MO, me)):
            session.add(
                tables.PairInvitation(
                    guild_id=guild,
                    inviter_id=by,
                    invited_id=to,
                    project=PROJECTS[0],
                    invited_at=NOON,
                    channel_id=CHANNEL,
                    message_id=next(self.messages),
                )
            )
        await self._agree(Author(guild, pair.id, me), Author(guild, pair.id, BEN))
        await session.execute(
            update(tables.PairMember)
            .where(tables.PairMember.pair_id == past.id, tables.PairMember.user_id == me)
            .values(verdict="worked", verdict_text=f"so {self.word}")
        )

    async def _agree(self, mine: Author, bens: Author) -> None:
        session, word = self.session, self.word
        head = (await contracts.of_mine(session, mine)).contract
        await contract_acts.say_head(
            session,
            mine,
            Contract(f"The {word}", f"https://{word}.example", "", head.auth, head.style),
            seen=contract_rows.mark_head(head),
            now=NOON,
        )
        both = Operation(Method.GET, "/both", word, response=f'"{word}"')
        shared = (await contract_acts.add(session, mine, both, NOON)).shared
        await contract_acts.edit(
            session,
            bens,
            shared.endpoints[0].id,
            Operation(Method.GET, "/both", word, request=THEIRS, response=f'"{word}"'),
            seen=contract_rows.mark(both),
            now=NOON,
        )
        for path, by in ((f"/{word}", mine), (f"/{THEIRS}", bens)):
            await contract_acts.add(session, by, Operation(Method.POST, path, path), NOON)
        await contract_feedback.give(session, mine, About.NEED, word, f"PUT /{word}", now=NOON)
        await contract_feedback.give(session, bens, About.BUG, THEIRS, "", now=NOON)
        await contract_feedback.close(session, bens, 1, NOON)
        await contract_feedback.close(session, mine, 2, NOON)
        file = f'{{"openapi": "3.1.0", "paths": {{"/{word}s": {{"get": {{}}}}}}}}'
        await contract_imports.keep(session, mine, read(file.encode(), "file.json"), NOON)

    async def review(self) -> None:
        session, guild, me = self.session, self.guild, self.me
        for asker, reviewer in ((me, BEN), (BEN, me), (CY, me), (me, None)):
            word = self._name(asker)
            asked = await reviews.ask(
                session,
                guild,
                asker,
                link=f"https://github.com/{word}/of-{reviewer == BEN}",
                look_at=f"See {word}.",
                track=None,
                channel_id=CHANNEL,
                now=NOON,
            )
            if reviewer is not None:
                await reviews.claim(session, guild, asked.id, reviewer, NOON)
            if reviewer is not None and asker != CY:
                said = f"Good {self._name(reviewer)}!"
                await reviews.finish(session, guild, asked.id, reviewer, word=said, now=NOON)
        lapsed = await reviews.ask(
            session,
            guild,
            CY,
            link=f"https://github.com/{THEIRS}/lapsed",
            look_at=THEIRS,
            track=None,
            channel_id=CHANNEL,
            now=NOON,
        )
        await reviews.claim(session, guild, lapsed.id, me, NOON - 3 * DAY)
        await reviews.end_claims(session, NOON)
        withdrawn = await reviews.ask(
            session,
            guild,
            CY,
            link=f"https://github.com/{THEIRS}/withdrawn",
            look_at=THEIRS,
            track=None,
            channel_id=CHANNEL,
            now=NOON,
        )
        await review_ends.withdraw(session, guild, withdrawn.id, me, is_moderator=True, now=NOON)
        # What others made of theirs repeats it.
        for offer in await log_offers.offers(session, guild, BEN, NOON):
            made = offer.made
            await log_offers.take(session, guild, BEN, made.source, made.id, now=NOON)

    async def plan(self, host: int, *, held: bool = False, repeats: str = "") -> int:
        word = self._name(host)
        draft = await session_drafts.draft(
            self.session,
            self.guild,
            host,
            plan=Plan(f"On {word}", description=word, link=f"https://{word}.example", seats=2),
            typed_when="fri 18:00",
            typed_repeats=repeats,
            zone=ZONE,
            now=NOON,
        )
        posted = await session_drafts.post(
            self.session,
            self.guild,
            host,
            draft.id,
            channel_id=CHANNEL,
            held_in=CHANNEL if held else None,
            now=NOON,
        )
        await self.session.execute(
            update(StudySession)
            .where(StudySession.id == posted.id)
            .values(message_id=None if held else next(self.messages))
        )
        return posted.number

    async def meet(self) -> None:
        session, guild, me = self.session, self.guild, self.me
        mine, weekly, held = (
            await self.plan(me),
            await self.plan(me, repeats="weekly"),
            await self.plan(me, held=True),
        )
        del held, weekly
        bens = await self.plan(BEN)
        for number in (mine, bens):
            for who in (me, BEN, CY):
                await rsvps.say(session, guild, number, who, wish=Answer.GOING, now=NOON)
        await session_invitations.invite(session, guild, bens, me, invited_id=MO, now=NOON)
        await session_invitations.invite(session, guild, bens, BEN, invited_id=LONE, now=NOON)
        await session.execute(
            update(tables.SessionInvitation)
            .where(tables.SessionInvitation.invited_id == LONE)
            .values(invited_id=me)
        )
        past = await self.plan(me)
        others = await self.plan(CY)
        await session.execute(
            update(StudySession)
            .where(StudySession.guild_id == guild, StudySession.number.in_((past, others)))
            .values(starts_at=NOON - HOUR / 2, recap=f"{self.word}\n{self.word}")
        )
        await session.execute(
            update(StudySession)
            .where(StudySession.guild_id == guild, StudySession.number == others)
            .values(recap=THEIRS)
        )
        await attendances.save(
            session, guild, past, me, shown=(), chosen=(me, BEN), is_moderator=False, now=NOON
        )
        for who in (me, CY):
            await attendances.arrive(session, guild, others, who, NOON)
        for offer in await log_offers.offers(session, guild, BEN, NOON):
            made = offer.made
            await log_offers.take(session, guild, BEN, made.source, made.id, now=NOON)
        cancelled = await self.plan(CY)
        why = Actor(me, is_moderator=True, reason=f"no {self.word}")
        await session_ends.cancel(session, guild, cancelled, why, scope=Scope.ONE, now=NOON)
        await session_drafts.draft(
            session,
            guild,
            me,
            plan=Plan(self.word),
            typed_when="sun 18:00",
            zone=None,
            now=NOON,
        )
        for host in (me, BEN):
            poll = await poll_drafts.draft(
                session,
                guild,
                host,
                topic=f"When {self._name(host)}?",
                minutes=60,
                typed="fri 18:00; sat 18:00",
                now=NOON,
            )
            await poll_drafts.post(session, guild, host, poll.id, channel_id=CHANNEL, now=NOON)
            for who in (me, BEN):
                await polls.tick(session, guild, poll.id, who, chosen=poll.times[:1], now=NOON)
            if host == me:
                await poll_closing.end(session, guild, poll.id, MO, may_manage=True, now=NOON)
        await poll_drafts.draft(
            session, guild, me, topic=self.word, minutes=60, typed="sun 18:00", now=NOON
        )

    async def moderate(self) -> None:
        session, guild, me = self.session, self.guild, self.me
        waiting = await self.plan(BEN, held=True)
        await session_approvals.rule(
            session, guild, waiting, 0, me, ruling=Ruling.CHANGE, word=self.word, now=NOON
        )
        kind = Kind.PAIRS
        for who, said in ((me, self.word), (MO, f"<@{me}>")):
            await audit.note(
                session, guild, who, kind=kind, act="ended", subject="pair", reason=said, now=NOON
            )
        handed = await self.plan(CY)
        await session_acts.hand_over(
            session,
            guild,
            handed,
            Actor(me, is_moderator=True),
            to_id=BEN,
            scope=Scope.ONE,
            ask_in=None,
            now=NOON,
        )
        for text in (OFFICIAL, self.word):
            one = await announcements.draft(session, guild, me, title=text, text=text, now=NOON)
            if text == OFFICIAL:
                await announcements.post(
                    session, guild, me, one.id, channel_id=CHANNEL, at=NOON, now=NOON
                )


async def lived(path: Path, *guilds: int) -> None:
    """A database in which the member has lived in these servers; it is migrated already."""
    database = Database(f"sqlite+aiosqlite:///{path}")
    async with database.begin() as session:
        for guild_id in guilds:
            await live(session, guild_id)
    await database.close()


def columns() -> Iterator[tuple[type[Base], str]]:
    """Every column that can hold a member."""
    for mapper in sorted(Base.registry.mappers, key=lambda one: one.class_.__tablename__):
        for column in mapper.class_.belongs.members:
            yield mapper.class_, column


async def filled(session: AsyncSession, user_id: int) -> set[str]:
    """The columns that hold the member."""
    found: set[str] = set()
    for entity, column in columns():
        of = table(entity)
        if await session.scalar(select(of.c[column]).where(of.c[column] == user_id).limit(1)):
            found.add(f"{of.name}.{column}")
    return found
