"""The form in which people ask."""

from collections.abc import Iterable
from enum import StrEnum

import discord

from bot import cards
from bot.roads import Press
from cogs.qa.asking import wording
from cogs.qa.render import CODE_HINT
from db.drafts import Draft, Written


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


_EMPTY = Written(title="", details="", tried="", code="", topic="")


def topic(chosen: str | None) -> Topic:
    """The topic that was chosen in the form; one that we no longer offer counts as other."""
    return Topic(chosen) if chosen in set(Topic) else Topic.OTHER


def written(press: Press) -> Written:
    """What was submitted, from whichever of these forms."""
    return wording.typed(
        press.text("title"),
        press.text("details"),
        press.text("tried"),
        press.text("code"),
        topic(press.choice("topic")),
    )


def ask_form() -> discord.ui.Modal:
    return cards.form("Ask a question", "qa:ask", fields=question_fields(_EMPTY))


def complete_form(draft: Draft) -> discord.ui.Modal:
    """For a draft that was made of a message: submitting it asks."""
    title = "Ask for somebody else" if draft.is_for_another else "Ask a question"
    return cards.form(title, "qa:ask", draft.id, fields=question_fields(draft))


def edit_form(draft: Draft) -> discord.ui.Modal:
    return cards.form("Edit your draft", "qa:draft_edited", draft.id, fields=question_fields(draft))


def question_fields(known: Written) -> Iterable[discord.ui.Label[discord.ui.LayoutView]]:
    return (
        cards.line(
            "title",
            "Your question in one sentence",
            limit=wording.TITLE_LIMIT,
            hint="Why does my JWT expire at once?",
            value=known.title,
        ),
        cards.line(
            "details",
            "What do you try, and what happens?",
            limit=wording.DETAILS_LIMIT,
            hint=CODE_HINT,
            long=True,
            value=known.details,
        ),
        cards.line(
            "tried",
            "What have you tried already? (optional)",
            limit=wording.TRIED_LIMIT,
            long=True,
            required=False,
            value=known.tried,
        ),
        cards.line(
            "code",
            "Error or code (optional)",
            limit=wording.CODE_LIMIT,
            hint="Of a long error the last lines say most",
            long=True,
            required=False,
            value=known.code,
        ),
        cards.pick(
            "topic",
            "Topic",
            cards.options(((one.value, one.value) for one in Topic), chosen=known.topic),
        ),
    )
