"""/review: have your code looked at, and look at that of others."""

from datetime import timedelta

from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.places import Purpose, place
from bot.replies import OPENS_FORM, ask, whisper
from cogs.reviews import acts, choices, forms, posts

END_CLAIMS = "review:end claims"


class Reviews(
    commands.GroupCog, group_name="review", group_description="Look at each other's code"
):
    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.delivery.learn(posts.KINDS)
        self.bot.redraws.learn(posts.STANDING, gone=posts.GONE)
        self.bot.jobs.every(timedelta(minutes=1), self._end_claims, name=END_CLAIMS)

    async def cog_unload(self) -> None:
        self.bot.jobs.drop(END_CLAIMS)
        self.bot.redraws.unlearn(posts.STANDING)
        self.bot.delivery.unlearn(posts.KINDS)

    @app_commands.command(extras=OPENS_FORM, name="ask")
    async def ask_for_one(self, interaction: NexusInteraction) -> None:
        """Ask the cohort to review your code; a form opens for it."""
        await place(interaction, Purpose.DIGEST)  # so that nobody types in vain
        await ask(interaction, forms.ask_form())

    @app_commands.command(name="list")
    async def list_all(self, interaction: NexusInteraction) -> None:
        """See what waits for a review, yours and what you have on top."""
        await whisper(interaction, await acts.list_card(interaction, 0))

    @app_commands.command(extras=OPENS_FORM)
    @app_commands.describe(review="A part of its link")
    @app_commands.autocomplete(review=choices.finishable)
    async def done(self, interaction: NexusInteraction, review: str) -> None:
        """Say that you have reviewed it, and what you found; a form opens for it."""
        await ask(interaction, await acts.word_form(interaction, choices.chosen(review)))

    @app_commands.command()
    @app_commands.describe(review="A part of its link")
    @app_commands.autocomplete(review=choices.withdrawable)
    async def withdraw(self, interaction: NexusInteraction, review: str) -> None:
        """Take back that you asked for a review."""
        await acts.withdraw(interaction, choices.chosen(review))

    async def _end_claims(self) -> None:
        await posts.end_claims(self.bot)
