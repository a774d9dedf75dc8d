"""Accepting an answer, whichever way: by button, by command, or by marking a message."""

from bot.client import Nexus, NexusInteraction
from bot.places import moderates
from bot.replies import amend, redraw, whisper
from cogs.qa import posts
from cogs.qa.answering import render
from db import acceptances, guilds, question_posts, questions, stale
from db.acceptances import Acceptance, Said
from db.questions import Question


async def accept(interaction: NexusInteraction, guild_id: int, answer_id: int) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, guild_id)
        acceptance = await acceptances.accept(
            session,
            guild_id,
            answer_id,
            interaction.user.id,
            is_moderator=moderates(interaction, settings),
            now=bot.now(),
        )
    await _confirm(interaction, acceptance)


async def accept_message(interaction: NexusInteraction, question: Question, said: Said) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, question.guild_id)
        acceptance = await acceptances.accept_message(
            session,
            question.guild_id,
            question.id,
            interaction.user.id,
            said,
            is_moderator=moderates(interaction, settings),
            now=bot.now(),
        )
    await _confirm(interaction, acceptance)


async def undo(interaction: NexusInteraction, guild_id: int, acceptance_id: int) -> None:
    bot, user_id = interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, guild_id)
        undone = await acceptances.undo(
            session,
            guild_id,
            acceptance_id,
            user_id,
            is_moderator=moderates(interaction, settings),
            now=bot.now(),
        )
    await redraw(interaction, render.undone_card(undone, user_id))
    _, trouble = await _show(bot, undone.question)
    if trouble:
        await amend(interaction, render.undone_card(undone, user_id, trouble))


async def _confirm(interaction: NexusInteraction, acceptance: Acceptance) -> None:
    bot, user_id = interaction.client, interaction.user.id
    await whisper(interaction, render.accepted_card(acceptance, user_id, bot.now()))
    stands, trouble = await _show(bot, acceptance.question)
    if stands.accepted is None or stands.accepted.id != acceptance.answer.id:
        await amend(interaction, render.overtaken_card(acceptance, stands))
    elif trouble and acceptance.is_new:
        card = render.accepted_card(acceptance, user_id, bot.now(), trouble)
        await amend(interaction, card)


async def _show(bot: Nexus, question: Question) -> tuple[Question, str]:
    """Have everybody see it; returns how the question stands by now, and what is not seen yet."""
    not_shown = await bot.redraws.redraw_now(question.guild_id)
    async with bot.db.read() as session:
        stands = await questions.by_id(session, question.guild_id, question.id) or question
    if stands.thread_id is None:  # somebody deleted it
        stands = await posts.stand_again(bot, stands)
        return stands, "" if stands.thread_id is not None else render.NOT_REDRAWN
    async with bot.db.read() as session:
        is_archived = await stale.waits_for(session, stands.guild_id, stands.thread_id)
    is_behind = any(kind == question_posts.ANSWER for kind, _ in not_shown)
    trouble = render.CAUGHT_UP_LATER if is_archived else render.NOT_REDRAWN if is_behind else ""
    return stands, trouble
