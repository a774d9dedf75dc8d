"""The study sessions of the demo: one that is over, two that take place, and one that may not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Session:
    """Planned `ago` by `host`, for so many `days` after the demo opens, at `time` of theirs."""

    ago: float
    host: str
    topic: str
    days: int
    time: str
    going: tuple[str, ...]
    cant: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Further options of the command."""


SESSIONS = (
    Session(200, "Grace", "Read a stack trace together", -6, "19:00", ("Amina", "Tendai", "Fatou")),
    Session(
        52,
        "Kofi",
        "Deploy Django, step by step",
        1,
        "18:00 for 90m",
        ("Chiamaka", "Selam", "Yusuf", "Eric", "Amina"),
        ("Nadia",),
        more={"seats": 5},
    ),
    Session(
        21,
        "Wanjiru",
        "Review each other's API docs",
        3,
        "17:30",
        ("Thabo", "Zawadi"),
        ("Ngozi",),
        ("Omar",),
        {"repeats": "weekly"},
    ),
    # One to which nobody comes yet: moderators are told.
    Session(20, "Omar", "Read each other's READMEs", 1, "20:00", ()),
)
