"""What a week has brought: all that its digest may tell of, and what it then tells."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import bars, ranking
from bot.domain.bars import DAYS, Bars, Figure
from bot.domain.cohort import Calendar
from bot.domain.credit import Credit
from bot.domain.log import today
from bot.domain.matching import Track
from bot.domain.ranking import Item, Part, Section
from bot.domain.weekly import WEEK, Due
from db.digest_figures import FIGURE
from db.digest_items import (
    Coming,
    Helped,
    News,
    Past,
    Place,
    Reviewed,
    Seekers,
    Shared,
    Solved,
    Stand,
    Told,
    Waiting,
    Wanted,
)
from db.digest_statement import EVERYTHING, FOCUS, LEFT_OUT, MILESTONE, REVIEWED, UNLISTED
from db.guilds import Settings
from db.tables import Digest, table

# What of a guild's digest was posted is said by this fate; the others are in `db.digests`.
QUEUED = "queued"
_digests = table(Digest).c
# When the last one before a week was decided, if it was posted.
_POSTED = (
    select(_digests.decided_at)
    .where(
        _digests.guild_id == bindparam("guild_id"),
        _digests.iso_week < bindparam("iso_week"),
        _digests.fate == QUEUED,
    )
    .order_by(_digests.iso_week.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Contents:
    """All that may be told by name, how much there is of each part, and the week's figures.

    `unlisted` are members who have opted out; `left_out` the names of what moderators leave out.
    """

    told: Mapping[str, Told]
    counts: Mapping[Part, int]
    bars: Bars
    unlisted: frozenset[int]
    left_out: frozenset[str]

    @cached_property
    def items(self) -> Sequence[Item]:
        """All that may be shown, left out or not, in order."""
        return ranking.offered((one.item for one in self.told.values()), self.unlisted)

    @cached_property
    def sections(self) -> Sequence[Section]:
        """What the digest shows."""
        return ranking.choose(self.items, left_out=self.left_out)

    def only(self, names: Collection[str]) -> Sequence[Section]:
        """What is left of these by now."""
        return ranking.choose(
            (one for one in self.items if one.name in names), left_out=self.left_out
        )

    @property
    def news(self) -> int:
        return ranking.news(self.sections)


async def contents(
    session: AsyncSession, guild_id: int, settings: Settings, due: Due, now: datetime
) -> Contents:
    """What the digest `due` would say now: it looks back a week from when it is due.

    Or to when the one before was posted, where that was done ahead of its time.
    """
    zone = settings.zone or "UTC"
    first, midnights = bars.days_before(due.due_at, zone)
    day = today(zone, now)
    week = Calendar(settings.first_day, settings.weeks).week_on(day)
    asked = {
        "guild_id": guild_id,
        "iso_week": due.iso_week,
        "since": await _since(session, guild_id, due),
        "until": due.due_at,
        "now": now,
        "soon": now + WEEK,
        "today": day,
        "week": week or 0,
        **{f"midnight_{day}": midnights[day] for day in range(DAYS + 1)},
    }
    rows: defaultdict[str, list[list[Any]]] = defaultdict(list)
    found: Any = await session.execute(EVERYTHING, asked)
    for part, row in found:
        rows[part].append(json.loads(row))
    unlisted = frozenset(user_id for (user_id,) in rows[UNLISTED])
    told: list[Told] = [
        *(read(row) for part, read in _READ.items() for row in rows[part]),
        *_seekers(rows[Part.PARTNERS]),
        *_reviewed(rows[REVIEWED], unlisted),
    ]
    stand = _stand(rows, settings.weeks, week)
    return Contents(
        told={one.item.name: one for one in (*told, *([stand] if stand else ()))},
        counts=_counts(rows),
        bars=Bars(first, _figures(rows[FIGURE])),
        unlisted=unlisted,
        left_out=frozenset(item for (item,) in rows[LEFT_OUT]),
    )


async def _since(session: AsyncSession, guild_id: int, due: Due) -> datetime:
    start = due.due_at - WEEK
    posted_at = await session.scalar(_POSTED, {"guild_id": guild_id, "iso_week": due.iso_week})
    return posted_at if posted_at and start - WEEK < posted_at < start else start


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# How each part's rows are read, as `db.digest_statement` has them; a count of all may follow.
_READ: Mapping[Part, Callable[[list[Any]], Told]] = {
    Part.HELP: lambda row: Waiting(row[0], row[1], row[2], _moment(row[3]), Place(row[4], row[5])),
    Part.ANSWERS: lambda row: Solved(
        row[0], row[1], row[2], row[3], row[4], _moment(row[5]), Place(row[6], row[7])
    ),
    Part.CHALLENGES: lambda row: Shared(row[0], row[1], row[2], row[3], _moment(row[4])),
    Part.COMING: lambda row: Coming(row[0], row[1], _moment(row[2]), Place(row[3], row[4])),
    Part.PAST: lambda row: Past(
        row[0], row[1], _moment(row[2]), row[3], row[4].partition("\n")[0], Place(row[5], row[6])
    ),
    Part.REVIEWS: lambda row: Wanted(
        row[0], row[1], row[2], _moment(row[3]), Place(row[4], row[5])
    ),
    Part.THANKS: lambda row: Helped(row[0], Credit(row[1], row[2], row[3], row[4])),
    Part.NEWS: lambda row: News(row[0], row[1], _moment(row[2]), Place(row[3], row[4])),
}
_COUNTED = (
    *(Part.HELP, Part.ANSWERS, Part.CHALLENGES, Part.COMING, Part.PAST, Part.REVIEWS, Part.NEWS),
)


def _counts(rows: Mapping[str, Sequence[Sequence[Any]]]) -> dict[Part, int]:
    return {part: rows[part][0][-1] for part in _COUNTED if rows[part]}


def _seekers(rows: Iterable[Sequence[Any]]) -> list[Seekers]:
    by_project: defaultdict[str, dict[Track, int]] = defaultdict(dict)
    for project, track, count in rows:
        by_project[project][Track(track)] = count
    return [Seekers(project, counts) for project, counts in by_project.items()]


def _reviewed(rows: Iterable[Sequence[int]], unlisted: Collection[int]) -> list[Reviewed]:
    return [
        Reviewed(review_id, reviewer_id, None if asker_id in unlisted else asker_id)
        for review_id, reviewer_id, asker_id in rows
    ]


def _stand(
    rows: Mapping[str, Sequence[Sequence[Any]]], weeks: int | None, week: int | None
) -> Stand | None:
    """Nothing before the programme, and nothing after it but milestones."""
    milestone, day = next(iter(rows[MILESTONE]), ("", None))
    if week is None and day is None:
        return None
    return Stand(
        week=week or 0,
        weeks=weeks,
        focus=next((focus for (focus,) in rows[FOCUS]), ""),
        milestone=milestone,
        milestone_on=date.fromisoformat(day) if day else None,
    )


def _figures(rows: Iterable[Sequence[Any]]) -> dict[Figure, tuple[int, ...]]:
    counts = {figure: [0] * DAYS for figure in Figure}
    for figure, day, count in rows:
        counts[Figure(figure)][day] = count
    return {figure: tuple(days) for figure, days in counts.items()}
