"""What moderators see of pairing's settings. Pure: values in, cards and forms out."""

from collections.abc import Sequence

import discord

from bot import cards
from bot.cards import Accent
from bot.domain.projects import MOST, NAME_LIMIT
from bot.domain.text import escape, fit, plural

# The form has all; so much fits on a phone.
_EXCERPT = 250


def settings_card(offered: Sequence[str], strays: int, *, is_own: bool) -> discord.ui.LayoutView:
    """`strays` is how many members named a project that is no longer offered."""
    whose = "your own list" if is_own else "the programme's list"
    reset = [cards.button("Use the programme's list", "pairing:standard")] if is_own else []
    return cards.card(
        "### Pairing: the projects",
        f"Learners here choose among {plural(len(offered), 'project')}, {whose}:"
        f" {fit(', '.join(map(escape, offered)), _EXCERPT)}",
        _asked_anew(strays),
        cards.row(
            cards.button("Change the list", "pairing:projects"),
            *reset,
            cards.button("All settings", "admin:settings"),
        ),
        accent=Accent.QUIET,
    )


def _asked_anew(strays: int) -> str | None:
    if not strays:
        return None
    who = f"{plural(strays, 'member')} named a project that is no longer here."
    return f"{who} I ask them to choose anew when they look for a partner."


def projects_form(offered: Sequence[str]) -> discord.ui.Modal:
    return cards.form(
        "The projects that learners build",
        "pairing:listed",
        fields=[
            cards.line(
                "projects",
                f"One a line, {MOST} at most",
                limit=MOST * (NAME_LIMIT + 1),
                hint=f"Each of at most {NAME_LIMIT} characters",
                long=True,
                value="\n".join(offered),
            )
        ],
    )
