"""The rows of the pulse: what each is about, and on its right what can be done about it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from discord.utils import format_dt

from bot import cards
from bot.cards import Block
from bot.domain.matching import Candidate
from bot.domain.people import who
from bot.domain.pulse import Kind, nears, waited
from bot.domain.text import escape, fit, plural
from bot.kinds import LOST_WORDS
from db import host_calls, pair_lives, reminding
from db.backlog import Parking, Troubles
from db.pairs import Pair
from db.pulse import Endangered, Pulse, Unanswered
from db.study import Posted

_TITLE = 42  # two rows of a phone, beside a button


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that is drawn if it is on the page; how bad it is, in `bot.domain.pulse`'s measure."""

    weight: float
    draw: Callable[[int], Block]
    """On which page, which what is pressed there shows again."""
    at: datetime | None = None
    """Since when it is as it is, or when it begins."""


def entries(found: Pulse, zone: str, now: datetime) -> Mapping[Kind, Sequence[Entry]]:
    """All there is of each kind, in the order in which it is shown."""
    return {
        Kind.POSTS: [*_posts(found.troubles)],
        Kind.SESSIONS: [
            Entry(
                nears(Kind.SESSIONS, one.starts_at, now), partial(_session, one, now), one.starts_at
            )
            for one in found.endangered
        ],
        Kind.APPROVALS: [
            Entry(nears(Kind.APPROVALS, one.starts_at, now), partial(_held, one), one.starts_at)
            for one in found.held
        ],
        Kind.QUESTIONS: [
            Entry(
                waited(Kind.QUESTIONS, one.asked_at, now),
                partial(_question, one, zone, now),
                one.asked_at,
            )
            for one in found.unanswered
        ],
        Kind.LEARNERS: [
            Entry(waited(Kind.LEARNERS, one.joined_at, now), partial(_learner, one), one.joined_at)
            for one in found.waiting
        ],
        Kind.PAIRS: [
            Entry(
                waited(Kind.PAIRS, one.heard_at or one.made_at, now),
                partial(_pair, one, now),
                one.heard_at or one.made_at,
            )
            for one in found.silent
        ],
    }


def _posts(troubles: Troubles) -> Iterator[Entry]:
    """Closed channels first: nothing else can be mended before them."""
    for one in troubles.parked:
        yield Entry(float("inf"), partial(_parked, one))
    alike = Counter((one.kind, one.channel_id, one.state) for one in troubles.lost)
    for (kind, channel_id, state), count in alike.items():
        yield Entry(1.0, partial(_lost, kind, channel_id, LOST_WORDS[state], count))


def _parked(one: Parking, at: int) -> Block:
    return cards.beside(
        f"I may not post in <#{one.channel_id}>\n-# I try again {format_dt(one.until, 'R')}",
        cards.button("Try again now", "pulse:try_again", one.channel_id, at),
    )


def _lost(kind: str, channel_id: int, why: str, count: int, _: int) -> Block:
    times = f", {count} times" if count > 1 else ""
    return f"Not posted in <#{channel_id}>{times}: {kind}\n-# {why}; of the last seven days"


def _session(one: Endangered, now: datetime, at: int) -> Block:
    called = f", asked for one {format_dt(one.called_at, 'R')}" if one.called_at else ""
    how = f"no host{called}" if one.is_hostless else _coming(one)
    can_ask = one.is_hostless and host_calls.may_call(one.called_at, now)
    return cards.beside(
        f"**#{one.number}** {_title(one.topic)}\n-# {format_dt(one.starts_at, 'R')}: {how}",
        cards.button("Find a host", "pulse:find_host", one.number, at)
        if can_ask
        else cards.button("Open", "study:show", one.number),
    )


def _coming(one: Endangered) -> str:
    if not one.coming:
        return "nobody comes yet"
    if one.still is None:
        return plural(one.coming, "comes", "come")
    return f"{one.still} of {one.coming} still come"


def _held(one: Posted, _: int) -> Block:
    return cards.beside(
        f"**#{one.number}** {_title(one.topic)}\n"
        f"-# {who(one.host_id)}, {format_dt(one.starts_at, 'R')}",
        cards.button("Review", "study:review", one.number),
    )


def _question(one: Unanswered, zone: str, now: datetime, at: int) -> Block:
    asked = f"asked {format_dt(one.asked_at, 'R')}"
    text = f"**#{one.number}** {_title(one.title)}\n-# {asked}"
    if one.brought_up_at and reminding.has_come_up_today(one.brought_up_at, zone, now):
        return f"{text} · came up {format_dt(one.brought_up_at, 'R')}"
    return cards.beside(text, cards.button("Bring up", "pulse:bring_up", one.number, at))


def _learner(one: Candidate, _: int) -> Block:
    return cards.beside(
        f"{who(one.user_id)} · {escape(one.project)}\n"
        f"-# {one.track.label.lower()}, joined {format_dt(one.joined_at, 'R')}",
        cards.button("Match", "pairing:preview", one.user_id),
    )


def _pair(one: Pair, now: datetime, at: int) -> Block:
    people = [who(user_id) for user_id in one.people]
    if one.heard_at is None:
        last = f"paired {format_dt(one.made_at, 'R')}, not heard since"
    else:
        last = f"last heard {format_dt(one.heard_at, 'R')}"
    text = f"**#{one.number}** {', '.join(people)}\n-# {last}"
    if not pair_lives.may_be_nudged(one, now):
        return f"{text} · nudged {format_dt(one.nudged_at or now, 'R')}"
    return cards.beside(text, cards.button("Nudge", "pulse:nudge", one.id, at))


def _title(text: str) -> str:
    return escape(fit(text, _TITLE))
