"""What Nexus says about what is shown of a member. Pure: values in, cards out."""

from collections.abc import Callable

import discord

from bot import cards
from bot.cards import Accent

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""


def listing_card(mention: Mention, *, is_unlisted: bool) -> discord.ui.LayoutView:
    helpers = mention("qa helpers")
    if is_unlisted:
        return cards.card(
            f"{helpers} leaves you out from now on: nobody sees there how often you helped, you"
            " included; and the digest praises nothing of yours: no answer, no shared challenge, no"
            " review. What you ask for is in it without your name. Your answers and reviews"
            " stay where they are, and still count should you want to be listed again.",
            cards.row(cards.button("List me again", "privacy:list")),
            accent=Accent.QUIET,
        )
    return cards.card(
        f"You are listed in {helpers} and in the digest again, with all that you did meanwhile.",
        cards.row(cards.button("Leave me out", "privacy:unlist")),
        accent=Accent.DONE,
    )
