"""The forms in which moderators write a host why a session is not approved as it is."""

import discord

from bot import cards
from db.study import Posted

WORD_LIMIT = 300


def change_form(posted: Posted) -> discord.ui.Modal:
    return cards.form(
        f"Ask to change #{posted.number}",
        "study:changed",
        posted.number,
        posted.sequence,
        fields=[_word("What should be different?", "Say what it is for, and for whom")],
    )


def decline_form(posted: Posted) -> discord.ui.Modal:
    return cards.form(
        f"Decline #{posted.number}",
        "study:declined",
        posted.number,
        posted.sequence,
        fields=[_word("Why?", "There is one of the same on Friday already")],
    )


def _word(label: str, hint: str) -> discord.ui.Label[discord.ui.LayoutView]:
    return cards.line("word", label, limit=WORD_LIMIT, hint=hint, long=True)
