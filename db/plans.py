"""What a study session is about, whether of a draft, a session or a series."""

from dataclasses import dataclass, fields
from typing import Any

from bot.domain import reminders
from bot.domain.reminders import Offset


@dataclass(frozen=True, slots=True)
class Plan:
    """What a session is about; the empty string is what nobody has said."""

    topic: str
    description: str = ""
    track: str | None = None
    """For frontend or backend learners; None is for both."""
    voice_channel_id: int | None = None
    link: str = ""
    warm_up: str = ""
    """A question to begin with."""
    seats: int | None = None
    """None is for as many as like."""
    reminders: frozenset[Offset] = reminders.ALL


def plan_of(found: Any) -> Plan:
    """Of a stored session, draft or series."""
    return Plan(
        topic=found.topic,
        description=found.description,
        track=found.track,
        voice_channel_id=found.voice_channel_id,
        link=found.link,
        warm_up=found.warm_up,
        seats=found.seats,
        reminders=reminders.unpacked(found.reminders),
    )


def put_plan(stored: Any, plan: Plan) -> None:
    """Store a plan, in a session, a draft or a series."""
    for one in fields(plan):
        value = getattr(plan, one.name)
        packed = reminders.packed(value) if one.name == "reminders" else value
        setattr(stored, one.name, packed)
