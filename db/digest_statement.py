"""The one question to the database from which a digest is made.

At the hour of a digest hundreds of guilds want theirs, and to ask the database costs more than what
it does: so it is asked once, in a statement of many parts. Each part is a select of its own, which
gives its rows as JSON: the values that `db.digest_contents` makes of it, in their order.
"""

from typing import Any

from sqlalchemy import Subquery, bindparam, case, exists, func, or_, select, union_all

from bot.domain.log import LogKind
from bot.domain.ranking import Part
from db.digest_figures import figures, helped
from db.digest_parts import (
    ALL,
    GUILD,
    NOW,
    SOON,
    beginning,
    in_week,
    part,
    public_sessions,
)
from db.tables import (
    Announcement,
    Answer,
    Attendance,
    CohortMilestone,
    CohortWeek,
    DigestOmission,
    LogEntry,
    Member,
    PairProfile,
    Question,
    QueueEntry,
    Review,
    StudySession,
    table,
)

# What is read beside the parts of the digest itself.
UNLISTED, LEFT_OUT, MILESTONE, FOCUS = "unlisted", "left out", "milestone", "focus"
REVIEWED = "reviewed"

_answers, _entries, _members = table(Answer), table(LogEntry), table(Member)
_questions, _reviews, _sessions = table(Question), table(Review), table(StudySession)


def _waiting() -> Subquery:
    one = _questions.c
    answered = exists().where(_answers.c.question_id == one.id).correlate(_questions)
    found = select(
        one.number,
        one.asker_id,
        one.title,
        one.asked_at,
        # In its thread; or as long as it has none, at its card.
        func.coalesce(one.thread_id, one.channel_id),
        case((one.thread_id.is_(None), one.message_id)),
        ALL,
    ).where(
        one.guild_id == GUILD,
        one.accepted_answer_id.is_(None),
        one.closed_at.is_(None),
        ~answered,
    )
    return part(Part.HELP, found, (one.asked_at, one.number))


def _solved() -> Subquery:
    one, answer = _questions.c, _answers.c
    found = (
        select(
            answer.id,
            one.number,
            one.title,
            answer.author_id,
            answer.helpful_count,
            one.accepted_at,
            func.coalesce(one.thread_id, one.channel_id),
            case((one.thread_id.is_not(None), answer.message_id), else_=one.message_id),
            ALL,
        )
        .join_from(_questions, _answers, answer.id == one.accepted_answer_id)
        .where(one.guild_id == GUILD, in_week(one.accepted_at))
    )
    return part(Part.ANSWERS, found, (answer.helpful_count.desc(), one.accepted_at.desc()))


def _shared() -> Subquery:
    one = _entries.c
    found = select(
        one.id, one.user_id, one.title, beginning(one.solution), one.shared_at, ALL
    ).where(one.guild_id == GUILD, one.kind == LogKind.CHALLENGE, in_week(one.shared_at))
    return part(Part.CHALLENGES, found, (one.shared_at.desc(), one.id.desc()))


def _coming() -> Subquery:
    one = _sessions.c
    found = select(one.number, one.topic, one.starts_at, one.channel_id, one.message_id, ALL).where(
        public_sessions(), one.starts_at > NOW, one.starts_at <= SOON
    )
    return part(Part.COMING, found, (one.starts_at, one.number))


def _past() -> Subquery:
    one, there = _sessions.c, table(Attendance).c
    counted = (
        select(func.count()).where(there.session_id == one.id).correlate(_sessions)
    ).scalar_subquery()
    held = select(
        one.number,
        one.topic,
        one.starts_at,
        counted.label("there"),
        one.recap,
        func.coalesce(one.thread_id, one.channel_id).label("channel_id"),
        # Its recap; or as long as it has none, its thread or its card.
        func.coalesce(one.recap_message_id, case((one.thread_id.is_(None), one.message_id))),
    ).where(public_sessions(), in_week(one.starts_at), one.settled_at.is_not(None))
    inner = held.subquery()
    # One of which there is nothing to tell is not told of.
    found = select(*inner.c, ALL).where(or_(inner.c.there > 0, inner.c.recap != ""))
    return part(Part.PAST, found, (inner.c.starts_at.desc(), inner.c.number))


def _seekers() -> Subquery:
    one, profile = table(QueueEntry).c, table(PairProfile).c
    rests = exists().where(
        profile.guild_id == one.guild_id,
        profile.user_id == one.user_id,
        profile.paused_until > NOW,
    )
    found = (
        select(one.project, one.track, func.count())
        .where(one.guild_id == GUILD, one.left_at.is_(None), ~rests.correlate(table(QueueEntry)))
        .group_by(one.project, one.track)
    )
    return part(Part.PARTNERS, found)


def _wanted() -> Subquery:
    one = _reviews.c
    found = select(
        one.id,
        one.asker_id,
        beginning(one.look_at),
        one.waits_since,
        one.channel_id,
        one.message_id,
        ALL,
    ).where(
        one.guild_id == GUILD,
        one.done_at.is_(None),
        one.withdrawn_at.is_(None),
        or_(one.claimed_until.is_(None), one.claimed_until <= NOW),
    )
    return part(Part.REVIEWS, found, (one.waits_since, one.id))


def _reviewed() -> Subquery:
    one = _reviews.c
    found = select(one.id, one.reviewer_id, one.asker_id).where(
        one.guild_id == GUILD, in_week(one.done_at), one.reviewer_id.is_not(None)
    )
    return part(REVIEWED, found, (one.done_at.desc(), one.id.desc()))


def _news() -> Subquery:
    one = table(Announcement).c
    found = select(one.id, one.title, one.post_at, one.channel_id, one.message_id, ALL).where(
        one.guild_id == GUILD,
        in_week(one.post_at),
        one.withdrawn_at.is_(None),
        one.message_id.is_not(None),
    )
    return part(Part.NEWS, found, (one.post_at.desc(), one.id.desc()))


def _milestone() -> Subquery:
    one = table(CohortMilestone).c
    found = select(one.name, one.day).where(one.guild_id == GUILD, one.day >= bindparam("today"))
    return part(MILESTONE, found, (one.day, one.id), most=1)


def _focus() -> Subquery:
    one = table(CohortWeek).c
    return part(
        FOCUS, select(one.focus).where(one.guild_id == GUILD, one.week == bindparam("week"))
    )


def _unlisted() -> Subquery:
    one = _members.c
    return part(UNLISTED, select(one.user_id).where(one.guild_id == GUILD, one.is_unlisted))


def _left_out() -> Subquery:
    one = table(DigestOmission).c
    week = one.iso_week == bindparam("iso_week")
    return part(LEFT_OUT, select(one.item).where(one.guild_id == GUILD, week))


def _everything() -> Any:
    parts = [
        *(_waiting(), _solved(), _shared(), _coming(), _past(), _seekers(), _wanted()),
        *(_reviewed(), helped(), _news(), _milestone(), _focus(), _unlisted(), _left_out()),
        *figures(),
    ]
    return union_all(*(select(one.c.part, one.c.row) for one in parts))


EVERYTHING = _everything()
