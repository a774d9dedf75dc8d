"""What commands and buttons both do with READMEs."""

import asyncio

from bot.client import NexusInteraction
from bot.domain.readme_import import Taken, take_over
from bot.domain.readme_meter import measure
from bot.domain.readme_writing import write
from bot.door import TextFile
from bot.names import names
from bot.places import Purpose, find, guild_of
from bot.replies import whisper
from cogs.learning.readme import render
from db import guilds, logs, readme_imports, readmes

NAME = "README.md"


async def hand_out(interaction: NexusInteraction) -> None:
    """The README as it is now, with how complete it is."""
    bot, guild, me = interaction.client, guild_of(interaction), interaction.user.id
    async with bot.db.read() as session:
        facts = await readmes.gather(session, guild.id, me)
        settings = await guilds.settings(session, guild.id)
        on = await logs.today(session, guild.id, me, bot.now())
    called = await names(guild, facts.people)
    channel = find(guild, settings, Purpose.DIGEST)
    where = f"#{channel.name} on {guild.name}" if channel else guild.name
    written = await asyncio.to_thread(write, facts, called, where=where, today=on)
    card = render.meter_card(measure(facts, written.own), has_overview=bool(facts.overview))
    await whisper(interaction, card, file=TextFile(NAME, written.text))


async def look_through(interaction: NexusInteraction, text: str) -> None:
    """Show what a file would add, and keep it until its sender says so."""
    bot, guild_id, me = interaction.client, guild_of(interaction).id, interaction.user.id
    taken = await _taken(interaction, text)
    async with bot.acting(interaction) as session:
        change = await readme_imports.change(session, guild_id, me, taken)
        import_id = 0
        if change:
            import_id = await readme_imports.keep(session, guild_id, me, text, bot.now())
    card = render.preview_card(import_id, change, taken.reading)
    whole = render.whole_preview(change)
    await whisper(
        interaction, card, file=TextFile("what-becomes-what.txt", whole) if whole else None
    )


async def take(interaction: NexusInteraction, import_id: int) -> readme_imports.Change:
    bot, guild_id, me = interaction.client, guild_of(interaction).id, interaction.user.id
    async with bot.db.read() as session:
        text = await readme_imports.document(session, guild_id, me, import_id)
    taken = await _taken(interaction, text)
    async with bot.acting(interaction) as session:
        return await readme_imports.apply(session, guild_id, me, import_id, taken, now=bot.now())


async def _taken(interaction: NexusInteraction, text: str) -> Taken:
    bot, guild_id, me = interaction.client, guild_of(interaction).id, interaction.user.id
    async with bot.db.read() as session:
        settings = await guilds.settings(session, guild_id)
        called = await readmes.headings(session, guild_id)
        on = await logs.today(session, guild_id, me, bot.now())
    return await asyncio.to_thread(
        take_over, text, headings=called, first_day=settings.first_day, today=on
    )
