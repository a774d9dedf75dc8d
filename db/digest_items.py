"""What a digest may tell of, kind by kind: each as little as its lines and its ranking need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import credit
from bot.domain.matching import Track
from bot.domain.ranking import Item, Part


@dataclass(frozen=True, slots=True)
class Place:
    """Where it stands on Discord: a thread, or a message in a channel; nothing of it is sure."""

    channel_id: int | None
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that nobody has answered."""

    number: int
    asker_id: int
    title: str
    asked_at: datetime
    place: Place

    @property
    def item(self) -> Item:
        order = (self.asked_at.timestamp(), self.number)
        return Item(Part.HELP, str(self.number), order, (self.asker_id,))


@dataclass(frozen=True, slots=True)
class Solved:
    """An answer that was accepted this week."""

    answer_id: int
    number: int
    title: str
    author_id: int
    helpful: int
    accepted_at: datetime
    place: Place

    @property
    def item(self) -> Item:
        order = (-self.helpful, -self.accepted_at.timestamp())
        return Item(Part.ANSWERS, str(self.answer_id), order, (self.author_id,))


@dataclass(frozen=True, slots=True)
class Shared:
    """A challenge with its solution, shared this week out of a member's log."""

    id: int
    user_id: int
    title: str
    solution: str
    shared_at: datetime

    @property
    def item(self) -> Item:
        order = (-self.shared_at.timestamp(),)
        return Item(Part.CHALLENGES, str(self.id), order, (self.user_id,))


@dataclass(frozen=True, slots=True)
class Coming:
    """A session of the next seven days. It is the cohort's, and not counted as its host's."""

    number: int
    topic: str
    starts_at: datetime
    place: Place

    @property
    def item(self) -> Item:
        return Item(Part.COMING, str(self.number), (self.starts_at.timestamp(), self.number))


@dataclass(frozen=True, slots=True)
class Past:
    """A session that took place this week; `done` is the first line of its recap."""

    number: int
    topic: str
    starts_at: datetime
    there: int
    done: str
    place: Place

    @property
    def item(self) -> Item:
        return Item(Part.PAST, str(self.number), (-self.starts_at.timestamp(), self.number))


@dataclass(frozen=True, slots=True)
class Seekers:
    """How many look for a partner for a project. Who they are is nobody's business but theirs."""

    project: str
    counts: Mapping[Track, int]

    @property
    def item(self) -> Item:
        return Item(Part.PARTNERS, self.project, (-sum(self.counts.values()),))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A review that nobody has taken."""

    id: int
    asker_id: int
    look_at: str
    waits_since: datetime
    place: Place

    @property
    def item(self) -> Item:
        order = (self.waits_since.timestamp(), self.id)
        return Item(Part.REVIEWS, str(self.id), order, (self.asker_id,))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review that was done this week; who asked for it is None where they have opted out."""

    id: int
    reviewer_id: int
    asker_id: int | None

    @property
    def item(self) -> Item:
        people = tuple(one for one in (self.reviewer_id, self.asker_id) if one is not None)
        # It takes its time, and so weighs as much as an answer that was accepted.
        return Item(Part.THANKS, f"review {self.id}", (-credit.ACCEPTED, -self.id), people)


@dataclass(frozen=True, slots=True)
class Helped:
    """What a member's answers did for others this week.

    `first_answer_id` is that of the first answer they ever gave here: it is theirs and stays so,
    and no id of a member is kept in the name of an item.
    """

    first_answer_id: int
    earned: credit.Credit

    @property
    def item(self) -> Item:
        order = (-self.earned.points, 0)
        people = (self.earned.user_id,)
        return Item(Part.THANKS, str(self.first_answer_id), order, people, Part.ANSWERS)


@dataclass(frozen=True, slots=True)
class News:
    """An announcement that moderators made this week."""

    id: int
    title: str
    post_at: datetime
    place: Place

    @property
    def item(self) -> Item:
        return Item(Part.NEWS, str(self.id), (-self.post_at.timestamp(), -self.id))


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the cohort stands: its week, of how many, what that is about, and what comes next."""

    week: int
    weeks: int | None
    focus: str
    milestone: str
    milestone_on: date | None

    @property
    def item(self) -> Item:
        return Item(Part.COHORT, "week")


Told = (
    Waiting | Solved | Shared | Coming | Past | Seekers | Wanted | Reviewed | Helped | News | Stand
)
