"""/nexus pair: what moderators decide about pairing."""

from discord import app_commands

from bot.client import NexusInteraction
from bot.places import require_moderator
from bot.replies import whisper
from cogs.pairing.drawing.cog import Drawing
from cogs.pairing.moderating import acts


class Verbs(Drawing, name="pair", description="Frontend meets backend"):
    """A part of /nexus, so that it is hidden from everybody but moderators."""

    @app_commands.command()
    async def settings(self, interaction: NexusInteraction) -> None:
        """Choose the projects that learners here build."""
        await require_moderator(interaction)
        await acts.show_settings(interaction, whisper)
