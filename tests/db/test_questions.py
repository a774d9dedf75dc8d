"""What is stored of questions and answers, and who may change it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db import answers, lost_posts, question_posts, questions
from db.engine import Database
from db.found import search_for
from db.outbox import Post, Sent
from db.questions import Answer, Question
from db.tables import Outbox

GUILD, OTHER, CHANNEL = 1, 2, 3
ANN, BEN, CY = 11, 12, 13
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)


async def ask(
    session: AsyncSession, title: str = "Why?", *, guild_id: int = GUILD, now: datetime = NOON
) -> Question:
    return await questions.ask(
        session,
        guild_id,
        ANN,
        title=title,
        details="It fails.",
        topic="Git",
        channel_id=CHANNEL,
        now=now,
    )


def post(guild_id: int, channel_id: int, row_id: int) -> Post:
    """A row of the outbox as the delivery hands it over."""
    return Post(1, guild_id, channel_id, "", {"id": row_id}, NOON, LATER, 0, None)


async def queued(session: AsyncSession) -> list[tuple[int, str]]:
    """(channel, key) of what waits to be posted, by its turn."""
    rows = await session.execute(select(Outbox.channel_id, Outbox.dedupe_key).order_by(Outbox.id))
    return [(channel_id, key) for channel_id, key in rows]


async def give(
    session: AsyncSession, text: str = "So.", *, author_id: int = BEN, now: datetime = LATER
) -> Answer:
    _, given = await answers.give(session, GUILD, 1, author_id, text=text, now=now)
    return given


async def test_numbers_run_on_within_each_guild(session: AsyncSession) -> None:
    asked = [
        await ask(session, "a"),
        await ask(session, "b"),
        await ask(session, "c", guild_id=OTHER),
    ]

    assert [(one.guild_id, one.number) for one in asked] == [(GUILD, 1), (GUILD, 2), (OTHER, 1)]


async def test_a_question_comes_back_as_it_was_asked(database: Database) -> None:
    async with database.begin() as session:
        asked = await ask(session)
    async with database.read() as session:
        assert await questions.by_number(session, GUILD, 1) == asked


@pytest.mark.parametrize("number", [2, 0, -1, 2**63, 10**30])
async def test_a_number_without_a_question_is_refused(session: AsyncSession, number: int) -> None:
    await ask(session)

    with pytest.raises(Refusal, match=f"There is no question #{number} here"):
        await questions.by_number(session, GUILD, number)


async def test_another_guilds_number_and_thread_are_unknown(session: AsyncSession) -> None:
    asked = await ask(session)
    await question_posts.thread_opened(session, GUILD, asked.id, 99, NOON)

    with pytest.raises(Refusal):
        await questions.by_number(session, OTHER, 1)
    assert await questions.in_thread(session, OTHER, 99) is None
    found = await questions.in_thread(session, GUILD, 99)
    assert found is not None
    assert found.number == 1


async def test_another_guild_cannot_note_ids_on_a_question(session: AsyncSession) -> None:
    asked = await ask(session)
    given = await give(session)

    await question_posts.card_sent(session, post(OTHER, 7, asked.id), Sent(8))
    await question_posts.answer_sent(session, post(OTHER, 7, given.id), Sent(8))
    await question_posts.thread_opened(session, OTHER, asked.id, 9, NOON)

    found = await questions.by_number(session, GUILD, 1)
    assert (found.channel_id, found.message_id, found.thread_id) == (None, None, None)
    assert await answers.by_id(session, GUILD, given.id) == (found, given)
    assert await answers.by_id(session, OTHER, given.id) is None


async def test_the_same_words_again_are_a_question_again_after_a_while(
    session: AsyncSession,
) -> None:
    await ask(session)

    with pytest.raises(Refusal, match=r"\*\*#1\*\*"):
        await ask(session, now=LATER)
    assert (await ask(session, now=NOON + questions.ECHO)).number == 2


async def test_a_question_is_queued_for_its_channel_as_it_is_stored(session: AsyncSession) -> None:
    asked = await ask(session)

    assert await queued(session) == [
        (CHANNEL, question_posts.card_key(asked.id, CHANNEL)),
    ]


async def test_a_card_without_its_thread_is_found_by_the_age_of_what_wants_one(
    session: AsyncSession,
) -> None:
    whole, half, _ = await ask(session, "a"), await ask(session, "b"), await ask(session, "c")
    for one in (whole, half):
        await question_posts.card_sent(session, post(GUILD, 7, one.id), Sent(one.id))
    await question_posts.thread_opened(session, GUILD, whole.id, 9, NOON)

    async def found(before: datetime, since: datetime) -> list[int]:
        rows = await question_posts.without_thread(session, before=before, since=since)
        return [question_id for _, question_id in rows]

    assert await found(NOON, NOON) == [half.id]
    assert await found(NOON - questions.ECHO, NOON - questions.ECHO) == []
    assert await found(LATER, LATER) == []
    await answers.give(session, GUILD, half.number, BEN, text="So.", now=LATER)
    assert await found(LATER, LATER) == [half.id]


async def test_suggestions_are_the_newest_twenty_five_of_the_guild(session: AsyncSession) -> None:
    for number in range(30):
        await ask(session, f"q{number}")
    await ask(session, "q", guild_id=OTHER)

    found = await questions.suggest(session, GUILD, "", limit=25)

    assert [number for number, _ in found] == list(range(30, 5, -1))


async def test_answers_are_counted_and_found_by_search(session: AsyncSession) -> None:
    await ask(session)
    await give(session, "Use freezegun.")
    await give(session, "Or a fixture.")

    assert (await questions.by_number(session, GUILD, 1)).answer_count == 2
    for word in ("freezegun", "fixture", "fails"):
        page = await search_for(session, GUILD, word)
        assert [one.number for one in page.shown] == [1]


async def test_the_same_answer_again_is_refused_for_a_while(session: AsyncSession) -> None:
    await ask(session)
    await give(session)
    await give(session, author_id=CY)

    with pytest.raises(Refusal, match="You have just given this answer"):
        await give(session)
    assert await give(session, now=LATER + questions.ECHO)


async def test_answers_are_queued_for_the_thread_as_soon_as_there_is_one(
    session: AsyncSession,
) -> None:
    asked = await ask(session)
    early = await give(session, "Early.")
    before_it_has_a_thread = await queued(session)

    keys = await question_posts.thread_opened(session, GUILD, asked.id, 9, NOON)
    late = await give(session, "Late.")

    assert len(before_it_has_a_thread) == 1
    assert keys == [question_posts.opening_key(asked.id, 9), question_posts.answer_key(early.id, 9)]
    assert await queued(session) == [
        *before_it_has_a_thread,
        *((9, key) for key in keys),
        (9, question_posts.answer_key(late.id, 9)),
    ]


async def test_a_thread_that_is_gone_leaves_its_question_without_one(session: AsyncSession) -> None:
    asked = await ask(session)
    await question_posts.thread_opened(session, GUILD, asked.id, 9, NOON)

    await lost_posts.thread_gone(session, post(OTHER, 9, asked.id))
    assert await questions.in_thread(session, GUILD, 9) is not None
    await lost_posts.thread_gone(session, post(GUILD, 9, asked.id))
    assert await questions.in_thread(session, GUILD, 9) is None
