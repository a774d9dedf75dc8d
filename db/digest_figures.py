"""What of a week is counted for its digest: how often, day by day, and who helped how much."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    case,
    func,
    literal_column,
    select,
    union_all,
)

from bot.domain.bars import DAYS, Figure
from bot.domain.credit import ACCEPTED, AGAIN, HELPFUL
from bot.domain.ranking import Part
from db.digest_parts import GUILD, in_week, moment_of, part, public_sessions
from db.tables import (
    Answer,
    Attendance,
    HelpedAgain,
    HelpfulVote,
    LogEntry,
    Question,
    Review,
    StudySession,
    table,
)

FIGURE = "figure"
_answers, _entries = table(Answer), table(LogEntry)
_questions, _reviews, _sessions = table(Question), table(Review), table(StudySession)


def helped() -> Subquery:
    """What answers of members did for others; what one does for oneself does not count."""
    answer, vote, again = _answers.c, table(HelpfulVote).c, table(HelpedAgain).c
    accepted = (
        select(answer.author_id, _number(1).label("accepted"), *_zeros("again", "helpful"))
        .join_from(_questions, _answers, answer.id == _questions.c.accepted_answer_id)
        .where(
            _questions.c.guild_id == GUILD,
            in_week(_questions.c.accepted_at),
            answer.author_id != _questions.c.asker_id,
        )
    )
    solved_again = (
        select(answer.author_id, *_zeros("accepted"), _number(1), *_zeros("helpful"))
        .join_from(table(HelpedAgain), _answers, answer.id == again.answer_id)
        .where(again.guild_id == GUILD, in_week(again.helped_at))
        .where(answer.author_id != again.user_id)
    )
    voted = (
        select(answer.author_id, *_zeros("accepted", "again"), _number(1))
        .join_from(table(HelpfulVote), _answers, answer.id == vote.answer_id)
        .where(vote.guild_id == GUILD, in_week(vote.voted_at), answer.author_id != vote.user_id)
    )
    every = union_all(accepted, solved_again, voted).subquery()
    sums = [func.sum(every.c[name]).label(name) for name in ("accepted", "again", "helpful")]
    earned = select(every.c.author_id, *sums).group_by(every.c.author_id).subquery()
    one, points = earned.c, ACCEPTED * earned.c.accepted + AGAIN * earned.c.again
    first = (
        select(func.min(answer.id))
        .where(answer.guild_id == GUILD, answer.author_id == one.author_id)
        .correlate(earned)
    )
    found = select(first.scalar_subquery(), one.author_id, one.accepted, one.again, one.helpful)
    return part(Part.THANKS, found, ((points + HELPFUL * one.helpful).desc(), one.author_id))


def _zeros(*names: str) -> list[ColumnElement[Any]]:
    return [_number(0).label(name) for name in names]


def _number(value: int) -> ColumnElement[Any]:
    return literal_column(str(value))


def figures() -> list[Subquery]:
    asked, given, done, shared = (
        *(_questions.c.asked_at, _answers.c.answered_at),
        *(_reviews.c.done_at, _entries.c.shared_at),
    )
    there = table(Attendance).c.session_id == _sessions.c.id
    return [
        _figure(Figure.QUESTIONS, asked, select().select_from(_questions), _questions),
        _figure(Figure.ANSWERS, given, select().select_from(_answers), _answers),
        _figure(
            Figure.SESSIONS,
            _sessions.c.starts_at,
            select().join_from(_sessions, table(Attendance), there).where(public_sessions()),
            _sessions,
        ),
        _figure(Figure.REVIEWS, done, select().select_from(_reviews), _reviews),
        _figure(Figure.ENTRIES, shared, select().select_from(_entries), _entries),
    ]


def _figure(figure: Figure, moment: Any, of: Select[Any], counted: Any) -> Subquery:
    """(figure, day, count): the day is the number of midnights that have passed, but the first."""
    midnights = [moment_of(f"midnight_{day}") for day in range(DAYS + 1)]
    day = case(*((moment < end, at) for at, end in enumerate(midnights[1:-1])), else_=DAYS - 1)
    found = (
        of.add_columns(
            literal_column(f"'{figure}'", String).label("figure"), day.label("day"), func.count()
        )
        .where(counted.c.guild_id == GUILD, moment >= midnights[0], moment < midnights[-1])
        .group_by(literal_column("day"))
    )
    return part(FIGURE, found)
