"""The forms in which a review is asked for, and in which a reviewer says what they found."""

from dataclasses import dataclass

import discord

from bot import cards
from bot.domain import links
from bot.domain.errors import Refusal
from bot.domain.matching import SIDES, Track
from bot.domain.text import one_line
from bot.roads import Press
from db.reviews import Review

# With more, a card would not fit on a phone's screen.
LOOK_LIMIT = 150
WORD_LIMIT = 200
BOTH = "both"


@dataclass(frozen=True, slots=True)
class Asked:
    link: str
    look_at: str
    track: Track | None


def ask_form() -> discord.ui.Modal:
    tracks = [(BOTH, "Frontend and backend"), *((one.value, one.label) for one in SIDES)]
    return cards.form(
        "Ask for a review",
        "review:asked",
        fields=(
            cards.line(
                "link", "Your repository or pull request", limit=links.LIMIT, hint=links.EXAMPLE
            ),
            cards.line(
                "look_at",
                "What should a reviewer look at?",
                limit=LOOK_LIMIT,
                hint="Is my token refresh safe? Begin with auth/views.py",
                long=True,
            ),
            cards.pick("track", "Which side is it?", cards.options(tracks, BOTH)),
        ),
    )


def asked(press: Press) -> Asked:
    """What was filled in; a Refusal says what is missing or wrong."""
    link, look_at = links.repository(press.text("link")), one_line(press.text("look_at"))
    if not look_at:
        raise Refusal("Say what a reviewer should look at: one sentence is enough.")
    track = press.choice("track")
    return Asked(link, look_at[:LOOK_LIMIT], Track(track) if track in SIDES else None)


def word_form(review: Review) -> discord.ui.Modal:
    return cards.form(
        "Your review",
        "review:finished",
        review.id,
        fields=(
            cards.line(
                "word",
                "What is good, and what to do next?",
                limit=WORD_LIMIT,
                hint="Everybody sees this. Clear tests! Next: check who may delete an order",
                long=True,
            ),
        ),
    )


def word(press: Press) -> str:
    said = one_line(press.text("word"))[:WORD_LIMIT]
    if not said:
        raise Refusal("Say in a line what is good and what to do next, and it is done.")
    return said
