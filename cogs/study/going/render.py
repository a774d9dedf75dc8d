"""What is said to those who come, or wait for a seat."""

from collections.abc import Sequence

import discord

from bot import cards
from bot.cards import Accent
from bot.domain.people import who
from bot.domain.seats import Answer
from bot.domain.text import escape, plural
from cogs.study.render import moment
from db.rsvps import Word
from db.study import Posted


def noted(word: Word, user_id: int) -> str:
    """What a member's word came to, for them alone."""
    which = f"session **#{word.posted.number}**"
    match word.answer:
        case Answer.GOING:
            return f"You are going to {which}. I remind you in its thread."
        case Answer.MAYBE:
            return f"Noted: maybe. I remind you of {which} an hour before it starts."
        case Answer.WAITING:
            place = word.posted.waiting.index(user_id) + 1
            return (
                f"All {word.posted.plan.seats} seats of {which} are taken. You are number {place}"
                " on the waiting list, and I tell you in its thread once you have a seat."
            )
        case Answer.CANT:
            return f"Noted: you can't come to {which}. You can change that at any time."


def confirmed(word: Word, user_id: int) -> str:
    """Whoever wanted to come all along keeps the seat; everybody else is told of theirs."""
    if word.answer is Answer.GOING and not word.is_news:
        return f"Good: you still come to session **#{word.posted.number}**."
    return noted(word, user_id)


def seat_card(posted: Posted, people: Sequence[int]) -> discord.ui.LayoutView:
    names = ", ".join(who(one) for one in people)
    have = "you have a seat" if len(people) == 1 else f"there are {plural(len(people), 'seat')}"
    return cards.card(
        f"{names}: {have} now in **#{posted.number} {escape(posted.topic)}**.\n{moment(posted)}",
        cards.row(
            cards.button("Can't after all", "study:cant", posted.number),
        ),
        accent=Accent.DONE,
    )
