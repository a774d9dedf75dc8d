"""How lists of sessions look to whoever asked for them."""

from collections.abc import Sequence

import discord

from bot import cards
from bot.cards import Accent
from bot.domain.text import escape, fit
from cogs.study.render import ROW, Mention, moment, url
from db.study import Posted

LIST_LIMIT = 10
_PAGE = 3


def list_card(
    found: Sequence[Posted], reader_id: int, page: int, mention: Mention
) -> discord.ui.LayoutView:
    """The sessions that are coming, a few to a page; those that the reader goes to are marked."""
    if not found:
        return cards.card(
            f"No session is planned yet. Plan the first one with {mention('session create')}.",
            accent=Accent.QUIET,
        )
    last = (len(found) - 1) // _PAGE
    page = min(page, last)
    shown = found[page * _PAGE : (page + 1) * _PAGE]
    return cards.card(
        "### Coming sessions",
        *(_entry(one, is_going=reader_id in one.going) for one in shown),
        _pager(page, last),
        accent=Accent.QUIET,
    )


def _entry(posted: Posted, *, is_going: bool) -> str:
    number, link = f"#{posted.number}", url(posted)
    shown = f"[{number}]({link})" if link else number
    mark = " · **you go**" if is_going else ""
    topic = escape(fit(posted.topic, ROW - 6 - (9 if is_going else 0)))
    return f"**{shown}** {topic}{mark}\n-# {moment(posted)} · {len(posted.going)} going"


def _pager(page: int, last: int) -> cards.Row | None:
    buttons = [
        cards.button(label, "study:list", to)
        for label, to in (("Sooner", page - 1), ("Later", page + 1))
        if 0 <= to <= last
    ]
    return cards.row(*buttons) if buttons else None
