"""How questions and answers reach Discord, and how their cards stay true there.

Everything is stored before it is posted. What Discord did not take is tried again by `finish`;
each message carries a nonce of its row, so that trying again within minutes posts nothing twice.
"""

import logging
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

import discord

from bot.client import Nexus
from bot.domain.errors import Refusal
from bot.places import Purpose, place_in, post
from cogs.qa import render
from db import answers, questions
from db.answers import Acceptance
from db.questions import Answer, Question

log = logging.getLogger(__name__)

# Younger ones are still on their way by the road that stored them.
PATIENCE = timedelta(minutes=1)
# An answer whose thread is gone is not tried for ever.
ANSWER_TRIES = timedelta(days=1)
# Discord's codes.
UNKNOWN_CHANNEL = 10003
THREAD_EXISTS = 160004


class Fate(StrEnum):
    """What became of an answer's card."""

    POSTED = "posted"
    LATER = "later"
    THREAD_GONE = "thread gone"


async def publish(bot: Nexus, question: Question) -> tuple[Question, str]:
    """Post the card, unless it is posted already, and open the thread.

    Returns the question with the ids that Discord gave, and in words why it is not done; an empty
    text when it is.
    """
    try:
        channel = await _channel(bot, question)
        question = await _post_card(bot, channel, question)
        return await _open_thread(bot, channel, question), ""
    except Refusal as missing:
        return question, str(missing)
    except discord.HTTPException as error:
        log.warning("question %s: Discord refused its post: %s", question.id, error.code)
    except Exception:
        log.exception("question %s is saved, but could not be posted", question.id)
    return question, "Discord did not take it."


async def _channel(bot: Nexus, question: Question) -> discord.TextChannel:
    """Where the question is posted already, or where it is to be."""
    guild = bot.get_guild(question.guild_id)
    if guild is None:
        raise Refusal("I cannot see this server just now.")
    posted_in = guild.get_channel(question.channel_id or 0)
    if isinstance(posted_in, discord.TextChannel):
        return posted_in
    return await place_in(bot, guild, Purpose.QA)


async def _post_card(bot: Nexus, channel: discord.TextChannel, question: Question) -> Question:
    # A card in a channel that was deleted since is no card any more.
    if question.message_id is not None and question.channel_id == channel.id:
        return question
    message = await post(channel, render.question_card(question), nonce=f"q{question.id:x}")
    async with bot.db.begin() as session:
        await questions.card_posted(
            session,
            question.guild_id,
            question.id,
            channel_id=channel.id,
            message_id=message.id,
        )
    return replace(question, channel_id=channel.id, message_id=message.id)


async def _open_thread(bot: Nexus, channel: discord.TextChannel, question: Question) -> Question:
    thread_id = await _thread(channel, question)
    # Recorded last: until its first message stands, the thread is not finished.
    await post(
        bot.get_partial_messageable(thread_id, guild_id=question.guild_id),
        render.opening_card(question),
        ping=[question.asker_id],
        nonce=f"t{question.id:x}",
    )
    async with bot.db.begin() as session:
        await questions.thread_opened(session, question.guild_id, question.id, thread_id)
    return replace(question, thread_id=thread_id)


async def _thread(channel: discord.TextChannel, question: Question) -> int:
    """The thread under the question's card, or beside it where the card was deleted."""
    assert question.message_id is not None
    name = render.thread_name(question)
    try:
        card = channel.get_partial_message(question.message_id)
        return (await card.create_thread(name=name)).id
    except discord.NotFound:
        kind = discord.ChannelType.public_thread
        return (await channel.create_thread(name=name, type=kind)).id
    except discord.HTTPException as error:
        if error.code != THREAD_EXISTS:
            raise
        return question.message_id  # a thread has the id of the message that it hangs on


async def publish_answer(bot: Nexus, question: Question, answer: Answer) -> Fate:
    """Post the answer in its question's thread."""
    if question.thread_id is None:
        return Fate.LATER
    try:
        message = await post(
            bot.get_partial_messageable(question.thread_id, guild_id=question.guild_id),
            render.answer_card(question, answer),
            ping=[] if answer.author_id == question.asker_id else [question.asker_id],
            nonce=f"a{answer.id:x}",
        )
    except discord.HTTPException as error:
        log.warning("answer %s: Discord refused its post: %s", answer.id, error.code)
        return Fate.THREAD_GONE if error.code == UNKNOWN_CHANNEL else Fate.LATER
    except Exception:
        log.exception("answer %s is saved, but could not be posted", answer.id)
        return Fate.LATER
    async with bot.db.begin() as session:
        await answers.card_posted(session, question.guild_id, answer.id, message.id)
    return Fate.POSTED


async def redraw_question(bot: Nexus, guild_id: int, number: int) -> bool:
    """Show the question's card as the question stands now; False where Discord would not."""
    async with bot.db.read() as session:
        question = await questions.by_number(session, guild_id, number)
    return await _edit(
        bot, question.channel_id, question.message_id, render.question_card(question)
    )


async def redraw_acceptance(bot: Nexus, acceptance: Acceptance) -> bool:
    """Redraw the answer that was accepted, the one it took over from, and the question."""
    question = acceptance.question
    is_shown = True
    for answer in (acceptance.answer, acceptance.former):
        if answer is not None:
            card = render.answer_card(question, answer)
            is_shown &= await _edit(bot, question.thread_id, answer.message_id, card)
    await redraw_question(bot, question.guild_id, question.number)
    return is_shown


async def _edit(
    bot: Nexus, channel_id: int | None, message_id: int | None, card: discord.ui.LayoutView
) -> bool:
    """Redraw a message in place, pinging nobody; False where that is not to be had.

    An archived thread refuses edits, and people delete messages: the database stays right.
    """
    if channel_id is None or message_id is None:
        return False
    card.stop()
    message = bot.get_partial_messageable(channel_id).get_partial_message(message_id)
    try:
        await message.edit(view=card, allowed_mentions=discord.AllowedMentions.none())
    except discord.HTTPException as error:
        log.info("message %s was not redrawn: %s", message_id, error.code)
        return False
    return True


async def finish(bot: Nexus) -> None:
    """Post what was stored more than a minute ago and never reached Discord."""
    before = bot.now() - PATIENCE
    async with bot.db.read() as session:
        waiting = await questions.unposted(session, before)
    for question in waiting:
        await publish(bot, question)
    async with bot.db.read() as session:
        unseen = await answers.unposted(session, before, since=bot.now() - ANSWER_TRIES)
    for question, answer in unseen:
        await publish_answer(bot, question, answer)
