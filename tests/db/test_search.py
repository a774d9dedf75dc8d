"""Search takes whatever people type, and never looks across to another guild."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from db import search

GUILD, OTHER = 1, 12  # g1 begins g12: one must not find the other


async def index(
    session: AsyncSession,
    question_id: int,
    title: str,
    *,
    guild_id: int = GUILD,
    body: str = "",
    answers: str = "",
) -> None:
    await search.index_question(
        session, guild_id, question_id, title=title, body=body, answers=answers
    )


async def find(session: AsyncSession, query: str, *, guild_id: int = GUILD) -> Sequence[int]:
    return await search.find_questions(session, guild_id, query, limit=10)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("paginate", "Pagination of lists"),
        ("PAGINATION", "How to paginate"),
        ("migrat", "Migrations fail"),
        ("resume", "Upload a résumé"),
        ("re\u0301sume\u0301", "Upload a resume"),
        ("C++", "C or Rust"),
        ("how to deploy", "Deploying with Docker"),
        ("what is it", "What is it?"),
        ("JWT expires", "Why does my token expire"),
    ],
)
async def test_words_are_found_in_their_other_forms(
    session: AsyncSession, query: str, title: str
) -> None:
    await index(session, 1, title)

    assert list(await find(session, query)) == [1]


@pytest.mark.parametrize(
    "query",
    [
        *("", " ", '"', "*", "(", ")", "^", "-", "+", "{", "NEAR(", "guild:", "title:", "AND"),
        *("'; DROP TABLE questions; --", "\x00", "\ud800", "g1", "g1*", "𐍈", "़", "a" * 10_000),
    ],
)
async def test_rubbish_finds_nothing(session: AsyncSession, query: str) -> None:
    await index(session, 1, "Pagination", body="of lists", answers="by cursor")

    assert list(await find(session, query)) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@example('"').via("opens a phrase")
@example("NEAR(a b, 1)").via("syntax of FTS5")
@given(st.text(st.characters(), max_size=60))
async def test_no_text_whatever_breaks_search(session: AsyncSession, query: str) -> None:
    await find(session, query)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8"), max_size=60))
async def test_no_text_whatever_finds_another_guilds_question(
    session: AsyncSession, query: str
) -> None:
    await index(session, 1, query, guild_id=OTHER, body=query, answers=f"{query} g1")

    assert list(await find(session, f"{query} g12 g1 guild")) == []


async def test_common_words_alone_tell_nothing_beside_others(session: AsyncSession) -> None:
    await index(session, 1, "How do I center a div")

    assert list(await find(session, "how do I deploy")) == []
    assert list(await find(session, "how do I")) == [1]


async def test_the_beginning_of_a_short_word_is_no_match(session: AsyncSession) -> None:
    await index(session, 1, "Cursors")

    assert list(await find(session, "c")) == []
    assert list(await find(session, "curs")) == [1]


async def test_a_title_counts_more_than_details_and_these_more_than_answers(
    session: AsyncSession,
) -> None:
    await index(session, 1, "One", answers="graphql")
    await index(session, 2, "Two", body="graphql")
    await index(session, 3, "graphql")

    assert list(await find(session, "graphql")) == [3, 2, 1]


async def test_more_words_in_common_come_first(session: AsyncSession) -> None:
    await index(session, 1, "Celery")
    await index(session, 2, "Celery retries")

    assert list(await find(session, "celery retry")) == [2, 1]


async def test_indexing_again_replaces_what_was_there(session: AsyncSession) -> None:
    await index(session, 1, "Celery")
    await index(session, 1, "Redis")

    assert list(await find(session, "celery")) == []
    assert list(await find(session, "redis")) == [1]


async def test_no_more_is_found_than_was_asked_for(session: AsyncSession) -> None:
    for number in range(1, 9):
        await index(session, number, "Celery")

    assert list(await search.find_questions(session, GUILD, "celery", limit=3)) == [8, 7, 6]
