"""A round in writing, without anybody's id: whoever has it can draw it again, to the same result.

People are numbered by their turn in the queue; who they are is kept apart, and may be forgotten.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.matching import Api, Candidate, History, Match, Track, Why
from bot.domain.rounds import Round, draw, in_turn

DRAW = "bot.domain.replays:draw_packed"
"""What a worker is asked for."""


@dataclass(frozen=True, slots=True)
class Pool:
    """All that a round depends on; the `user_id` of each person is their turn, from 0."""

    people: tuple[Candidate, ...]
    history: History
    seed: int
    now: datetime

    @classmethod
    def of(cls, pool: Sequence[Candidate], history: History, seed: int, now: datetime) -> "Pool":
        """Whose turn is which is what `in_turn` says of the same candidates."""
        queue = in_turn(pool)
        turns = {one.user_id: turn for turn, one in enumerate(queue)}
        return cls(
            people=tuple(replace(one, user_id=turn) for turn, one in enumerate(queue)),
            history=History(_renamed(history.met, turns), _renamed(history.apart, turns)),
            seed=seed,
            now=now,
        )

    def draw(self) -> Round:
        return draw(self.people, self.history, self.seed, self.now)

    def packed(self) -> str:
        projects = sorted({one.project for one in self.people})
        place = {project: at for at, project in enumerate(projects)}
        return _dumped(
            {
                "now": self.now.isoformat(),
                "seed": self.seed,
                "projects": projects,
                "people": [
                    [
                        one.track,
                        place[one.project],
                        one.joined_at.isoformat(),
                        one.api,
                        f"{one.hours:x}",
                        one.room,
                        int(one.is_first),
                        int(one.shares),
                    ]
                    for one in self.people
                ],
                "met": sorted(sorted(two) for two in self.history.met),
                "apart": sorted(sorted(two) for two in self.history.apart),
            }
        )

    @classmethod
    def unpack(cls, text: str) -> "Pool":
        told: dict[str, Any] = json.loads(text)
        return cls(
            people=tuple(
                Candidate(
                    user_id=turn,
                    track=Track(track),
                    project=told["projects"][project],
                    joined_at=datetime.fromisoformat(joined_at),
                    api=Api(api),
                    hours=int(hours, 16),
                    room=room,
                    is_first=bool(is_first),
                    shares=bool(shares),
                )
                for turn, (track, project, joined_at, api, hours, room, is_first, shares) in (
                    enumerate(told["people"])
                )
            ),
            history=History(
                frozenset(map(frozenset, told["met"])), frozenset(map(frozenset, told["apart"]))
            ),
            seed=told["seed"],
            now=datetime.fromisoformat(told["now"]),
        )


def draw_packed(text: str) -> str:
    """The round of a packed pool, for `unpack_round`."""
    drawn = Pool.unpack(text).draw()
    return _dumped(
        [
            [
                one.project,
                one.frontend_ids,
                one.backend_ids,
                [why.api, why.shared_hours, why.is_first_time],
            ]
            for one, why in zip(drawn.matches, drawn.whys, strict=True)
        ]
    )


def unpack_round(text: str, pool: Sequence[Candidate]) -> Round:
    """What `draw_packed` says, of the candidates that went into it."""
    queue = in_turn(pool)
    matches: list[Match] = []
    whys: list[Why] = []
    for project, frontends, backends, (api, hours, is_first_time) in json.loads(text):
        matches.append(Match(project, _ids(queue, frontends), _ids(queue, backends)))
        whys.append(Why(Api(api) if api else None, hours, is_first_time))
    served = {user_id for one in matches for user_id in one.people}
    waiting = tuple(one for one in queue if one.user_id not in served)
    return Round(tuple(matches), tuple(whys), waiting)


def _ids(queue: Sequence[Candidate], turns: Iterable[int]) -> tuple[int, ...]:
    return tuple(queue[turn].user_id for turn in turns)


def _renamed(
    two_by_two: Collection[frozenset[int]], turns: dict[int, int]
) -> frozenset[frozenset[int]]:
    """Of those who wait."""
    return frozenset(
        frozenset(turns[one] for one in two)
        for two in two_by_two
        if all(one in turns for one in two)
    )


def _dumped(told: object) -> str:
    return json.dumps(told, separators=(",", ":"))
