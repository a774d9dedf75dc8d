"""Each rule catches the body that it was made for, and lets good bodies pass."""

from typing import Any

import pytest

from tests.contract.rules import IS_V2, problems

CALLBACK = ("POST", "/interactions/1/token/callback")
POST = ("POST", "/channels/1/messages")
EDIT = ("PATCH", "/channels/1/messages/2")
FOLLOW_UP = ("POST", "/webhooks/1/token")
AMEND = ("PATCH", "/webhooks/1/token/messages/@original")
THREAD = ("POST", "/channels/1/messages/2/threads")
DIRECT = ("POST", "/users/@me/channels")
EVENT = ("POST", "/guilds/1/scheduled-events")
SYNC = ("PUT", "/applications/1/commands")

Json = dict[str, Any]


def button(name: str | None = "qa:accept:1", **more: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Accept", "custom_id": name, **more}


TEXT = {"type": 10, "content": "So."}
LONG_TEXT = {"type": 10, "content": "a" * 2000}


def row(*items: Json) -> Json:
    return {"type": 1, "components": list(items)}


def card(*blocks: Json) -> Json:
    said: Json = {"type": 10, "content": "How do I paginate?"}
    return {"flags": IS_V2, "components": [{"type": 17, "components": [said, *blocks]}]}


def embed(**more: Any) -> Json:
    return {"embeds": [{"title": "A question", **more}]}


def command(**more: Any) -> Json:
    return {"type": 1, "name": "qa", "description": "Questions and answers", **more}


def option(name: str = "topic", **more: Any) -> Json:
    return {"type": 3, "name": name, "description": "What about", "required": False, **more}


def event(**more: Any) -> Json:
    return {
        "name": "Study hall",
        "privacy_level": 2,
        "entity_type": 3,
        "entity_metadata": {"location": "#study"},
        "scheduled_start_time": "2026-03-02T18:00:00+00:00",
        "scheduled_end_time": "2026-03-02T19:00:00+00:00",
        **more,
    }


def form(*names: str) -> Json:
    inputs = [{"type": 4, "custom_id": name, "style": 1} for name in names]
    labels = [{"type": 18, "label": "Title", "component": one} for one in inputs]
    return {"type": 9, "data": {"custom_id": "qa:asked", "title": "Ask", "components": labels}}


def section(accessory: Json) -> Json:
    return {"type": 9, "components": [{"type": 10, "content": "Hi"}], "accessory": accessory}


GOOD: dict[str, tuple[tuple[str, str], Any]] = {
    "a private sentence": (
        CALLBACK,
        {"type": 4, "data": {"content": "Done.", "flags": 64, "allowed_mentions": {"parse": []}}},
    ),
    "a card": (CALLBACK, {"type": 4, "data": card(row(button(), button("qa:answer:1")))}),
    "a card redrawn": (CALLBACK, {"type": 7, "data": card(row(button()))}),
    "a deferral": (CALLBACK, {"type": 5, "data": {"flags": 64}}),
    "a form": (CALLBACK, form("title", "details")),
    "suggestions": (
        CALLBACK,
        {"type": 8, "data": {"choices": [{"name": "Lagos", "value": "Africa/Lagos"}]}},
    ),
    "a card posted": (POST, card() | {"nonce": "ob1", "enforce_nonce": True}),
    "named people pinged": (POST, card() | {"allowed_mentions": {"parse": [], "users": [1]}}),
    "content of 2000 characters": (POST, {"content": "a" * 2000}),
    "an embed": (POST, embed(fields=[{"name": "Topic", "value": "Django", "inline": True}])),
    "a link": (POST, {"content": "Look", "components": [row(button(None, style=5, url="https://a"))]}),
    "buttons taken away": (EDIT, {"components": []}),
    "a follow-up": (FOLLOW_UP, {"content": "And more.", "flags": 64}),
    "an answer amended": (AMEND, card()),
    "a thread": (THREAD, {"name": "#1 How do I paginate?", "auto_archive_duration": 4320}),
    "somebody joins a thread": (("PUT", "/channels/1/thread-members/2"), None),
    "a channel with one member": (DIRECT, {"recipient_id": "1"}),
    "an event": (EVENT, event()),
    "commands": (SYNC, [command(options=[option("zone", required=True), option()])]),
    "a command and a menu of one name": (SYNC, [command(), {"type": 3, "name": "qa"}]),
    "a message deleted": (("DELETE", "/channels/1/messages/2"), None),
}  # fmt: skip


@pytest.mark.parametrize(("route", "body"), GOOD.values(), ids=GOOD.keys())
def test_what_discord_takes_passes(route: tuple[str, str], body: Any) -> None:
    assert problems(*route, body) == []


LONG = "a" * 101
LONG_CHOICES = [{"name": f"{at}" * 100, "value": "b" * 100} for at in range(4)]
BAD: dict[str, tuple[tuple[str, str], Any, str]] = {
    "content of 2001 characters": (POST, {"content": "a" * 2001}, "content is over 2000"),
    "content of 2001 in an answer": (
        CALLBACK,
        {"type": 4, "data": {"content": "a" * 2001}},
        "content is over 2000",
    ),
    "content of 2001 in a follow-up": (FOLLOW_UP, {"content": "a" * 2001}, "content is over 2000"),
    "content of 2001 in an edit": (EDIT, {"content": "a" * 2001}, "content is over 2000"),
    "an empty message": (POST, {"content": " ", "flags": 64}, "the message is empty"),
    "an empty answer": (CALLBACK, {"type": 4}, "the message is empty"),
    "an empty edit": (AMEND, {}, "the message is empty"),
    "no body at all": (EDIT, None, "the message is empty"),
    "an empty event": (EVENT, {}, "the event is empty"),
    "a channel's empty edit": (("PATCH", "/channels/1"), {}, "the edit is empty"),
    "an unknown field": (POST, {"contents": "Hi", "content": "Hi"}, "has no field contents"),
    "an unknown field in a card": (POST, card(row(button(colour=1))), "has no field colour"),
    "an unknown component": (POST, card({"type": 99}), "no component of type 99"),
    "an unknown field in an embed": (POST, embed(colour=1), "an embed has no field colour"),
    "an unknown field in a command": (SYNC, [command(guild_only=True)], "has no field guild_only"),
    "an unknown field in an option": (SYNC, [command(options=[option(max=1)])], "no field max"),
    "an unknown field in a thread": (THREAD, {"name": "a", "private": True}, "no field private"),
    "an unknown field in an event": (EVENT, event(where="x"), "an event has no field where"),
    "an embed's empty field": (POST, embed(fields=[{"name": "", "value": "a"}]), "field is empty"),
    "an embed's blank field": (POST, embed(fields=[{"name": "a", "value": " "}]), "field is empty"),
    "embeds over 6000": (
        POST,
        {"embeds": [{"description": "a" * 3000}, {"footer": {"text": "a" * 3001}}]},
        "over 6000 characters in sum",
    ),
    "a link that runs a script": (
        POST,
        card(row(button(None, style=5, url="javascript:alert(1)"))),
        "url does not open in a browser",
    ),
    "an embed's link that runs a script": (POST, embed(url="javascript:x"), "does not open"),
    "6 action rows": (
        POST,
        {"content": "Hi", "components": [row(button(f"qa:{at}")) for at in range(6)]},
        "over 5 action rows",
    ),
    "a custom_id twice": (POST, card(row(button(), button())), "qa:accept:1 is there twice"),
    "a custom_id twice, once aside": (POST, card(row(button()), section(button())), "twice"),
    "a custom_id twice in a form": (CALLBACK, form("title", "title"), "title is there twice"),
    "a button without custom_id": (POST, card(row(button(None))), "Accept has no custom_id"),
    "V2 with content": (POST, card() | {"content": "Hi"}, "a V2 message has only components"),
    "41 components": (POST, card(*[TEXT] * 39), "there are 41 components, and 40 are the most"),
    "texts over 4000": (POST, card(LONG_TEXT, LONG_TEXT), "over 4000 characters together"),
    "V2 without its flag": (POST, card() | {"flags": 0}, "V2 components go without their flag"),
    "V2 without its flag in an edit": (EDIT, card() | {"flags": None}, "without their flag"),
    "all parsed and some named": (
        POST,
        {"content": "Hi", "allowed_mentions": {"parse": ["users"], "users": [1]}},
        "parses all users and names some",
    ),
    "a poll's long answer": (
        POST,
        {"poll": {"question": {"text": "?"}, "answers": [{"poll_media": {"text": "a" * 56}}]}},
        "answer is over 55",
    ),
    "a choice's long value": (
        SYNC,
        [command(options=[option(choices=[{"name": "a", "value": LONG}])])],
        "value over 100",
    ),
    "a suggestion's long value": (
        CALLBACK,
        {"type": 8, "data": {"choices": [{"name": "a", "value": LONG}]}},
        "value over 100",
    ),
    "an upper-case command": (SYNC, [command(name="Qa")], "Qa is no name for a command"),
    "an upper-case subcommand": (SYNC, [command(options=[option("Ask")])], "Ask is no name"),
    "a required option last": (
        SYNC,
        [command(options=[option("a"), option("b", required=True)])],
        "b is required and stands behind an optional one",
    ),
    "a command twice": (SYNC, [command(), command()], "the command qa (1) is there twice"),
    "a subcommand twice": (SYNC, [command(options=[option(), option()])], "topic is there twice"),
    "a command over 8000": (
        SYNC,
        [command(options=[option(f"o{at}", choices=LONG_CHOICES) for at in range(10)])],
        "/qa is over 8000 characters",
    ),
    "choices and autocompletion": (
        SYNC,
        [command(options=[option(choices=[{"name": "a", "value": "a"}], autocomplete=True)])],
        "topic has choices and autocompletion",
    ),
    "a channel with nobody": (DIRECT, {}, "does not say with whom"),
    "an event without an end": (EVENT, event(scheduled_end_time=None), "has no end"),
    "a date without zone": (
        EVENT,
        event(scheduled_start_time="2026-03-02T18:00:00"),
        "scheduled_start_time has no time zone",
    ),
    "an embed's date without zone": (POST, embed(timestamp="2026-03-02"), "has no time zone"),
    "an unknown route": (("POST", "/guilds/1/soup"), {}, "no rule knows this route"),
    "an unknown callback": (CALLBACK, {"type": 3}, "no rule knows a callback of type 3"),
    "a body where none goes": (("DELETE", "/channels/1"), {"a": 1}, "a body goes with a request"),
}  # fmt: skip


@pytest.mark.parametrize(("route", "body", "words"), BAD.values(), ids=BAD.keys())
def test_what_the_description_misses_is_caught(
    route: tuple[str, str], body: Any, words: str
) -> None:
    found = problems(*route, body)

    assert any(words in one for one in found), found
