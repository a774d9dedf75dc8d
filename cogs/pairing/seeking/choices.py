"""Suggestions for what a member means: a project, a pair of theirs, somebody whom they block."""

from discord import app_commands

from bot.choices import LIMIT
from bot.client import NexusInteraction
from bot.domain.text import fit, one_line
from bot.names import names
from bot.places import guild_of
from db import blocks, pair_profiles, pairs

Choices = list[app_commands.Choice[str]]


async def project_choices(interaction: NexusInteraction, typed: str) -> Choices:
    async with interaction.client.db.read() as session:
        offered = await pair_profiles.projects(session, guild_of(interaction).id)
    wanted = one_line(typed).casefold()
    found = [one for one in offered if wanted in one.casefold()]
    return [app_commands.Choice(name=one, value=one) for one in found[:LIMIT]]


async def pair_choices(interaction: NexusInteraction, typed: str) -> Choices:
    """The caller's own, that are on."""
    guild, me = guild_of(interaction), interaction.user.id
    async with interaction.client.db.read() as session:
        mine = await pairs.of_member(session, guild.id, me)
    called = await names(guild, {one for pair in mine for one in pair.others(me)})
    labels = {
        str(pair.number): f"{pair.project} with "
        + " and ".join(called.get(one, "somebody") for one in pair.others(me))
        for pair in mine
    }
    return _like(typed, labels)


async def blocked_choices(interaction: NexusInteraction, typed: str) -> Choices:
    """Whom the caller blocks, and nobody else; by number where the name is not to be had."""
    guild, me = guild_of(interaction), interaction.user.id
    async with interaction.client.db.read() as session:
        found = await blocks.blocked(session, guild.id, me)
    called = await names(guild, found)
    return _like(typed, {str(one): called.get(one, f"Somebody who left ({one})") for one in found})


def _like(typed: str, labels: dict[str, str]) -> Choices:
    wanted = one_line(typed).casefold()
    found = [(value, label) for value, label in labels.items() if wanted in label.casefold()]
    return [
        app_commands.Choice(name=fit(label, 100), value=value) for value, label in found[:LIMIT]
    ]
