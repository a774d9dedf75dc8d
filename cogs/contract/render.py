"""What a contract looks like, to its pair and in private. Pure: values in, cards and texts out."""

from collections.abc import Iterable, Sequence

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent, Row
from bot.domain.contract import Auth, Contract, Operation, State, Style
from bot.domain.text import code, escape, fit, plural, units
from db.contracts import Endpoint, Shared

# A phone shows about so many characters in a row, fewer of them as code, and so many rows at once.
ROW, CODE_ROW, TITLE_ROW, ROWS = 31, 27, 26, 12
_NAME, _LINK, _LEAST = 22, 20, 6

_NOT_IN_LINKS = set(' ()<>[]\\`"')

_Button = discord.ui.Button[discord.ui.LayoutView]

MARKS = {
    State.CHANGED: "\N{LARGE ORANGE CIRCLE}",
    State.LIVE: "\N{LARGE GREEN CIRCLE}",
    State.MOCKED: "\N{LARGE YELLOW CIRCLE}",
    State.PLANNED: "\N{MEDIUM WHITE CIRCLE}",
    State.DEPRECATED: "\N{MEDIUM BLACK CIRCLE}",
}
"""By what the frontend has to look at first; each mark stands beside its word."""

ENDED = "-# This pair has ended: you can read and export it."


def state_words(state: State) -> str:
    return f"{MARKS[state]} **{state.value.capitalize()}**"


# The card in the pair's thread


def contract_card(shared: Shared) -> discord.ui.LayoutView:
    """What both see, on one screen of a phone; the rest is behind [More]."""
    top = head(shared)
    pages = paged(shared.endpoints, ROWS - len(top) - 1)
    hidden = len(shared.endpoints) - len(pages[0])
    pair_id = shared.pair.id
    return cards.card(
        "\n".join(top),
        "\n".join(_grouped(pages[0])) or _nothing_yet(shared.contract.style),
        f"-# and {hidden} more" if hidden else None,
        cards.row(
            cards.button("Add an endpoint", "contract:add", pair_id, style=ButtonStyle.primary),
            cards.button("I need this", "contract:need", pair_id),
            _feedback_button(shared),
        ),
        cards.row(
            cards.button("Details", "contract:details", pair_id),
            cards.button("More", "contract:show", pair_id),
        ),
        accent=Accent.OPEN if shared.endpoints else Accent.WAITING,
    )


def head(shared: Shared) -> list[str]:
    """Its rows: what it is, where it lives, how it is spoken to."""
    contract = shared.contract
    lines = [f"### {escape(fit(contract.title or 'Your API', TITLE_ROW))}"]
    if contract.base_url:
        lines.append(f"Base {code(_bare(contract.base_url), CODE_ROW - 4)}")
    if contract.docs_url:
        lines.append(f"Docs {_link(_docs(contract))}")
    auth = "no auth" if contract.auth is Auth.NONE else contract.auth.label
    count = plural(len(shared.endpoints), noun(contract.style))
    return [*lines, f"-# {contract.style.label} \u00b7 {auth} \u00b7 {count}"]


def _feedback_button(shared: Shared) -> _Button:
    is_open = f": {shared.open_feedback} open" if shared.open_feedback else ""
    return cards.button(f"Feedback{is_open}", "contract:feedback", shared.pair.id)


def noun(style: Style) -> str:
    return "operation" if style is Style.GRAPHQL else "endpoint"


def _nothing_yet(style: Style) -> str:
    return (
        f"No {noun(style)} yet. The backend adds what is planned, and the frontend says what it"
        " needs."
    )


def _docs(contract: Contract) -> str:
    """A path alone is one of the API's own."""
    # An imported address may be none: it is taken apart here without a word on what it is.
    scheme, _, rest = contract.base_url.partition("://")
    if contract.docs_url.startswith("/") and rest:
        return f"{scheme}://{rest.partition('/')[0]}{contract.docs_url}"
    return contract.docs_url


def _link(url: str) -> str:
    """Where it leads is always shown; what is no address stays a text."""
    if url.startswith(("https://", "http://")) and not set(url) & _NOT_IN_LINKS:
        return f"[{escape(fit(_bare(url), _LINK))}]({url})"
    return code(_bare(url), CODE_ROW - 4)


def _bare(url: str) -> str:
    """An address as people say it."""
    return url.removeprefix("https://")


