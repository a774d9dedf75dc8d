"""What pairing says to people. Pure: values in, cards and texts out."""

from collections.abc import Sequence

import discord

from bot.cards import Accent, button, card, row
from bot.domain.matching import Project, Track
from db.pairs import Arrival, Pair, Place

NO_GUILD = "I can't reach your server at the moment."
REFUSED = "Discord did not open it just now."

_HEADINGS = {
    Arrival.JOINED: "You're in the queue",
    Arrival.STAYED: "You're in the queue already",
    Arrival.MOVED: "Changed: you start at the back of this line",
}


def place_card(place: Place) -> discord.ui.LayoutView:
    """Where a member stands, honestly, and what happens next."""
    me = place.me
    return card(
        f"### {_HEADINGS[place.arrival]}",
        f"**{me.project.label}**, {me.track}: you are **number {place.position}** in line,"
        f" since <t:{me.joined_at.timestamp():.0f}:R>.",
        _across(place),
        f"As soon as a new {me.track.other} learner looks for {me.project.label}, I open a private"
        " thread for you two and mention you there.",
        _latest(place),
        row(button("Leave the queue", "pairing:leave")),
        accent=Accent.WAITING,
    )


def _across(place: Place) -> str:
    """Who waits on the other side, and for what."""
    counts = [
        f"{place.across[project]} for {project.label}{_met(project, place)}"
        for project in Project
        if project in place.across
    ]
    side = place.me.track.other.label
    return f"{side} learners waiting: {', '.join(counts) or 'none yet'}."


def _met(project: Project, place: Place) -> str:
    return " (paired with you before)" if project is place.me.project else ""


def _latest(place: Place) -> str | None:
    if place.latest is None:
        return None
    partner = f"<@{place.latest.partner_of(place.me.user_id)}>"
    where = f" in <#{place.latest.thread_id}>" if place.latest.thread_id else ""
    return f"You have {partner}{where} already: this finds you one more partner."


def left(project: Project, find: str) -> str:
    return f"You've left the queue for **{project.label}**. {find} brings you back any time."


def left_card(project: Project, find: str) -> discord.ui.LayoutView:
    return card(left(project, find), accent=Accent.QUIET)


def which_track(held: Sequence[Track], find: str) -> str:
    """Ask for the track of a member whose roles say nothing, or say both."""
    why = (
        "You have both roles, frontend and backend" if held else "I can't tell which side you build"
    )
    return f"{why}: use {find} again and choose your **track**."


def matched(pair: Pair, partner_id: int) -> str:
    return f"{_you_and(pair, partner_id)} I'm opening a private thread for you two…"


def matched_in(pair: Pair, partner_id: int, thread_id: int) -> str:
    return f"{_you_and(pair, partner_id)} Say hello in <#{thread_id}>."


def matched_without_thread(pair: Pair, partner_id: int, why: str) -> str:
    return (
        f"{_you_and(pair, partner_id)} Your private thread is not open yet. {why}\n"
        "Your pair is safe: I try again every minute, and mention you both once it is open."
    )


def _you_and(pair: Pair, partner_id: int) -> str:
    return f"You and <@{partner_id}> are a pair for **{pair.project.label}**!"


def not_allowed(channel_id: int) -> str:
    return (
        f"Discord did not let me open it in <#{channel_id}>. Ask a moderator to allow me there:"
        " **Create Private Threads, Send Messages in Threads**."
    )


def thread_name(pair: Pair) -> str:
    """`E-Commerce: pair 7`: no other pair of the guild has this number."""
    return f"{pair.project.label}: pair {pair.number}"


def pair_card(pair: Pair, find: str) -> discord.ui.LayoutView:
    """Why these two, how to begin, and the way out."""
    return card(
        "### You two are a pair",
        f"<@{pair.frontend_id}> (frontend) and <@{pair.backend_id}> (backend): the same project,"
        f" **{pair.project.label}**, and your first time together.",
        "1. Say hello, and when you work.\n"
        "2. Backend: share your API docs.\n"
        "3. Agree on a first endpoint.",
        f"-# It doesn't work out? Say so here, and use {find} for someone new: Nexus never pairs"
        " the same two again.",
        accent=Accent.DONE,
    )
