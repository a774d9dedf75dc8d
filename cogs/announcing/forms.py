"""The form in which an announcement is written, and how its time is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import discord

from bot import cards
from bot.domain import when
from bot.domain.errors import Refusal
from bot.domain.text import clean, one_line
from bot.domain.when import Ambiguous, ZoneNeeded
from bot.roads import Press
from db.announcements import Announcement

TITLE_LIMIT = 100
TEXT_LIMIT = 1500


@dataclass(frozen=True, slots=True)
class Times:
    """When it may be posted besides now; `trouble` says why there is no such time."""

    options: tuple[datetime, ...] = ()
    trouble: str = ""


def new_form() -> discord.ui.Modal:
    return cards.form("Announce something", "announcing:written", fields=_fields("", "", ""))


def edit_form(draft: Announcement, at: datetime | None, zone: str | None) -> discord.ui.Modal:
    wall = f"{at.astimezone(ZoneInfo(zone or 'UTC')):%Y-%m-%d %H:%M}" if at else ""
    return cards.form(
        "Edit the announcement",
        "announcing:rewritten",
        draft.id,
        fields=_fields(draft.title, draft.text, wall),
    )


def _fields(title: str, text: str, when_: str) -> Sequence[discord.ui.Label[discord.ui.LayoutView]]:
    return (
        cards.line(
            "title", "What is it about?", limit=TITLE_LIMIT, hint="Demo day on Friday", value=title
        ),
        cards.line(
            "text",
            "What should everybody know?",
            limit=TEXT_LIMIT,
            hint="When, where, and what to bring",
            long=True,
            value=text,
        ),
        cards.line(
            "when",
            "Post it later? Your server's time",
            limit=when.LIMIT,
            hint="fri 9:00; empty to post it now",
            required=False,
            value=when_,
        ),
    )


def written(press: Press) -> tuple[str, str]:
    """The title and the text; a Refusal where either says nothing."""
    title, text = one_line(press.text("title")), clean(press.text("text"))
    if not title or not text:
        raise Refusal("An announcement needs a title and a text that can be read.")
    return title[:TITLE_LIMIT], text[:TEXT_LIMIT]


def times(press: Press, zone: str | None, now: datetime) -> Times:
    """When it is to be posted, as it was typed on the clocks of the server."""
    typed = one_line(press.text("when"))
    if not typed:
        return Times()
    try:
        return Times((when.read(typed, zone, now).starts_at,))
    except Ambiguous as several:
        return Times(tuple(one.starts_at for one in several.readings), str(several))
    except ZoneNeeded:
        return Times(
            trouble="This server has no time zone yet. Name one after the time, such as"
            " `fri 18:00 Lagos`, or set it with `/nexus setup`."
        )
    except Refusal as refusal:
        return Times(trouble=str(refusal))
