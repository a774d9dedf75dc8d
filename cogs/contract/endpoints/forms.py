"""The forms in which endpoints and the contract's head are written, and what was typed there."""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import discord

from bot import cards
from bot.domain.contract import (
    EXAMPLE_LIMIT,
    PATH_LIMIT,
    PURPOSE_LIMIT,
    TITLE_LIMIT,
    URL_LIMIT,
    Auth,
    Contract,
    Method,
    Operation,
    Style,
)
from bot.domain.errors import Refusal
from bot.domain.text import clean, fit, one_line
from bot.roads import STALE, Press
from db.contract_rows import mark, mark_head
from db.contracts import Endpoint, Shared

_QUERY = re.compile("[?#]")
_Field = discord.ui.Label[discord.ui.LayoutView]


def add_form(shared: Shared) -> discord.ui.Modal:
    return cards.form(
        "Add an endpoint",
        "contract:added",
        shared.pair.id,
        fields=_fields(shared.contract.style, None),
    )


def edit_form(shared: Shared, endpoint: Endpoint) -> discord.ui.Modal:
    known = endpoint.operation
    return cards.form(
        f"Edit {known.name}",
        "contract:edited",
        shared.pair.id,
        endpoint.id,
        mark(known),
        fields=_fields(shared.contract.style, known),
    )


def plan_form(shared: Shared, number: int, path: str, purpose: str) -> discord.ui.Modal:
    """For what is needed, as far as whoever needs it said."""
    method = Method.QUERY if shared.contract.style is Style.GRAPHQL else Method.GET
    needed = Operation(method, path, fit(one_line(purpose), PURPOSE_LIMIT))
    return cards.form(
        f"Plan what #{number} needs",
        "contract:planned",
        shared.pair.id,
        number,
        fields=_fields(shared.contract.style, needed),
    )


def methods(style: Style) -> Sequence[Method]:
    """Those of the contract's own style first."""
    return sorted(Method, key=lambda one: one.style is not style)


def _fields(style: Style, known: Operation | None) -> Sequence[_Field]:
    is_graphql = style is Style.GRAPHQL
    own = methods(style)
    method = known.method if known else own[0]
    said = known or Operation(method, "")
    return (
        cards.pick(
            "method",
            "Operation" if is_graphql else "Method",
            cards.options(((one.value, one.value) for one in own), method.value),
        ),
        cards.line(
            "path",
            "Its name" if is_graphql else "Path",
            limit=PATH_LIMIT,
            hint="products(first: Int)" if is_graphql else "/products/{id}",
            value=said.path,
        ),
        cards.line(
            "purpose",
            "What it is for, in one line (optional)",
            limit=PURPOSE_LIMIT,
            hint="One product with its stock",
            required=False,
            value=said.purpose,
        ),
        _example("request", "Example of a request (optional)", said.request),
        _example("response", "Example of a response (optional)", said.response),
    )


def _example(name: str, label: str, value: str) -> _Field:
    return cards.line(
        name,
        label,
        limit=EXAMPLE_LIMIT,
        hint='{"id": 7, "name": "Kente cloth"}',
        long=True,
        required=False,
        value=value,
    )


def operation(press: Press) -> Operation:
    """What was typed, as an endpoint that is planned; or a Refusal."""
    method = method_of(press)
    if method is None:
        raise Refusal(STALE)
    path = path_of(press.text("path"), method)
    if not path:
        raise Refusal("An endpoint needs a path, such as `/products/{id}`. Try it again.")
    return Operation(
        method,
        path,
        fit(one_line(press.text("purpose")), PURPOSE_LIMIT),
        request=fit(clean(press.text("request")), EXAMPLE_LIMIT),
        response=fit(clean(press.text("response")), EXAMPLE_LIMIT),
    )


def method_of(press: Press) -> Method | None:
    said = press.choice("method")
    return Method(said) if said in set(Method) else None


def path_of(typed: str, method: Method | None) -> str:
    """`/products` out of `products`, or out of the whole address; a GraphQL name as it is."""
    path = one_line(typed)
    if not path or (method is not None and method.style is Style.GRAPHQL):
        return fit(path, PATH_LIMIT)
    if path.startswith(("https://", "http://")):
        _, _, behind = path.split("://", 1)[1].partition("/")
        path = f"/{_QUERY.split(behind)[0]}"
    return fit(path if path.startswith("/") else f"/{path}", PATH_LIMIT)


def details_form(shared: Shared) -> discord.ui.Modal:
    known = shared.contract
    return cards.form(
        "About your API",
        "contract:detailed",
        shared.pair.id,
        mark_head(known),
        fields=(
            cards.line("title", "Its name", limit=TITLE_LIMIT, value=known.title),
            cards.line(
                "base_url",
                "Base URL (optional)",
                limit=URL_LIMIT,
                hint="https://shop.example.com/api/v1",
                required=False,
                value=known.base_url,
            ),
            cards.line(
                "docs_url",
                "Docs (optional)",
                limit=URL_LIMIT,
                hint="/api/docs",
                required=False,
                value=known.docs_url,
            ),
            cards.pick(
                "auth",
                "How do people sign in?",
                cards.options(((one.value, one.label) for one in Auth), known.auth.value),
            ),
            cards.pick(
                "style",
                "Style",
                cards.options(((one.value, one.label) for one in Style), known.style.value),
            ),
        ),
    )


def details(press: Press, known: Contract) -> Contract:
    """What was typed; a Refusal for what is no address."""
    auth, style = press.choice("auth"), press.choice("style")
    if auth not in set(Auth) or style not in set(Style):
        raise Refusal(STALE)
    return replace(
        known,
        title=fit(one_line(press.text("title")), TITLE_LIMIT) or known.title,
        base_url=_url(press.text("base_url"), known.base_url, "base URL"),
        docs_url=_url(press.text("docs_url"), known.docs_url, "docs", may_be_path=True),
        auth=Auth(auth),
        style=Style(style),
    )


def _url(typed: str, known: str, what: str, *, may_be_path: bool = False) -> str:
    url = fit(one_line(typed), URL_LIMIT)
    if not url or url == known or (may_be_path and url.startswith("/")):
        return url
    try:
        parts = urlsplit(url)
        is_url = parts.scheme in ("https", "http") and bool(parts.hostname)
    except ValueError:
        is_url = False
    if not is_url or " " in url:
        raise Refusal(
            f"The {what} must begin with `https://` or `http://`, such as"
            " `https://shop.example.com/api`. Try it again."
        )
    return url
