"""What a host alone sees of a poll before it is posted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain import proposals, when, zones
from bot.domain.availability import Slot
from bot.domain.proposals import FEWEST, MOST, Unread
from bot.domain.text import escape, fit, plural
from cogs.study import asking
from cogs.study.polling.render import heading, label, value
from cogs.study.render import ROW, ROWS, TITLE_ROW, Mention, length, url
from db.poll_drafts import Draft
from db.polls import Poll

# Times with their weekdays take two rows each; of more of them, the select below has the weekdays.
_IN_FULL = 4
_TOLD = 10  # lines that are told with their reasons; the form has them all
_REASONS = ROWS - 4  # below them stands what to do next


@dataclass(frozen=True, slots=True)
class Crowd:
    """The members who said when they can, and the best starts for them."""

    size: int
    slots: Sequence[Slot]


def zone_card(draft: Draft, mention: Mention, now: datetime) -> discord.ui.LayoutView:
    """Whoever typed something is asked what it means; whoever did not will type it."""
    what = f"is \u201c{escape(fit(draft.unread[0], ROW))}\u201d" if draft.unread else "are you"
    return asking.zone_card(
        draft.topic,
        f"In which time zone {what}? I will remember it.",
        cards.select(
            "study:poll_zone",
            draft.id,
            choices=asking.zone_options(now),
            placeholder=asking.YOUR_ZONE,
        ),
        cards.button("Go on", "study:poll_read", draft.id),
        cards.button("Discard", "study:poll_drop", draft.id),
        mention=mention,
    )


def draft_card(draft: Draft, zone: str, crowd: Crowd) -> discord.ui.LayoutView:
    """The times so far, what is proposed besides, and what can be done about them."""
    count = len(draft.times)
    return cards.card(
        heading(draft.topic, _rows_of_times(draft)),
        f"-# {length(draft.minutes)} \u00b7 {_state(draft, zone)}",
        "\n".join(format_dt(one, "F" if count <= _IN_FULL else "f") for one in draft.times)
        or f"No times yet: {FEWEST} to {MOST} are needed.",
        _proposed(draft, zone, crowd),
        _take_out(draft, zone),
        cards.row(
            cards.button(
                "Post it",
                "study:poll_post",
                draft.id,
                style=ButtonStyle.primary,
                disabled=count < FEWEST,
            ),
            cards.button("Add times", "study:poll_add", draft.id, disabled=count >= MOST),
            cards.button("Discard", "study:poll_drop", draft.id),
        ),
        accent=Accent.WAITING,
    )


def _rows_of_times(draft: Draft) -> int:
    count = len(draft.times)
    return 2 * count if count <= _IN_FULL else count


def _state(draft: Draft, zone: str) -> str:
    if draft.unread:
        return f"{plural(len(draft.unread), 'line')} still to be read"
    return f"times are read in {zones.place(zone)}"


def _proposed(draft: Draft, zone: str, crowd: Crowd) -> cards.Row | None:
    room = MOST - len(draft.times)
    if not crowd.slots or not room:
        return None
    whom = f"most of the {crowd.size} who" if crowd.size > 1 else "the one who"
    choices = cards.options(
        (value(one.starts_at), f"{label(one.starts_at, zone)} \u00b7 {one.free} of {crowd.size}")
        for one in crowd.slots[:room]
    )
    return cards.row(
        cards.multi_select(
            "study:poll_best",
            draft.id,
            choices=choices,
            placeholder=f"Suits {whom} said when they can",
        )
    )


def _take_out(draft: Draft, zone: str) -> cards.Row | None:
    if not draft.times:
        return None
    choices = cards.options((value(one), label(one, zone)) for one in draft.times)
    select = cards.multi_select(
        "study:poll_out", draft.id, choices=choices, placeholder="Take times out again"
    )
    return cards.row(select)


def times_form(draft: Draft) -> discord.ui.Modal:
    """It begins with what could not be read so far, to be put right."""
    field = cards.line(
        "times",
        "Times, one a line, on your own clock",
        limit=proposals.TYPED_LIMIT,
        hint="fri 18:00; sat 10am; 12 mar 19:30",
        long=True,
        required=False,
        value="\n".join(draft.unread),
    )
    return cards.form("Add times", "study:poll_added", draft.id, fields=[field])


def unread_cards(told: Sequence[Unread]) -> Iterator[discord.ui.LayoutView]:
    """Each line with its reason, on as many cards as fit a phone."""
    pages = [""]
    for one in told[:_TOLD]:
        line = f"\u201c{escape(fit(one.line, ROW // 2))}\u201d: {one.why}"
        if pages[-1] and _rows(pages[-1]) + _rows(line) > _REASONS:
            pages.append("")
        pages[-1] = f"{pages[-1]}\n{line}".strip()
    for at, page in enumerate(pages, start=1):
        if page:
            what_next = _what_next(told) if at == len(pages) else None
            yield cards.card(page, what_next, accent=Accent.WAITING)


def _rows(lines: str) -> int:
    """How many a phone needs: a moment takes half as much again as what stands for it."""
    return sum(-(-(len(one) + 8 * one.count("<t:")) // TITLE_ROW) for one in lines.split("\n"))


def _what_next(told: Sequence[Unread]) -> str | None:
    wrong = sum(not one.is_double for one in told)
    if not wrong:
        return None
    them = "it" if wrong == 1 else "them"
    return f"-# **Add times** has {them} for you to put right. {when.EXAMPLES}"


def posting_card(channel_id: int) -> discord.ui.LayoutView:
    return cards.card(f"Saved. Posting it in <#{channel_id}>\u2026", accent=Accent.WAITING)


def posted_card(poll: Poll) -> discord.ui.LayoutView:
    """What stands where the draft was, once everybody sees the poll."""
    link = url(poll)
    if link is None:
        return cards.card(
            f"Your poll is saved, but Discord did not take its card in <#{poll.channel_id}> yet."
            " I post it as soon as possible: you need not do it again.",
            accent=Accent.WAITING,
        )
    return cards.card(
        f"Your poll is posted in <#{poll.channel_id}>. Tick what suits you there, too;"
        " **Close** on its card makes a session of the best time.",
        cards.row(cards.link("Open it", link)),
        accent=Accent.DONE,
    )


def dropped_card(mention: Mention) -> discord.ui.LayoutView:
    return cards.card(
        f"Discarded; nobody else saw it. {mention('session poll')} begins another one.",
        accent=Accent.QUIET,
    )
