"""Every table, in one readable page.

Each says in `belongs` whom its rows belong to: the column of the guild, and those of members.
Showing, exporting and erasing a member's data go by it, and a test holds it complete.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored as naive UTC because SQLite has no time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("refusing a naive datetime")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Belongs:
    """The columns that say whose a row is; a row without a guild holds nothing of anybody's."""

    guild: str | None
    members: tuple[str, ...] = ()


class Base(DeclarativeBase):
    belongs: ClassVar[Belongs]

    type_annotation_map = {datetime: UtcDateTime, int: BigInteger}  # noqa: RUF012
    # Named constraints, because SQLite's migrations rebuild tables and must find them again.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def table(entity: type[Base]) -> Table:
    """The table itself, for the statements of hot roads, which are built once.

    Built anew and with objects, one costs half as much again or twice as much: see bench/.
    """
    return Base.metadata.tables[entity.__tablename__]


# SQLite numbers rows by itself only in a column of exactly this type.
Id = BigInteger().with_variant(Integer, "sqlite")


class Guild(Base):
    """What the moderators set up, and the last numbers that were given out.

    `projects` are the names of what learners here build, a line each; `programme` is what learners
    take part in, in their READMEs' words; it takes `weeks` from its `first_day` on.
    `digest_threshold` is how little of a week is too little for a digest. The card that welcomes
    members stands where its ids say.
    """

    __tablename__ = "guilds"
    belongs = Belongs("guild_id")

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    zone: Mapped[str | None]
    digest_channel_id: Mapped[int | None]
    qa_channel_id: Mapped[int | None]
    sessions_channel_id: Mapped[int | None]
    moderators_channel_id: Mapped[int | None]
    moderator_role_id: Mapped[int | None]
    frontend_role_id: Mapped[int | None]
    backend_role_id: Mapped[int | None]
    solved_tag_id: Mapped[int | None]
    cohort_name: Mapped[str | None]
    first_day: Mapped[date | None]
    digest_weekday: Mapped[int | None]
    digest_hour: Mapped[int | None]
    sessions_need_approval: Mapped[bool] = mapped_column(default=False, server_default=false())
    sessions_per_member: Mapped[int | None]
    sessions_per_guild: Mapped[int | None]
    digest_threshold: Mapped[int | None]
    digest_is_previewed: Mapped[bool] = mapped_column(default=False, server_default=false())
    projects: Mapped[str | None]
    programme: Mapped[str | None]
    weeks: Mapped[int | None]
    welcome_channel_id: Mapped[int | None]
    welcome_message_id: Mapped[int | None]
    last_question: Mapped[int] = mapped_column(default=0)
    last_session: Mapped[int] = mapped_column(default=0)
    last_pair: Mapped[int] = mapped_column(default=0)


class Member(Base):
    """What a member told Nexus of themselves.

    The parts of the day and the reminders are sets, in one number each as `bot.domain.bits` packs.
    `publishing` says whether the next cohort may read what they wrote, and `published_name` under
    which name; both are empty until they were asked. `hinted` are the features, a set as well, to
    whose first use they were given a hint.
    """

    __tablename__ = "members"
    belongs = Belongs("guild_id", members=("user_id",))

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    zone: Mapped[str | None]
    is_unlisted: Mapped[bool] = mapped_column(default=False, server_default=false())
    weekday_parts: Mapped[int | None]
    weekend_parts: Mapped[int | None]
    unwanted_reminders: Mapped[int] = mapped_column(default=0, server_default="0")
    publishing: Mapped[str | None]
    published_name: Mapped[str | None]
    hinted: Mapped[int] = mapped_column(default=0, server_default="0")


class MemberCard(Base):
    """The card of what a member did, once they shared it; it stands where its ids say."""

    __tablename__ = "member_cards"
    belongs = Belongs("guild_id", members=("user_id",))

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_shown: Mapped[bool] = mapped_column(default=False, server_default=false())
    channel_id: Mapped[int | None]
    message_id: Mapped[int | None]


