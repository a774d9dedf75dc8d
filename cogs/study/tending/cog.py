"""/session move, skip, edit, cancel and host."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NexusInteraction
from bot.domain import when as moments
from bot.replies import OPENS_FORM, ask
from cogs.study.choices import session_choices
from cogs.study.planning.forms import MOST_SEATS, TOPIC_LIMIT
from cogs.study.tending import acts, options
from cogs.study.tending.forms import REASON_LIMIT
from db.session_acts import Scope


class Tending(commands.Cog):
    @app_commands.command()
    @app_commands.describe(session=options.WHICH, when=options.WHEN, scope=options.SCOPE)
    @app_commands.choices(scope=options.SCOPES)
    @app_commands.autocomplete(session=session_choices)
    async def move(
        self,
        interaction: NexusInteraction,
        when: app_commands.Range[str, 1, moments.LIMIT],
        session: str | None = None,
        scope: str = Scope.ONE,
    ) -> None:
        """Move a session that you host; you see its new time before anybody else does."""
        await acts.ask_to_move(interaction, session, when, Scope(scope))

    @app_commands.command()
    @app_commands.describe(session=options.WHICH)
    @app_commands.autocomplete(session=session_choices)
    async def skip(self, interaction: NexusInteraction, session: str | None = None) -> None:
        """Leave out one session of a series that you host."""
        await acts.skip(interaction, session)

    @app_commands.command(extras=OPENS_FORM)
    @app_commands.describe(
        session=options.WHICH,
        topic="What you will study together",
        seats=options.SEATS,
        duration=options.DURATION,
        scope=options.SCOPE,
    )
    @app_commands.choices(scope=options.SCOPES)
    @app_commands.autocomplete(session=session_choices)
    async def edit(
        self,
        interaction: NexusInteraction,
        *,
        session: str | None = None,
        topic: app_commands.Range[str, 1, TOPIC_LIMIT] | None = None,
        seats: app_commands.Range[int, 0, MOST_SEATS] | None = None,
        duration: app_commands.Range[str, 1, 20] | None = None,
        scope: str = Scope.ONE,
    ) -> None:
        """Change a session that you host; without options, its description, place and link."""
        changes = options.changes(topic, seats)
        asked = Scope(scope)
        form = await acts.edit(interaction, session, changes, duration=duration, scope=asked)
        if form is not None:
            await ask(interaction, form)

    @app_commands.command()
    @app_commands.describe(
        session=options.WHICH, reason="Why; everybody sees this", scope=options.SCOPE
    )
    @app_commands.choices(scope=options.SCOPES)
    @app_commands.autocomplete(session=session_choices)
    async def cancel(
        self,
        interaction: NexusInteraction,
        session: str | None = None,
        reason: app_commands.Range[str, 1, REASON_LIMIT] | None = None,
        scope: str = Scope.ONE,
    ) -> None:
        """Cancel a session that you host; for five minutes you can undo that."""
        await acts.cancel(interaction, session, reason or "", Scope(scope))

    @app_commands.command()
    @app_commands.describe(session=options.WHICH, member=options.HOST, scope=options.SCOPE)
    @app_commands.choices(scope=options.SCOPES)
    @app_commands.autocomplete(session=session_choices)
    async def host(
        self,
        interaction: NexusInteraction,
        member: discord.User | discord.Member,
        session: str | None = None,
        scope: str = Scope.ONE,
    ) -> None:
        """Hand a session that you host over to somebody else."""
        await acts.hand_over(interaction, session, member, Scope(scope))
