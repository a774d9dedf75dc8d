"""Who may look after a session: its host, and moderators."""

from bot.client import NexusInteraction
from bot.places import moderates
from db.guilds import Settings
from db.study import Posted


def manages(interaction: NexusInteraction, settings: Settings) -> bool:
    """Whether the caller looks after all sessions here: a moderator, or Manage Events."""
    return moderates(interaction, settings) or interaction.permissions.manage_events


def may_tend(interaction: NexusInteraction, settings: Settings, posted: Posted) -> bool:
    return interaction.user.id == posted.host_id or manages(interaction, settings)
