"""What Nexus says to somebody who adds to their log, or changes it."""

from collections.abc import Iterator, Sequence

import discord
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent, Block
from bot.domain.log import Entry, Source
from bot.domain.people import who
from bot.domain.text import escape, fit
from cogs.learning.render import kind_select, log_button
from db.log_acts import Removed
from db.log_offers import Offer

_NAME_LIMIT = 40


def choose_card(offers: Sequence[Offer]) -> discord.ui.LayoutView:
    """Of what kind it is, and what could be added by one tap."""
    return cards.card(
        "**What do you want to keep?**\n-# Only you see your log, until you share an entry.",
        kind_select(),
        *offered(offers),
    )


def offered(offers: Sequence[Offer]) -> Iterator[Block]:
    for one in offers:
        yield _did(one)
        yield cards.row(cards.button("Add it", "log:take", one.made.source, one.made.id))


def _did(offer: Offer) -> str:
    """What the member did, in a sentence to them."""
    name, helper_id = escape(fit(offer.name, _NAME_LIMIT)), offer.made.helper_id
    match offer.made.source:
        case Source.SESSION:
            return f"You {'hosted' if offer.is_own else 'were at'} **#{offer.number} {name}**."
        case Source.PAIR:
            partner = f" with {who(helper_id)}" if helper_id else ""
            return f"You paired on **{name}**{partner}."
        case Source.REVIEW if offer.is_own:
            return f"{who(helper_id)} reviewed **{name}** for you."
        case Source.REVIEW:
            return f"You reviewed **{name}** for {who(helper_id)}."
        case _:
            return f"You wrote the API contract for **{name}**."


def removed_card(removed: Removed) -> discord.ui.LayoutView:
    title = escape(fit(removed.entry.words.title, 60))
    return cards.card(
        f"Removed from your log: **{title}**.",
        f"-# Undo works until {format_dt(removed.undo_until, 't')}.",
        cards.row(cards.button("Undo", "log:undo", removed.id), log_button()),
        accent=Accent.QUIET,
    )


def added(entry: Entry, days: int) -> str:
    """Above the entry's card; a streak is told from its second day on."""
    streak = f" **{days} days** in a row." if days > 1 and not entry.is_late else ""
    return f"In your log.{streak}"


def shared(channel_id: int, trouble: str) -> str:
    if trouble:
        return f"Shared, but I could not post it yet. {trouble} I will as soon as possible."
    return f"Shared: its card is in <#{channel_id}>."


CHANGED = "Changed."
BACK = "Back in your log, as it was."
PRIVATE = "Private again: its card in the channel says nothing of it any more."
NOT_SHARED = "Whoever wrote this keeps it to themselves again."
OWN_WORDS = "Say it in your own words: that was written in a private place"
NOTHING_SAID = (
    "There are no words in that message that I could keep. {add} takes yours, of whatever kind."
)
