"""/nexus announce, and the clock that forgets drafts."""

from datetime import timedelta
from typing import Any, cast

from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.places import guild_of, require_moderator
from bot.replies import OPENS_FORM, ask, whisper
from cogs.announcing import forms, posts, render
from db import announcements

FORGET = "announcements:forget"


@app_commands.command(extras=OPENS_FORM)
async def announce(interaction: NexusInteraction) -> None:
    """Announce something to the cohort, now or later; you see it before anybody else does."""
    await require_moderator(interaction)
    guild_id, user_id = guild_of(interaction).id, interaction.user.id
    async with interaction.client.db.read() as session:
        waiting = await announcements.waiting(session, guild_id)
        drafts = await announcements.drafts(session, guild_id, user_id)
    # The form at once, as long as nothing waits that the caller may have come for.
    if waiting or drafts:
        await whisper(interaction, render.list_card(waiting, drafts))
    else:
        await ask(interaction, forms.new_form())


class Announcing(commands.Cog):
    def __init__(self, bot: Nexus) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        # discord.py's types know only commands of a class.
        self.bot.moderation.add_command(cast("app_commands.Command[Any, ..., Any]", announce))
        self.bot.delivery.learn(posts.KINDS)
        self.bot.jobs.every(timedelta(hours=1), self._forget, name=FORGET)

    async def cog_unload(self) -> None:
        self.bot.jobs.drop(FORGET)
        self.bot.delivery.unlearn(posts.KINDS)
        self.bot.moderation.remove_command("announce")

    async def _forget(self) -> None:
        async with self.bot.db.begin() as session:
            await announcements.drop_old(session, self.bot.now() - announcements.DRAFTS_LAST)
