"""What is said of sessions that are moved, changed, cancelled or handed over."""

from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain import recurrence
from bot.domain.people import who
from bot.domain.text import escape, fit, plural
from bot.domain.when import Ambiguous
from cogs.study.render import Mention, cancelled_words, moment, time, wall
from cogs.study.tending.forms import short
from db import session_ends
from db.session_acts import Done, Scope
from db.session_moves import Move
from db.study import Cancelled, Posted

PRIVATE = "here"  # in a custom_id: the button stands on a card that one person sees
HELD_AGAIN = "Moderators look at it again."
_LATER = 3
_TOPIC = 60


def which_card(
    posted: Posted, several: Ambiguous, typed: str, scope: Scope, reason: str
) -> discord.ui.LayoutView:
    """What was typed may mean several times: each is shown beside its button."""
    readings = several.readings
    return cards.card(
        f"### Move {_named(posted)}",
        f"\u201c{escape(typed)}\u201d may be read in more than one way. {several}",
        "\n".join(f"**{place}.** {time(one.starts_at)}" for place, one in enumerate(readings, 1)),
        cards.row(
            *(
                cards.button(
                    wall(one),
                    "study:moving",
                    posted.number,
                    f"{one.starts_at.timestamp():.0f}",
                    scope,
                    short(reason),
                )
                for one in readings
            )
        ),
        cards.row(cards.button("Leave it", "study:leave", posted.number)),
        accent=Accent.WAITING,
    )


def move_card(move: Move, reason: str) -> discord.ui.LayoutView:
    """The old time and the new one, before anything is saved."""
    posted = move.posted
    return cards.card(
        f"### Move {_named(posted)}",
        f"from {format_dt(posted.starts_at, 'F')}\nto {time(move.to)}",
        _behind(move),
        cards.row(
            cards.button(
                "Move it" if move.scope is Scope.ONE else "Move them",
                "study:move",
                posted.number,
                f"{posted.starts_at.timestamp():.0f}",
                f"{move.to.timestamp():.0f}",
                move.scope,
                short(reason),
                style=ButtonStyle.primary,
            ),
            cards.button("Leave it", "study:leave", posted.number),
        ),
        "-# Nothing is saved yet, and nobody else sees this.",
        accent=Accent.WAITING,
    )


def _behind(move: Move) -> str:
    """What becomes of those that follow."""
    if move.rule is None:
        is_one_of_many = move.posted.series_id is not None
        return "Only this one: those that follow stay as they are." if is_one_of_many else ""
    shown = ", ".join(format_dt(one, "d") for one in move.later[:_LATER])
    then = f", then {shown}" if shown else ""
    return f"With all that follow: {recurrence.words(move.rule)}{then}."


def moved_card(done: Done) -> discord.ui.LayoutView:
    then = HELD_AGAIN if done.posted.is_held else "I ask those who were coming if they still do."
    return cards.card(
        f"{_named(done.posted)} is moved to {moment(done.posted)}.{_and_others(done)} {then}",
        accent=Accent.DONE,
    )


def left_card(number: int) -> discord.ui.LayoutView:
    return cards.card(f"Session **#{number}** stays as it was.", accent=Accent.QUIET)


def moved_notice(posted: Posted, was: datetime, people: Sequence[int]) -> discord.ui.LayoutView:
    """In the thread, to those who were coming."""
    return cards.card(
        f"{_pings(people)}\n**{_named(posted)}** is moved from {format_dt(was, 'F')}"
        f" to {moment(posted)}. Do you still come?",
        cards.row(
            cards.button("Still coming", "study:still", posted.number, style=ButtonStyle.primary),
            cards.button("Can't", "study:cant", posted.number),
        ),
        accent=Accent.WAITING,
    )


def skipped_card(done: Done) -> discord.ui.LayoutView:
    return _off_card(
        done, f"{_named(done.posted)} on {moment(done.posted)} is left out. The series goes on."
    )


def cancelled_card(done: Done, scope: Scope) -> discord.ui.LayoutView:
    end = " The series ends with it." if scope is Scope.ALL else ""
    return _off_card(done, f"{_named(done.posted)} is cancelled.{_and_others(done)}{end}")


def _off_card(done: Done, said: str) -> discord.ui.LayoutView:
    posted = done.posted
    assert posted.cancelled is not None
    if posted.cancelled.is_told:
        told = "It was about to start, so all who were coming hear of it now."
        return cards.card(f"{said} {told}", accent=Accent.QUIET)
    until = format_dt(posted.cancelled.at + session_ends.UNDO, "R")
    return cards.card(
        f"{said} Its card says so. Those who were coming hear of it {until}; you can undo it"
        " before.",
        cards.row(cards.button("Undo", "study:undo", posted.number, PRIVATE)),
        accent=Accent.QUIET,
    )


def back_card(done: Done) -> discord.ui.LayoutView:
    then = HELD_AGAIN if done.posted.is_held else "Nobody was told that it would not."
    return cards.card(
        f"{_named(done.posted)} takes place after all: {moment(done.posted)}."
        f"{_and_others(done)} {then}",
        accent=Accent.DONE,
    )


def cancelled_notice(
    posted: Posted, cancelled: Cancelled, people: Sequence[int]
) -> discord.ui.LayoutView:
    """In the thread; of one that was never posted, nobody but its host knows the topic."""
    name = _named(posted) if posted.message_id else f"Session #{posted.number}"
    return cards.card(
        f"{_pings(people)}\n**{name}**, {format_dt(posted.starts_at, 'F')}:"
        f" {cancelled_words(cancelled)}",
        accent=Accent.QUIET,
    )


def edited(done: Done, *, is_voice_gone: bool, mention: Mention) -> str:
    held = f" {HELD_AGAIN}" if done.posted.is_held else ""
    gone = (
        " The voice channel that was chosen for it is gone: choose another one with"
        f" {mention('session edit')}."
        if is_voice_gone
        else ""
    )
    return f"**{_named(done.posted)}** is changed.{_and_others(done)}{held}{gone}"


def handed_over(done: Done) -> str:
    then = HELD_AGAIN if done.posted.is_held else "They go to it, and hear so in its thread."
    return (
        f"{who(done.posted.host_id)} hosts **{_named(done.posted)}** now.{_and_others(done)} {then}"
    )


def host_notice(
    posted: Posted, by_id: int, scope: Scope, mention: Mention
) -> discord.ui.LayoutView:
    """In the thread, to the new host."""
    whole = " and those that follow" if scope is Scope.ALL else ""
    return cards.card(
        f"{who(posted.host_id)}, you host **{_named(posted)}**{whole} from now on:"
        f" {who(by_id)} handed it over to you. You are going.\n{moment(posted)}",
        f"-# Not for you? {mention('session host')} hands it over to somebody else.",
        accent=Accent.DONE,
    )


def length_stays(edit: str) -> str:
    return (
        f"Moving a session does not change how long it lasts: {edit} does, with `duration`. Leave"
        " out the `for \u2026` after the time."
    )


def _and_others(done: Done) -> str:
    """What was done to those that follow, if any were meant."""
    if done.count == 1:
        return ""
    return f" The same goes for {plural(done.count - 1, 'session')} after it."


def _named(posted: Posted) -> str:
    return f"#{posted.number} {escape(fit(posted.topic, _TOPIC))}"


def _pings(people: Sequence[int]) -> str:
    return " ".join(who(one) for one in people)
