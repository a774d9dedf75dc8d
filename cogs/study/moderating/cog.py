"""/nexus session: what hosts may do, on any session; and what new sessions have to meet."""

import discord
from discord import app_commands

from bot.client import NexusInteraction
from bot.domain import when as moments
from bot.replies import OPENS_FORM, ask, whisper
from cogs.study import rights
from cogs.study.choices import session_choices
from cogs.study.moderating.presses import show_settings
from cogs.study.planning.forms import MOST_SEATS, TOPIC_LIMIT
from cogs.study.tending import acts, options
from cogs.study.tending.forms import REASON_LIMIT, SHORT_REASON_LIMIT
from db.session_acts import Scope

Reason = app_commands.Range[str, 1, REASON_LIMIT]
ShortReason = app_commands.Range[str, 1, SHORT_REASON_LIMIT]


class Verbs(app_commands.Group, name="session", description="Any study session"):
    """A part of /nexus, so that it is hidden from everybody but moderators."""

    @app_commands.command()
    @app_commands.describe(
        session=options.WHICH, when=options.WHEN, scope=options.SCOPE, reason=options.WHY
    )
    @app_commands.choices(scope=options.SCOPES)
    @app_commands.autocomplete(session=session_choices)
    async def move(
        self,
        interaction: NexusInteraction,
        *,
        when: app_commands.Range[str, 1, moments.LIMIT],
        session: str | None = None,
        scope: str = Scope.ONE,
        reason: ShortReason | None = None,
    ) -> None:
        """Move a session; you see its new time before anybody else does."""
        await rights.require_moderator(interaction)
        await acts.ask_to_move(interaction, session, when, Scope(scope), reason=reason or "")

    @app_commands.command()
    @app_commands.describe(session=options.WHICH, reason=options.WHY)
    @app_commands.autocomplete(session=session_choices)
    async def skip(
        self,
        interaction: NexusInteraction,
        session: str | None = None,
        reason: Reason | None = None,
    ) -> None:
        """Leave out one session of a series."""
        await rights.require_moderator(interaction)
        await acts.skip(interaction, session, reason or "")

    @app_commands.command(extras=OPENS_FORM)
    @app_commands.describe(
        session=options.WHICH,
        topic="What they will study together",
        seats=options.SEATS,
        duration=options.DURATION,
        scope=options.SCOPE,
        reason=options.WHY,
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
        reason: ShortReason | None = None,
    ) -> None:
        """Change a session; without options, its description, place and link."""
        await rights.require_moderator(interaction)
        changes = options.changes(topic, seats)
        form = await acts.edit(
            interaction,
            session,
            changes,
            duration=duration,
            scope=Scope(scope),
            reason=reason or "",
        )
        if form is not None:
            await ask(interaction, form)

    @app_commands.command()
    @app_commands.describe(
        reason="Why; everybody sees this", session=options.WHICH, scope=options.SCOPE
    )
    @app_commands.choices(scope=options.SCOPES)
    @app_commands.autocomplete(session=session_choices)
    async def cancel(
        self,
        interaction: NexusInteraction,
        reason: Reason,
        session: str | None = None,
        scope: str = Scope.ONE,
    ) -> None:
        """Cancel a session; for five minutes you can undo that."""
        await rights.require_moderator(interaction)
        await acts.cancel(interaction, session, reason, Scope(scope))

    @app_commands.command()
    @app_commands.describe(
        member=options.HOST, session=options.WHICH, scope=options.SCOPE, reason=options.WHY
    )
    @app_commands.choices(scope=options.SCOPES)
    @app_commands.autocomplete(session=session_choices)
    async def host(
        self,
        interaction: NexusInteraction,
        *,
        member: discord.User | discord.Member,
        session: str | None = None,
        scope: str = Scope.ONE,
        reason: Reason | None = None,
    ) -> None:
        """Let another member host a session."""
        await rights.require_moderator(interaction)
        await acts.hand_over(interaction, session, member, Scope(scope), reason=reason or "")

    @app_commands.command()
    async def settings(self, interaction: NexusInteraction) -> None:
        """Choose whether new sessions need your approval, and how many there may be."""
        await show_settings(interaction, await rights.require_moderator(interaction), whisper)
