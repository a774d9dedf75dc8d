"""Answers, and which one was accepted."""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import clean
from bot.places import guild_of, moderates
from bot.replies import amend, ask, whisper
from bot.roads import Press, Roads
from cogs.qa import posts
from cogs.qa.answering import forms, render
from db import answers, guilds, question_posts, questions

roads = Roads("qa")


@roads("answer", opens_form=True)
async def answer(interaction: NexusInteraction, press: Press) -> None:
    async with interaction.client.db.read() as session:
        question = await questions.by_number(session, press.guild_id, press.id())
    await ask(interaction, forms.answer_form(question))


@roads("answered")
async def answered(interaction: NexusInteraction, press: Press) -> None:
    text = clean(press.text("text"))[: forms.ANSWER_LIMIT]
    if not text:
        raise Refusal(render.EMPTY_ANSWER)
    bot = interaction.client
    async with bot.acting(interaction) as session:
        question, saved = await answers.give(
            session, press.guild_id, press.id(), interaction.user.id, text=text, now=bot.now()
        )
    await whisper(interaction, render.answer_saved(question))
    question, saved = await posts.publish_answer(bot, question, saved)
    await bot.redraws.redraw_now(press.guild_id)
    if saved.message_id is not None:
        await amend(interaction, render.answered(question))
    else:
        await amend(interaction, render.answer_postponed(question))


@roads("accept")
async def accept(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, guild_of(interaction).id)
        acceptance = await answers.accept(
            session,
            press.guild_id,
            press.id(),
            interaction.user.id,
            is_moderator=moderates(interaction, settings),
            now=bot.now(),
        )
    await whisper(interaction, render.accepted(acceptance, is_shown=True))
    not_shown = await bot.redraws.redraw_now(press.guild_id)
    if (question_posts.ANSWER, acceptance.answer.id) in not_shown:
        await amend(interaction, render.accepted(acceptance, is_shown=False))
