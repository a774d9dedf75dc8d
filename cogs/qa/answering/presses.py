"""Answers, whom they helped, and which one solved the question."""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import clean
from bot.replies import amend, ask, whisper
from bot.roads import Press, Roads
from cogs.qa import posts
from cogs.qa.answering import accepting, forms, render
from db import answers, solutions

roads = Roads("qa")


@roads("answer", opens_form=True)
async def answer(interaction: NexusInteraction, press: Press) -> None:
    async with interaction.client.db.read() as session:
        question = await answers.answerable(session, press.guild_id, press.id())
    await ask(interaction, forms.answer_form(question))


@roads("answered")
async def answered(interaction: NexusInteraction, press: Press) -> None:
    text = clean(press.text("text"))[: forms.ANSWER_LIMIT]
    if not text:
        raise Refusal(render.EMPTY_ANSWER)
    bot = interaction.client
    try:
        async with bot.db.read() as session:
            await answers.answerable(session, press.guild_id, press.id())
    except Refusal as no:  # by now
        await whisper(interaction, render.given_back(str(no), text))
        return
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


@roads("helpful", is_toggle=True)
async def helpful(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        vote = await answers.vote(
            session, press.guild_id, press.id(), interaction.user.id, bot.now()
        )
    await whisper(interaction, render.voted(vote))
    await bot.redraws.redraw_now(press.guild_id)


@roads("accept")
async def accept(interaction: NexusInteraction, press: Press) -> None:
    """The button under an answer, or a choice among all answers of a question."""
    chosen = press.picked()
    await accepting.accept(interaction, press.guild_id, press.id() if chosen is None else chosen)


@roads("undo")
async def undo(interaction: NexusInteraction, press: Press) -> None:
    await accepting.undo(interaction, press.guild_id, press.id())


@roads("save")
async def save(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        solution = await solutions.save(
            session, press.guild_id, press.id(), interaction.user.id, bot.now()
        )
    await whisper(interaction, render.saved_card(solution))
