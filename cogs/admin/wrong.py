"""What is wrong, in words, each with the button that leads to its repair."""

import discord
from discord.utils import format_dt

from bot import cards
from bot.cards import Beside
from bot.domain.text import escape
from bot.domain.troubles import Parked, Trouble, Wrong
from bot.kinds import LOST_WORDS
from cogs.admin.names import PURPOSES, ROLES, Page
from db.outbox import State

_NAMES = {**PURPOSES, **ROLES}
_WORDS = {
    Wrong.NOWHERE: "No channel is chosen for **{about}**.",
    Wrong.GONE: "The channel for **{about}** was deleted.",
    Wrong.DENIED: "Allow me in {where}: **{about}**.",
    Wrong.PARKED: "I may not post in {where}, and keep what waits there.{again}",
    Wrong.PUBLIC: "Everybody can read {where}, the channel for **{about}**.",
    Wrong.TAG_MISSING: "No tag of {where} says **solved**. Make one: **Edit Channel**, **Tags**.",
    Wrong.TAG_UNNAMED: "Which tag of {where} do **solved** questions get?",
    Wrong.ROLE_GONE: "The role for **{about}** was deleted.",
    Wrong.NO_ZONE: "No **time zone** is chosen, so UTC counts.",
    Wrong.UNKNOWN_ZONE: "I don't know the time zone **{about}** any more.",
    Wrong.LOST: "Not posted in {where} this week{times}: the {about}.",
}


def row(one: Trouble, place: int) -> Beside:
    """For a card of several: `place` is the trouble's own there."""
    return cards.beside(f"⚠️ {words(one)}", _repair(one, place))


def words(one: Trouble) -> str:
    again = f" I try again {format_dt(one.until, 'R')}." if one.until else ""
    return _WORDS[one.wrong].format(
        where=f"<#{one.channel_id}>", about=_about(one), again=again, times=_times(one)
    )


def parked(one: Parked) -> Trouble:
    """Told as well where it is known what is lacking: that nothing is lost."""
    return Trouble(Wrong.PARKED, channel_id=one.channel_id, until=one.until)


def _repair(one: Trouble, place: int) -> discord.ui.Button[discord.ui.LayoutView]:
    match one.wrong:
        case Wrong.NOWHERE | Wrong.TAG_UNNAMED:
            return cards.button("Choose", "admin:page", Page.CHANNELS, place)
        case Wrong.GONE | Wrong.PUBLIC | Wrong.LOST:
            return cards.button("Choose another", "admin:page", Page.CHANNELS, place)
        case Wrong.ROLE_GONE:
            return cards.button("Choose another", "admin:page", Page.ROLES, place)
        case Wrong.NO_ZONE | Wrong.UNKNOWN_ZONE:
            return cards.button("Choose", "admin:zone", Page.SETTINGS, place)
        case Wrong.DENIED | Wrong.PARKED | Wrong.TAG_MISSING:
            return cards.button("Check again", "admin:check", place)


def _about(one: Trouble) -> str:
    if one.wrong is Wrong.LOST:
        kind, state = one.about
        return f"{kind}; {LOST_WORDS[State(state)]}"
    return escape(", ".join(_NAMES.get(name, name) for name in one.about))


def _times(one: Trouble) -> str:
    return f", {one.times} times" if one.times > 1 else ""
