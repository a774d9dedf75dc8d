"""The form for all that a session's command has no room for."""

from typing import Any
from urllib.parse import urlsplit

import discord

from bot import cards
from bot.domain.matching import SIDES
from bot.domain.text import clean, one_line
from bot.roads import Press
from db.plans import Plan

TOPIC_LIMIT = 80
DESCRIPTION_LIMIT = 1000
LINK_LIMIT = 200
WARM_UP_LIMIT = 200
MOST_SEATS = 500

BOTH = "both"


def fields(
    plan: Plan, *, is_voice_gone: bool = False
) -> list[discord.ui.Label[discord.ui.LayoutView]]:
    """The inputs, filled in with what is known."""
    tracks = [(BOTH, "Frontend and backend"), *((one.value, one.label) for one in SIDES)]
    return [
        cards.line(
            "description",
            "What will you do?",
            limit=DESCRIPTION_LIMIT,
            hint="What you go through, what to bring, what to read before",
            long=True,
            required=False,
            value=plan.description,
        ),
        cards.pick("track", "For whom?", cards.options(tracks, plan.track or BOTH)),
        cards.voice_pick(
            "voice",
            "Which voice channel? The one it had is gone"
            if is_voice_gone
            else "In which voice channel?",
            chosen=plan.voice_channel_id,
        ),
        cards.line(
            "link",
            "Or where else? A link",
            limit=LINK_LIMIT,
            hint="https://meet.example.org/jwt",
            required=False,
            value=plan.link,
        ),
        cards.line(
            "warm_up",
            "A question to warm up with",
            limit=WARM_UP_LIMIT,
            hint="What was your last error with tokens?",
            required=False,
            value=plan.warm_up,
        ),
    ]


def details(press: Press) -> tuple[dict[str, Any], bool]:
    """What was filled in, as fields of a plan; and whether the link could be taken."""
    link, voice = press.text("link").strip(), press.choice("voice")
    track = press.choice("track")
    taken = _is_link(link)
    found: dict[str, Any] = {
        "description": clean(press.text("description")),
        "track": track if track in SIDES else None,
        "voice_channel_id": int(voice) if voice and voice.isdecimal() else None,
        "warm_up": one_line(press.text("warm_up")),
    }
    if taken or not link:
        found["link"] = link
    return found, taken or not link


def _is_link(text: str) -> bool:
    if not text.isprintable() or any(one.isspace() or one in "<>()[]" for one in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and "." in (parts.hostname or "")
