"""/session create: what you type, echoed before anybody else sees it."""

from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.domain import recurrence
from bot.domain import when as moments
from bot.domain.errors import Refusal
from bot.domain.text import one_line
from bot.places import Purpose, guild_of, place
from bot.replies import whisper
from cogs.study.planning import render
from cogs.study.planning.forms import MOST_SEATS, TOPIC_LIMIT
from db import members, session_drafts
from db.plans import Plan


async def repeats_choices(
    interaction: NexusInteraction, typed: str
) -> list[app_commands.Choice[str]]:
    del interaction
    found = recurrence.suggest(one_line(typed), None)
    return [app_commands.Choice(name=one, value=one) for one in found]


class Planning(commands.Cog):
    bot: Nexus

    @app_commands.command()
    @app_commands.describe(
        topic="What you will study together",
        when="In your own time, such as: fri 18:00 for 90m; or tomorrow 6:30 pm",
        duration="How long, such as: 90m or 2 hours; one hour unless you say",
        repeats="For a series, such as: weekly, every 2 weeks, weekly on mon, thu 8 times",
        seats="How many can come; as many as like unless you say",
    )
    @app_commands.autocomplete(repeats=repeats_choices)
    async def create(
        self,
        interaction: NexusInteraction,
        *,
        topic: app_commands.Range[str, 1, TOPIC_LIMIT],
        when: app_commands.Range[str, 1, moments.LIMIT],
        duration: app_commands.Range[str, 1, 20] | None = None,
        repeats: app_commands.Range[str, 1, moments.LIMIT] | None = None,
        seats: app_commands.Range[int, 1, MOST_SEATS] | None = None,
    ) -> None:
        """Plan a study session; you see it before anybody else does."""
        await place(interaction, Purpose.SESSIONS)  # so that nobody plans in vain
        about = one_line(topic)
        if not about:
            raise Refusal(render.NO_TOPIC)
        guild_id, host_id, now = guild_of(interaction).id, interaction.user.id, self.bot.now()
        length = one_line(duration or "").removeprefix("for ")
        async with self.bot.acting(interaction) as session:
            draft = await session_drafts.draft(
                session,
                guild_id,
                host_id,
                plan=Plan(topic=about, seats=seats),
                typed_when=f"{one_line(when)} for {length}" if length else one_line(when),
                typed_repeats=one_line(repeats or ""),
                zone=await members.zone(session, guild_id, host_id),
                now=now,
            )
        await whisper(interaction, render.draft_card(draft, self.bot.mention, now))
