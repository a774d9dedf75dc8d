"""How a study session looks to everybody. Pure: values in, cards and texts out."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain import zones
from bot.domain.matching import SIDES, Track
from bot.domain.people import who
from bot.domain.text import escape, fit, listed, one_line, plural
from bot.domain.when import Reading
from db.plans import Plan
from db.polls import Poll
from db.study import Cancelled, Posted

# A phone shows at most this many rows of a card at once, and about so many characters in each.
ROWS = 12
ROW = 42
TITLE_ROW = 34
_NAMES = 4

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""


def session_card(posted: Posted) -> discord.ui.LayoutView:
    """The card in the sessions channel, as the session stands now."""
    title = f"### Session #{posted.number} · {escape(posted.topic)}"
    when = f"{moment(posted)}\n{_host(posted)}{_company(posted)}"
    if posted.cancelled is not None:
        undo = cards.row(cards.button("Undo", "study:undo", posted.number))
        return cards.card(
            title,
            when,
            cancelled_words(posted.cancelled),
            None if posted.cancelled.is_told else undo,
            accent=Accent.QUIET,
        )
    place = where(posted.plan)
    taken = -(-len(title) // TITLE_ROW) + 6 + bool(place) + bool(posted.going)
    taken += bool(posted.company)
    about = excerpt(posted.plan.description, min(2, ROWS - taken))
    return cards.card(
        title,
        "\n".join(one for one in (when, place, about) if one),
        f"{counts(posted)}\n{names(posted.going)}".strip(),
        cards.row(
            cards.button("Going", "study:going", posted.number, style=ButtonStyle.primary),
            cards.button("Maybe", "study:maybe", posted.number),
            cards.button("Can't", "study:cant", posted.number),
        ),
    )


def cancelled_words(cancelled: Cancelled) -> str:
    reason = f": {escape(cancelled.reason)}" if cancelled.reason else "."
    return f"**Cancelled** by {who(cancelled.by_id)}{reason}"


def _host(posted: Posted) -> str:
    return f"{length(posted.minutes)}, hosted by {who(posted.host_id)}"


def _company(posted: Posted) -> str:
    """Of a pair's own session, who is asked to come and has not said so: nobody else sees it."""
    if not posted.company or posted.cancelled is not None:
        return ""
    asked = [one for one in posted.company if one not in {posted.host_id, *posted.going}]
    can_you = f"{names(asked)}: can you come? " if asked else ""
    return f"\n{can_you}Only your pair sees this."


def where(plan: Plan) -> str:
    """Where it takes place and for whom, as far as that was said."""
    parts: list[str] = []
    if plan.voice_channel_id is not None:
        parts.append(f"In <#{plan.voice_channel_id}>")
    if plan.link:
        parts.append(f"[{escape(urlsplit(plan.link).hostname or 'link')}]({plan.link})")
    if plan.track in SIDES:
        parts.append(f"for {Track(plan.track).label}")
    return " · ".join(parts)


def counts(posted: Posted) -> str:
    """12 of 50 going, 3 maybe, 2 waiting."""

    def said() -> Iterator[str]:
        seats = "" if posted.plan.seats is None else f" of {posted.plan.seats}"
        yield f"**{len(posted.going)}{seats} going**"
        if posted.maybe:
            yield f"{len(posted.maybe)} maybe"
        if posted.waiting:
            yield f"{len(posted.waiting)} waiting"
        if posted.cant:
            yield f"{posted.cant} can't"

    return ", ".join(said())


def names(people: Sequence[int], most: int = _NAMES) -> str:
    return listed(map(who, people), most=most)


def excerpt(text: str, rows: int) -> str:
    """The beginning of what a host wrote, on so many rows; nothing where none is left."""
    return escape(fit(one_line(text), ROW * rows - 2)) if rows > 0 and text else ""


def moment(posted: Posted) -> str:
    return time(posted.starts_at)


def time(at: datetime) -> str:
    return f"{format_dt(at, 'F')} · {format_dt(at, 'R')}"


def wall(reading: Reading) -> str:
    """The time on a clock where it was read, short enough for a button."""
    zone = reading.zone or "UTC"
    return f"{on_clock(reading.starts_at, zone)} {zones.city(zone)}"


def on_clock(at: datetime, zone: str) -> str:
    """A moment for labels, which Discord writes in nobody's own time: Fri 6 Mar 18:00."""
    wall = at.astimezone(ZoneInfo(zone))
    return f"{wall:%a} {wall.day} {wall:%b %H:%M}"


def length(minutes: int) -> str:
    """45 minutes, 1 hour, 1 hour 30 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [plural(hours, "hour") if hours else "", plural(rest, "minute") if rest else ""]
    return " ".join(part for part in parts if part)


def thread_name(posted: Posted) -> str:
    return fit(f"Session #{posted.number} · {one_line(posted.topic)}", 100)


def url(posted: Posted | Poll) -> str | None:
    if posted.message_id is None:
        return None
    return f"https://discord.com/channels/{posted.guild_id}/{posted.channel_id}/{posted.message_id}"
