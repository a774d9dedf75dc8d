"""What Nexus shows and says about study sessions. Pure: values in, cards and texts out."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain import zones
from bot.domain.text import escape, fit, plural
from bot.domain.when import Reading
from db.study import Draft, Posted

TOPIC_LIMIT = 80
LIST_LIMIT = 10
# With these, no card is over twelve rows on a phone, which shows about 42 characters in a row.
_PAGE = 3
_NAMES = 8
_ROW = 42

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""


def draft_card(draft: Draft, mention: Mention, now: datetime) -> discord.ui.LayoutView:
    """What the host alone sees: the session as it was understood, or what is still to be said."""
    if draft.reading is None:
        return _zone_card(draft, mention, now)
    return cards.card(
        f"### {escape(draft.topic)}",
        f"{_when(draft.reading.starts_at)}\n{length(draft.reading.minutes)}",
        _echo(draft, draft.reading),
        cards.row(
            cards.button("Post it", "study:post", draft.id, style=ButtonStyle.primary),
            cards.button("Throw away", "study:drop", draft.id),
        ),
        accent=Accent.WAITING,
    )


def _zone_card(draft: Draft, mention: Mention, now: datetime) -> discord.ui.LayoutView:
    choices = cards.options((name, zones.label(name, now)) for name in zones.COMMON)
    return cards.card(
        f"### {escape(draft.topic)}",
        f"In which time zone is \u201c{escape(draft.typed_when)}\u201d? I will remember it.",
        cards.row(
            cards.select("study:zone", draft.id, choices=choices, placeholder="Your time zone")
        ),
        f"Not in the list? Say it with {mention('me timezone')}, then press **Go on**.",
        cards.row(
            cards.button("Go on", "study:read", draft.id),
            cards.button("Throw away", "study:drop", draft.id),
        ),
        accent=Accent.WAITING,
    )


def _echo(draft: Draft, reading: Reading) -> str | None:
    """The time as clocks show it where it was read; nothing where no zone was needed."""
    if reading.zone is None:
        return None
    wall = reading.starts_at.astimezone(ZoneInfo(reading.zone))
    return (
        f"-# I read \u201c{escape(draft.typed_when)}\u201d as {wall:%A} {wall.day} {wall:%B, %H:%M}"
        f" in {zones.place(reading.zone)}. Only you see this."
    )


def session_card(posted: Posted) -> discord.ui.LayoutView:
    """The card in the sessions channel, as the session stands now."""
    return cards.card(
        f"### Session #{posted.number} · {escape(posted.topic)}",
        f"{_when(posted.starts_at)}\n{length(posted.minutes)}, hosted by <@{posted.host_id}>",
        f"**{len(posted.going)} going**, {posted.cant} can't\n{_names(posted.going)}".strip(),
        cards.row(
            cards.button("Going", "study:going", posted.number, style=ButtonStyle.primary),
            cards.button("Can't", "study:cant", posted.number),
        ),
    )


def _names(going: Sequence[int]) -> str:
    shown = ", ".join(f"<@{user_id}>" for user_id in going[:_NAMES])
    more = len(going) - _NAMES
    return f"{shown} and {more} more" if more > 0 else shown


def _when(starts_at: datetime) -> str:
    return f"{format_dt(starts_at, 'F')} · {format_dt(starts_at, 'R')}"


def length(minutes: int) -> str:
    """45 minutes, 1 hour, 1 hour 30 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [plural(hours, "hour") if hours else "", plural(rest, "minute") if rest else ""]
    return " ".join(part for part in parts if part)


def list_card(
    found: Sequence[Posted], reader_id: int, page: int, mention: Mention
) -> discord.ui.LayoutView:
    """The sessions that are coming, a few to a page; those that the reader goes to are marked."""
    if not found:
        return cards.card(
            f"No session is planned yet. Plan the first one with {mention('session create')}.",
            accent=Accent.QUIET,
        )
    last = (len(found) - 1) // _PAGE
    page = min(page, last)
    shown = found[page * _PAGE : (page + 1) * _PAGE]
    return cards.card(
        "### Coming sessions",
        *(_entry(one, is_going=reader_id in one.going) for one in shown),
        _pager(page, last),
        accent=Accent.QUIET,
    )


def _entry(posted: Posted, *, is_going: bool) -> str:
    number, url = f"#{posted.number}", _url(posted)
    shown = f"[{number}]({url})" if url else number
    mark = " · **you go**" if is_going else ""
    topic = escape(fit(posted.topic, _ROW - 6 - (9 if is_going else 0)))
    return f"**{shown}** {topic}{mark}\n-# {_when(posted.starts_at)} · {len(posted.going)} going"


def _pager(page: int, last: int) -> cards.Row | None:
    buttons = [
        cards.button(label, "study:list", to)
        for label, to in (("Sooner", page - 1), ("Later", page + 1))
        if 0 <= to <= last
    ]
    return cards.row(*buttons) if buttons else None


def _url(posted: Posted) -> str | None:
    if posted.message_id is None:
        return None
    return f"https://discord.com/channels/{posted.guild_id}/{posted.channel_id}/{posted.message_id}"


def posting_card(posted: Posted, channel_id: int) -> discord.ui.LayoutView:
    return cards.card(
        f"Saved as session **#{posted.number}**. Posting it in <#{channel_id}>\u2026",
        accent=Accent.WAITING,
    )


def posted_card(posted: Posted) -> discord.ui.LayoutView:
    """What stands where the preview was, once the session is posted."""
    url = _url(posted)
    return cards.card(
        f"Session **#{posted.number}** is posted in <#{posted.channel_id}>. You are going.",
        cards.row(cards.link("Open it", url)) if url else None,
        accent=Accent.DONE,
    )


def postponed_card(posted: Posted, channel_id: int) -> discord.ui.LayoutView:
    return cards.card(
        f"Saved as session **#{posted.number}**, but Discord did not take its card in"
        f" <#{channel_id}> yet. I post it as soon as possible: you need not do it again.",
        accent=Accent.WAITING,
    )


def dropped_card(mention: Mention) -> discord.ui.LayoutView:
    return cards.card(
        f"Thrown away; nobody else saw it. {mention('session create')} plans another one.",
        accent=Accent.QUIET,
    )


def no_zone_yet(timezone: str) -> str:
    return f"I don't know your time zone yet. Say it with {timezone}, then press **Go on** again."


NO_TOPIC = "There was nothing readable in the topic. Say in a few words what you will study."
