"""What is said when a pair is silent, when it ends, and when it is asked how it was."""

from collections.abc import Sequence

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent
from bot.domain.people import FORMER, who
from bot.domain.text import escape
from cogs.pairing.meeting.render import names
from db.pair_ends import Parted
from db.pair_lives import TEXT_LIMIT
from db.pairs import End, Pair, Verdict

_VERDICTS = {
    Verdict.WORKED: "It worked",
    Verdict.PARTLY: "Partly",
    Verdict.FAILED: "It didn't",
}


def nudge_card(pair: Pair) -> discord.ui.LayoutView:
    return cards.card(
        f"{names(pair.people)}: it has been quiet here for two days. Have you started?",
        "-# Any message or button counts. Without a sign from your partner you may ask for somebody"
        " new, and go to the front of the queue.",
        cards.row(
            cards.button("We have started", "pairing:started", pair.id, style=ButtonStyle.primary),
            cards.button("Re-match", "pairing:rematch", pair.id),
        ),
        accent=Accent.WAITING,
    )


def confirm_card(pair: Pair, user_id: int, *, is_first: bool) -> discord.ui.LayoutView:
    """Before anything ends: what would happen."""
    others = pair.others(user_id)
    goes_on = pair.can_go_on(others)
    what = (
        f"You leave; {names(others)} go on."
        if goes_on
        else f"Your pair with {names(others)} ends, and your sessions are called off."
    )
    place = "to the **front** of the queue" if is_first else "into the queue, at the back"
    return cards.card(
        "### Somebody new instead?",
        f"{what} You go {place}. I never pair the same two again.",
        cards.row(
            cards.button(
                "Yes, find me somebody new", "pairing:part", pair.id, style=ButtonStyle.danger
            ),
            cards.button("Stay", "pairing:stay", pair.id),
        ),
        accent=Accent.WAITING,
    )


def kept_card() -> discord.ui.LayoutView:
    return cards.card("Nothing has changed: you are still a pair.", accent=Accent.QUIET)


def parted_words(parted: Parted, user_id: int, profile: str, status: str) -> str:
    """What it came to, for the one who asked; without what the queue made of it."""
    what = over(parted, user_id)
    if parted.sought is None:
        return f"{what} Say what you build now with {profile}, and look again."
    place = "front" if parted.is_first else "back"
    return f"{what} You are at the {place} of the queue; {status} shows where."


def parted_card(words: str) -> discord.ui.LayoutView:
    return cards.card(words, accent=Accent.QUIET)


def over(parted: Parted, user_id: int) -> str:
    pair = parted.pair
    others = names([one.user_id for one in pair.mates if one.user_id != user_id])
    if parted.was_over:
        return f"Your pair with {others} has ended already."
    if pair.is_on:
        return f"You have left; {names(pair.people)} go on."
    return f"Your pair with {others} has ended."


def over_card(pair: Pair, by_id: int) -> discord.ui.LayoutView:
    """In the thread: the pair has ended, and who was left may look for somebody new."""
    left = [one.user_id for one in pair.mates if one.left_at is None and one.user_id != by_id]
    return cards.card(
        f"{names(left)}: {_over(pair, by_id)}",
        _front(pair, left),
        "-# This thread closes in a day.",
        cards.row(
            cards.button("Find somebody new", "pairing:new", pair.id, style=ButtonStyle.primary)
        ),
        accent=Accent.QUIET,
    )


def _over(pair: Pair, by_id: int) -> str:
    match pair.end:
        case End.REMATCHED:
            return f"{who(by_id)} has asked for a new partner, so this pair has ended. It happens."
        case End.LEFT:
            if by_id == FORMER:
                return "your partner had their data deleted here, so this pair has ended."
            return f"{who(by_id)} has left the server, so this pair has ended."
        case _:
            return "a moderator ended this pair."


def _front(pair: Pair, left: Sequence[int]) -> str:
    if any(pair.was_silent(one) for one in left):
        return "Look for somebody new whenever you have time again."
    if pair.end is End.LEFT and any(one.asked_at for one in pair.mates if one.left_at is None):
        return "You are at the **front** of the queue: I mention you once somebody is found."
    return "Look for somebody new now, and you go to the **front** of the queue."


def less_card(pair: Pair, user_id: int, *, has_left: bool) -> discord.ui.LayoutView:
    why = "has left the server" if has_left else "has asked for a new partner"
    if user_id == FORMER:
        why = "had their data deleted here"
    return cards.card(
        f"{names(pair.people)}: {who(user_id)} {why}."
        f" You two go on with **{escape(pair.project)}**.",
        accent=Accent.QUIET,
    )


def follow_up_card(pair: Pair) -> discord.ui.LayoutView:
    return cards.card(
        f"{names(pair.people)}: a week together. **Did it work?**",
        "-# One tap. Moderators see only how many said what: nobody sees who.",
        cards.row(
            *(
                cards.button(label, "pairing:verdict", pair.id, one.value)
                for one, label in _VERDICTS.items()
            )
        ),
    )


def noted_card(pair_id: int, verdict: Verdict) -> discord.ui.LayoutView:
    return cards.card(
        f"Thank you! Noted: **{_VERDICTS[verdict]}**. Press another one if you change your mind.",
        cards.row(cards.button("Add a line", "pairing:line", pair_id)),
        accent=Accent.DONE,
    )


def line_form(pair_id: int, said: str) -> discord.ui.Modal:
    return cards.form(
        "One line, if you like",
        "pairing:lined",
        pair_id,
        fields=[
            cards.line(
                "line",
                "What helped, or what was missing?",
                limit=TEXT_LIMIT,
                required=False,
                value=said,
            )
        ],
    )


LINED = "Thank you, that helps the next ones."
