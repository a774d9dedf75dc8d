"""How a poll looks to everybody, and to whoever ticks or closes it."""

from collections.abc import Collection, Sequence
from datetime import datetime

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain import proposals, zones
from bot.domain.people import who
from bot.domain.text import escape, fit, listed, plural
from cogs.study import asking
from cogs.study.render import ROWS, TITLE_ROW, Mention, on_clock, url
from db.polls import Poll
from db.study import Posted, Stage

CHOOSE, CLOSE = "choose", "close"  # what a zone was asked for
NONE = "none suits you"
AGAIN = "again"  # that the card which was pressed is the caller's own, and shows what comes next


def heading(topic: str, rows_below: int) -> str:
    """As much of the topic as a phone has room for, above small print and so many rows."""
    rows = min(max(ROWS - 2 - rows_below, 1), 3)
    return f"### {escape(fit(topic, rows * TITLE_ROW - 4))}"


def label(at: datetime, zone: str) -> str:
    """A time in a select, on the reader's clock."""
    return f"{on_clock(at, zone)}, {zones.city(zone)}"


def value(at: datetime) -> str:
    return f"{at.timestamp():.0f}"


def poll_card(poll: Poll) -> discord.ui.LayoutView:
    """The card in the sessions channel, as the poll stands now."""
    if not poll.is_open:
        return _closed_card(poll)
    return cards.card(
        heading(poll.topic, len(poll.counts)),
        f"-# {who(poll.host_id)} asks \u00b7 {_short(poll.minutes)} \u00b7 {poll.voters} ticked",
        "\n".join(_times(poll)),
        cards.row(
            cards.button("Choose times", "study:poll_choose", poll.id, style=ButtonStyle.primary),
            cards.button("Close", "study:poll_close", poll.id),
        ),
    )


def _short(minutes: int) -> str:
    """All else has to share the row with the longest of names."""
    return f"{minutes} min" if minutes % 60 else f"{minutes // 60} h"


def _times(poll: Poll) -> Sequence[str]:
    best = proposals.best(poll.counts)
    plain = {at: f"{format_dt(at, 'f')} \u00b7 {count} can" for at, count in poll.counts.items()}
    return [f"**{words}**" if at in best else words for at, words in plain.items()]


def _closed_card(poll: Poll) -> discord.ui.LayoutView:
    made = poll.session
    link = url(made) if made and not made.is_held else None
    return cards.card(
        heading(poll.topic, 4),
        f"-# {who(poll.host_id)} asked \u00b7 {poll.voters} ticked",
        _outcome(made) if made else "**Closed.** No time was chosen.",
        cards.row(cards.link(f"Open session #{made.number}", link)) if made and link else None,
        accent=Accent.DONE if made and made.stage is Stage.OPEN else Accent.QUIET,
    )


def _outcome(made: Posted) -> str:
    chosen, which = f"Chosen: **{format_dt(made.starts_at, 'F')}**", f"session **#{made.number}**"
    match made.stage:
        case Stage.CANCELLED:
            return f"{chosen}\nIts {which} was cancelled since."
        case Stage.DECLINED:
            return f"{chosen}\nModerators declined {which}."
        case Stage.HELD:
            return f"{chosen}\nModerators look at {which} before it is posted."
        case _:
            return f"{chosen}\nThis is {which} now."


def zone_card(poll: Poll, wanted: str, mention: Mention, now: datetime) -> discord.ui.LayoutView:
    """Ask for the zone of whoever is to read the times in a select, to choose or to close."""
    if wanted == CLOSE:
        go_on = cards.button("Go on", "study:poll_close", poll.id, AGAIN)
    else:
        go_on = cards.button("Go on", "study:poll_choose", poll.id, AGAIN)
    return asking.zone_card(
        fit(poll.topic, TITLE_ROW - 4),
        "In which time zone are you? I show you the times on your own clock, and will remember it.",
        cards.select(
            "study:poll_here",
            poll.id,
            wanted,
            choices=asking.zone_options(now),
            placeholder=asking.YOUR_ZONE,
        ),
        go_on,
        mention=mention,
    )


def choose_card(
    poll: Poll, mine: Collection[datetime], zone: str, now: datetime, *, is_saved: bool = False
) -> discord.ui.LayoutView:
    """The times that are still to come, those ticked that suit the reader."""
    to_come = poll.to_come(now)
    choices = cards.options(
        ((value(one), label(one, zone)) for one in to_come), [value(one) for one in mine]
    )
    count = len(to_come.keys() & set(mine))
    suits = f"{plural(count, 'time')} {'suits' if count == 1 else 'suit'} you" if count else NONE
    return cards.card(
        f"### {escape(fit(poll.topic, TITLE_ROW - 4))}",
        f"Noted: {suits}." if is_saved else f"Which times suit you? So far: {suits}.",
        cards.row(
            cards.multi_select(
                "study:poll_ticks", poll.id, choices=choices, placeholder="None of these suits me"
            )
        ),
        f"-# Each choice is saved at once. Times are those of {zones.place(zone)}.",
        accent=Accent.DONE if count else Accent.WAITING,
    )


def passed_words(passed: Sequence[datetime]) -> str:
    which = listed(format_dt(one, "f") for one in passed)
    return f"{which} passed before you chose: I left that out, and noted the rest."


def close_card(poll: Poll, zone: str, now: datetime) -> discord.ui.LayoutView:
    """The times that are still to come, the best first: one of them, or none."""
    to_come = poll.to_come(now)
    order = proposals.in_order(to_come)
    without = cards.button("Close without a time", "study:poll_end", poll.id)
    if not order:
        return cards.card(
            f"### {escape(fit(poll.topic, TITLE_ROW - 4))}",
            "All of its times have passed.",
            cards.row(without),
            accent=Accent.QUIET,
        )
    best = order[0]
    choices = cards.options(
        ((value(one), f"{to_come[one]} can \u00b7 {label(one, zone)}") for one in order),
        value(best),
    )
    take = f"Take {on_clock(best, zone)}"
    return cards.card(
        f"### {escape(fit(poll.topic, TITLE_ROW - 4))}",
        "Choose a time: it becomes a session, and whoever ticked it is going.",
        cards.row(
            cards.select("study:poll_take", poll.id, choices=choices, placeholder="Choose a time")
        ),
        cards.row(
            cards.button(take, "study:poll_take", poll.id, value(best), style=ButtonStyle.primary),
            without,
        ),
        f"-# Times are those of {zones.place(zone)}.",
        accent=Accent.WAITING,
    )


def ended_card() -> discord.ui.LayoutView:
    return cards.card("The poll is closed, without a time.", accent=Accent.QUIET)
