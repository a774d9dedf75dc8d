"""What Nexus says to members about themselves. Pure: values in, cards and texts out."""

from collections.abc import Callable, Collection
from datetime import datetime

import discord

from bot import cards
from bot.cards import Accent
from bot.domain import zones
from bot.domain.availability import Availability, Part
from bot.domain.reminders import Offset, wanted
from bot.domain.text import listed

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""


def zone_saved(zone: str, now: datetime) -> str:
    return (
        f"Your time zone is **{zones.label(zone, now)}**. Times that you type are read in it;"
        " times that you see are always your own."
    )


def availability_card(
    known: Availability | None, zone: str | None, mention: Mention
) -> discord.ui.LayoutView:
    """When the member has time, with a select for each half of the week."""
    said = known or Availability()
    nothing = "no time" if said else "not said yet"
    weekdays = cards.multi_select(
        "profile:weekdays", choices=_parts(said.weekdays), placeholder="Monday to Friday"
    )
    weekends = cards.multi_select(
        "profile:weekends", choices=_parts(said.weekends), placeholder="Saturday and Sunday"
    )
    return cards.card(
        "### When you have time",
        f"Monday to Friday: {_in_words(said.weekdays) or nothing}",
        cards.row(weekdays),
        f"Saturday and Sunday: {_in_words(said.weekends) or nothing}",
        cards.row(weekends),
        _where(zone, mention),
        "-# Saved at once. Others see only how many have time; a partner sees the hours you share.",
        accent=Accent.DONE if said and zone else Accent.WAITING,
    )


def _parts(chosen: Collection[Part]) -> list[discord.SelectOption]:
    return cards.options(((part.value, _label(part)) for part in Part), chosen)


def _label(part: Part) -> str:
    first, end = part.hours
    return f"{part.value.capitalize()}, {first:02}:00 to {end:02}:00"


def _in_words(chosen: Collection[Part]) -> str:
    words = listed([one.value for one in Part if one in chosen])
    return f"**{words}**" if words else ""


def _where(zone: str | None, mention: Mention) -> str:
    if zone is None:
        return (
            "I don't know your time zone yet, so I can't use this: say where you are with"
            f" {mention('me timezone')}."
        )
    return f"These are hours in your time zone, **{zones.place(zone)}**."


def reminders_card(unwanted: Collection[Offset]) -> discord.ui.LayoutView:
    """Which reminders the member gets, with a select of all that there are."""
    kept = wanted(frozenset(unwanted))
    choices = cards.options(
        ((str(one.value), one.words.capitalize()) for one in Offset),
        [str(one.value) for one in kept],
    )
    when = listed([one.words for one in kept])
    return cards.card(
        "### Your reminders",
        f"I remind you of study sessions that you go to: **{when}**."
        if kept
        else "I remind you of no study session.",
        cards.row(
            cards.multi_select("profile:reminders", choices=choices, placeholder="No reminders")
        ),
        "-# Each choice is saved at once and holds for every session.",
        accent=Accent.DONE if kept else Accent.QUIET,
    )


def letters_card(guild_id: int, *, is_on: bool) -> discord.ui.LayoutView:
    """Whether the member is written to after a week away."""
    if is_on:
        return cards.card(
            "### The digest, sent to you\nWhen you have not been here for a week, I write you what"
            " you missed.",
            cards.row(cards.button("Stop these messages", "profile:quiet", guild_id)),
            accent=Accent.DONE,
        )
    return cards.card(
        "### The digest, sent to you\nI don't write to you. I can: a direct message with what you"
        " missed, and only after a week in which you were not here.",
        cards.row(cards.button("Write to me", "profile:letters", "on")),
        accent=Accent.QUIET,
    )


def stopped_card(mention: Mention) -> discord.ui.LayoutView:
    return cards.card(
        f"No more messages. {mention('me digest')} brings them back.", accent=Accent.QUIET
    )
