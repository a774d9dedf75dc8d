"""What the digest says, and what its settings show. Pure: values in, cards out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import discord
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain import zones
from bot.domain.text import escape, fit
from bot.kinds import late_words
from db import digests
from db.digests import Contents
from db.guilds import Settings
from db.questions import Question
from db.review_lists import Thanks
from db.study import Posted

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = 24
# A phone shows about twelve rows of a card, of about 30 characters each.
_ROWS = 12
_ROW = 30
_NAME = 15
_LATE_ROWS = 2

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    entries: Sequence[str]
    rows: int
    """How many rows of a phone one entry takes."""


def digest_card(contents: Contents, late: timedelta | None) -> discord.ui.LayoutView:
    """What needs help first; no section is empty, and the whole fits on a phone's screen."""
    sections = [
        _Section(
            f"**Waiting for an answer** · {contents.unanswered_count}",
            [_waiting(one) for one in contents.unanswered],
            rows=1,
        ),
        _Section(
            f"**Solved this week** · {contents.accepted_count}",
            [_solved(one) for one in contents.accepted],
            rows=1,
        ),
        _Section(
            f"**Reviews done this week** · {contents.reviewed_count}",
            [_thanks(one) for one in contents.reviewed],
            rows=2,
        ),
        _Section(
            f"**Sessions to come** · {contents.coming_count}",
            [_coming(one) for one in contents.coming],
            rows=2,
        ),
    ]
    shown = [one for one in sections if one.entries]
    head = 1 if late is None else 1 + _LATE_ROWS
    counts = share([(len(one.entries), one.rows) for one in shown], _ROWS - head - len(shown))
    return cards.card(
        "\n".join(filter(None, ("### The week at a glance", late_words(late)))),
        *(
            "\n".join((one.title, *one.entries[:count]))
            for one, count in zip(shown, counts, strict=True)
        ),
    )


def share(wanted: Sequence[tuple[int, int]], room: int) -> list[int]:
    """How many entries each may show of (how many there are, rows an entry takes).

    One after the other takes one more, while there is room for it.
    """
    given = [0] * len(wanted)
    is_growing = True
    while is_growing:
        is_growing = False
        for at, (count, rows) in enumerate(wanted):
            if given[at] < count and rows <= room:
                given[at] += 1
                room -= rows
                is_growing = True
    return given


def _waiting(question: Question) -> str:
    number = _link(question.number, question.guild_id, *_thread(question))
    return f"{number} {_title(question.title, question.number)}"


def _solved(question: Question) -> str:
    number = _link(question.number, question.guild_id, *_thread(question))
    by = f" · <@{question.accepted.author_id}>" if question.accepted else ""
    return f"{number} {_title(question.title, question.number, beside=_NAME)}{by}"


def _thanks(review: Thanks) -> str:
    if review.asker_id is None:
        return f"<@{review.reviewer_id}>\n-# Thank you!"
    return f"<@{review.reviewer_id}>\n-# for <@{review.asker_id}>, thank you both!"


def _coming(session: Posted) -> str:
    number = _link(session.number, session.guild_id, session.channel_id, session.message_id)
    topic = _title(session.topic, session.number)
    return f"{number} {topic}\n-# {format_dt(session.starts_at, 'f')}"


def _title(text: str, number: int, *, beside: int = 0) -> str:
    """So much of it as leaves room in its row for its number, and for what stands behind it."""
    return escape(fit(text, _ROW - len(f"#{number} ") - beside))


def _thread(question: Question) -> tuple[int | None, int | None]:
    """Where a question is talked about: in its thread, or as long as it has none, at its card."""
    if question.thread_id is not None:
        return question.thread_id, None
    return question.channel_id, question.message_id


def _link(number: int, guild_id: int, channel_id: int | None, message_id: int | None) -> str:
    if channel_id is None:
        return f"#{number}"
    place = "/".join(str(one) for one in (guild_id, channel_id, message_id) if one is not None)
    return f"[#{number}](https://discord.com/channels/{place})"


def preview_card(
    contents: Contents,
    settings: Settings,
    channel: discord.TextChannel | None,
    due_at: datetime,
    mention: Mention,
) -> discord.ui.LayoutView:
    """The very card, and under it what only the moderator needs to know."""
    if contents.is_empty:
        shown = cards.card(
            "There is nothing to say yet. A week without anything has no digest.",
            accent=Accent.QUIET,
        )
    else:
        shown = digest_card(contents, late=None)
    where = f" in {channel.mention}" if channel else ""
    notes = [f"Only you see this. The digest is due {format_dt(due_at, 'F')}{where}."]
    notes += _missing(settings, channel, mention)
    return shown.add_item(discord.ui.TextDisplay("\n".join(f"-# {one}" for one in notes)))


def settings_card(
    settings: Settings, channel: discord.TextChannel | None, due_at: datetime, mention: Mention
) -> discord.ui.LayoutView:
    rhythm = digests.rhythm(settings)
    where = f" in {channel.mention}" if channel else ""
    lines = [
        "### Weekly digest",
        f"Every **{WEEKDAYS[rhythm.weekday]} at {rhythm.hour:02}:00**, {zones.place(rhythm.zone)}"
        f"{where}. Next: {format_dt(due_at, 'F')}.",
        *_missing(settings, channel, mention),
    ]
    days = ((str(at), name) for at, name in enumerate(WEEKDAYS))
    hours = ((str(hour), f"{hour:02}:00") for hour in range(HOURS))
    return cards.card(
        "\n".join(lines),
        cards.row(
            cards.select(
                "digest:weekday",
                choices=cards.options(days, chosen=str(rhythm.weekday)),
                placeholder="Day",
            )
        ),
        cards.row(
            cards.select(
                "digest:hour",
                choices=cards.options(hours, chosen=str(rhythm.hour)),
                placeholder="Hour",
            )
        ),
        "-# Each choice is saved at once. A week without anything has no digest.",
        accent=Accent.DONE if channel and settings.zone else Accent.WAITING,
    )


def _missing(
    settings: Settings, channel: discord.TextChannel | None, mention: Mention
) -> Iterator[str]:
    setup = mention("nexus setup")
    if settings.zone is None:
        yield f"⚠️ This server has no time zone yet, so UTC counts: set it with {setup}."
    if channel is None:
        yield f"⚠️ There is no channel for it yet: choose one with {setup}."
