"""What who looks for a partner sees. Pure: values in, cards and texts out."""

from collections.abc import Sequence

import discord

from bot.cards import Accent, button, card, row
from bot.domain.matching import Track
from bot.domain.text import escape
from db.queue import Arrival, Place

_HEADINGS = {
    Arrival.JOINED: "You're in the queue",
    Arrival.STAYED: "You're in the queue already",
    Arrival.MOVED: "Changed: you start at the back of this line",
}


def place_card(place: Place, arrival: Arrival) -> discord.ui.LayoutView:
    """Where a member stands, honestly, and what happens next."""
    me = place.me
    return card(
        f"### {_HEADINGS[arrival]}",
        f"**{escape(me.project)}**, {me.track.label.lower()}: you are **number {place.position}**"
        f" in line, since <t:{me.joined_at.timestamp():.0f}:R>.",
        f"Waiting on the other side: {_across(place)}.",
        "As soon as somebody on the other side looks for it, I open a private thread for you two"
        " and mention you there.",
        row(button("Leave the queue", "pairing:leave")),
        accent=Accent.WAITING,
    )


def _across(place: Place) -> str:
    counts = [f"{count} for {escape(project)}" for project, count in place.across.items()]
    return ", ".join(counts) or "nobody yet"


def left(project: str | None, find: str) -> str:
    if project is None:
        return f"You aren't waiting for a partner. {find} puts you in the queue."
    return f"You've left the queue for **{escape(project)}**. {find} brings you back any time."


def left_card(project: str | None, find: str) -> discord.ui.LayoutView:
    return card(left(project, find), accent=Accent.QUIET)


def which_track(held: Sequence[Track], find: str) -> str:
    """Ask for the track of a member whose roles say nothing, or say both."""
    why = (
        "You have both roles, frontend and backend" if held else "I can't tell which side you build"
    )
    return f"{why}: use {find} again and choose your **track**."
