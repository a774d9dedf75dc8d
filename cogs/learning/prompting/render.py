"""The weekly question: how it is asked, its form, and the card on which it is planned."""

from datetime import timedelta

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain.log import TEXT_LIMIT
from bot.domain.text import escape, fit, plural
from bot.domain.weekly import HOURS, WEEKDAYS
from bot.kinds import late_words
from cogs.learning.render import Mention
from db.log_habits import Prompt

# For who chose one of the two: the end of a week's work.
FRIDAY, EVENING = 4, 18
_Button = discord.ui.Button[discord.ui.LayoutView]


def settings_card(
    prompt: Prompt, guild_id: int, mention: Mention, said: str = ""
) -> discord.ui.LayoutView:
    weekdays = cards.options(
        ((str(at), name) for at, name in enumerate(WEEKDAYS)), _chosen(prompt.weekday)
    )
    hours = cards.options(((str(at), f"{at:02}:00") for at in range(HOURS)), _chosen(prompt.hour))
    return cards.card(
        said,
        _planned(prompt),
        None
        if prompt.zone
        else f"-# Hours are UTC until you say where you are: {mention('me timezone')}",
        cards.row(cards.select("log:weekday", choices=weekdays, placeholder="On which day?")),
        cards.row(cards.select("log:hour", choices=hours, placeholder="At which hour?")),
        cards.row(write_button(guild_id), *([stop_button(guild_id)] if prompt.is_wanted else [])),
    )


def question_card(guild: discord.Guild, late: timedelta | None) -> discord.ui.LayoutView:
    """By direct message."""
    return cards.card(
        f"**How was your week in {escape(fit(guild.name, 60))}?**",
        "Three short lines go into your learning log: what you did, what was hard, what is next."
        " Only you see them.",
        late_words(late),
        cards.row(write_button(guild.id), stop_button(guild.id)),
    )


def hello_card(guild: discord.Guild, prompt: Prompt) -> discord.ui.LayoutView:
    """By direct message, once somebody wants to be asked."""
    return cards.card(
        f"Hello! For **{escape(fit(guild.name, 60))}** I will ask you here, {_when(prompt)}.",
        cards.row(stop_button(guild.id)),
    )


def week_form(guild_id: int) -> discord.ui.Modal:
    return cards.form(
        "How was your week?",
        "log:weekly",
        guild_id,
        fields=(
            _field("done", "What did you do?", "Login and tokens work, with tests"),
            _field("hard", "What was hard?", "The list of orders takes four seconds"),
            _field("next", "What is next?", "Pagination, then the docs"),
        ),
    )


def saved_card(count: int) -> discord.ui.LayoutView:
    noted = plural(count, "entry is", "entries are")
    return cards.card(f"Thank you! {noted} in your log.", accent=Accent.DONE)


def stopped_card(mention: Mention) -> discord.ui.LayoutView:
    return cards.card(
        f"I won't ask any more. Should you want it again: {mention('log prompt')}.",
        accent=Accent.QUIET,
    )


def write_button(guild_id: int) -> _Button:
    return cards.button("Write it down", "log:week", guild_id, style=ButtonStyle.primary)


def stop_button(guild_id: int) -> _Button:
    return cards.button("Stop asking me", "log:quiet", guild_id)


def _planned(prompt: Prompt) -> str:
    if not prompt.is_wanted:
        return (
            "**How was your week?** I can ask you that by direct message, once a week: choose a"
            " day or an hour, and I do."
        )
    assert prompt.next_at is not None
    return (
        f"**How was your week?** I ask you by direct message, {_when(prompt)}.\n"
        f"-# Next on {format_dt(prompt.next_at, 'F')}"
    )


def _when(prompt: Prompt) -> str:
    return f"each **{WEEKDAYS[prompt.weekday or 0]} at {prompt.hour or 0:02}:00** of yours"


def _field(name: str, label: str, example: str) -> discord.ui.Label[discord.ui.LayoutView]:
    return cards.line(name, label, limit=TEXT_LIMIT, hint=example, long=True, required=False)


def _chosen(value: int | None) -> str:
    return "" if value is None else str(value)


NOTHING = "You left all three lines empty. Write one of them, and it goes into your log."
