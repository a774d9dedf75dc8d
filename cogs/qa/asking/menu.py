"""*Ask as question*, in the menu of a message: what somebody said becomes a draft of a question."""

import discord
from discord import app_commands

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import one_line
from bot.places import Purpose, guild_of, moderates, place
from bot.replies import OPENS_FORM, ask
from bot.said import said
from cogs.qa.asking import forms, render, wording
from db import drafts, guilds


@app_commands.context_menu(name="Ask as question", extras=OPENS_FORM)
async def ask_as_question(interaction: NexusInteraction, message: discord.Message) -> None:
    """Make a question of a message, for its author or on the author's behalf; a form opens."""
    bot, guild_id, me = interaction.client, guild_of(interaction).id, interaction.user.id
    async with bot.db.read() as session:
        settings = await guilds.settings(session, guild_id)
    command = bot.mention("qa ask")
    if message.author.bot or message.webhook_id or message.is_system():
        raise Refusal(render.not_a_members(command))
    if message.author.id != me and not moderates(interaction, settings):
        raise Refusal(render.not_yours(message.author.id, command))
    text = said(message)
    if not one_line(text):
        raise Refusal(render.no_words(command))
    await place(interaction, Purpose.QA)  # so that nobody types in vain
    written = wording.of_message(
        text,
        forms.Topic.OTHER,
        url=message.jump_url,
        attachments=len(message.attachments),
    )
    async with bot.acting(interaction) as session:
        draft = await drafts.save(
            session, guild_id, message.author.id, written, written_by_id=me, now=bot.now()
        )
    await ask(interaction, forms.complete_form(draft))
