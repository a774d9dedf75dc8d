"""How sessions look to whoever asked for them: a list, and one with all that can be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent
from bot.domain import recurrence
from bot.domain.people import who
from bot.domain.recurrence import Rule
from bot.domain.seats import Answer
from bot.domain.text import escape, fit, plural
from cogs.study.reminding.render import reminders_select
from cogs.study.render import (
    ROW,
    Mention,
    cancelled_words,
    counts,
    excerpt,
    length,
    moment,
    names,
    url,
    where,
)
from db.session_lists import PAGE, Page, Which
from db.study import Posted, Stage

_HEADS = {
    Which.ALL: "Coming sessions",
    Which.MINE: "Your sessions",
    Which.WEEK: "In the next seven days",
}
_ABOUT_ROWS = 3
SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Reader:
    user_id: int
    may_tend: bool
    """Whether they host it, or look after all sessions."""


def list_card(page: Page, which: Which, reader_id: int, mention: Mention) -> discord.ui.LayoutView:
    """A few sessions to a page; those that the reader goes to are marked."""
    if not page.count:
        return cards.card(_nothing(which, mention), accent=Accent.QUIET)
    turns = [
        cards.button(label, "study:list", at, which)
        for label, at in (("Sooner", page.at - PAGE), ("Later", page.at + PAGE))
        if 0 <= at < page.count
    ]
    choices = cards.options((str(one.number), f"#{one.number} {one.topic}") for one in page.shown)
    return cards.card(
        f"### {_HEADS[which]}",
        *(_entry(one, reader_id) for one in page.shown),
        cards.row(cards.select("study:open", choices=choices, placeholder="Open one")),
        cards.row(*turns) if turns else None,
        accent=Accent.QUIET,
    )


def _nothing(which: Which, mention: Mention) -> str:
    create = mention("session create")
    match which:
        case Which.ALL:
            return f"No session is planned yet. Plan the first one with {create}."
        case Which.MINE:
            return f"You go to no session yet. {mention('session list')} shows what is coming."
        case Which.WEEK:
            return f"Nothing in the next seven days. Plan something with {create}."


def _entry(posted: Posted, reader_id: int) -> str:
    number, link = f"#{posted.number}", url(posted)
    shown = f"[{number}]({link})" if link else number
    mark = _mark(posted, reader_id)
    topic = escape(fit(posted.topic, ROW - 6 - len(mark)))
    going = "looked at by moderators" if posted.is_held else f"{len(posted.going)} going"
    said = f" · **{mark}**" if mark else ""
    return f"**{shown}** {topic}{said}\n-# {moment(posted)} · {going}"


def _mark(posted: Posted, reader_id: int) -> str:
    if reader_id == posted.host_id:
        return "you host"
    said = posted.said(reader_id)
    return {Answer.GOING: "you go", Answer.MAYBE: "maybe", Answer.WAITING: "you wait"}.get(
        said or Answer.CANT, ""
    )


def shown_card(
    posted: Posted, rule: Rule | None, reader: Reader, now: datetime
) -> discord.ui.LayoutView:
    """All of a session, private: the twin of its card, of its host's buttons too."""
    return cards.card(
        f"**#{posted.number} · {escape(posted.topic)}**\n{moment(posted)}\n{_shape(posted, rule)}",
        "\n".join(_about(posted)),
        "\n".join(_people(posted, reader)),
        _row(_answers(posted, now)),
        _row(_tending(posted, reader, now)),
        cards.row(reminders_select(posted)) if _may_still(posted, reader, now) else None,
        accent=Accent.OPEN if posted.stage is Stage.OPEN else Accent.QUIET,
    )


def _shape(posted: Posted, rule: Rule | None) -> str:
    repeats = f", {recurrence.words(rule)}" if rule else ""
    return f"{length(posted.minutes)}{repeats}, hosted by {who(posted.host_id)}"


def _about(posted: Posted) -> Iterator[str]:
    plan = posted.plan
    if place := where(plan):
        yield place
    if plan.description:
        yield excerpt(plan.description, _ABOUT_ROWS)
    if plan.warm_up:
        yield f"Warm-up: {escape(fit(plan.warm_up, 2 * ROW))}"


def _people(posted: Posted, reader: Reader) -> Iterator[str]:
    if posted.cancelled is not None:
        yield cancelled_words(posted.cancelled)
        return
    if posted.is_held:
        yield "Moderators look at it before it is posted."
    if posted.stage is Stage.DECLINED:
        yield "Moderators declined it."
    if posted.moderators_word and reader.may_tend:
        yield f"Moderators say: {escape(fit(posted.moderators_word, 3 * ROW))}"
    if posted.stage is Stage.OPEN:
        yield f"{counts(posted)}{_place(posted, reader.user_id)}"
        yield names(posted.going, 6)


def _place(posted: Posted, user_id: int) -> str:
    """How the reader stands there."""
    match posted.said(user_id):
        case Answer.GOING:
            return " · **you go**"
        case Answer.MAYBE:
            return " · **you: maybe**"
        case Answer.WAITING:
            ahead = posted.waiting.index(user_id)
            return (
                f" · **you wait**, {plural(ahead, 'other')} before you"
                if ahead
                else (" · **you have the next seat**")
            )
        case _:
            return ""


_Button = discord.ui.Button[discord.ui.LayoutView]


def _answers(posted: Posted, now: datetime) -> Iterator[_Button]:
    """What a member can say; the mark behind the number has this very card redrawn."""
    if posted.stage is not Stage.OPEN or now >= posted.ends_at:
        return
    if now < posted.starts_at:
        number, primary = posted.number, ButtonStyle.primary
        yield cards.button("Going", "study:going", number, SHOWN, style=primary)
        yield cards.button("Maybe", "study:maybe", number, SHOWN)
    yield cards.button("Can't", "study:cant", posted.number, SHOWN)


def _tending(posted: Posted, reader: Reader, now: datetime) -> Iterator[_Button]:
    """What whoever looks after it can do; to hand it over there is a command."""
    if _may_still(posted, reader, now):
        yield cards.button("Edit", "study:edit", posted.number)
        yield cards.button("Move", "study:newtime", posted.number)
        yield cards.button("Cancel it", "study:cancel", posted.number)


def _may_still(posted: Posted, reader: Reader, now: datetime) -> bool:
    is_open = posted.stage in (Stage.OPEN, Stage.HELD) and now < posted.starts_at
    return reader.may_tend and is_open


def _row(buttons: Iterator[_Button]) -> cards.Row | None:
    made = list(buttons)
    return cards.row(*made) if made else None


def calendar_words(count: int, *, is_series: bool) -> str:
    what = "All of this series" if is_series else plural(count, "session")
    return (
        f"{what}, for your own calendar: open the file on your phone or computer. When something"
        " changes, take the file again, and your calendar changes what it has."
    )


def no_calendar(mention: str) -> str:
    return f"You go to no session yet, so there is nothing to put into a file. See {mention}."


NOT_YET = "Moderators look at this session first. Take its file once it is posted."
