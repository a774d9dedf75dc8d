"""/log list and worklog."""

from discord import app_commands
from discord.ext import commands

from bot.client import NexusInteraction
from bot.domain import periods
from bot.domain.periods import Period
from bot.domain.worklog import as_markdown
from bot.door import TextFile
from bot.names import names
from bot.places import guild_of
from bot.replies import whisper
from cogs.learning.reading import acts, render
from db import logs


class Reading(commands.Cog):
    """Some of the verbs of /log."""

    @app_commands.command(name="list")
    async def list_all(self, interaction: NexusInteraction) -> None:
        """See your log, and what could be added to it by a tap; only you see it."""
        await whisper(interaction, await acts.list_card(interaction))

    @app_commands.command()
    @app_commands.describe(
        period="Which days, this week if you don't say",
        first="Its first day instead, such as monday or 1 march",
        last="Its last day, today if you don't say",
    )
    @app_commands.choices(
        period=[app_commands.Choice(name=one.capitalize(), value=one.value) for one in Period]
    )
    @app_commands.rename(first="from", last="to")
    async def worklog(
        self,
        interaction: NexusInteraction,
        period: str | None = None,
        first: str | None = None,
        last: str | None = None,
    ) -> None:
        """Take a week, a month or any days of your log with you, as a Markdown file."""
        bot, guild, me = interaction.client, guild_of(interaction), interaction.user.id
        async with bot.db.read() as session:
            today = await logs.today(session, guild.id, me, bot.now())
            begins, ends = periods.chosen(period, first, last, today)
            entries = await logs.entries(session, guild.id, me, first=begins, last=ends)
        file = None
        if entries:
            helpers = {one.made.helper_id for one in entries if one.made and one.made.helper_id}
            text = as_markdown(entries, begins, ends, await names(guild, helpers))
            file = TextFile(f"worklog-{begins}.md", text)
        await whisper(
            interaction, render.worklog_card(entries, begins, ends, bot.mention), file=file
        )
