"""What moderators see as they set Nexus up. It reads a guild as discord.py knows it."""

from collections.abc import Iterator

import discord
from discord import ButtonStyle

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
from bot.domain import troubles, zones
from bot.domain.text import escape
from bot.domain.troubles import Place, Standing, Trouble, Wrong
from bot.places import Purpose
from cogs.admin import wrong
from cogs.admin.names import PURPOSES, ROLES, Page
from db.guilds import Settings

# What stands beside the selects is not told above them once more.
_ABOVE = {
    Page.CHANNELS: {Wrong.PUBLIC, Wrong.LOST},
    Page.ROLES: {Wrong.ROLE_GONE, Wrong.LOST, Wrong.UNKNOWN_ZONE},
}
_LOST_SHOWN = 3


def setup_card(
    guild: discord.Guild, settings: Settings, standing: Standing, page: Page = Page.CHANNELS
) -> discord.ui.LayoutView:
    """What can be set up, how it stands, and what is missing, in words."""
    wrongs = troubles.found(standing)
    if page is Page.ROLES:
        heading = "### Set up Nexus: roles and cohort"
        parts: list[tuple[str, Row | None]] = [
            (f"**{name}**", _role_row(settings, one)) for one, name in ROLES.items()
        ]
        parts.append((_cohort_line(settings), None))
        last = [
            button("Cohort name and first day", "admin:cohort"),
            button("Channels", "admin:page", Page.CHANNELS),
        ]
    else:
        page = Page.CHANNELS
        heading = "### Set up Nexus: channels"
        # Each select stands under its own line: some that read #prodevprojectnexus look alike.
        parts = []
        for place, one in zip(standing.places, Purpose, strict=True):
            parts.append((_channel_line(guild, place, one), _channel_row(settings, one)))
            if one is Purpose.QA:
                parts.extend(_tag_part(guild, settings))
        last = [button("Roles and cohort", "admin:page", Page.ROLES, style=ButtonStyle.primary)]
    return card(
        f"{heading}\n-# {_zone(settings)} · each choice is saved at once",
        "\n".join(f"⚠️ {one}" for one in _above(standing, wrongs, page)),
        *(block for part in parts for block in part),
        row(
            *last,
            button("Time zone", "admin:zone", page),
            button("All settings", "admin:settings"),
        ),
        accent=Accent.WAITING if wrongs else Accent.DONE,
    )


def _above(standing: Standing, wrongs: tuple[Trouble, ...], page: Page) -> Iterator[str]:
    """What no choice below it mends, or what is to be seen on any page."""
    yield from (wrong.words(wrong.parked(one)) for one in standing.parked)
    told = [one for one in wrongs if one.wrong in _ABOVE[page]]
    lost = [one for one in told if one.wrong is Wrong.LOST]
    yield from (wrong.words(one) for one in told if one not in lost[_LOST_SHOWN:])
    if len(lost) > _LOST_SHOWN:
        yield f"And {len(lost) - _LOST_SHOWN} more like these."


def _channel_line(guild: discord.Guild, place: Place, purpose: Purpose) -> str:
    """Whether Nexus can work there, in words."""
    name = f"**{PURPOSES[purpose]}**"
    where = f"<#{place.channel_id}>"
    if place.is_gone:
        instead = f", so it is {where} for now" if place.channel_id else ""
        return f"⚠️ {name}: the channel was deleted{instead}. Choose another one"
    if place.channel_id is None:
        return f"⚠️ {name}: choose a channel below"
    if place.lacking:
        return f"⚠️ {name}: allow me in {where}: **{', '.join(place.lacking)}**"
    return f"✅ {name}: {where}{_wish(guild, purpose)}"


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
    return settings.zone or "No time zone yet"


def zone_form(settings: Settings, page: str) -> discord.ui.Modal:
    known = settings.zone and zones.known(settings.zone)
    field = line(
        "zone",
        "A city of it",
        limit=64,
        hint="Lagos",
        value=zones.city(known) if known else "",
    )
    return form("The cohort's time zone", "admin:zoned", page, fields=[field])


def cohort_form(settings: Settings) -> discord.ui.Modal:
    return form(
        "The cohort",
        "admin:dates",
        fields=[
            line(
                "name",
                "Name",
                limit=80,
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
