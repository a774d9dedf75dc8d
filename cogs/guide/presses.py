"""The pages of the guide: each is made of the commands that there are."""

from bot import catalogue
from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.places import guild_of, moderates
from bot.replies import redraw
from bot.roads import STALE, Press, Roads
from cogs.guide import render, topics
from db import guilds

roads = Roads("guide")


@roads("open")
async def choose_topic(interaction: NexusInteraction, press: Press) -> None:
    await _show(interaction, press.choice(), 0)


@roads("page")
async def turn_page(interaction: NexusInteraction, press: Press) -> None:
    await _show(interaction, press.args[0] if press.args else None, press.id(1))


@roads("front")
async def go_back(interaction: NexusInteraction, press: Press) -> None:
    del press
    found = topics.offered(to_moderator=await _is_moderator(interaction))
    await redraw(interaction, render.front_card(found, interaction.client.mention))


async def _show(interaction: NexusInteraction, key: str | None, at: int) -> None:
    topic, bot = topics.topic(key), interaction.client
    if topic is None:
        raise Refusal(STALE)
    is_moderator = await _is_moderator(interaction)
    if topic.is_for_moderators and not is_moderator:
        raise Refusal("Only moderators can do that. Ask one of them for help.")
    entries = topic.of(catalogue.entries(bot))
    found = topics.offered(to_moderator=is_moderator)
    await redraw(interaction, render.page_card(topic, entries, at, found, bot.mention))


async def _is_moderator(interaction: NexusInteraction) -> bool:
    async with interaction.client.db.read() as session:
        settings = await guilds.settings(session, guild_of(interaction).id)
    return moderates(interaction, settings)
