"""/session list, show and ics: what is coming, for the caller alone."""

from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.replies import whisper
from cogs.study.choices import chosen, session_choices
from cogs.study.finding import looking
from db.session_lists import Which

WHICH = [
    app_commands.Choice(name="all that are coming", value=Which.ALL),
    app_commands.Choice(name="mine: where I go, and what I host", value=Which.MINE),
    app_commands.Choice(name="in the next seven days", value=Which.WEEK),
]


class Finding(commands.Cog):
    bot: Nexus

    @app_commands.command(name="list")
    @app_commands.describe(which="All of them, yours, or those of the next seven days")
    @app_commands.choices(which=WHICH)
    async def coming(self, interaction: NexusInteraction, which: str = Which.ALL) -> None:
        """See the sessions that are coming, and to which you go."""
        await whisper(interaction, await looking.list_card(interaction, Which(which), 0))

    @app_commands.command()
    @app_commands.describe(session="A part of its topic, or its number; not needed in its thread")
    @app_commands.autocomplete(session=session_choices)
    async def show(self, interaction: NexusInteraction, session: str | None = None) -> None:
        """See a session with who comes, and all that you can do with it."""
        found = await chosen(interaction, session)
        await whisper(interaction, await looking.shown_card(interaction, found.number))

    @app_commands.command()
    @app_commands.describe(session="One session or series; all that are yours unless you say")
    @app_commands.autocomplete(session=session_choices)
    async def ics(self, interaction: NexusInteraction, session: str | None = None) -> None:
        """Take a session, or all that are yours, into your own calendar, as a file."""
        if session is None:
            text, file = await looking.my_calendar(interaction)
        else:
            found = await chosen(interaction, session)
            text, file = await looking.calendar_of(interaction, found)
        await whisper(interaction, text, file=file)
