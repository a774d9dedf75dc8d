"""What commands and buttons both do to a question that somebody looks after."""

from bot.client import NexusInteraction
from bot.places import guild_of, moderates
from bot.replies import whisper
from cogs.qa.tending import render
from db import closing, guilds, tending
from db.questions import Question


async def may(interaction: NexusInteraction, number: int, act: str) -> Question:
    """The guild's question `number`, or a Refusal for whoever may not `act` on it."""
    guild_id = guild_of(interaction).id
    async with interaction.client.db.read() as session:
        settings = await guilds.settings(session, guild_id)
        return await tending.may_tend(
            session,
            guild_id,
            number,
            interaction.user.id,
            is_moderator=moderates(interaction, settings),
            act=act,
        )


async def may_close(interaction: NexusInteraction, number: int) -> Question:
    question = await may(interaction, number, "close")
    closing.check_open(question)
    return question


async def close(interaction: NexusInteraction, number: int, reason: str) -> None:
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, guild_id)
        question = await closing.close(
            session,
            guild_id,
            number,
            interaction.user.id,
            reason=reason,
            is_moderator=moderates(interaction, settings),
            now=bot.now(),
        )
    await whisper(interaction, render.closed_card(question))
    await bot.redraws.redraw_now(guild_id)


async def close_as_duplicate(interaction: NexusInteraction, number: int, of: int) -> None:
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, guild_id)
        question = await closing.close_as_duplicate(
            session,
            guild_id,
            number,
            of,
            interaction.user.id,
            is_moderator=moderates(interaction, settings),
            now=bot.now(),
        )
    await whisper(interaction, render.closed_card(question))
    await bot.redraws.redraw_now(guild_id)


async def reopen(interaction: NexusInteraction, number: int) -> None:
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, guild_id)
        question = await closing.reopen(
            session,
            guild_id,
            number,
            interaction.user.id,
            is_moderator=moderates(interaction, settings),
            now=bot.now(),
        )
    await whisper(interaction, render.open_card(question))
    await bot.redraws.redraw_now(guild_id)
