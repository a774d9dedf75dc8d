"""What the partner is told of changes, and the history of all of them."""

from collections.abc import Sequence

import discord
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain.contract_news import OPEN, About, Act, Change, operation_named, words
from bot.domain.people import who
from bot.domain.text import plural
from cogs.contract.render import history_button, row_of
from db.contract_history import Page

HISTORY_SIZE = 4
_TOLD = 4


def news_card(
    actor_id: int, others: Sequence[int], changes: Sequence[Change], pair_id: int
) -> discord.ui.LayoutView:
    """In the thread, to those of the pair who did not act."""
    to = " ".join(who(one) for one in others)
    hidden = len(changes) - _TOLD
    needs = [one for one in changes if _is_need(one)]
    acts = [_plan(needs[0], pair_id)] if len(needs) == 1 else []
    if any(one.act is Act.FEEDBACK for one in changes):
        acts.append(cards.button("Feedback", "contract:feedback", pair_id))
    return cards.card(
        f"{to}\n{who(actor_id)} changed {plural(len(changes), 'thing')}:",
        "\n".join(f"- {words(one)}" for one in changes[:_TOLD]),
        f"-# and {hidden} more: press **History**" if hidden > 0 else None,
        cards.row(
            *acts,
            cards.button("Show the contract", "contract:show", pair_id),
            history_button(pair_id),
        ),
        accent=Accent.WAITING,
    )


def _is_need(change: Change) -> bool:
    """Whether somebody needs an endpoint that is not planned yet."""
    if change.act is not Act.FEEDBACK or change.before or change.after != OPEN:
        return False
    return change.subject.split(" ", 2)[1] == About.NEED


def _plan(need: Change, pair_id: int) -> discord.ui.Button[discord.ui.LayoutView]:
    number, _, name = need.subject.split(" ", 2)
    if operation_named(name) is None:  # its method or path has to be asked for
        return cards.button("Plan it", "contract:plan_as", pair_id, number)
    return cards.button("Plan it", "contract:plan", pair_id, number)


def history_card(page: Page, pair_id: int) -> discord.ui.LayoutView:
    turns = (("Newer", page.at - 1), ("Older", page.at + 1))
    place = f" \u00b7 {page.at + 1} of {page.last + 1}" if page.last else ""
    return cards.card(
        f"**What changed** \u00b7 {page.count}{place}",
        "\n".join(map(_past, page.changes)) or "Nothing yet.",
        row_of(
            cards.button(label, "contract:past", pair_id, to)
            for label, to in turns
            if 0 <= to <= page.last
        ),
        accent=Accent.QUIET,
    )


def _past(change: Change) -> str:
    return f"{words(change)}\n-# {who(change.actor_id)} \u00b7 {format_dt(change.changed_at, 'R')}"
