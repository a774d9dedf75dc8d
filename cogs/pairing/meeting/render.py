"""What a pair sees of itself. Pure: values in, cards and texts out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot.cards import Accent, button, card, row
from bot.domain.matching import Api, Track
from bot.domain.people import FORMER, who
from bot.domain.shared_time import on_clocks
from bot.domain.text import escape, fit, listed, one_line, plural
from db.pairs import Pair

NO_GUILD = "I can't reach your server at the moment."
REFUSED = "Discord did not open it just now."
ENDED = "This pair has ended. `/pair find` finds you somebody new."

_ROWS = 4  # for the people and for the starts that suit them: each start takes one for each clock
_COUNT = {2: "two", 3: "three"}


@dataclass(frozen=True, slots=True)
class Shared:
    """When all of a pair have time next, and on which clocks that is read."""

    starts: Sequence[datetime]
    zones: Sequence[str]


def not_allowed(channel_id: int) -> str:
    return (
        f"Discord did not let me open it in <#{channel_id}>. Ask a moderator to allow me there:"
        " **Create Private Threads, Send Messages in Threads**."
    )


def public_only(pair: Pair) -> str:
    if any(one.declined_at for one in pair.mates):
        return (
            "I may not open private threads here, and not all of you want a public one. Moderators"
            " know; I open a private one once they allow it."
        )
    return "I may not open private threads here. Do all of you take one that everybody can read?"


def thread_name(pair: Pair) -> str:
    """`E-Commerce: pair 7`: no other pair of the guild has this number."""
    return fit(f"{one_line(pair.project)}: pair {pair.number}", 100)


def pair_card(pair: Pair, shared: Shared, find: str) -> discord.ui.LayoutView:
    """Why these, how to begin, and the way out; as things stand now."""
    if not pair.is_on:
        return ended_card(pair, find)
    begun = f"**Started** {format_dt(pair.started_at, 'R')}. Have fun!" if pair.started_at else None
    return card(
        f"### You {_COUNT.get(len(pair.people), 'two')} are a pair",
        f"{_people(pair, Track.FRONTEND)} and {_people(pair, Track.BACKEND)} build"
        f" **{escape(pair.project)}**.",
        "\n".join(_why(pair, shared)),
        begun
        or "1. Say hello, and when you work.\n"
        "2. Backend: share your API docs.\n"
        "3. Agree on a first endpoint.",
        row(*_buttons(pair)),
        accent=Accent.DONE,
    )


def _why(pair: Pair, shared: Shared) -> list[str]:
    time = "your first time together" if pair.why.is_first_time else "you know each other"
    lines = [f"**Why you:** {_api(pair)}, and {time}."]
    if pair.why.shared_hours:
        lines.append(f"{plural(pair.why.shared_hours, 'shared hour')} a week.")
    if shared.starts:
        shown = (_ROWS - len(pair.people)) // len({*shared.zones})
        lines += [f"-# {on_clocks(one, shared.zones)}" for one in shared.starts[:shown]]
    return lines


def _api(pair: Pair) -> str:
    match pair.why.api:
        case (Api.REST | Api.GRAPHQL) as api:
            return f"{api.label} for {'both' if len(pair.people) == 2 else 'all'}"
        case Api.EITHER:
            return "REST or GraphQL as you like"
        case None:
            return "an API style to agree on"


def _buttons(pair: Pair) -> list[discord.ui.Button[discord.ui.LayoutView]]:
    started = [] if pair.started_at else [button("We have started", "pairing:started", pair.id)]
    return [
        button("Propose a time", "pairing:propose", pair.id, style=ButtonStyle.primary),
        button("Contract", "contract:show", pair.id),
        *started,
        button("Re-match", "pairing:rematch", pair.id),
    ]


def ended_card(pair: Pair, find: str) -> discord.ui.LayoutView:
    return card(
        "### This pair has ended",
        f"{names(pair.people) or who(FORMER)} built **{escape(pair.project)}**. {find} finds"
        " somebody new.",
        accent=Accent.QUIET,
    )


def public_card(pair: Pair, find: str) -> discord.ui.LayoutView:
    """In the project's channel: may their thread be public?"""
    who = names(pair.people)
    if not pair.is_on:
        return card(
            f"{who}: your pair has ended. {find} finds somebody new.",
            row(button("Find somebody new", "pairing:new", pair.id)),
            accent=Accent.QUIET,
        )
    if pair.thread_id is not None:
        return card(f"{who}: your thread is open: <#{pair.thread_id}>.", accent=Accent.DONE)
    if any(one.declined_at for one in pair.mates if one.left_at is None):
        return card(
            f"{who}: you stay without a thread for now. Moderators know. Write to each other"
            " directly meanwhile.",
            row(*public_buttons(pair)),
            accent=Accent.WAITING,
        )
    agreed = [one.user_id for one in pair.mates if one.agreed_at and one.left_at is None]
    return card(
        f"{who}: you are a pair for **{escape(pair.project)}**! I may not open private threads"
        " here. Is one fine that everybody can read?",
        f"-# Fine with {names(agreed)}." if agreed else None,
        row(*public_buttons(pair)),
        accent=Accent.WAITING,
    )


