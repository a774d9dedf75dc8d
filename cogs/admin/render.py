"""What moderators see. It reads a guild as discord.py knows it, and asks for nothing more."""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import forums, places
from bot.cards import (
    Accent,
    Row,
    button,
    card,
    channel_select,
    form,
    line,
    options,
    role_select,
    row,
    select,
)
from bot.domain.text import escape
from bot.places import Purpose
from db.backlog import Troubles
from db.guilds import Settings
from db.outbox import State

PURPOSES = {
    Purpose.DIGEST: "Digest",
    Purpose.QA: "Q&A",
    Purpose.SESSIONS: "Sessions",
    Purpose.MODERATORS: "Moderators",
}
ROLES = {"moderator": "Moderators", "frontend": "Frontend", "backend": "Backend"}
_LOST = {
    State.DEAD: "Discord does not take it",
    State.UNSURE: "it may be there or not: I could not look",
    State.EXPIRED: "it was too late",
}
_LOST_SHOWN = 3
NAME_LIMIT = 80


class Page(StrEnum):
    """The set-up in two parts, each of which a phone shows at once."""

    CHANNELS = "channels"
    ROLES = "roles"


def setup_card(
    guild: discord.Guild, settings: Settings, troubles: Troubles, page: Page = Page.CHANNELS
) -> discord.ui.LayoutView:
    """What can be set up, how it stands, and what is missing, in words."""
    channels = {purpose: _channel_line(guild, settings, purpose) for purpose in Purpose}
    is_ready = all(ready for ready, _ in channels.values()) and troubles == Troubles()
    if page is Page.CHANNELS:
        heading = "### Set up Nexus: channels"
        # Each select stands under its own line: some that read #prodevprojectnexus look alike.
        parts: list[tuple[str, Row | None]] = []
        for one, (_, text) in channels.items():
            parts.append((text, _channel_row(settings, one)))
            if one is Purpose.QA:
                parts.extend(_tag_part(guild, settings))
        last = [button("Roles and cohort", "admin:page", Page.ROLES, style=ButtonStyle.primary)]
    else:
        heading = "### Set up Nexus: roles and cohort"
        parts = [(f"**{name}**", _role_row(settings, one)) for one, name in ROLES.items()]
        parts.append((_cohort_line(settings), None))
        last = [
            button("Cohort name and first day", "admin:cohort"),
            button("Channels", "admin:page", Page.CHANNELS),
        ]
    return card(
        f"{heading}\n-# {_zone(settings)} · each choice is saved at once",
        "\n".join(_troubles(troubles)),
        *(block for part in parts for block in part),
        row(*last),
        accent=Accent.DONE if is_ready else Accent.WAITING,
    )


def _troubles(troubles: Troubles) -> Iterator[str]:
    """What could not be posted, and what becomes of it."""
    for one in troubles.parked:
        yield (
            f"⚠️ I may not post in <#{one.channel_id}>, and keep what waits there. I try again"
            f" {format_dt(one.until, 'R')}."
        )
    alike = Counter((one.kind, one.channel_id, one.state) for one in troubles.lost)
    for (kind, channel_id, state), count in list(alike.items())[:_LOST_SHOWN]:
        times = f", {count} times" if count > 1 else ""
        yield f"⚠️ Not posted in <#{channel_id}> this week{times}: the {kind}; {_LOST[state]}."
    if len(alike) > _LOST_SHOWN:
        yield f"⚠️ And {len(alike) - _LOST_SHOWN} more like these."


def _channel_line(guild: discord.Guild, settings: Settings, purpose: Purpose) -> tuple[bool, str]:
    """Whether Nexus can work there, and how that reads."""
    name = f"**{PURPOSES[purpose]}**"
    channel = places.find(guild, settings, purpose)
    if channel is None:
        return False, f"⚠️ {name}: choose a channel below"
    lacking = places.missing(channel, purpose)
    if isinstance(channel, discord.ForumChannel):
        tag = forums.solved_tag(channel, settings)
        if tag and not forums.may_give(channel, tag):  # one for those alone who manage posts
            lacking.append(places.words("manage_threads", in_forum=True))
    if lacking:
        return False, f"⚠️ {name}: allow me in {channel.mention}: **{', '.join(lacking)}**"
    return True, f"✅ {name}: {channel.mention}{_wish(guild, purpose)}"


def _wish(guild: discord.Guild, purpose: Purpose) -> str:
    """What would be good to have, although all works without it."""
    if purpose is not Purpose.SESSIONS or places.may_make_events(guild):
        return ""
    return (
        "\n-# Sessions work, but I may not put them into the server's events:"
        " allow **Create Events**"
    )


def _channel_row(settings: Settings, purpose: Purpose) -> Row:
    chosen = getattr(settings, f"{purpose}_channel_id")
    is_qa = purpose is Purpose.QA
    hint = "Choose a channel or a forum" if is_qa else "Choose a channel"
    return row(
        channel_select("admin:channel", purpose, chosen=chosen, hint=hint, with_forums=is_qa)
    )


def _tag_part(guild: discord.Guild, settings: Settings) -> Iterator[tuple[str, Row | None]]:
    """Where questions live in a forum: which of its tags says that one is solved."""
    forum = places.find(guild, settings, Purpose.QA)
    if not isinstance(forum, discord.ForumChannel):
        return
    if not forum.available_tags:
        yield (
            f"No tag says **solved** yet. Make one in {forum.mention}, under **Edit Channel**,"
            " **Tags**: name it **Solved**, and I will use it.",
            None,
        )
        return
    tag = forums.solved_tag(forum, settings)
    said = (
        f"Solved questions get the tag **{escape(tag.name)}**."
        if tag
        else "Which tag do **solved** questions get? None is named so."
    )
    choices = options(
        ((str(one.id), one.name) for one in forum.available_tags), str(tag.id) if tag else ""
    )
    yield said, row(select("admin:solved", choices=choices, placeholder="Choose a tag"))


def _role_row(settings: Settings, part: str) -> Row:
    chosen = getattr(settings, f"{part}_role_id")
    return row(role_select("admin:role", part, chosen=chosen, hint="Choose a role"))


def _cohort_line(settings: Settings) -> str:
    cohort = escape(settings.cohort_name) if settings.cohort_name else "not named yet"
    since = f", since {settings.first_day:%d %B %Y}" if settings.first_day else ""
    return f"Cohort: {cohort}{since}"


def _zone(settings: Settings) -> str:
    return settings.zone or "No time zone yet: add the command's `zone`"


def cohort_form(settings: Settings) -> discord.ui.Modal:
    return form(
        "The cohort",
        "admin:dates",
        fields=[
            line(
                "name",
                "Name",
                limit=NAME_LIMIT,
                hint="ProDev Backend, cohort 5",
                value=settings.cohort_name or "",
                required=False,
            ),
            line(
                "first_day",
                "First day (year-month-day)",
                limit=20,
                hint="2026-09-07",
                value=settings.first_day.isoformat() if settings.first_day else "",
                required=False,
            ),
        ],
    )
