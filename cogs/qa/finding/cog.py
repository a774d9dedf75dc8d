"""/qa search, show, mine, unanswered and helpers: all shown to the caller alone."""

from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.places import guild_of
from bot.replies import whisper
from cogs.qa.choices import chosen, question_choices
from cogs.qa.finding import looking, render
from cogs.qa.finding.sought import Sought, short


class Finding(commands.Cog):
    bot: Nexus

    @app_commands.command()
    @app_commands.describe(words="What it is about, such as: JWT expires")
    async def search(
        self, interaction: NexusInteraction, words: app_commands.Range[str, 1, 200]
    ) -> None:
        """Find questions and answers, shown to you alone."""
        sought = Sought(short(words))
        found = await looking.search(interaction, sought, 0)
        if found.count:
            await whisper(interaction, render.found_card(found, sought))
        else:
            await whisper(interaction, render.nothing_found(self.bot.mention("qa ask")))

    @app_commands.command()
    @app_commands.describe(question="Its number or words of its title; not needed in its thread")
    @app_commands.autocomplete(question=question_choices)
    async def show(self, interaction: NexusInteraction, question: str | None = None) -> None:
        """See a question with its answers, and all that you can do with it."""
        found = await chosen(interaction, question)
        await whisper(interaction, await looking.shown_card(interaction, found.number, 0))

    @app_commands.command()
    async def mine(self, interaction: NexusInteraction) -> None:
        """See what you asked, and the drafts that you have not posted."""
        await whisper(interaction, await looking.mine_card(interaction, 0))

    @app_commands.command()
    async def unanswered(self, interaction: NexusInteraction) -> None:
        """See who waits longest for a first answer."""
        await whisper(interaction, await looking.unanswered_card(interaction, 0))

    @app_commands.command()
    async def helpers(self, interaction: NexusInteraction) -> None:
        """See whose answers helped most, this month and of all time."""
        guild_of(interaction)
        await whisper(interaction, await looking.helpers_card(interaction, is_ever=False))
