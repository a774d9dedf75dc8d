"""What the commands of hosts and those of moderators ask for, in the same words."""

from typing import Any

from discord import app_commands

from bot.domain.errors import Refusal
from bot.domain.text import one_line
from cogs.study.planning.render import NO_TOPIC
from db.session_acts import Scope

WHICH = "Its number or words of its topic; not needed in its thread"
WHEN = "In the session's own zone, such as: fri 18:00; or tomorrow 6:30 pm"
SCOPE = "Of a series: only this one, unless you say"
SEATS = "How many can come; 0 for as many as like"
DURATION = "How long, such as: 90m or 2 hours"
HOST = "Who hosts it from now on"
WHY = "Why; other moderators see this in /nexus audit"

SCOPES = [
    app_commands.Choice(name="Only this one", value=Scope.ONE.value),
    app_commands.Choice(name="This and all that follow", value=Scope.ALL.value),
]


def changes(topic: str | None, seats: int | None) -> dict[str, Any]:
    """What was said of a session's plan."""
    found: dict[str, Any] = {}
    if topic is not None:
        found["topic"] = one_line(topic)
        if not found["topic"]:
            raise Refusal(NO_TOPIC)
    if seats is not None:
        found["seats"] = seats or None
    return found