def public_buttons(pair: Pair) -> list[discord.ui.Button[discord.ui.LayoutView]]:
    return [
        button(
            "A public thread is fine", "pairing:public", pair.id, "yes", style=ButtonStyle.primary
        ),
        button("Rather not", "pairing:public", pair.id, "no"),
    ]


def found_card(pair: Pair, user_id: int, before: str, what_next: str) -> discord.ui.LayoutView:
    """For the finder alone."""
    return card(
        before or None,
        f"You and {names(pair.others(user_id))} are a pair for **{escape(pair.project)}**!"
        f" {what_next}",
        accent=Accent.DONE,
    )


OPENING = "I'm opening a private thread for you…"


def hello_in(thread_id: int) -> str:
    return f"Say hello in <#{thread_id}>."


def not_open_yet(why: Exception) -> str:
    return (
        f"Your private thread is not open yet. {why}\nYour pair is safe: I try again every minute,"
        " and mention you all once it is open."
    )


def asked_card(pair: Pair, user_id: int) -> discord.ui.LayoutView:
    """The same question, for the finder alone."""
    return card(
        f"You and {names(pair.others(user_id))} are a pair for **{escape(pair.project)}**!",
        public_only(pair),
        row(*public_buttons(pair)),
        accent=Accent.WAITING,
    )


def agreed_words(pair: Pair, user_id: int) -> str:
    waiting = [one.user_id for one in pair.mates if one.left_at is None and not one.agreed_at]
    others = [one for one in waiting if one != user_id]
    return f"Noted. I open it as soon as {names(others)} agrees too."


DECLINED = (
    "Noted: no public thread. Moderators are asked to allow private ones, and I open yours then."
    " Write to each other directly meanwhile."
)


def open_words(thread_id: int) -> str:
    return f"Your thread is open: <#{thread_id}>."


def started(pair: Pair, *, is_news: bool) -> str:
    if not is_news:
        return "Noted already: you have started. Have fun!"
    return f"Good to hear! I don't remind you any more. **{escape(pair.project)}** is yours."


def names(people: Sequence[int]) -> str:
    """@a, @b and @c."""
    return listed(map(who, people))


def _people(pair: Pair, side: Track) -> str:
    return ", ".join(f"{who(one)} ({side})" for one in pair.on(side))


def more_card(pair: Pair, user_id: int) -> discord.ui.LayoutView:
    """Tell two that they are three by now, and the third where they have come."""
    mate = pair.mate(user_id)
    side = f", {mate.side}" if mate else ""
    return card(
        f"### You are three\n{who(user_id)}{side}, waited long for a partner on"
        f" **{escape(pair.project)}** and joins you, {names(pair.others(user_id))}: all of you said"
        " that you would be three rather than let somebody wait. Say hello!",
        accent=Accent.DONE,
    )
