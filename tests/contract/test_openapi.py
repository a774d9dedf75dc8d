"""Bodies against Discord's own description: that good ones pass and bad ones do not."""

from typing import Any

import pytest

from tests.contract import described
from tests.contract.test_rules import (
    CALLBACK,
    EDIT,
    EVENT,
    FOLLOW_UP,
    GOOD,
    POST,
    SYNC,
    THREAD,
    Json,
    card,
    command,
    event,
    form,
    option,
)

if not described.is_here():
    pytest.skip(f"Discord's description is not here: {described.FILE}", allow_module_level=True)


@pytest.mark.parametrize(("route", "body"), GOOD.values(), ids=GOOD.keys())
def test_good_bodies_are_as_discord_describes_them(route: tuple[str, str], body: Any) -> None:
    assert described.problems(*route, body) == []


def one_wrong(body: Json, **wrong: Any) -> Json:
    return body | {"data": body["data"] | wrong}


BAD: dict[str, tuple[tuple[str, str], Any, str]] = {
    "content that is no text": (POST, {"content": 3}, "content: 3 is not of type"),
    "an answer that is too long": (
        CALLBACK,
        {"type": 4, "data": {"content": "a" * 2001}},
        "data.content:",
    ),
    "a form without a title": (CALLBACK, one_wrong(form("a"), title=""), "data.title:"),
    "a form with a long name": (CALLBACK, one_wrong(form("a"), custom_id="a" * 101), "custom_id"),
    "too many suggestions": (
        CALLBACK,
        {"type": 8, "data": {"choices": [{"name": str(n), "value": str(n)} for n in range(26)]}},
        "data.choices",
    ),
    "a long button": (
        FOLLOW_UP,
        card({"type": 1, "components": [{"type": 2, "style": 1, "label": "a" * 81}]}),
        "components.0.components.1.components.0.label:",
    ),
    "a colour that is none": (EDIT, {"components": [{"type": 17, "accent_color": -1}]}, "compon"),
    "a thread's long name": (THREAD, {"name": "a" * 101}, "name:"),
    "a thread kept for 2 days": (THREAD, {"name": "a", "auto_archive_duration": 2880}, "duration"),
    "a long event": (EVENT, event(name="a" * 101), "name:"),
    "a long description": (SYNC, [command(description="a" * 101)], "0.description:"),
    "26 options": (SYNC, [command(options=[option(f"o{n}") for n in range(26)])], "0.options:"),
    "no body": (POST, None, "body: null"),
    "an unknown route": (("POST", "/channels/1/soup"), {}, "Discord has no such route"),
    "an unknown method": (("PUT", "/channels/1/messages"), {}, "Discord has no such route"),
    "a body where none goes": (("PUT", "/channels/1/thread-members/2"), {"a": 1}, "no body"),
}


@pytest.mark.parametrize(("route", "body", "words"), BAD.values(), ids=BAD.keys())
def test_bad_bodies_are_told_with_their_place(
    route: tuple[str, str], body: Any, words: str
) -> None:
    found = described.problems(*route, body)

    assert any(words in one for one in found), found
