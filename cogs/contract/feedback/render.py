"""The list of feedback, and one of it, for a member of the pair."""

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain.contract import Operation
from bot.domain.contract_news import About
from bot.domain.people import who
from bot.domain.text import code, escape, fit, one_line
from cogs.contract.endpoints.render import HEARS
from cogs.contract.render import ENDED, ROW, row_of
from db.contract_feedback import Feedback, Page
from db.contracts import Shared

PAGE_SIZE = 4
_SUBJECT = 14
_NAME = 56


def list_card(page: Page, shared: Shared) -> discord.ui.LayoutView:
    pair_id, is_on = shared.pair.id, shared.pair.is_on
    place = f" \u00b7 {page.at + 1} of {page.last + 1}" if page.last else ""
    choices = cards.options(
        (str(one.number), f"#{one.number} {one_line(one.text)}") for one in page.shown
    )
    turns = (("Back", page.at - 1), ("More", page.at + 1))
    give = cards.button("Give feedback", "contract:say", pair_id, style=ButtonStyle.primary)
    return cards.card(
        f"**Feedback** \u00b7 {page.open} open, {page.count - page.open} done{place}",
        "\n".join(map(_entry, page.shown)) or "Nobody has said anything yet.",
        None if is_on else ENDED,
        cards.row(
            cards.select("contract:one", pair_id, choices=choices, placeholder="Open one of these")
        )
        if choices
        else None,
        row_of(
            [
                *([give] if is_on else []),
                *(
                    cards.button(label, "contract:pages", pair_id, to)
                    for label, to in turns
                    if 0 <= to <= page.last
                ),
            ]
        ),
        accent=Accent.QUIET,
    )


def _entry(one: Feedback) -> str:
    on = f" {code(one.subject, _SUBJECT)}" if one.subject else ""
    return f"{_named(one)} {_state(one)}{on}\n-# {escape(fit(one_line(one.text), ROW + 9))}"


def _named(one: Feedback) -> str:
    return f"**#{one.number}** {one.about.value} \u00b7"


def _state(one: Feedback) -> str:
    return "open" if one.is_open else "done"


def one_card(one: Feedback, shared: Shared) -> discord.ui.LayoutView:
    """All of it, with what can be done."""
    pair_id = shared.pair.id
    done = f" by {who(one.done_by_id)} {format_dt(one.done_at, 'R')}" if one.done_at else ""
    return cards.card(
        f"{_named(one)} **{_state(one)}**{done}\n"
        f"-# {who(one.author_id)} \u00b7 {format_dt(one.opened_at, 'R')}",
        f"On {code(one.subject, _NAME)}" if one.subject else None,
        escape(one.text),
        None if shared.pair.is_on else ENDED,
        cards.row(*_acts(one, shared), cards.button("All feedback", "contract:pages", pair_id, 0)),
        accent=Accent.WAITING if one.is_open else Accent.DONE,
    )


def _acts(one: Feedback, shared: Shared) -> list[discord.ui.Button[discord.ui.LayoutView]]:
    pair_id = shared.pair.id
    if not shared.pair.is_on:
        return []
    if not one.is_open:
        return [cards.button("Reopen", "contract:reopen", pair_id, one.number)]
    done = cards.button("Done", "contract:done", pair_id, one.number)
    if one.about is not About.NEED:
        return [done]
    if one.operation is None:  # its method or path has to be asked for
        plan = cards.button(
            "Plan it", "contract:plan_as", pair_id, one.number, style=ButtonStyle.primary
        )
    else:
        plan = cards.button(
            "Plan it", "contract:plan", pair_id, one.number, style=ButtonStyle.primary
        )
    return [plan, done]


def given(one: Feedback) -> str:
    return f"Noted as feedback **#{one.number}**. {HEARS}"


def planned_card(operation: Operation, number: int) -> discord.ui.LayoutView:
    return cards.card(planned(operation, number), accent=Accent.DONE)


def planned(operation: Operation, number: int) -> str:
    return f"{code(operation.name, _NAME)} is planned, and feedback **#{number}** is done. {HEARS}"
