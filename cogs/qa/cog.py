"""/qa: ask the cohort, answer each other, and find what was answered before."""

from datetime import timedelta

from discord import app_commands
from discord.ext import commands

from bot.choices import LIMIT
from bot.client import Nexus, NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import one_line
from bot.places import Purpose, guild_of, place
from bot.replies import OPENS_FORM, ask, whisper
from cogs.qa import forms, posts, render
from db import questions
from db.questions import Question

FINISH = "qa:finish"
FOUND = 5


class Qa(commands.GroupCog, group_name="qa", group_description="Questions and answers"):
    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.delivery.learn(posts.KINDS)
        self.bot.redraws.learn(posts.STANDING)
        self.bot.jobs.every(timedelta(minutes=1), self._finish, name=FINISH)

    async def cog_unload(self) -> None:
        self.bot.jobs.drop(FINISH)
        self.bot.delivery.unlearn(posts.KINDS)
        self.bot.redraws.unlearn(posts.STANDING)

    async def _finish(self) -> None:
        await posts.finish(self.bot)

    @app_commands.command(extras=OPENS_FORM, name="ask")
    async def ask_question(self, interaction: NexusInteraction) -> None:
        """Ask the cohort a question; a form opens for it."""
        await place(interaction, Purpose.QA)  # so that nobody types in vain
        await ask(interaction, forms.ask_form())

    @app_commands.command(extras=OPENS_FORM)
    @app_commands.describe(question="Its number or words of its title; not needed in its thread")
    async def answer(self, interaction: NexusInteraction, question: str | None = None) -> None:
        """Answer a question; a form opens for it."""
        await ask(interaction, forms.answer_form(await self._chosen(interaction, question)))

    async def _chosen(self, interaction: NexusInteraction, typed: str | None) -> Question:
        """The question that was chosen; else the one whose thread this is."""
        guild_id = guild_of(interaction).id
        async with self.bot.db.read() as session:
            if typed is not None:
                return await questions.by_number(session, guild_id, _number(typed))
            here = await questions.in_thread(session, guild_id, interaction.channel_id or 0)
        if here is None:
            raise Refusal(render.WHICH_QUESTION)
        return here

    @answer.autocomplete("question")
    async def question_choices(
        self, interaction: NexusInteraction, typed: str
    ) -> list[app_commands.Choice[str]]:
        async with self.bot.db.read() as session:
            found = await questions.suggest(
                session, guild_of(interaction).id, one_line(typed), limit=LIMIT
            )
        return [
            app_commands.Choice(name=render.choice_label(number, title), value=str(number))
            for number, title in found
        ]

    @app_commands.command()
    @app_commands.describe(words="What it is about, such as: JWT expires")
    async def search(
        self, interaction: NexusInteraction, words: app_commands.Range[str, 1, 200]
    ) -> None:
        """Find questions and answers, shown to you alone."""
        async with self.bot.db.read() as session:
            found = await questions.search_for(
                session, guild_of(interaction).id, words, limit=FOUND
            )
        if found:
            await whisper(interaction, render.found_card(found))
        else:
            await whisper(interaction, render.nothing_found(self.bot.mention("qa ask")))


def _number(typed: str) -> int:
    """12, out of `12` or `#12`."""
    digits = typed.strip().removeprefix("#").strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 20):
        raise Refusal(render.NO_NUMBER)
    return int(digits)
