"""The buttons that stand on more than one card of a question or an answer."""

import discord
from discord import ButtonStyle

from bot import cards
from db.questions import Answer, Question


def helpful_button(answer: Answer) -> discord.ui.Button[discord.ui.LayoutView]:
    """For any card; pressed again, it takes the praise back."""
    count = f" · {answer.helpful_count}" if answer.helpful_count else ""
    return cards.button(f"Helpful{count}", "qa:helpful", answer.id)


def accept_button(answer: Answer) -> discord.ui.Button[discord.ui.LayoutView]:
    """For any card; only the asker and moderators are served."""
    return cards.button("Accept", "qa:accept", answer.id, style=ButtonStyle.success)


def take_button(question: Question) -> discord.ui.Button[discord.ui.LayoutView]:
    """For public cards; pressed again, it gives the question back."""
    return cards.button("I can take this", "qa:take", question.number)


def answer_button(question: Question) -> discord.ui.Button[discord.ui.LayoutView]:
    return cards.button("Answer", "qa:answer", question.number, style=ButtonStyle.primary)


def save_button(question: Question) -> discord.ui.Button[discord.ui.LayoutView]:
    """For the asker of a solved question alone."""
    return cards.button(
        "Save as Challenge & Solution", "qa:save", question.number, style=ButtonStyle.primary
    )


def undo_button(acceptance_id: int | None) -> discord.ui.Button[discord.ui.LayoutView]:
    """For whoever accepted, and for moderators, as long as there is time."""
    return cards.button("Undo", "qa:undo", acceptance_id)