# Its operations


def paged(endpoints: Sequence[Endpoint], rows: int) -> list[list[Endpoint]]:
    """Those in each state together, so many that they and the names of the states fill a page."""
    order = list(MARKS)
    pages: list[list[Endpoint]] = [[]]
    left = rows
    for one in sorted(endpoints, key=lambda one: (order.index(one.operation.state), one.id)):
        before = pages[-1][-1].operation.state if pages[-1] else None
        takes = 1 if before is one.operation.state else 2
        if takes > left:
            pages.append([])
            left, takes = rows, 2
        pages[-1].append(one)
        left -= takes
    return pages


def _grouped(endpoints: Iterable[Endpoint]) -> Iterable[str]:
    state = None
    for one in endpoints:
        if one.operation.state is not state:
            state = one.operation.state
            yield state_words(state)
        yield _line(one.operation)


def _line(operation: Operation) -> str:
    """One row of a phone: method and path, and as much of the purpose as fits behind."""
    name = fit(operation.name, _NAME if operation.purpose else CODE_ROW)
    room = ROW - units(name) * ROW // CODE_ROW - 1
    purpose = escape(fit(operation.purpose, room)) if room >= _LEAST else ""
    return f"{code(name, CODE_ROW)} {purpose}".rstrip()


# In private: all of it, page by page


def shown_card(shared: Shared, at: int) -> discord.ui.LayoutView:
    """A page of the operations, what opens one, and all that can be done."""
    if not shared.is_begun:
        return begin_card(shared)
    contract, pair_id = shared.contract, shared.pair.id
    top = head(shared)
    # From the second page on, there is room for more of them.
    pages = paged(shared.endpoints, ROWS - len(top) - 1)
    at = min(at, len(pages) - 1)
    page = pages[at]
    place = f"-# {at + 1} of {len(pages)}" if len(pages) > 1 else None
    return cards.card(
        "\n".join(top),
        "\n".join(_grouped(page)) or _nothing_yet(contract.style),
        place if shared.pair.is_on else ENDED,
        _opener(pair_id, page),
        _acts(shared),
        row_of([*_turns(pair_id, at, len(pages)), history_button(pair_id)]),
        accent=Accent.QUIET,
    )


def _acts(shared: Shared) -> Row:
    pair_id = shared.pair.id
    feedback = _feedback_button(shared)
    if not shared.pair.is_on:
        return cards.row(feedback)
    return cards.row(
        cards.button("Add an endpoint", "contract:add", pair_id, style=ButtonStyle.primary),
        cards.button("I need this", "contract:need", pair_id),
        feedback,
        cards.button("Details", "contract:details", pair_id),
    )


def _turns(pair_id: int, at: int, count: int) -> Iterable[_Button]:
    return (
        cards.button(label, "contract:page", pair_id, to)
        for label, to in (("Back", at - 1), ("More", at + 1))
        if 0 <= to < count
    )


def history_button(pair_id: int) -> _Button:
    return cards.button("History", "contract:history", pair_id, 0)


def _opener(pair_id: int, page: Sequence[Endpoint]) -> Row | None:
    choices = cards.options((str(one.id), one.operation.name) for one in page)
    if not choices:
        return None
    return cards.row(
        cards.select("contract:open", pair_id, choices=choices, placeholder="Open one of these")
    )


def begin_card(shared: Shared) -> discord.ui.LayoutView:
    """Nobody said anything yet."""
    pair_id = shared.pair.id
    if not shared.pair.is_on:
        return cards.card("This pair has ended, and kept no contract.", accent=Accent.QUIET)
    return cards.card(
        "### Your API contract",
        f"What frontend and backend of **{escape(shared.pair.project)}** agree on: where the API"
        " lives, its endpoints, and how far each of them is. Your partner hears of every change.",
        "Begin with whatever you know. Have an OpenAPI file? `/contract import` reads it.",
        cards.row(
            cards.button("Add an endpoint", "contract:add", pair_id, style=ButtonStyle.primary),
            cards.button("I need this", "contract:need", pair_id),
            cards.button("Details", "contract:details", pair_id),
        ),
        accent=Accent.WAITING,
    )


def row_of(buttons: Iterable[_Button]) -> Row | None:
    found = list(buttons)
    return cards.row(*found) if found else None
