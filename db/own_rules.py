"""Whose each row is, table by table: what a member is shown of it, and what erasing does to it.

A declaration and nothing more. `db.erasing` and `db.own_data` go by it, and a test holds it
complete: a table that names members has a rule for each column that does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from db import tables
from db.tables import Base


class Fate(StrEnum):
    """What becomes of a row, or of the column alone, once that member is erased."""

    DROP = "the row goes"
    FORMER = "the column says that it was a former member"
    CLEAR = "the column is emptied"
    CHOICE = "as the member chose for questions and answers"
    VEIL = "a keyed hash stands in the column, and the member again if they come back"


class Tells(StrEnum):
    """What of a row a member is handed out whom its column names."""

    WHOLE = "all of it: it is theirs"
    ACT = "that they did something there; the row is somebody else's"
    NOTHING = "nothing: it is what others keep of them, for themselves"


class Part(StrEnum):
    """What a member's data are called, in the order in which they are told of."""

    PROFILE = "Profile"
    QUESTIONS = "Questions"
    ANSWERS = "Answers"
    VOTES = "Votes"
    LOG = "Log"
    README = "README"
    PAIRING = "Pairing"
    CONTRACTS = "Contracts"
    REVIEWS = "Reviews"
    SESSIONS = "Sessions"
    COMING = "Going and there"
    MODERATING = "Moderating"
    SEEN = "Last day here"


@dataclass(frozen=True, slots=True)
class Rule:
    """`empties` are the columns beside it that hold the member's own words or moments, and what
    stands there instead, where anything stood."""

    fate: Fate
    tells: Tells
    empties: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Rules:
    part: Part
    by_column: Mapping[str, Rule]


# What stands in the place of words that are gone, where a card cannot be without any.
QUESTION_GONE = "A deleted question"
REASON_GONE = "the reason was deleted"
SESSION_GONE = "A study session"
POLL_GONE = "A deleted poll"
LINK_GONE = "https://nowhere.invalid/deleted-code"

_THEIRS = Rule(Fate.DROP, Tells.WHOLE)
_ACT = Rule(Fate.FORMER, Tells.ACT)
_PLANNED = {"topic": SESSION_GONE, "description": "", "link": "", "warm_up": ""}


def _of(part: Part, **by_column: Rule) -> Rules:
    return Rules(part, by_column)


RULES: Mapping[type[Base], Rules] = {
    tables.Member: _of(Part.PROFILE, user_id=_THEIRS),
    tables.MemberCard: _of(Part.PROFILE, user_id=_THEIRS),
    tables.QuestionDraft: _of(
        Part.QUESTIONS, asker_id=_THEIRS, written_by_id=Rule(Fate.DROP, Tells.ACT)
    ),
    tables.Question: _of(
        Part.QUESTIONS,
        asker_id=Rule(Fate.CHOICE, Tells.WHOLE),
        written_by_id=Rule(Fate.CLEAR, Tells.ACT),
        closed_by_id=Rule(Fate.FORMER, Tells.ACT, {"close_reason": REASON_GONE}),
        taken_by_id=Rule(Fate.CLEAR, Tells.ACT, {"taken_until": None}),
    ),
    tables.Answer: _of(Part.ANSWERS, author_id=Rule(Fate.CHOICE, Tells.WHOLE)),
    tables.Acceptance: _of(Part.VOTES, accepted_by_id=_ACT),
    tables.HelpfulVote: _of(Part.VOTES, user_id=_THEIRS),
    tables.HelpedAgain: _of(Part.VOTES, user_id=_THEIRS),
    # Whom an entry thanks is in a log that is its member's alone.
    tables.LogEntry: _of(Part.LOG, user_id=_THEIRS, helper_id=Rule(Fate.FORMER, Tells.NOTHING)),
    tables.LogHabit: _of(Part.LOG, user_id=_THEIRS),
    tables.LogCard: _of(Part.LOG, user_id=_THEIRS),
    tables.LogRemoval: _of(Part.LOG, user_id=_THEIRS),
    tables.LogBreak: _of(Part.LOG, user_id=_THEIRS),
    tables.Readme: _of(Part.README, user_id=_THEIRS),
    tables.ReadmeImport: _of(Part.README, user_id=_THEIRS),
    tables.PairProfile: _of(Part.PAIRING, user_id=_THEIRS),
    tables.QueueEntry: _of(Part.PAIRING, user_id=_THEIRS),
    # Who is blocked never hears of it, nor gets out of it by beginning anew.
    tables.PairBlock: _of(Part.PAIRING, user_id=_THEIRS, blocked_id=Rule(Fate.VEIL, Tells.NOTHING)),
    tables.PairInvitation: _of(Part.PAIRING, inviter_id=_THEIRS, invited_id=_THEIRS),
    tables.PairMember: _of(Part.PAIRING, user_id=_THEIRS),
    # Its place in the pool keeps nothing of a member but what draws the round again.
    tables.RoundMember: _of(Part.PAIRING, user_id=Rule(Fate.FORMER, Tells.WHOLE)),
    tables.ContractChange: _of(Part.CONTRACTS, actor_id=_THEIRS),
    tables.ContractImport: _of(Part.CONTRACTS, user_id=_THEIRS),
    tables.ContractFeedback: _of(Part.CONTRACTS, author_id=_THEIRS, done_by_id=_ACT),
    tables.Review: _of(
        Part.REVIEWS,
        asker_id=Rule(Fate.FORMER, Tells.WHOLE, {"link": LINK_GONE, "look_at": ""}),
        reviewer_id=Rule(Fate.FORMER, Tells.WHOLE, {"word": ""}),
        lapsed_by_id=Rule(Fate.CLEAR, Tells.ACT),
        withdrawn_by_id=_ACT,
    ),
    tables.StudySeries: _of(Part.SESSIONS, host_id=Rule(Fate.FORMER, Tells.WHOLE, _PLANNED)),
    tables.StudySession: _of(
        Part.SESSIONS,
        host_id=Rule(
            Fate.FORMER,
            Tells.WHOLE,
            {**_PLANNED, "typed_when": "", "rule": None, "recap": "", "moderators_word": None},
        ),
        cancelled_by_id=Rule(Fate.FORMER, Tells.ACT, {"cancel_reason": ""}),
    ),
    tables.StudyPoll: _of(
        Part.SESSIONS,
        host_id=Rule(Fate.FORMER, Tells.WHOLE, {"topic": POLL_GONE, "unread": ""}),
    ),
    tables.Rsvp: _of(Part.COMING, user_id=_THEIRS),
    tables.SessionInvitation: _of(Part.COMING, invited_id=_THEIRS, inviter_id=_ACT),
    tables.Attendance: _of(Part.COMING, user_id=_THEIRS, noted_by_id=_ACT),
    tables.PollTick: _of(Part.COMING, user_id=_THEIRS),
    tables.AuditEntry: _of(
        Part.MODERATING, actor_id=Rule(Fate.FORMER, Tells.WHOLE, {"reason": ""})
    ),
    # What moderators announce they say in the cohort's name: it stays, and its author goes.
    tables.Announcement: _of(Part.MODERATING, author_id=Rule(Fate.FORMER, Tells.WHOLE)),
    tables.MemberSeen: _of(Part.SEEN, user_id=_THEIRS),
}
