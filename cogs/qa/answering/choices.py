"""How a command finds the answer that a person means."""

from collections.abc import Sequence

from discord import SelectOption, app_commands

from bot import cards
from bot.choices import LIMIT
from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import number, one_line
from bot.names import names
from bot.places import guild_of
from cogs.qa.answering import render
from cogs.qa.choices import chosen
from db import answers
from db.questions import Question


async def answer_choices(
    interaction: NexusInteraction, typed: str
) -> list[app_commands.Choice[str]]:
    """Those of the question that is named beside, or whose thread this is."""
    try:
        question = await chosen(interaction, interaction.namespace.question)
    except Refusal:
        return []
    found = await _labels(interaction, question, one_line(typed))
    return [app_commands.Choice(name=label, value=value) for value, label in found]


async def answer_options(
    interaction: NexusInteraction, question: Question
) -> Sequence[SelectOption]:
    return cards.options(await _labels(interaction, question))


async def chosen_answer(interaction: NexusInteraction, question: Question, typed: str) -> int:
    """The id of the question's answer that was chosen from the list."""
    if (answer_id := number(typed)) is None:
        raise Refusal(render.NO_ANSWER_ID)
    async with interaction.client.db.read() as session:
        found = await answers.by_id(session, question.guild_id, answer_id)
    if found is None or found[0].id != question.id:
        raise Refusal(render.ANOTHER_QUESTIONS)
    return found[1].id


async def _labels(
    interaction: NexusInteraction, question: Question, typed: str = ""
) -> list[tuple[str, str]]:
    """(id, label) of the question's answers, in which all of what was typed occurs."""
    async with interaction.client.db.read() as session:
        given = await answers.of_question(session, question.guild_id, question.id)
    known = await names(guild_of(interaction), {one.author_id for one in given})
    wanted = typed.casefold().split()
    fitting = [
        one
        for one in given
        if all(word in f"{known.get(one.author_id)} {one.text}".casefold() for word in wanted)
    ]
    return [
        (str(one.id), render.answer_label(question, one, known.get(one.author_id)))
        for one in fitting[:LIMIT]
    ]
