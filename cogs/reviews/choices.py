"""How a command finds the review that a person means."""

from discord import app_commands

from bot.choices import LIMIT
from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import number, one_line
from bot.places import guild_of, moderates
from cogs.reviews import render
from db import guilds, review_lists
from db.review_lists import Which


async def finishable(interaction: NexusInteraction, typed: str) -> list[app_commands.Choice[str]]:
    """What the caller has, or had until just now."""
    return await _suggest(interaction, typed, Which.FINISH)


async def withdrawable(interaction: NexusInteraction, typed: str) -> list[app_commands.Choice[str]]:
    """What the caller asked for; and what others did, for moderators."""
    return await _suggest(interaction, typed, Which.WITHDRAW)


async def _suggest(
    interaction: NexusInteraction, typed: str, which: Which
) -> list[app_commands.Choice[str]]:
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.db.read() as session:
        settings = await guilds.settings(session, guild_id)
        found = await review_lists.suggest(
            session,
            guild_id,
            interaction.user.id,
            one_line(typed),
            which,
            is_moderator=moderates(interaction, settings),
            now=bot.now(),
            limit=LIMIT,
        )
    return [app_commands.Choice(name=render.choice_label(one), value=str(one.id)) for one in found]


def chosen(typed: str) -> int:
    """The review that was chosen from the list, by its id."""
    if (review_id := number(typed)) is None:
        raise Refusal(render.WHICH)
    return review_id
