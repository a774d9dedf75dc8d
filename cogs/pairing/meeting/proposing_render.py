"""What who proposes a time sees. Pure: values in, cards, forms and texts out."""

from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain import when
from bot.domain.people import who
from bot.domain.shared_time import on_clock
from bot.domain.when import Ambiguous, Reading
from cogs.pairing.meeting.render import names
from db.pair_profiles import Profile
from db.pairs import Pair
from db.study import Posted


def times_card(
    pair: Pair, starts: Sequence[datetime], zone: str, lacking: Sequence[str]
) -> discord.ui.LayoutView:
    """The starts that suit all, one tap each; for the one who pressed alone."""
    are_two = len(pair.people) == 2
    all_of_you, others = ("you both", "your partner") if are_two else ("you all", "the others")
    shown = "\n".join(f"{at}. {format_dt(one, 'f')}" for at, one in enumerate(starts, start=1))
    buttons = [
        cards.button(
            on_clock(one, zone),
            "pairing:meet",
            pair.id,
            f"{one.timestamp():.0f}",
            style=ButtonStyle.primary if one == starts[0] else ButtonStyle.secondary,
        )
        for one in starts
    ]
    return cards.card(
        "### When do you meet?",
        f"An hour that suits {all_of_you}:\n{shown}" if starts else None,
        "\n".join(lacking) or (None if starts else "I found no hour in which you all have time."),
        f"-# One tap plans it for your pair alone, and tells {others}." if starts else None,
        cards.row(*buttons) if buttons else None,
        cards.row(cards.button("Another time", "pairing:when", pair.id)),
    )


def lacking(profiles: Sequence[Profile], me: int, *, timezone: str, availability: str) -> list[str]:
    """What is still to be said before times that suit all can be found."""
    lines: list[str] = []
    for one in profiles:
        if one.zone is not None and one.availability is not None:
            continue
        said = ("where you are", "where they are", timezone)
        if one.zone is not None:
            said = ("when you have time", "when they have time", availability)
        mine, theirs, command = said
        lines.append(
            f"Say {mine} with {command}, and I find hours that suit all of you."
            if one.user_id == me
            else f"{who(one.user_id)} has not said yet {theirs} ({command})."
        )
    return lines


def zone_needed(timezone: str) -> str:
    return f"Whose 18:00 is that? Say where you are with {timezone}, and then press it again."


def time_form(pair_id: int) -> discord.ui.Modal:
    return cards.form(
        "Another time",
        "pairing:at",
        pair_id,
        fields=[cards.line("when", "When?", limit=when.LIMIT, hint="fri 18:00 for 90m")],
    )


def which_card(pair_id: int, several: Ambiguous) -> discord.ui.LayoutView:
    """What was typed may mean several moments: which one?"""
    return cards.card(
        str(several),
        cards.row(*(_meant(pair_id, one) for one in several.readings))
        if several.readings
        else None,
        cards.row(cards.button("Another time", "pairing:when", pair_id)),
        accent=Accent.WAITING,
    )


def _meant(pair_id: int, one: Reading) -> discord.ui.Button[discord.ui.LayoutView]:
    label = on_clock(one.starts_at, one.zone or "UTC")
    at = f"{one.starts_at.timestamp():.0f}"
    return cards.button(label, "pairing:meet", pair_id, at, one.minutes)


def proposed_card(posted: Posted, user_id: int) -> discord.ui.LayoutView:
    others = [one for one in posted.company if one != user_id]
    return cards.card(
        f"Session **#{posted.number}** is planned: {format_dt(posted.starts_at, 'F')}.",
        f"Its card is in your thread, where {names(others)} will see it. You are going.",
        accent=Accent.DONE,
    )
