"""How questions and answers reach Discord; `standing` keeps them true there.

Their cards are posts of the outbox; `bot.threads` opens what hangs on them.
"""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord

from bot import threads
from bot.client import Nexus
from bot.domain.errors import Refusal
from bot.kinds import ForumPost, Kind, Message
from bot.places import Purpose, channel_for
from bot.verdicts import FAILURES, Never, verdict
from cogs.qa import render
from db import answers, lost_posts, question_posts, questions
from db.outbox import Post
from db.questions import Answer, Question

log = logging.getLogger(__name__)

# Younger ones are still on their way by the road that stored them.
PATIENCE = timedelta(minutes=1)


async def draw_card(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late  # the card says since when it waits
    async with bot.db.read() as session:
        question = await questions.by_id(session, guild.id, payload["id"])
    if question is None:
        return None
    as_post = ForumPost(
        name=render.thread_name(question),
        sign=render.thread_sign(question),
        card=render.forum_card(question),
        ping=[question.asker_id],
        tags=[question.topic],
    )
    return Message(render.question_card(question), in_forum=as_post)


async def draw_opening(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late
    async with bot.db.read() as session:
        question = await questions.by_id(session, guild.id, payload["id"])
    if question is None:
        return None
    ping = [] if payload.get(question_posts.AGAIN) else [question.asker_id]
    return Message(render.opening_card(question), ping)


async def draw_answer(
    bot: Nexus, guild: discord.Guild, payload: Mapping[str, Any], late: timedelta | None
) -> Message | None:
    del late
    async with bot.db.read() as session:
        found = await answers.by_id(session, guild.id, payload["id"])
    if found is None:
        return None
    question, answer = found
    is_news = answer.author_id != question.asker_id and not payload.get(question_posts.AGAIN)
    return Message(render.answer_card(question, answer), [question.asker_id] if is_news else [])


async def _after_card(bot: Nexus, post: Post) -> None:
    await _open_thread_of(bot, post.guild_id, post.payload["id"])


async def _after_answer(bot: Nexus, post: Post) -> None:
    async with bot.db.read() as session:
        found = await answers.by_id(session, post.guild_id, post.payload["id"])
    if found is None or found[0].thread_id is not None:
        return
    await stand_again(bot, found[0])  # its thread was gone, when the answer was to be posted


KINDS = {
    question_posts.CARD: Kind(
        draw_card,
        resend_when_unsure=True,
        sent=question_posts.card_sent,
        then=_after_card,
        purpose=Purpose.QA,
    ),
    question_posts.OPENING: Kind(
        draw_opening,
        resend_when_unsure=True,
        sent=question_posts.opening_sent,
        gone=lost_posts.thread_gone,
        then=_after_card,
    ),
    question_posts.ANSWER: Kind(
        draw_answer,
        resend_when_unsure=True,
        sent=question_posts.answer_sent,
        gone=lost_posts.thread_gone,
        then=_after_answer,
    ),
}


async def publish(bot: Nexus, question: Question, channel_id: int) -> Question:
    """Post the card now and open its thread, as far as Discord will; returns how it stands."""
    await bot.delivery.send_now(question_posts.card_key(question.id, channel_id))
    async with bot.db.read() as session:
        return await questions.by_number(session, question.guild_id, question.number)


async def publish_answer(bot: Nexus, question: Question, answer: Answer) -> tuple[Question, Answer]:
    """Post the answer now, in another thread if its question's is gone; returns how both stand."""
    if question.thread_id is None:
        await stand_again(bot, question)
    else:
        await bot.delivery.send_now(question_posts.answer_key(answer.id, question.thread_id))
    async with bot.db.read() as session:
        return await answers.by_id(session, question.guild_id, answer.id) or (question, answer)


async def stand_again(bot: Nexus, question: Question) -> Question:
    """Open another thread where there is none any more, with all that stood there before."""
    async with bot.db.read() as session:
        question = await questions.by_number(session, question.guild_id, question.number)
    if question.thread_id is not None:
        return question
    if question.message_id is not None:
        await _open_thread(bot, question)
    elif question.is_in_forum and question.channel_id is not None:  # its card was there too
        async with bot.db.begin() as session:
            await lost_posts.card_anew(session, question.guild_id, question.id, bot.now())
        question = await publish(bot, question, question.channel_id)
        if question.thread_id is not None:
            async with bot.db.read() as session:
                given = await answers.of_question(session, question.guild_id, question.id)
            keys = [question_posts.answer_key(one.id, question.thread_id) for one in given]
            await bot.delivery.send_now(*keys)
    async with bot.db.read() as session:
        return await questions.by_number(session, question.guild_id, question.number)


async def finish(bot: Nexus) -> None:
    """Open the threads that Discord refused, or that a stop of the bot kept from being opened."""
    now = bot.now()
    async with bot.db.read() as session:
        waiting = await question_posts.without_thread(
            session, before=now - PATIENCE, since=now - question_posts.LASTS
        )
    for guild_id, question_id in waiting:
        await _open_thread_of(bot, guild_id, question_id)


async def _open_thread_of(bot: Nexus, guild_id: int, question_id: int) -> None:
    async with bot.db.read() as session:
        question = await questions.by_id(session, guild_id, question_id)
    if question and question.message_id is not None and question.thread_id is None:
        await _open_thread(bot, question)


async def _open_thread(bot: Nexus, question: Question) -> None:
    assert question.channel_id is not None
    assert question.message_id is not None
    name = render.thread_name(question)
    try:
        thread_id = await threads.open_under(
            bot, question.guild_id, question.channel_id, question.message_id, name
        )
    except FAILURES as error:
        found = verdict(error)
        log.warning("question %s has no thread yet: %s", question.id, found)
        if isinstance(found, Never) and found.is_gone:
            await _post_anew(bot, question)
        return
    async with bot.db.begin() as session:
        keys = await question_posts.thread_opened(
            session, question.guild_id, question.id, thread_id, bot.now()
        )
    await bot.delivery.send_now(*keys)


async def _post_anew(bot: Nexus, question: Question) -> None:
    """The channel was deleted, and the card with it: to the one that is set up by now."""
    guild = bot.get_guild(question.guild_id)
    if guild is None:
        return
    try:
        channel = await channel_for(bot, guild, Purpose.QA)
    except Refusal:
        return  # until moderators choose one
    async with bot.db.begin() as session:
        await question_posts.queue_card(session, guild.id, question.id, channel.id, bot.now())
