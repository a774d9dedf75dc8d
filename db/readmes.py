"""READMEs of members: all that goes into one, in their own words and by what they did together."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import log
from bot.domain.contract import Contract
from bot.domain.log import LogKind, Source
from bot.domain.readme import BRIEF, Facts, How, Joint, Part, require_heading
from bot.domain.record import Kind, change
from bot.domain.text import clean
from db import audit, contracts, guilds, logs, members, pairs
from db.guilds import Settings
from db.pairs import Pair
from db.tables import (
    Answer,
    Attendance,
    Member,
    Question,
    Readme,
    ReadmeHeading,
    Review,
    StudySession,
)


async def gather(session: AsyncSession, guild_id: int, user_id: int) -> Facts:
    """All that is known for one member's README, and nothing that is somebody else's."""
    settings = await guilds.settings(session, guild_id)
    zone = await members.zone(session, guild_id, user_id)
    row = await session.get(Readme, (guild_id, user_id))
    entries = await logs.entries(session, guild_id, user_id)
    # What the member has put in words of their own is not told in ours as well.
    told = {
        (one.made.source, one.made.id)
        for one in entries
        if one.made and one.words.kind is LogKind.TOGETHER
    }
    mine = await pairs.of_member(session, guild_id, user_id, only_on=False)
    agreed = await _contracts(session, mine)
    begun = [
        one for one in mine if (one.is_on or one.started_at) and (Source.PAIR, one.id) not in told
    ]
    return Facts(
        user_id=user_id,
        entries=tuple(entries),
        overview=row.overview if row else "",
        programme=settings.programme or "",
        cohort=settings.cohort_name or "",
        first_day=settings.first_day,
        own_text=row.own_text if row else "",
        headings=await headings(session, guild_id),
        joint=(
            *(_built(one, user_id, zone) for one in reversed(begun)),
            *await _sessions(session, guild_id, user_id, zone),
            *await _reviews(session, guild_id, user_id, zone, told),
            *await _answers(session, guild_id, user_id, zone),
        ),
        contracts=tuple(agreed),
        has_pair=any(one.is_on for one in mine),
        unlisted=await _unlisted(session, guild_id),
    )


async def headings(session: AsyncSession, guild_id: int) -> dict[Part, str]:
    """Those that moderators chose in place of the brief's."""
    rows = await session.scalars(select(ReadmeHeading).where(ReadmeHeading.guild_id == guild_id))
    return {Part(one.part): one.heading for one in rows if one.part in set(BRIEF)}


async def say_heading(
    session: AsyncSession, guild_id: int, actor_id: int, part: Part, *, typed: str, now: datetime
) -> dict[Part, str]:
    """Call a part what a moderator typed; nothing, or the brief's own words, is the brief's."""
    known = await headings(session, guild_id)
    chosen = require_heading(typed, part, known)
    row = await session.get(ReadmeHeading, (guild_id, part))
    if chosen == known.get(part, BRIEF[part]):
        return known
    said = change(known.get(part, BRIEF[part]), chosen)
    if chosen == BRIEF[part]:
        await session.delete(row)
        del known[part]
    elif row is None:
        session.add(ReadmeHeading(guild_id=guild_id, part=part, heading=chosen))
        known[part] = chosen
    else:
        row.heading = known[part] = chosen
    await session.flush()
    await audit.note(
        *(session, guild_id, actor_id),
        kind=Kind.READMES,
        act="changed",
        subject="a README heading",
        reason=said,
        now=now,
    )
    return known


async def reset_headings(
    session: AsyncSession, guild_id: int, actor_id: int, now: datetime
) -> None:
    """Call all parts what the brief calls them."""
    gone = await session.scalars(
        delete(ReadmeHeading)
        .where(ReadmeHeading.guild_id == guild_id)
        .returning(ReadmeHeading.heading)
    )
    if former := sorted(gone):
        said = change(", ".join(former), "those of the brief")
        await audit.note(
            *(session, guild_id, actor_id),
            kind=Kind.READMES,
            act="reset",
            subject="the README headings",
            reason=said,
            now=now,
        )


