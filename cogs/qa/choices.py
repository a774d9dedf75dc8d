"""How a command finds the question that a person means."""

from discord import app_commands

from bot.choices import LIMIT
from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import number, one_line
from bot.places import guild_of
from cogs.qa import render
from db import questions
from db.questions import Question


async def chosen(interaction: NexusInteraction, typed: str | None) -> Question:
    """The question that was chosen; else the one whose thread this is."""
    guild_id = guild_of(interaction).id
    async with interaction.client.db.read() as session:
        if typed is not None:
            return await questions.by_number(session, guild_id, _number(typed))
        here = await questions.in_thread(session, guild_id, interaction.channel_id or 0)
    if here is None:
        raise Refusal(render.WHICH_QUESTION)
    return here


async def question_choices(
    interaction: NexusInteraction, typed: str
) -> list[app_commands.Choice[str]]:
    async with interaction.client.db.read() as session:
        found = await questions.suggest(
            session, guild_of(interaction).id, one_line(typed), limit=LIMIT
        )
    return [
        app_commands.Choice(name=render.choice_label(number, title), value=str(number))
        for number, title in found
    ]


def _number(typed: str) -> int:
    if (named := number(typed)) is None:
        raise Refusal(render.NO_NUMBER)
    return named
