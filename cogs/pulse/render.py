"""What moderators see of the cohort's pulse. Pure: values in, cards out.

First a line for each kind of trouble, the worst on top: that says in one look whether anything has
to be done, however much there is. One tap further are the rows, each with what can be done.
"""

from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain import pulse
from bot.domain.pulse import Kind, Worry
from bot.domain.text import plural
from cogs.pulse.rows import Entry, entries
from db.digests import Fate
from db.pairs import Pair
from db.pulse import Pulse

TAKES_POSTS = "Nothing is in the way there any more: I post again."

_A_ROW = 3  # buttons, side by side on a phone
_SAID = {
    Kind.POSTS: ("trouble with posts", "troubles with posts"),
    Kind.SESSIONS: ("session at risk", "sessions at risk"),
    Kind.APPROVALS: ("session to approve", "sessions to approve"),
    Kind.QUESTIONS: ("unanswered question", "unanswered questions"),
    Kind.LEARNERS: ("learner unpaired", "learners unpaired"),
    Kind.PAIRS: ("silent pair", "silent pairs"),
}
_LOOKED_AT = (
    "I looked at questions that wait over a day, learners in the queue, silent pairs, sessions of"
    " the next two days, approvals, and my own posts: nothing waits for you."
)
_SKIPPED = {
    Fate.EMPTY: "nothing to say",
    Fate.THIN: "too little to say",
    Fate.LATE: "it was too late",
    Fate.SKIPPED: "moderators said so",
}


def pulse_card(found: Pulse, zone: str, now: datetime) -> discord.ui.LayoutView:
    known = entries(found, zone, now)
    worries = pulse.ranked(
        Worry(kind, len(all_of), max((one.weight for one in all_of), default=0.0))
        for kind, all_of in known.items()
    )
    opening = [cards.button(one.kind.label, "pulse:list", one.kind, 0) for one in worries]
    return cards.card(
        "### Cohort pulse" if worries else "### All is well",
        "\n".join(_line(one, known[one.kind]) for one in worries) or _LOOKED_AT,
        *(cards.row(*opening[at : at + _A_ROW]) for at in range(0, len(opening), _A_ROW)),
        _well([kind for kind, all_of in known.items() if not all_of]) if worries else None,
        f"-# {_digest(found)}; next {format_dt(found.coming.due_at, 'R')}",
        cards.row(
            cards.button("Preview digest", "digest:look", found.coming.iso_week),
            cards.button("Look again", "pulse:all"),
        ),
        accent=Accent.WAITING if worries else Accent.DONE,
    )


def _line(worry: Worry, known: Sequence[Entry]) -> str:
    """With the moment of the worst, which is what it weighs by."""
    worst = max(known, key=lambda one: one.weight)
    when = f" · {format_dt(worst.at, 'R')}" if worst.at else ""
    return f"**{_said(worry.kind, worry.count)}**{when}"


def list_card(
    found: Pulse, kind: Kind, at: int, *, zone: str, now: datetime, note: str = ""
) -> discord.ui.LayoutView:
    """A few rows of a kind, the worst first; `note` says what was just done."""
    all_of = entries(found, zone, now)[kind]
    page = pulse.page(all_of, at)
    turns = [("Back", page.at - 1)] if page.at else []
    turns += [("More", page.at + 1)] if page.at < page.last else []
    can_mend = kind is Kind.POSTS and bool(all_of)
    return cards.card(
        f"### {_said(kind, len(all_of))}",
        note or None,
        *(one.draw(page.at) for one in page.shown),
        cards.row(
            cards.button("All kinds", "pulse:all", style=ButtonStyle.primary),
            *(cards.button(label, "pulse:list", kind, to) for label, to in turns),
            *([cards.button("Open set-up", "admin:page", "channels")] if can_mend else []),
        ),
        accent=Accent.WAITING if all_of else Accent.DONE,
    )


def _said(kind: Kind, count: int) -> str:
    return plural(count, *_SAID[kind]) if count else f"{kind.label}: nothing is left"


def _well(kinds: Sequence[Kind]) -> str | None:
    return f"-# All is well: {', '.join(one.label.lower() for one in kinds)}" if kinds else None


def _digest(found: Pulse) -> str:
    last = found.digest
    if last is None:
        return "No digest yet"
    if last.fate is not Fate.QUEUED:
        return f"Digest skipped: {_SKIPPED.get(last.fate, 'it was')}"
    if last.message_id is None:
        return "Digest not posted yet"
    return f"Digest posted {format_dt(last.decided_at, 'R')}"


# What was just done, above the rows that are left.


def brought_up(number: int, where: str) -> str:
    return f"✅ **#{number}** comes up in {where}."


def nudged(pair: Pair) -> str:
    return f"✅ I nudge pair **#{pair.number}** in their thread."


def lost(pair: Pair) -> str:
    return f"Somebody of pair **#{pair.number}** has left the server. I tell the others."


def called(number: int, where: str) -> str:
    return f"✅ I ask in {where} who hosts **#{number}**."


def trying(channel_id: int) -> str:
    return f"✅ I try again: what waits for <#{channel_id}> is there within a minute."


def not_allowed(channel_id: int, lacking: Sequence[str]) -> str:
    return f"I may still not post in <#{channel_id}>. Allow me there: **{', '.join(lacking)}**."