async def say_programme(
    session: AsyncSession, guild_id: int, actor_id: int, typed: str, now: datetime
) -> Settings:
    """What learners here take part in, for the overview of their READMEs."""
    said = clean(typed) or None
    before = await guilds.settings(session, guild_id)
    if said == before.programme:
        return before
    settings = await guilds.change(session, guild_id, programme=said)
    await audit.note(
        *(session, guild_id, actor_id),
        kind=Kind.READMES,
        act="changed",
        subject="the programme",
        reason=change(before.programme, said),
        now=now,
    )
    return settings


async def say_overview(session: AsyncSession, guild_id: int, user_id: int, typed: str) -> None:
    row = await own(session, guild_id, user_id)
    row.overview = clean(typed)
    await session.flush()


async def overview(session: AsyncSession, guild_id: int, user_id: int) -> str:
    row = await session.get(Readme, (guild_id, user_id))
    return row.overview if row else ""


async def own(session: AsyncSession, guild_id: int, user_id: int) -> Readme:
    """For storage alone: the member's row, which may be new."""
    row = await session.get(Readme, (guild_id, user_id))
    if row is None:
        row = Readme(guild_id=guild_id, user_id=user_id, overview="", own_text="")
        session.add(row)
    return row


async def _contracts(session: AsyncSession, mine: Sequence[Pair]) -> list[Contract]:
    """Those of the pairs that are on; where there is none, the last that was agreed on."""
    agreed = [
        (one.is_on, found.contract)
        for one in mine
        if (found := await contracts.of_pair(session, one)).is_begun
    ]
    return [contract for is_on, contract in agreed if is_on] or [one for _, one in agreed[:1]]


def _built(pair: Pair, user_id: int, zone: str | None) -> Joint:
    return Joint(How.BUILT, pair.others(user_id), pair.project, log.today(zone, pair.made_at))


async def _sessions(
    session: AsyncSession, guild_id: int, user_id: int, zone: str | None
) -> list[Joint]:
    """Those at which they were."""
    row = StudySession
    found = await session.execute(
        select(row.topic, row.host_id, row.starts_at)
        .join(Attendance, Attendance.session_id == row.id)
        .where(
            Attendance.guild_id == guild_id,
            Attendance.user_id == user_id,
            row.starts_at.is_not(None),
        )
        .order_by(row.starts_at, row.id)
    )
    return [
        Joint(How.HOSTED, (), topic, _day(at, zone))
        if host_id == user_id
        else Joint(How.MET, (host_id,), topic, _day(at, zone))
        for topic, host_id, at in found
    ]


async def _reviews(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    zone: str | None,
    told: set[tuple[Source, int]],
) -> list[Joint]:
    row = Review
    found = await session.execute(
        select(row.id, row.asker_id, row.reviewer_id, row.done_at)
        .where(
            row.guild_id == guild_id,
            row.done_at.is_not(None),
            row.reviewer_id.is_not(None),
            (row.asker_id == user_id) | (row.reviewer_id == user_id),
        )
        .order_by(row.done_at, row.id)
    )
    return [
        Joint(How.WAS_REVIEWED, (reviewer_id,), "", _day(at, zone))
        if asker_id == user_id and reviewer_id is not None
        else Joint(How.REVIEWED, (asker_id,), "", _day(at, zone))
        for review_id, asker_id, reviewer_id, at in found
        if (Source.REVIEW, review_id) not in told
    ]


async def _answers(
    session: AsyncSession, guild_id: int, user_id: int, zone: str | None
) -> list[Joint]:
    """The accepted ones: theirs, and those to what they asked."""
    found = await session.execute(
        select(Question.title, Question.asker_id, Answer.author_id, Question.accepted_at)
        .join(Answer, Answer.id == Question.accepted_answer_id)
        .where(
            Question.guild_id == guild_id,
            Answer.author_id != Question.asker_id,
            (Question.asker_id == user_id) | (Answer.author_id == user_id),
        )
        .order_by(Question.accepted_at, Question.id)
    )
    return [
        Joint(How.WAS_HELPED, (author_id,), title, _day(at, zone))
        if asker_id == user_id
        else Joint(How.HELPED, (asker_id,), title, _day(at, zone))
        for title, asker_id, author_id, at in found
    ]


async def _unlisted(session: AsyncSession, guild_id: int) -> frozenset[int]:
    return frozenset(
        await session.scalars(
            select(Member.user_id).where(Member.guild_id == guild_id, Member.is_unlisted)
        )
    )


def _day(at: datetime | None, zone: str | None) -> date:
    assert at is not None
    return log.today(zone, at)
