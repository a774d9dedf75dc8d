"""Suggestions while a person types into a command: those that more than one feature offers."""

from collections.abc import Mapping
from itertools import islice

from discord import app_commands

from bot.client import NexusInteraction
from bot.domain import zones
from bot.domain.text import fit, one_line

LIMIT = 25  # Discord shows no more
_LONGEST = 100

Choices = list[app_commands.Choice[str]]


def like(typed: str, labels: Mapping[str, str]) -> Choices:
    """Those of the labels, by value, that hold what was typed so far, in their order."""
    wanted = one_line(typed).casefold()
    found = ((value, label) for value, label in labels.items() if wanted in label.casefold())
    return [
        app_commands.Choice(name=fit(label, _LONGEST), value=value)
        for value, label in islice(found, LIMIT)
    ]


async def zone_choices(interaction: NexusInteraction, typed: str) -> Choices:
    found = zones.suggest(typed, interaction.client.now())
    return [app_commands.Choice(name=label, value=zone) for zone, label in islice(found, LIMIT)]
