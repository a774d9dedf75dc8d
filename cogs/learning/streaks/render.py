"""What Nexus shows of a streak: to its member, and to the cohort where they want that."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain.people import who
from bot.domain.text import plural
from cogs.learning.render import Mention, day
from db.log_streaks import LONGEST_BREAK, Standing

_DAY = timedelta(days=1)
_Button = discord.ui.Button[discord.ui.LayoutView]


def streak_card(
    found: Standing, zone: str | None, mention: Mention, said: str = ""
) -> discord.ui.LayoutView:
    streak = found.streak
    return cards.card(
        said,
        f"### {_days(streak.current)}\n-# Your longest: {plural(streak.longest, 'day')}",
        "\n".join(_stands(found, zone, mention)),
        f"-# {'The cohort sees it.' if found.is_shown else 'Only you see this.'}",
        cards.row(*_buttons(found)),
        accent=Accent.DONE if streak.is_kept_today else Accent.OPEN,
    )


def shown_card(user_id: int, found: Standing) -> discord.ui.LayoutView:
    """For everybody."""
    last = f" · last entry on {day(found.last_kept)}" if found.last_kept else ""
    return cards.card(
        f"{who(user_id)} keeps a learning log: **{_days(found.streak.current)}**",
        f"-# Longest: {plural(found.streak.longest, 'day')}{last}",
        accent=Accent.DONE,
    )


def break_form() -> discord.ui.Modal:
    fields = (
        _day_field("first", "The first day of your break", "today"),
        _day_field("last", f"Its last day, {LONGEST_BREAK} days at most", ""),
    )
    return cards.form("Plan a break", "log:rest", fields=fields)


def _day_field(name: str, label: str, value: str) -> discord.ui.Label[discord.ui.LayoutView]:
    return cards.line(name, label, limit=64, hint="today, friday, 6 march", value=value)


def _days(count: int) -> str:
    return f"{plural(count, 'day')} in a row" if count else "No streak yet"


def _stands(found: Standing, zone: str | None, mention: Mention) -> Iterator[str]:
    streak, rest = found.streak, found.rest
    if rest is not None and found.today in rest:
        yield f"You rest until {day(rest.last)}. Nothing breaks meanwhile."
    elif streak.is_kept_today:
        yield "Today counts already."
    else:
        midnight = datetime.combine(found.today + _DAY, time(), ZoneInfo(zone or "UTC"))
        yield f"Today is open: it ends {format_dt(midnight, 'R')}. {mention('log add')}"
    if streak.current and streak.free_day:
        yield f"This week's free day was {streak.free_day:%A}."
    elif streak.current:
        yield "You may miss one day a week, and this week's is free."
    if rest is not None and found.today not in rest:
        yield f"You rest from {day(rest.first)} to {day(rest.last)}."
    if zone is None:
        yield f"-# Your day ends at midnight in UTC. Yours? {mention('me timezone')}"


def _buttons(found: Standing) -> Iterator[_Button]:
    if found.is_shown:
        yield cards.button("Keep it private", "log:hide")
    elif found.streak.current:
        yield cards.button("Show it to the cohort", "log:show", style=ButtonStyle.primary)
    if found.rest is None:
        yield cards.button("Plan a break", "log:break")
    else:
        yield cards.button("End the break", "log:work")


SHOWN = "The cohort sees your streak: its card is in <#{}>, and stays true as you go on."
HIDDEN = "Private again: its card in the channel says nothing of it any more."
RESTS = "Planned. Rest well!"
WORKS = "Your break is over; what has been of it still counts as one."
