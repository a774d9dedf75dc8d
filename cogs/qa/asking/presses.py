"""What was typed into the form becomes a question."""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import clean, one_line
from bot.places import Purpose, channel_for, guild_of, lacking
from bot.replies import amend, whisper
from bot.roads import Press, Roads
from cogs.qa import posts
from cogs.qa.asking import forms, render
from db import questions

roads = Roads("qa")


@roads("ask")
async def asked(interaction: NexusInteraction, press: Press) -> None:
    title = one_line(press.text("title"))[: forms.TITLE_LIMIT]
    details = clean(press.text("details"))[: forms.DETAILS_LIMIT]
    if not title or not details:
        field = "details" if title else "a title"
        await whisper(interaction, render.needs_more(field, title or details))
        return
    bot = interaction.client
    try:
        channel = await channel_for(bot, guild_of(interaction), Purpose.QA)
    except Refusal as nowhere:
        await whisper(interaction, render.given_back(str(nowhere), title, details))
        return
    async with bot.acting(interaction) as session:
        question = await questions.ask(
            session,
            press.guild_id,
            interaction.user.id,
            title=title,
            details=details,
            topic=forms.topic(press.choice("topic")),
            channel_id=channel.id,
            now=bot.now(),
        )
    await whisper(interaction, render.saved(question))
    question = await posts.publish(bot, question, channel.id)
    if question.thread_id is not None:
        await amend(interaction, render.asked(question))
    else:
        await amend(interaction, render.postponed(question, lacking(channel, Purpose.QA)))
