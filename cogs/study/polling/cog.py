"""/session poll: propose several times, and let everybody say which of them suit."""

from discord import app_commands
from discord.ext import commands

from bot.client import Nexus, NexusInteraction
from bot.domain import proposals
from bot.domain.errors import Refusal
from bot.domain.text import one_line
from bot.domain.when import DEFAULT_MINUTES, length
from bot.places import Purpose, guild_of, place
from bot.replies import whisper
from cogs.study.planning.forms import TOPIC_LIMIT
from cogs.study.planning.render import NO_TOPIC
from cogs.study.polling import drafts
from db import poll_drafts


class Polling(commands.Cog):
    bot: Nexus

    @app_commands.command()
    @app_commands.describe(
        topic="What you will study together",
        times="Two to ten, with ; between them, such as: fri 18:00; sat 10am; you can add more",
        duration="How long, such as: 90m or 2 hours; one hour unless you say",
    )
    async def poll(
        self,
        interaction: NexusInteraction,
        *,
        topic: app_commands.Range[str, 1, TOPIC_LIMIT],
        times: app_commands.Range[str, 1, proposals.TYPED_LIMIT] | None = None,
        duration: app_commands.Range[str, 1, 20] | None = None,
    ) -> None:
        """Find the time that suits most; you see the poll before anybody else does."""
        await place(interaction, Purpose.SESSIONS)  # so that nobody types in vain
        about, now = one_line(topic), self.bot.now()
        if not about:
            raise Refusal(NO_TOPIC)
        async with self.bot.acting(interaction) as session:
            draft = await poll_drafts.draft(
                session,
                guild_of(interaction).id,
                interaction.user.id,
                topic=about,
                minutes=length(duration) if duration else DEFAULT_MINUTES,
                typed=times or "",
                now=now,
            )
        await whisper(interaction, await drafts.card(interaction, draft))
        await drafts.tell_unread(interaction, draft)
