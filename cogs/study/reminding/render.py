"""What is said to those who come: a day before, an hour before, and at the start."""

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain.people import who
from bot.domain.reminders import Offset
from bot.domain.text import escape, fit, listed, plural
from bot.kinds import late_words
from cogs.study.render import ROW, moment, where
from db.study import Posted


def reminder_card(
    posted: Posted, offset: Offset, people: Sequence[int], late: timedelta | None
) -> discord.ui.LayoutView:
    names = ", ".join(who(one) for one in people)
    match offset:
        case Offset.DAY:
            return _day_card(posted, names, late)
        case Offset.HOUR:
            return _hour_card(posted, names, late)
        case Offset.START:
            return _start_card(posted, names, late)


def _day_card(posted: Posted, names: str, late: timedelta | None) -> discord.ui.LayoutView:
    waiting = len(posted.waiting)
    wait = f"{plural(waiting, 'person waits', 'people wait')} for a seat." if waiting else ""
    return cards.card(
        f"{names}: still coming to {_name(posted)}?\n{moment(posted)}",
        wait,
        late_words(late),
        cards.row(
            cards.button("Still coming", "study:still", posted.number, style=ButtonStyle.primary),
            cards.button("Can't after all", "study:cant", posted.number),
        ),
        accent=Accent.WAITING,
    )


def _hour_card(posted: Posted, names: str, late: timedelta | None) -> discord.ui.LayoutView:
    return cards.card(
        f"{names}: {_name(posted)} comes soon.",
        "\n".join(one for one in (moment(posted), where(posted.plan)) if one),
        late_words(late),
    )


def _start_card(posted: Posted, names: str, late: timedelta | None) -> discord.ui.LayoutView:
    def said() -> Iterator[str]:
        began = f"began {format_dt(posted.starts_at, 'R')}" if late else "begins now"
        yield f"{names}: {_name(posted)} {began}." if names else f"{_name(posted)} {began}."
        if place := where(posted.plan):
            yield place
        if posted.plan.warm_up:
            yield f"To warm up: {escape(fit(posted.plan.warm_up, 3 * ROW))}"

    return cards.card(
        "\n".join(said()),
        late_words(late),
        cards.row(
            cards.button("I'm here", "study:here", posted.number, style=ButtonStyle.primary),
            cards.button("Who is here", "study:who", posted.number),
        ),
        accent=Accent.DONE,
    )


def _name(posted: Posted) -> str:
    return f"**#{posted.number} {escape(posted.topic)}**"


def reminders_select(posted: Posted) -> discord.ui.Select[discord.ui.LayoutView]:
    """For the card of whoever looks after a session: when those who come are reminded of it."""
    chosen = {str(one.value) for one in posted.plan.reminders}
    choices = cards.options(((str(one.value), f"Remind {one.words}") for one in Offset), chosen)
    return cards.multi_select(
        "study:reminders", posted.number, choices=choices, placeholder="No reminders"
    )


def chosen_words(number: int, offsets: Collection[Offset]) -> str:
    if not offsets:
        return f"Noted: nobody is reminded of session **#{number}**."
    when = listed(one.words for one in Offset if one in offsets)
    return f"Noted: who comes to session **#{number}** is reminded {when}."
