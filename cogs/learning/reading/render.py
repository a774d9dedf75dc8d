"""What a member sees of their own log: its list, page by page, and the card of a work log."""

from collections.abc import Sequence
from datetime import date

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent, Row
from bot.domain.log import Entry
from bot.domain.text import plural
from bot.domain.worklog import span
from cogs.learning import render
from cogs.learning.render import Mention
from cogs.learning.writing.render import offered
from db.log_lists import Page
from db.log_offers import Offer

EVERY = "all"


def list_card(page: Page, offers: Sequence[Offer], mention: Mention) -> discord.ui.LayoutView:
    if not page.counts:
        return cards.card(
            "**Your log is empty.** What have you learned, done or planned today? One line is"
            f" enough: {mention('log add')}.",
            render.kind_select("Add the first entry"),
            cards.row(_readme()),
            *offered(offers),
            accent=Accent.QUIET,
        )
    what = f" · {page.kind.label}" if page.kind else ""
    place = f" · {page.at + 1} of {page.last + 1}" if page.last else ""
    entries = [(str(one.id), render.label(one)) for one in page.shown]
    return cards.card(
        f"**Your log**{what} · {page.count}{place}\n-# Only you see this.",
        *(render.line(one) for one in page.shown),
        cards.row(cards.select("log:open", choices=cards.options(entries), placeholder="Open one"))
        if entries
        else None,
        _kinds(page),
        _turns(page),
        *offered(offers),
    )


def _kinds(page: Page) -> Row:
    every = (EVERY, f"All kinds · {sum(page.counts.values())}")
    each = ((kind.value, f"{kind.label} · {count}") for kind, count in page.counts.items())
    chosen = page.kind.value if page.kind else EVERY
    choices = cards.options((every, *each), chosen)
    return cards.row(cards.select("log:filter", choices=choices, placeholder="Of one kind"))


def _turns(page: Page) -> Row:
    kind = page.kind.value if page.kind else ""
    around = (("Back", page.at - 1), ("More", page.at + 1))
    turns = [
        cards.button(label, "log:list", at, kind) for label, at in around if 0 <= at <= page.last
    ]
    adding = cards.button("Add an entry", "log:choose", style=ButtonStyle.primary)
    return cards.row(adding, _readme(), *turns)


def _readme() -> discord.ui.Button[discord.ui.LayoutView]:
    return cards.button("My README", "readme:make")


def worklog_card(
    entries: Sequence[Entry], first: date, last: date, mention: Mention
) -> discord.ui.LayoutView:
    if not entries:
        return cards.card(
            f"Nothing is in your log from {span(first, last)}. {mention('log add')} takes what you"
            " did, and of up to a week ago.",
            accent=Accent.QUIET,
        )
    on = plural(len({one.day for one in entries}), "day")
    return cards.card(
        f"**Your work log, {span(first, last)}**",
        f"{plural(len(entries), 'entry', 'entries')} on {on}. The file is Markdown: paste it into"
        " your repository as it is.",
        "-# Only you see this.",
        accent=Accent.DONE,
    )
