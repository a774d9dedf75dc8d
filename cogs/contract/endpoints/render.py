"""One endpoint in private, and what is said of what was done to it."""

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain.contract import Operation, State
from bot.domain.text import clean, code, escape, fit
from bot.door import TextFile
from cogs.contract.render import CODE_ROW, ENDED, MARKS, state_words
from db.contract_acts import UNDO, Done
from db.contract_history import GATHERED
from db.contracts import Endpoint, Shared

_SHOWN = 60
_EXAMPLES_ROWS = 4  # of both together
_WIDE = CODE_ROW

HEARS = f"Your partner hears of it in {GATHERED.seconds // 60} minutes."


def endpoint_card(shared: Shared, endpoint: Endpoint) -> discord.ui.LayoutView:
    """What is said of it, its examples as far as a phone shows them, and what can be done."""
    one, pair_id = endpoint.operation, shared.pair.id
    is_on = shared.pair.is_on
    return cards.card(
        f"**{code(one.name, 2 * CODE_ROW)}**\n"
        f"{state_words(one.state)} \u00b7 {format_dt(endpoint.changed_at, 'R')}",
        escape(one.purpose),
        _example("Request", one.request, _rows(one)),
        _example("Response", one.response, _rows(one)),
        None if is_on else ENDED,
        cards.row(
            cards.select(
                "contract:state",
                pair_id,
                endpoint.id,
                choices=cards.options(
                    ((s.value, f"{MARKS[s]} {s.value}") for s in State), one.state
                ),
                placeholder="How far is it?",
            )
        )
        if is_on
        else None,
        cards.row(
            cards.button("Edit", "contract:edit", pair_id, endpoint.id, style=ButtonStyle.primary),
            cards.button("Feedback on it", "contract:say", pair_id, endpoint.id),
            cards.button("Take it out", "contract:remove", pair_id, endpoint.id),
        )
        if is_on
        else None,
        accent=Accent.QUIET,
    )


def _rows(operation: Operation) -> int:
    return _EXAMPLES_ROWS // (2 if operation.request and operation.response else 1)


def _example(label: str, text: str, rows: int) -> str | None:
    if not text:
        return None
    lines = text.split("\n")
    shown = [fit(one.replace("`", "\u02cb"), _WIDE) for one in lines[:rows]]
    if len(lines) > rows:
        shown[-1] += " \u2026"
    body = "\n".join(shown)
    return f"-# {label}\n```\n{body}\n```"


def whole(operation: Operation) -> TextFile | None:
    """Both examples, where a phone's screen has no room for all of them."""
    texts = [one for one in (operation.request, operation.response) if one]
    if not any(_is_cut(one, _rows(operation)) for one in texts):
        return None
    parts = [operation.name, operation.purpose]
    for label, text in (("Request", operation.request), ("Response", operation.response)):
        if text:
            parts.append(f"{label}:\n\n{clean(text)}")
    return TextFile("endpoint.txt", "\n\n".join(filter(None, parts)) + "\n")


def _is_cut(text: str, rows: int) -> bool:
    lines = text.split("\n")
    return len(lines) > rows or any(len(line) > _WIDE for line in lines)


def added(done: Done) -> str:
    return f"Added: {_named(done)}, planned. {HEARS}"


def edited(done: Done) -> str:
    if done.change_id is None:
        return f"{_named(done)} says that already: nothing is changed."
    return f"Changed: {_named(done)}. {HEARS}"


def stated(done: Done) -> str:
    state = done.operation.state
    if done.change_id is None:
        return f"{_named(done)} is {state.value} already."
    return f"{_named(done)} is {MARKS[state]} **{state.value}** now. {HEARS}"


def removed_card(done: Done) -> discord.ui.LayoutView:
    assert done.change_id is not None
    return cards.card(
        f"{_named(done)} is taken out. For {UNDO.seconds // 60} minutes you can undo that, and"
        " your partner hears of it after that.",
        cards.row(cards.button("Undo", "contract:undo", done.shared.pair.id, done.change_id)),
        accent=Accent.QUIET,
    )


def back_card(done: Done) -> discord.ui.LayoutView:
    return cards.card(f"{_named(done)} is back, as it was.", accent=Accent.DONE)


def detailed(*, is_changed: bool) -> str:
    return f"Saved. {HEARS}" if is_changed else "It says that already: nothing is changed."


def _named(done: Done) -> str:
    return code(done.operation.name, _SHOWN)
