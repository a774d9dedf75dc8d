"""What Nexus says about what is shown of a member. Pure: values in, cards out."""

from collections.abc import Callable

import discord

from bot import cards
from bot.cards import Accent
from bot.domain.publishing import Consent, Publishing
from bot.domain.text import escape

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""


def listing_card(mention: Mention, *, is_unlisted: bool) -> discord.ui.LayoutView:
    helpers = mention("qa helpers")
    if is_unlisted:
        return cards.card(
            "You are left out from now on:",
            f"- {helpers} doesn't show you, nor how often you helped\n"
            "- the digest praises nothing of yours, and tells what you ask for without your name\n"
            "- nobody else's README names you",
            "-# Your answers and reviews stay where they are, and count again once you are listed.",
            cards.row(cards.button("List me again", "privacy:list")),
            accent=Accent.QUIET,
        )
    return cards.card(
        f"You are listed in {helpers} and in the digest again, with all that you did meanwhile.",
        cards.row(cards.button("Leave me out", "privacy:unlist")),
        accent=Accent.DONE,
    )


def publishing_card(consent: Consent | None, name: str) -> discord.ui.LayoutView:
    """The choice, and how it stands; `name` is the one that would be printed from now on."""
    return cards.card(
        "### May the next cohort read it?",
        "Moderators can publish what was learned here as a site: accepted answers with their"
        " questions, and what was shared from logs. What is yours is in it only if you say yes.",
        f"Now: {_consent(consent)}.",
        cards.row(
            cards.button(f"Yes, as {name}", "privacy:publish", Publishing.NAMED),
            cards.button("Yes, without my name", "privacy:publish", Publishing.UNNAMED),
            cards.button("No", "privacy:publish", Publishing.NO),
        ),
        "-# A question and its answer go together: both of you must say yes. You can change it at"
        " any time; it holds for every site that is made from then on.",
        accent=Accent.WAITING if consent is None else Accent.DONE,
    )


def _consent(consent: Consent | None) -> str:
    match consent:
        case None:
            return "**no**, for you have not been asked yet"
        case Consent(Publishing.NAMED, name):
            return f"**yes, as {escape(name)}**"
        case Consent(Publishing.UNNAMED):
            return "**yes, without your name**"
        case _:
            return "**no**"
