"""What moderators see. It reads a guild as discord.py knows it, and asks for nothing more."""

from collections import Counter
from collections.abc import Iterator

import discord
from discord.utils import format_dt

from bot import places
from bot.cards import Accent, Row, button, card, channel_select, form, line, role_select, row
from bot.domain.text import escape
from bot.places import Purpose
from db.guilds import Settings
from db.outbox import State, Troubles

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


def setup_card(
    guild: discord.Guild, settings: Settings, troubles: Troubles
) -> discord.ui.LayoutView:
    """Everything that can be set up, how it stands, and what is missing, in words."""
    channels = {purpose: _channel_line(guild, settings, purpose) for purpose in Purpose}
    is_ready = all(ready for ready, _ in channels.values())
    return card(
        "### Set up Nexus\nEach choice is saved at once.",
        "\n".join(_troubles(troubles)),
        # Each select stands under its own line: three that read #prodevprojectnexus look alike.
        *(
            block
            for purpose, (_, text) in channels.items()
            for block in (text, _channel_row(settings, purpose))
        ),
        *(
            block
            for part, name in ROLES.items()
            for block in (f"**{name}** role", _role_row(settings, part))
        ),
        _cohort_line(settings),
        row(button("Cohort name and first day", "admin:cohort")),
        accent=Accent.DONE if is_ready and troubles == Troubles() else Accent.WAITING,
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
    if lacking:
        return False, f"⚠️ {name}: allow me in {channel.mention}: **{', '.join(lacking)}**"
    return True, f"✅ {name}: {channel.mention}"


def _channel_row(settings: Settings, purpose: Purpose) -> Row:
    chosen = getattr(settings, f"{purpose}_channel_id")
    return row(channel_select("admin:channel", purpose, chosen=chosen, hint="Choose a channel"))


def _role_row(settings: Settings, part: str) -> Row:
    chosen = getattr(settings, f"{part}_role_id")
    return row(role_select("admin:role", part, chosen=chosen, hint="Choose a role"))


def _cohort_line(settings: Settings) -> str:
    cohort = escape(settings.cohort_name) if settings.cohort_name else "not named yet"
    since = f", since {settings.first_day:%d %B %Y}" if settings.first_day else ""
    zone = settings.zone or "not set: add it with the command's `zone`"
    return f"Cohort: {cohort}{since}\nTime zone: {zone}"


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
