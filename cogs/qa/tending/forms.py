"""The forms in which a question is edited, and in which the reason to close it is given."""

from enum import StrEnum

import discord

from bot import cards
from bot.domain.text import one_line
from bot.roads import Press
from cogs.qa.asking.forms import question_fields
from db.drafts import Written
from db.questions import Question

REASON_LIMIT = 80


class Reason(StrEnum):
    """Why a question is closed; the value is stored, and shown as it is."""

    ELSEWHERE = "solved elsewhere"
    UNNEEDED = "no longer needed"
    OFF_TOPIC = "off topic"
    OTHER = "another reason"


def edit_form(question: Question) -> discord.ui.Modal:
    known = Written(**{name: getattr(question, name) for name in Written.__dataclass_fields__})
    return cards.form(
        f"Edit #{question.number}", "qa:edited", question.number, fields=question_fields(known)
    )


def close_form(question: Question) -> discord.ui.Modal:
    choices = cards.options((one.value, one.value.capitalize()) for one in Reason)
    return cards.form(
        f"Close #{question.number}",
        "qa:closed",
        question.number,
        fields=(
            cards.pick("reason", "Why?", choices),
            cards.line(
                "words",
                "In your own words (optional)",
                limit=REASON_LIMIT,
                hint="Everybody sees this",
                required=False,
            ),
        ),
    )


def reason(press: Press) -> str:
    """The reason as it is stored; empty if none was given."""
    chosen, words = press.choice("reason"), one_line(press.text("words"))[:REASON_LIMIT]
    if chosen is None or chosen not in set(Reason) or chosen == Reason.OTHER:
        return words
    return f"{chosen}: {words}" if words else chosen
