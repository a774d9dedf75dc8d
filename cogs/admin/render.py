"""What moderators see. It reads a guild as discord.py knows it, and asks for nothing more."""

import discord

from bot import places
from bot.cards import Accent, Row, button, card, channel_select, form, line, role_select, row
from bot.domain.text import escape
from bot.places import Purpose
from db.guilds import Settings

PURPOSES = {
    Purpose.DIGEST: "Digest",
    Purpose.QA: "Q&A",
    Purpose.SESSIONS: "Sessions",
    Purpose.MODERATORS: "Moderators",
}
ROLES = {"moderator": "Moderators", "frontend": "Frontend", "backend": "Backend"}


def setup_card(guild: discord.Guild, settings: Settings) -> discord.ui.LayoutView:
    """Everything that can be set up, how it stands, and what is missing, in words."""
    channels = {purpose: _channel_line(guild, settings, purpose) for purpose in Purpose}
    is_ready = all(ready for ready, _ in channels.values())
    return card(
        "### Set up Nexus\nEach choice is saved at once.",
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
        accent=Accent.DONE if is_ready else Accent.WAITING,
    )


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
