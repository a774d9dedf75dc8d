"""The forms in which one says what one needs, or what one found."""

import discord

from bot import cards
from bot.domain.contract import PATH_LIMIT, Operation, Style
from bot.domain.contract_news import About
from bot.domain.errors import Refusal
from bot.domain.text import clean, fit
from bot.roads import Press
from cogs.contract.endpoints.forms import method_of, methods, path_of
from db.contracts import Endpoint, Shared

TEXT_LIMIT = 250
LABELS = {
    About.USABILITY: "Usability: it works, but is hard to use",
    About.BUG: "A bug: it does something else than it says",
    About.QUESTION: "A question",
}
_UNKNOWN = "unknown"


def need_form(shared: Shared) -> discord.ui.Modal:
    style = shared.contract.style
    is_graphql = style is Style.GRAPHQL
    known = [(one.value, one.value) for one in methods(style)]
    return cards.form(
        "I need this",
        "contract:needed",
        shared.pair.id,
        fields=(
            cards.line(
                "text",
                "What do you need, and what for?",
                limit=TEXT_LIMIT,
                hint="The products in the cart, for the checkout page",
                long=True,
            ),
            cards.line(
                "path",
                "Its name, if you know (optional)"
                if is_graphql
                else "Path, if you know (optional)",
                limit=PATH_LIMIT,
                hint="cart" if is_graphql else "/cart/items",
                required=False,
            ),
            cards.pick(
                "method",
                "Operation" if is_graphql else "Method",
                cards.options([(_UNKNOWN, "I don't know"), *known], _UNKNOWN),
            ),
        ),
    )


def feedback_form(
    shared: Shared, about: About | None, endpoint: Endpoint | None
) -> discord.ui.Modal:
    """What it is about is asked for where nobody has said it yet."""
    said = about or About.USABILITY
    kinds = cards.options(((one.value, label) for one, label in LABELS.items()), said.value)
    on = f" on {endpoint.operation.name}" if endpoint else ""
    return cards.form(
        f"Feedback{on}",
        "contract:said",
        shared.pair.id,
        *([endpoint.id] if endpoint else []),
        fields=(
            cards.pick("about", "What is it?", kinds),
            cards.line("text", "Your feedback", limit=TEXT_LIMIT, hint=_HINT, long=True),
        ),
    )


_HINT = "The list has no next page: I get ten of thirty"


def needed(press: Press, style: Style) -> tuple[str, str]:
    """(text, the endpoint's name as far as it is known) of what was typed."""
    method = method_of(press)
    by_path = method or methods(style)[0]
    path = path_of(press.text("path"), by_path)
    if method is None or not path:
        return text(press), path
    return text(press), Operation(method, path).name


def text(press: Press) -> str:
    said = fit(clean(press.text("text")), TEXT_LIMIT)
    if not said:
        raise Refusal("There was nothing to read in it. Say it in a few words.")
    return said


def about(press: Press) -> About:
    said = press.choice("about")
    return About(said) if said in set(LABELS) else About.QUESTION
