"""Suggestions for what a member means: a project, or somebody whom they block."""

from bot.choices import Choices, like
from bot.client import NexusInteraction
from bot.domain.people import is_somebody, who
from bot.names import names
from bot.places import guild_of
from db import blocks, pair_profiles


async def project_choices(interaction: NexusInteraction, typed: str) -> Choices:
    async with interaction.client.db.read() as session:
        offered = await pair_profiles.projects(session, guild_of(interaction).id)
    return like(typed, {one: one for one in offered})


async def blocked_choices(interaction: NexusInteraction, typed: str) -> Choices:
    """Whom the caller blocks, and nobody else; by number where the name is not to be had."""
    guild, me = guild_of(interaction), interaction.user.id
    async with interaction.client.db.read() as session:
        found = await blocks.blocked(session, guild.id, me)
    called = await names(guild, found)
    return like(typed, {str(one): called.get(one) or _stranger(one) for one in found})


def _stranger(user_id: int) -> str:
    return f"Somebody who left ({user_id})" if is_somebody(user_id) else who(user_id).capitalize()
