"""Suggestions while a person types into a command: those that more than one feature offers."""

from itertools import islice

from discord import app_commands

from bot.client import NexusInteraction
from bot.domain import zones

LIMIT = 25  # Discord shows no more


async def zone_choices(interaction: NexusInteraction, typed: str) -> list[app_commands.Choice[str]]:
    found = zones.suggest(typed, interaction.client.now())
    return [app_commands.Choice(name=label, value=zone) for zone, label in islice(found, LIMIT)]
