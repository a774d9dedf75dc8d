"""The code that members of the demo's cohort ask each other to look at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Review:
    """Asked for `ago` by `who`; claimed and done so many hours later, if at all."""

    ago: float
    who: str
    code: str
    look_at: str
    track: str
    reviewer: str = ""
    claimed: float = 0
    done: float = 0
    word: str = ""


# One after the other: whoever claims or finishes one presses the newest card that they can.
REVIEWS = (
    Review(
        75,
        "Tendai",
        "tendai/job-board-api/pull/7",
        "Are my permissions right? Anybody can edit a vacancy, I fear. See `jobs/views.py`.",
        "backend",
        reviewer="Ngozi",
        claimed=4,
        done=9,
        word="The tests read like a story. Next: check the owner in `get_queryset`, not in the"
        " serializer, and add a test that another company gets a 404.",
    ),
    Review(
        32,
        "Zawadi",
        "zawadi/shop-front/pull/12",
        "Does my cart keep its items when the token is refreshed?",
        "frontend",
        reviewer="Selam",
        claimed=14,
    ),
    Review(
        8,
        "Amina",
        "amina/alx-project-nexus",
        "My first GraphQL schema: are the names clear to a frontend?",
        "both",
    ),
)
