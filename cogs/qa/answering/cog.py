"""/qa answer and /qa accept, and "Mark as answer" in the menu of a message."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.places import guild_of
from bot.replies import OPENS_FORM, ask, whisper
from bot.said import said
from cogs.qa.answering import accepting, forms, render
from cogs.qa.answering.choices import answer_choices, answer_options, chosen_answer
from cogs.qa.choices import chosen, question_choices
from db import answers, questions
from db.acceptances import Said

# What a member with Nitro may write at once.
_LONGEST = 4000


class Answering(commands.Cog):
    @app_commands.command(extras=OPENS_FORM)
    @app_commands.describe(question="Its number or words of its title; not needed in its thread")
    @app_commands.autocomplete(question=question_choices)
    async def answer(self, interaction: NexusInteraction, question: str | None = None) -> None:
        """Answer a question; a form opens for it."""
        found = await chosen(interaction, question)
        async with interaction.client.db.read() as session:
            found = await answers.answerable(session, found.guild_id, found.number)
        await ask(interaction, forms.answer_form(found))

    @app_commands.command()
    @app_commands.describe(
        question="Its number or words of its title; not needed in its thread",
        answer="The one that solved it; leave it empty to see all of them",
    )
    @app_commands.autocomplete(question=question_choices, answer=answer_choices)
    async def accept(
        self, interaction: NexusInteraction, question: str | None = None, answer: str | None = None
    ) -> None:
        """Say which answer solved your question."""
        found = await chosen(interaction, question)
        if answer is not None:
            answer_id = await chosen_answer(interaction, found, answer)
            await accepting.accept(interaction, found.guild_id, answer_id)
            return
        options = await answer_options(interaction, found)
        if not options:
            raise Refusal(render.no_answers(found))
        await whisper(interaction, render.choose_card(found, options))


@app_commands.context_menu(name="Mark as answer")
async def mark_as_answer(interaction: NexusInteraction, message: discord.Message) -> None:
    """Accept any message in a question's thread, or the answer whose card it is."""
    guild_id = guild_of(interaction).id
    async with interaction.client.db.read() as session:
        question = await questions.in_thread(session, guild_id, interaction.channel_id or 0)
        known = question and await answers.by_message(session, guild_id, question.id, message.id)
    if question is None:
        raise Refusal(render.NOT_IN_A_THREAD)
    if known is not None:
        await accepting.accept(interaction, guild_id, known.id)
    else:
        await accepting.accept_message(interaction, question, _said(interaction, message))


def _said(interaction: NexusInteraction, message: discord.Message) -> Said:
    """What the message says; a Refusal if it is no person's, or says nothing."""
    mention = interaction.client.mention("qa answer")
    if message.author == interaction.client.user:
        raise Refusal(render.OWN_CARD)
    if message.author.bot or message.is_system():
        raise Refusal(render.NOT_A_PERSONS.format(answer=mention))
    text = said(message)[:_LONGEST]
    if not text:
        raise Refusal(render.NO_TEXT.format(answer=mention))
    return Said(message.id, message.author.id, text, message.created_at)
