"""The form in which people ask."""

from enum import StrEnum

import discord

from bot import cards
from cogs.qa.render import CODE_HINT

TITLE_LIMIT = 100
DETAILS_LIMIT = 2000


class Topic(StrEnum):
    """What a question is about; the value is stored, and shown as it is."""

    PYTHON = "Python"
    DJANGO = "Django & DRF"
    DATABASES = "Databases"
    REST = "REST APIs"
    GRAPHQL = "GraphQL"
    AUTH = "Auth & JWT"
    TESTING = "Testing"
    DOCKER = "Docker & CI"
    ASYNC = "Async & queues"
    FRONTEND = "Frontend & React"
    GIT = "Git"
    OTHER = "Other"


def topic(chosen: str | None) -> Topic:
    """The topic that was chosen in the form; one that we no longer offer counts as other."""
    return Topic(chosen) if chosen in set(Topic) else Topic.OTHER


def ask_form() -> discord.ui.Modal:
    return cards.form(
        "Ask a question",
        "qa:ask",
        fields=(
            cards.line(
                "title",
                "Your question in one sentence",
                limit=TITLE_LIMIT,
                hint="Why does my JWT expire at once?",
            ),
            cards.line(
                "details",
                "What do you try, and what happens?",
                limit=DETAILS_LIMIT,
                hint=CODE_HINT,
                long=True,
            ),
            cards.pick("topic", "Topic", cards.options((one.value, one.value) for one in Topic)),
        ),
    )