class QuestionDraft(Base):
    """A question that only its asker sees; `written_by_id` is whoever made it a draft."""

    __tablename__ = "question_drafts"
    belongs = Belongs("guild_id", members=("asker_id", "written_by_id"))
    __table_args__ = (Index(None, "guild_id", "written_by_id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    asker_id: Mapped[int]
    written_by_id: Mapped[int]
    title: Mapped[str]
    details: Mapped[str]
    tried: Mapped[str]
    code: Mapped[str]
    topic: Mapped[str]
    saved_at: Mapped[datetime]


class Question(Base):
    """A question; `message_id` and `thread_id` stay empty until Discord has taken the card.

    In a forum the card is the first message of the thread, and both ids are the same. Of a
    duplicate, `named_original_id` is the question that somebody named, and `duplicate_of_id` the
    one to which that leads by now.
    """

    __tablename__ = "questions"
    belongs = Belongs(
        "guild_id", members=("asker_id", "written_by_id", "closed_by_id", "taken_by_id")
    )
    __table_args__ = (
        UniqueConstraint("guild_id", "number"),
        Index(None, "guild_id", "thread_id"),
        Index(None, "guild_id", "asker_id"),
        # What is still open, the longest waiting first.
        Index(
            None,
            "guild_id",
            "asked_at",
            sqlite_where=text("accepted_answer_id IS NULL AND closed_at IS NULL"),
        ),
        # Few are taken at a time, and a question that is asked is not: it adds nothing to this one.
        Index(None, "taken_until", sqlite_where=text("taken_until IS NOT NULL")),
        # What a week has brought, as those of answers, votes and solutions below.
        Index("ix_questions_of_a_week", "guild_id", "asked_at"),
        Index(None, "guild_id", "accepted_at", sqlite_where=text("accepted_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    number: Mapped[int]
    asker_id: Mapped[int]
    title: Mapped[str]
    details: Mapped[str]
    tried: Mapped[str] = mapped_column(default="", server_default="")
    code: Mapped[str] = mapped_column(default="", server_default="")
    topic: Mapped[str]
    written_by_id: Mapped[int | None]
    asked_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    channel_id: Mapped[int | None]
    message_id: Mapped[int | None]
    thread_id: Mapped[int | None]
    opening_message_id: Mapped[int | None]
    is_in_forum: Mapped[bool] = mapped_column(default=False, server_default=false())
    accepted_answer_id: Mapped[int | None]
    accepted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None]
    close_reason: Mapped[str | None]
    duplicate_of_id: Mapped[int | None] = mapped_column(index=True)
    named_original_id: Mapped[int | None]
    taken_by_id: Mapped[int | None]
    taken_until: Mapped[datetime | None]
    brought_up_at: Mapped[datetime | None]
    nudged_at: Mapped[datetime | None]


class Answer(Base):
    """An answer; one that was an ordinary message has no card: `message_id` is that message's."""

    __tablename__ = "answers"
    belongs = Belongs("guild_id", members=("author_id",))
    __table_args__ = (Index(None, "guild_id", "author_id"), Index(None, "guild_id", "answered_at"))

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    author_id: Mapped[int]
    text: Mapped[str]
    answered_at: Mapped[datetime]
    message_id: Mapped[int | None]
    is_message: Mapped[bool] = mapped_column(default=False, server_default=false())
    helpful_count: Mapped[int] = mapped_column(default=0, server_default="0")


class Acceptance(Base):
    """That an answer was accepted, in place of which other, and whether that was undone."""

    __tablename__ = "acceptances"
    belongs = Belongs("guild_id", members=("accepted_by_id",))

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    former_answer_id: Mapped[int | None]
    former_accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int]
    accepted_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class HelpfulVote(Base):
    """That a member found an answer helpful."""

    __tablename__ = "helpful_votes"
    belongs = Belongs("guild_id", members=("user_id",))
    __table_args__ = (Index(None, "guild_id", "voted_at"),)

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guild_id: Mapped[int]
    voted_at: Mapped[datetime]


class HelpedAgain(Base):
    """That an accepted answer solved a question before it was posted."""

    __tablename__ = "helped_again"
    belongs = Belongs("guild_id", members=("user_id",))
    __table_args__ = (Index(None, "guild_id", "helped_at"),)

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guild_id: Mapped[int]
    helped_at: Mapped[datetime]


class LogEntry(Base):
    """What a member learned, did or plans; theirs alone until shared. `day` is on their own clocks.

    What each of `title`, `text` and `solution` holds is up to its kind (`bot.domain.log`). `source`
    and `source_id` are what it was made of, once at most; of a solved question, `answer_id` is the
    answer, and `helper_id` whom the entry thanks. Its id is never another's.
    """

    __tablename__ = "log_entries"
    belongs = Belongs("guild_id", members=("user_id", "helper_id"))
    __table_args__ = (
        UniqueConstraint("guild_id", "user_id", "source", "source_id"),
        Index(None, "guild_id", "user_id", "day"),
        Index(None, "guild_id", "shared_at", sqlite_where=text("shared_at IS NOT NULL")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    user_id: Mapped[int]
    kind: Mapped[str]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="", server_default="")
    solution: Mapped[str] = mapped_column(default="", server_default="")
    day: Mapped[date]
    is_late: Mapped[bool] = mapped_column(default=False, server_default=false())
    added_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    shared_at: Mapped[datetime | None]
    source: Mapped[str | None]
    source_id: Mapped[int | None]
    answer_id: Mapped[int | None]
    helper_id: Mapped[int | None]


class LogHabit(Base):
    """How a member keeps their log, and what they want to hear by direct message, and where.

    `prompt_at` is when they are asked next what their week was; the weekday and the hour are on
    their own clocks, and empty for those who want no such question. The card of a streak that they
    show the cohort stands where its ids say.
    """

    __tablename__ = "log_habits"
    belongs = Belongs("guild_id", members=("user_id",))
    __table_args__ = (Index(None, "prompt_at", sqlite_where=text("prompt_at IS NOT NULL")),)

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    dm_channel_id: Mapped[int | None]
    prompt_weekday: Mapped[int | None]
    prompt_hour: Mapped[int | None]
    prompt_at: Mapped[datetime | None]
    streak_channel_id: Mapped[int | None]
    streak_message_id: Mapped[int | None]
    wants_digest: Mapped[bool] = mapped_column(default=False, server_default=false())
    shows_streak: Mapped[bool] = mapped_column(default=False, server_default=false())


class LogCard(Base):
    """Where the card of an entry stands that its member shared; also once it is taken back, or the
    entry removed, so that the card can be emptied then."""

    __tablename__ = "log_cards"
    belongs = Belongs("guild_id", members=("user_id",))

    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guild_id: Mapped[int]
    user_id: Mapped[int]
    channel_id: Mapped[int]
    message_id: Mapped[int]


class LogRemoval(Base):
    """An entry that a member removed just now, as it was; kept for as long as they can undo that.

    Its id is never another's: what comes back is what was removed.
    """

    __tablename__ = "log_removals"
    belongs = Belongs("guild_id", members=("user_id",))
    __table_args__ = (Index(None, "removed_at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    user_id: Mapped[int]
    kept: Mapped[str]
    removed_at: Mapped[datetime]


class LogBreak(Base):
    """Days on which a member has planned to rest: they do not break a streak."""

    __tablename__ = "log_breaks"
    belongs = Belongs("guild_id", members=("user_id",))

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_day: Mapped[date] = mapped_column(primary_key=True)
    last_day: Mapped[date]


class Readme(Base):
    """What a member's README says beside their log: an overview in their words, and all of the text
    that they brought along, with the marks between which Nexus writes."""

    __tablename__ = "readmes"
    belongs = Belongs("guild_id", members=("user_id",))

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    overview: Mapped[str] = mapped_column(default="", server_default="")
    own_text: Mapped[str] = mapped_column(default="", server_default="")
    imported_at: Mapped[datetime | None]


class ReadmeImport(Base):
    """A README that a member sent, kept until they take it over or let it be.

    Its id is never another's: what is taken over is what was shown.
    """

    __tablename__ = "readme_imports"
    belongs = Belongs("guild_id", members=("user_id",))
    __table_args__ = (UniqueConstraint("guild_id", "user_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    user_id: Mapped[int]
    document: Mapped[str]
    read_at: Mapped[datetime]


class ReadmeHeading(Base):
    """What a part of every README is called here, where the programme's brief has its own word."""

    __tablename__ = "readme_headings"
    belongs = Belongs("guild_id")

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[str] = mapped_column(primary_key=True)
    heading: Mapped[str]


class CohortWeek(Base):
    """What a week of the cohort, from 1, is about."""

    __tablename__ = "cohort_weeks"
    belongs = Belongs("guild_id")

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    week: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    focus: Mapped[str]


class CohortMilestone(Base):
    """A day that the cohort works towards; `is_final` is the final presentation."""

    __tablename__ = "cohort_milestones"
    belongs = Belongs("guild_id")
    __table_args__ = (Index(None, "guild_id", "day"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    name: Mapped[str]
    day: Mapped[date]
    is_final: Mapped[bool] = mapped_column(default=False, server_default=false())


class Announcement(Base):
    """What a moderator tells the cohort, at `post_at`; one without that is still a draft."""

    __tablename__ = "announcements"
    belongs = Belongs("guild_id", members=("author_id",))
    __table_args__ = (Index(None, "guild_id", "post_at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    author_id: Mapped[int]
    title: Mapped[str]
    text: Mapped[str]
    drafted_at: Mapped[datetime]
    post_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    channel_id: Mapped[int | None]
    message_id: Mapped[int | None]


class StaleCard(Base):
    """A card that shows less than what is true: redrawn at once, or as soon as Discord lets us.

    `key` says which card, as its `kind` reads it; `version` counts the reasons to redraw it, so
    that one that comes up meanwhile is not taken for done. `archived_in` is the thread that
    refused, and is waited for.
    """

    __tablename__ = "stale_cards"
    belongs = Belongs("guild_id")
    __table_args__ = (
        UniqueConstraint("guild_id", "kind", "key"),
        Index(None, "archived_in", "due_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    kind: Mapped[str]
    key: Mapped[int]
    version: Mapped[int]
    due_at: Mapped[datetime]
    marked_at: Mapped[datetime]
    attempts: Mapped[int]
    archived_in: Mapped[int | None]


class PairProfile(Base):
    """What a member says of themselves to be paired; `goals` and `links` are lines of text.

    `room` is how many partners they take at once. Until `paused_until` they are not matched.
    """

    __tablename__ = "pair_profiles"
    belongs = Belongs("guild_id", members=("user_id",))

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    track: Mapped[str | None]
    project: Mapped[str | None]
    api: Mapped[str]
    room: Mapped[int]
    shares: Mapped[bool]
    goals: Mapped[str]
    links: Mapped[str]
    saved_at: Mapped[datetime]
    paused_until: Mapped[datetime | None]


class QueueEntry(Base):
    """A member's wait for a partner; one without `left_at` waits still.

    `room` is how many partners they still take. `fate` says how the wait ended. Those that are over
    are kept for a while: how long others waited is told to who waits.
    """

    __tablename__ = "queue_entries"
    belongs = Belongs("guild_id", members=("user_id",))
    __table_args__ = (
        Index(
            "uq_queue_entries_waiting",
            "guild_id",
            "user_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
        ),
        Index(None, "guild_id", "joined_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    user_id: Mapped[int]
    track: Mapped[str]
    project: Mapped[str]
    room: Mapped[int]
    is_first: Mapped[bool]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    fate: Mapped[str | None]


class PairBlock(Base):
    """That a member is never to be paired with another, who never hears of it."""

    __tablename__ = "pair_blocks"
    belongs = Belongs("guild_id", members=("user_id", "blocked_id"))

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    blocked_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    blocked_at: Mapped[datetime]


class Pair(Base):
    """Members who build the same project: two, or three; `thread_id` stays empty until it is open.

    Why these: `api` is how they agreed to speak, empty if they have yet to; `shared_hours` those of
    a week, empty if somebody has not said when they have time. `heard_at` is the last sign of life
    in the thread or on the card, of anybody. `openings` counts the threads that were opened: one is
    deleted by hand at times. `public_asked_at` is when its members were asked for a public one,
    since Nexus may open no private one. `ended_at` is when it ended, and `end` why; `closed_at` is
    when its thread was closed after that.
    """

    __tablename__ = "pairs"
    belongs = Belongs("guild_id")
    __table_args__ = (
        UniqueConstraint("guild_id", "number"),
        Index(None, "guild_id", "thread_id"),
        # What is still on, and looked at by the clock.
        Index(None, "made_at", sqlite_where=text("ended_at IS NULL")),
        # The same of one guild, for its moderators.
        Index(None, "guild_id", "made_at", sqlite_where=text("ended_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    number: Mapped[int]
    project: Mapped[str]
    api: Mapped[str | None]
    shared_hours: Mapped[int | None]
    is_first_time: Mapped[bool] = mapped_column(default=True, server_default=true())
    round_id: Mapped[int | None] = mapped_column(ForeignKey("pairing_rounds.id"))
    made_at: Mapped[datetime]
    thread_id: Mapped[int | None]
    message_id: Mapped[int | None]
    is_public: Mapped[bool] = mapped_column(default=False, server_default=false())
    openings: Mapped[int] = mapped_column(default=0, server_default="0")
    public_asked_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    nudged_at: Mapped[datetime | None]
    followed_up_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end: Mapped[str | None]
    closed_at: Mapped[datetime | None]


class PairMember(Base):
    """One of a pair; `left_at` is when they went, which may be before the pair ended.

    `agreed_at` is when they took a public thread for a private one, `declined_at` when they would
    rather not; `heard_at` is their last sign of life, `asked_at` when they asked for somebody new,
    `verdict` how it was for them.
    """

    __tablename__ = "pair_members"
    belongs = Belongs("guild_id", members=("user_id",))
    __table_args__ = (Index(None, "guild_id", "user_id"),)

    pair_id: Mapped[int] = mapped_column(ForeignKey("pairs.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guild_id: Mapped[int]
    side: Mapped[str]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    verdict: Mapped[str | None]
    verdict_text: Mapped[str] = mapped_column(default="", server_default="")


class PairInvitation(Base):
    """That a member asked another to be their partner; one without `ended_at` waits for a word.

    `end` says what came of it. Its id is never another's: what is accepted is what was asked.
    """

    __tablename__ = "pair_invitations"
    belongs = Belongs("guild_id", members=("inviter_id", "invited_id"))
    __table_args__ = (
        Index(
            "uq_pair_invitations_open",
            "guild_id",
            "inviter_id",
            "invited_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
        ),
        Index(None, "invited_at", sqlite_where=text("ended_at IS NULL")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    inviter_id: Mapped[int]
    invited_id: Mapped[int]
    project: Mapped[str]
    invited_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end: Mapped[str | None]
    channel_id: Mapped[int | None]
    message_id: Mapped[int | None]


class PairingRound(Base):
    """A draw over the whole queue: `pool` is all that went in, by places, and gives it again.

    Members are in `RoundMember` alone. `applied_at` is empty as long as moderators only look at it.
    """

    __tablename__ = "pairing_rounds"
    belongs = Belongs("guild_id")
    __table_args__ = (Index(None, "guild_id", "drawn_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    pool: Mapped[str]
    drawn: Mapped[str]
    drawn_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]


class RoundMember(Base):
    """Who was at which place of a round's pool."""

    __tablename__ = "round_members"
    belongs = Belongs("guild_id", members=("user_id",))

    round_id: Mapped[int] = mapped_column(ForeignKey("pairing_rounds.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guild_id: Mapped[int]
    user_id: Mapped[int]


class Contract(Base):
    """What a pair's API promises; its card's ids stay empty until Discord has taken it."""

    __tablename__ = "contracts"
    belongs = Belongs("guild_id")

    pair_id: Mapped[int] = mapped_column(
        ForeignKey("pairs.id"), primary_key=True, autoincrement=False
    )
    guild_id: Mapped[int]
    title: Mapped[str]
    base_url: Mapped[str]
    docs_url: Mapped[str]
    auth: Mapped[str]
    style: Mapped[str]
    version: Mapped[int]
    changed_at: Mapped[datetime]
    channel_id: Mapped[int | None]
    message_id: Mapped[int | None]


class ContractOperation(Base):
    """An endpoint, or an operation of GraphQL, in a contract; its id is never another's."""

    __tablename__ = "contract_operations"
    belongs = Belongs("guild_id")
    __table_args__ = (
        UniqueConstraint("pair_id", "method", "path"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    pair_id: Mapped[int] = mapped_column(ForeignKey("contracts.pair_id"))
    method: Mapped[str]
    path: Mapped[str]
    purpose: Mapped[str]
    state: Mapped[str]
    request: Mapped[str]
    response: Mapped[str]
    changed_at: Mapped[datetime]


class ContractChange(Base):
    """What somebody changed in a contract; `told_at` is when the partner was told."""

    __tablename__ = "contract_changes"
    belongs = Belongs("guild_id", members=("actor_id",))
    __table_args__ = (
        Index(None, "pair_id", "changed_at"),
        Index(None, "told_at", sqlite_where=text("told_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    pair_id: Mapped[int] = mapped_column(ForeignKey("contracts.pair_id"))
    actor_id: Mapped[int]
    act: Mapped[str]
    subject: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    changed_at: Mapped[datetime]
    told_at: Mapped[datetime | None]


class ContractImport(Base):
    """A contract read from a file, kept until whoever sent it applies it or lets it be.

    Its id is never another's: what is applied is what was shown.
    """

    __tablename__ = "contract_imports"
    belongs = Belongs("guild_id", members=("user_id",))
    __table_args__ = (UniqueConstraint("pair_id", "user_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    pair_id: Mapped[int] = mapped_column(ForeignKey("pairs.id"))
    user_id: Mapped[int]
    document: Mapped[str]
    version: Mapped[int]
    read_at: Mapped[datetime]


class ContractFeedback(Base):
    """What the frontend asks of the API, or found in using it; numbered within its contract."""

    __tablename__ = "contract_feedback"
    belongs = Belongs("guild_id", members=("author_id", "done_by_id"))
    __table_args__ = (UniqueConstraint("pair_id", "number"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    pair_id: Mapped[int] = mapped_column(ForeignKey("contracts.pair_id"))
    number: Mapped[int]
    author_id: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str]
    subject: Mapped[str]
    opened_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None]


class Review(Base):
    """A review of their code that a member asks the cohort for.

    It waits until a reviewer claims it, and again once that one has had it until `claimed_until`;
    `lapsed_by_id` is who had it last and let the time pass. `word` is what its reviewer said. One
    that is withdrawn by nobody is closed because its asker has left.
    """

    __tablename__ = "reviews"
    belongs = Belongs(
        "guild_id", members=("asker_id", "reviewer_id", "lapsed_by_id", "withdrawn_by_id")
    )
    __table_args__ = (
        Index(None, "guild_id", "asker_id"),
        Index(None, "guild_id", "reviewer_id"),
        Index(None, "guild_id", "done_at"),
        # What still waits, the longest waiting first.
        Index(
            None,
            "guild_id",
            "waits_since",
            sqlite_where=text("done_at IS NULL AND withdrawn_at IS NULL"),
        ),
        Index(None, "claimed_until", sqlite_where=text("claimed_until IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    asker_id: Mapped[int]
    link: Mapped[str]
    look_at: Mapped[str]
    track: Mapped[str | None]
    asked_at: Mapped[datetime]
    waits_since: Mapped[datetime]
    reviewer_id: Mapped[int | None]
    claimed_until: Mapped[datetime | None]
    lapsed_by_id: Mapped[int | None]
    done_at: Mapped[datetime | None]
    word: Mapped[str] = mapped_column(default="", server_default="")
    thanked_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None]
    channel_id: Mapped[int]
    message_id: Mapped[int | None]


class Planned:
    """What a study session is about: of one session, or of all that a series still makes."""

    host_id: Mapped[int]
    topic: Mapped[str]
    description: Mapped[str] = mapped_column(default="", server_default="")
    track: Mapped[str | None]
    voice_channel_id: Mapped[int | None]
    link: Mapped[str] = mapped_column(default="", server_default="")
    warm_up: Mapped[str] = mapped_column(default="", server_default="")
    minutes: Mapped[int | None]
    seats: Mapped[int | None]
    reminders: Mapped[int] = mapped_column(default=7, server_default="7")


class StudySeries(Planned, Base):
    """Sessions that repeat by a rule, in the wall time of its zone.

    `first` is the first of the slots of its `rule`, on a clock in `zone`. A session for each of
    the next few slots is made ahead; `made_until` is the last slot that has had one.
    """

    __tablename__ = "study_series"
    belongs = Belongs("guild_id", members=("host_id",))

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int] = mapped_column(index=True)
    first: Mapped[datetime] = mapped_column(DateTime)
    zone: Mapped[str]
    rule: Mapped[str]
    made_until: Mapped[datetime] = mapped_column(DateTime)
    ended_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]


class StudySession(Planned, Base):
    """A study session, from its host's private draft to its end; `stage` says where it stands.

    A draft has no number yet. It keeps what was typed for its time, and has no `starts_at` while
    nobody knows the zone, or which of several times was meant. One of a series knows the `slot`
    that it fills there, whenever it takes place. `remind_at` is when its next reminder is due, or
    the start of one without any, and empty when none is left. `event_shown` is what is noted of its
    event in the server's own list (`bot.domain.mirror.Shown`); `event_retry_at` is when that is
    looked at next, and empty when only a change is a reason to. `recap` is two lines, of which
    either may be empty. One of a pair's own (`pair_id`) is shown to nobody else.
    """

    __tablename__ = "study_sessions"
    belongs = Belongs("guild_id", members=("host_id", "cancelled_by_id"))
    __table_args__ = (
        UniqueConstraint("guild_id", "number"),
        UniqueConstraint("series_id", "slot"),
        Index(None, "guild_id", "starts_at"),
        Index(None, "guild_id", "host_id"),
        Index(None, "remind_at", sqlite_where=text("remind_at IS NOT NULL")),
        Index(None, "event_retry_at", sqlite_where=text("event_retry_at IS NOT NULL")),
        Index(None, "pair_id", sqlite_where=text("pair_id IS NOT NULL")),
        # What is not over yet.
        Index(None, "stage", "starts_at", sqlite_where=text("settled_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    number: Mapped[int | None]
    stage: Mapped[str]
    typed_when: Mapped[str]
    starts_at: Mapped[datetime | None]
    zone: Mapped[str | None]
    rule: Mapped[str | None]
    series_id: Mapped[int | None] = mapped_column(ForeignKey("study_series.id"))
    slot: Mapped[datetime | None] = mapped_column(DateTime)
    drafted_at: Mapped[datetime]
    posted_at: Mapped[datetime | None]
    channel_id: Mapped[int | None]
    message_id: Mapped[int | None]
    thread_id: Mapped[int | None]
    pair_id: Mapped[int | None] = mapped_column(ForeignKey("pairs.id"))
    cancelled_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[int | None]
    cancel_reason: Mapped[str | None]
    cancel_told_at: Mapped[datetime | None]
    moderators_word: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    host_gone_at: Mapped[datetime | None]
    host_called_at: Mapped[datetime | None]
    recap: Mapped[str] = mapped_column(default="", server_default="")
    recap_message_id: Mapped[int | None]
    event_id: Mapped[int | None]
    event_shown: Mapped[str | None]
    event_retry_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    changed_at: Mapped[datetime | None]


class Rsvp(Base):
    """What a member said of a session.

    `turn` counts what was said of it: who waits for a seat is served in that order. `confirmed_at`
    is when they said again, a day before, that they still come.
    """

    __tablename__ = "rsvps"
    belongs = Belongs("guild_id", members=("user_id",))

    session_id: Mapped[int] = mapped_column(ForeignKey("study_sessions.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guild_id: Mapped[int]
    answer: Mapped[str]
    turn: Mapped[int] = mapped_column(default=0, server_default="0")
    answered_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class SessionInvitation(Base):
    """That a member was invited to a session: by one member, and once."""

    __tablename__ = "session_invitations"
    belongs = Belongs("guild_id", members=("invited_id", "inviter_id"))
    __table_args__ = (Index(None, "guild_id", "invited_at"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("study_sessions.id"), primary_key=True)
    invited_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guild_id: Mapped[int]
    inviter_id: Mapped[int]
    invited_at: Mapped[datetime]


class Attendance(Base):
    """That a member was there: they said so, or the host did."""

    __tablename__ = "attendances"
    belongs = Belongs("guild_id", members=("user_id", "noted_by_id"))

    session_id: Mapped[int] = mapped_column(ForeignKey("study_sessions.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guild_id: Mapped[int]
    noted_by_id: Mapped[int]
    noted_at: Mapped[datetime]


class StudyPoll(Base):
    """A search for the time that suits most; one without `posted_at` is its host's draft.

    `unread` are the lines that the host typed and that are no times yet: no zone was known, or they
    could not be read.
    """

    __tablename__ = "study_polls"
    belongs = Belongs("guild_id", members=("host_id",))
    __table_args__ = (Index(None, "guild_id", "host_id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    host_id: Mapped[int]
    topic: Mapped[str]
    minutes: Mapped[int]
    zone: Mapped[str | None]
    unread: Mapped[str] = mapped_column(default="", server_default="")
    drafted_at: Mapped[datetime]
    posted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    session_id: Mapped[int | None] = mapped_column(ForeignKey("study_sessions.id"))
    channel_id: Mapped[int | None]
    message_id: Mapped[int | None]


class PollTime(Base):
    """One of the times that a poll proposes."""

    __tablename__ = "study_poll_times"
    belongs = Belongs("guild_id")

    poll_id: Mapped[int] = mapped_column(ForeignKey("study_polls.id"), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    guild_id: Mapped[int]


class PollTick(Base):
    """That a time suits a member."""

    __tablename__ = "study_poll_ticks"
    belongs = Belongs("guild_id", members=("user_id",))

    poll_id: Mapped[int] = mapped_column(ForeignKey("study_polls.id"), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guild_id: Mapped[int]
    ticked_at: Mapped[datetime]


class AuditEntry(Base):
    """What a moderator did, to what, and why; `kind` is the feature that it was about."""

    __tablename__ = "audit_entries"
    belongs = Belongs("guild_id", members=("actor_id",))
    __table_args__ = (Index(None, "guild_id", "acted_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    actor_id: Mapped[int]
    kind: Mapped[str]
    act: Mapped[str]
    subject: Mapped[str]
    subject_number: Mapped[int | None]
    reason: Mapped[str]
    acted_at: Mapped[datetime]


class Outbox(Base):
    """A post that is due: kept in the transaction that wants it, sent by `bot.delivery`.

    `payload` is JSON that the renderer of its `kind` reads, never text for people. `first_try_at`
    is the first try of which nobody knows whether Discord took it.
    """

    __tablename__ = "outbox"
    belongs = Belongs("guild_id")
    __table_args__ = (
        UniqueConstraint("dedupe_key"),
        Index(None, "state", "due_at"),
        Index(None, "guild_id", "state"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    dedupe_key: Mapped[str]
    guild_id: Mapped[int]
    channel_id: Mapped[int]
    kind: Mapped[str]
    payload: Mapped[str]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    state: Mapped[str]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int]
    retry_at: Mapped[datetime | None]
    first_try_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    message_id: Mapped[int | None]
    last_error: Mapped[str | None]


class ParkedChannel(Base):
    """A channel that refuses posts: how often in a row, and until when it is left alone."""

    __tablename__ = "parked_channels"
    belongs = Belongs("guild_id")

    channel_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guild_id: Mapped[int] = mapped_column(index=True)
    refusals: Mapped[int]
    parked_until: Mapped[datetime | None]
    told_at: Mapped[datetime | None]


class Digest(Base):
    """What became of a guild's digest of an ISO week ("2026-W10"): one decision, whatever restarts.

    A part is one message of it; `items` are the names of what it tells, a line each.
    """

    __tablename__ = "digests"
    belongs = Belongs("guild_id")

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    iso_week: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fate: Mapped[str]
    due_at: Mapped[datetime]
    decided_at: Mapped[datetime]
    items: Mapped[str] = mapped_column(default="", server_default="")
    channel_id: Mapped[int | None]
    message_id: Mapped[int | None]


class DigestOmission(Base):
    """What a moderator leaves out of a digest; `item` is its name in `bot.domain.ranking`."""

    __tablename__ = "digest_omissions"
    belongs = Belongs("guild_id")

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    iso_week: Mapped[str] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)


class MemberSeen(Base):
    """The last day, in UTC, on which a member used Nexus in a guild."""

    __tablename__ = "members_seen"
    belongs = Belongs("guild_id", members=("user_id",))

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen_on: Mapped[date]


class Erasure(Base):
    """That what a member had here, or a whole guild, was erased; whose it was nobody can tell.

    The file of tombstones beside the database has the same serial: one that is missing here was
    erased after this database was copied, and is erased again when the copy comes back.
    `is_scrubbed` says that what SQLite leaves in the file of deleted rows is gone too.
    """

    __tablename__ = "erasures"
    belongs = Belongs(None)

    serial: Mapped[str] = mapped_column(primary_key=True)
    erased_at: Mapped[datetime]
    is_scrubbed: Mapped[bool] = mapped_column(default=False, server_default=false())


class ErasedCard(Base):
    """Where a card stands of which nothing is left but that it is to be emptied."""

    __tablename__ = "erased_cards"
    belongs = Belongs("guild_id")
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    guild_id: Mapped[int]
    channel_id: Mapped[int]
    message_id: Mapped[int]


class DepartedGuild(Base):
    """A guild that has removed Nexus: what it had is kept for a while, for it may come back."""

    __tablename__ = "departed_guilds"
    belongs = Belongs("guild_id")

    guild_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    left_at: Mapped[datetime]


class ProcessedInteraction(Base):
    """An interaction whose effect stands; kept for as long as Discord may deliver it again."""

    __tablename__ = "processed_interactions"
    belongs = Belongs("guild_id")

    interaction_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guild_id: Mapped[int]
    processed_at: Mapped[datetime] = mapped_column(index=True)


class CommandSync(Base):
    """Which command tree Discord knows, and the ids it gave: kept, so that a start syncs nothing.

    `ids` maps a command's name to its id, as JSON; mentions of commands need them.
    """

    __tablename__ = "command_syncs"
    belongs = Belongs(None)

    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tree_hash: Mapped[str]
    ids: Mapped[str]
