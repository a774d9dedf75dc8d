"""How the cards of questions and answers stay true on Discord, and stand again when deleted."""

import discord

from bot.client import Nexus
from bot.forums import SolvedTag
from bot.redraws import Standing, ThreadName
from bot.verdicts import UNKNOWN_MESSAGE
from cogs.qa import posts, render
from db import answers, guilds, lost_posts, question_posts, questions
from db.questions import Question


async def _question_stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    async with bot.db.read() as session:
        question = await questions.by_id(session, guild.id, key)
    if question is None:
        return None
    if question.is_in_forum:
        return Standing(question.thread_id, question.message_id, render.forum_card(question))
    return Standing(question.channel_id, question.message_id, render.question_card(question))


async def _opening_stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    async with bot.db.read() as session:
        question = await questions.by_id(session, guild.id, key)
    if question is None or question.is_in_forum or question.opening_message_id is None:
        return None  # what is on its way is drawn as things stand
    opening = render.opening_card(question)
    return Standing(question.thread_id, question.opening_message_id, opening)


async def _name_stands(bot: Nexus, guild: discord.Guild, key: int) -> ThreadName | None:
    async with bot.db.read() as session:
        question = await questions.by_id(session, guild.id, key)
    if question is None or question.thread_id is None:
        return None
    return ThreadName(question.thread_id, render.thread_name(question))


async def _answer_stands(bot: Nexus, guild: discord.Guild, key: int) -> Standing | None:
    async with bot.db.read() as session:
        found = await answers.by_id(session, guild.id, key)
    if found is None:
        return None
    question, answer = found
    if answer.is_message:
        return None  # somebody else's message: there is no card to redraw
    return Standing(question.thread_id, answer.message_id, render.answer_card(question, answer))


async def _tag_stands(bot: Nexus, guild: discord.Guild, key: int) -> SolvedTag | None:
    async with bot.db.read() as session:
        question = await questions.by_id(session, guild.id, key)
        settings = await guilds.settings(session, guild.id)
    if question is None or not question.is_in_forum:
        return None
    return SolvedTag(question.thread_id, settings, is_solved=question.accepted is not None)


STANDING = {
    question_posts.CARD: _question_stands,
    question_posts.OPENING: _opening_stands,
    question_posts.NAME: _name_stands,
    question_posts.ANSWER: _answer_stands,
    question_posts.SOLVED_TAG: _tag_stands,
}


async def _question_gone(bot: Nexus, guild_id: int, key: int, code: int) -> bool:
    question = await _question(bot, guild_id, key)
    if question is None or (question.is_in_forum and code == UNKNOWN_MESSAGE):
        return True  # a forum's post cannot begin anew
    if question.is_in_forum:
        await _note_deleted(bot, question)
        question = await posts.stand_again(bot, question)
        return question.message_id is not None
    async with bot.db.begin() as session:
        post = await lost_posts.card_anew(session, guild_id, key, bot.now())
    await bot.delivery.send_now(post or "")
    question = await _question(bot, guild_id, key)
    return question is not None and question.message_id is not None


async def _opening_gone(bot: Nexus, guild_id: int, key: int, code: int) -> bool:
    if code != UNKNOWN_MESSAGE:
        return await _name_gone(bot, guild_id, key, code)
    async with bot.db.begin() as session:
        post = await lost_posts.opening_anew(session, guild_id, key, bot.now())
    await bot.delivery.send_now(post or "")
    return True


async def _name_gone(bot: Nexus, guild_id: int, key: int, code: int) -> bool:
    """No thread, no name: another one opens for the next answer, or when one is accepted."""
    del code
    question = await _question(bot, guild_id, key)
    if question is not None:
        await _note_deleted(bot, question)
    return True


async def _answer_gone(bot: Nexus, guild_id: int, key: int, code: int) -> bool:
    async with bot.db.read() as session:
        found = await answers.by_id(session, guild_id, key)
    if found is None:
        return True
    if code != UNKNOWN_MESSAGE:
        await _note_deleted(bot, found[0])
        await posts.stand_again(bot, found[0])
    else:
        async with bot.db.begin() as session:
            post = await lost_posts.answer_anew(session, guild_id, key, bot.now())
        await bot.delivery.send_now(post or "")
    async with bot.db.read() as session:
        found = await answers.by_id(session, guild_id, key)
    return found is not None and found[1].message_id is not None


async def _question(bot: Nexus, guild_id: int, question_id: int) -> Question | None:
    async with bot.db.read() as session:
        return await questions.by_id(session, guild_id, question_id)


async def _note_deleted(bot: Nexus, question: Question) -> None:
    if question.thread_id is not None:
        async with bot.db.begin() as session:
            await lost_posts.thread_deleted(
                session, question.guild_id, question.thread_id, bot.now()
            )


GONE = {
    question_posts.CARD: _question_gone,
    question_posts.OPENING: _opening_gone,
    question_posts.NAME: _name_gone,
    question_posts.ANSWER: _answer_gone,
}
