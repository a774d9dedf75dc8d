"""Search takes whatever people type, and never looks across to another guild."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import words
from db import search, tables
from db.engine import Database
from db.migrate import migrate

GUILD, OTHER = 1, 12  # g1 begins g12: one must not find the other
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

CODE = (
    *("select_related", "__init__", "N+1", "C++", "C#", "/api/docs", "401", ".env", "useEffect"),
    *("django.db.models", "OneToOneField", "127.0.0.1:8000", "--reload", "@api_view", "OAuth2"),
    *("docker-compose.yml", "{{ form.as_p }}", "$HOME", "Access-Control-Allow-Origin", "f'{x}'"),
)


async def put(
    session: AsyncSession,
    number: int,
    title: str,
    *,
    guild_id: int = GUILD,
    body: str = "",
    answers: Sequence[str] = (),
    topic: str = "Git",
    is_solved: bool = False,
) -> int:
    """A question with its answers, the first of which may be accepted; its id is returned."""
    row = tables.Question(
        guild_id=guild_id,
        number=number,
        asker_id=7,
        title=title,
        details=body,
        topic=topic,
        asked_at=NOON,
    )
    session.add(row)
    await session.flush()
    given = [
        tables.Answer(
            guild_id=guild_id, question_id=row.id, author_id=8, text=one, answered_at=NOON
        )
        for one in (answers or ("So.",) * is_solved)
    ]
    session.add_all(given)
    await session.flush()
    if is_solved:
        row.accepted_answer_id = given[0].id
        await session.flush()
    await search.reindex(session, row.id)
    return row.id


async def find(session: AsyncSession, query: str, *, guild_id: int = GUILD) -> list[int]:
    return list(await search.find_questions(session, guild_id, query, limit=10))


async def offered(session: AsyncSession, typed: str, *, guild_id: int = GUILD) -> list[int]:
    found = await search.suggest_questions(session, guild_id, typed, limit=25)
    return [number for number, _ in found]


async def alike(
    session: AsyncSession, title: str, body: str = "", *, guild_id: int = GUILD
) -> list[int]:
    return list(await search.find_look_alikes(session, guild_id, title, body))


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("paginate", "Pagination of lists"),
        ("PAGINATION", "How to paginate"),
        ("migrat", "Migrations fail"),
        ("paginatio", "Pagination of lists"),
        ("resume", "Upload a résumé"),
        ("re\u0301sume\u0301", "Upload a resume"),
        ("C++", "C or Rust"),
        ("how to deploy", "Deploying with Docker"),
        ("what is it", "What is it?"),
        ("JWT expires", "Why does my token expire"),
        ("select related", "Is select_related lazy?"),
        ("select_related", "select related or not"),
        ("useeffect", "Why does useEffect run twice"),
        ("use effect", "Why does useEffect run twice"),
        ("frontend", "My front-end is slow"),
        ("don't", "I dont get it"),
        ("api/docs/", "/api/docs is empty"),
        ("select_related('author')", "select_related(category)"),
        ("привет", "Привет, мир"),
    ],
)
async def test_words_are_found_in_their_other_forms(
    session: AsyncSession, query: str, title: str
) -> None:
    asked = await put(session, 1, title)

    assert await find(session, query) == [asked]


@pytest.mark.parametrize("code", CODE)
async def test_code_words_are_found_as_they_are_written(session: AsyncSession, code: str) -> None:
    in_title = await put(session, 1, f"Why {code}?")
    in_body = await put(session, 2, "One", body=f"I wrote `{code}`, and it fails.")
    in_answer = await put(session, 3, "Two", answers=[f"Try {code}."])
    await put(session, 4, "Something else")

    assert await find(session, code) == [in_title, in_body, in_answer]
    assert await find(session, f"what is ({code})?") == [in_title, in_body, in_answer]
    assert await offered(session, code) == [1]


@pytest.mark.parametrize(
    ("wanted", "other"),
    [("C++", "C"), ("C#", "C++"), (".env", "env"), ("__init__", "init"), ("N+1", "1 n")],
)
async def test_the_signs_of_a_code_word_count(
    session: AsyncSession, wanted: str, other: str
) -> None:
    first = await put(session, 1, f"About {wanted} here")
    second = await put(session, 2, f"About {other} here")

    assert (await find(session, wanted))[0] == first
    assert await offered(session, f"about {other}") != []
    assert second not in (await find(session, wanted))[:1]


@pytest.mark.parametrize(
    "query",
    [
        *("", " ", '"', "*", "(", ")", "^", "-", "+", "{", "NEAR(", "guild:", "title:", "AND"),
        *("'; DROP TABLE questions; --", "\x00", "\ud800", "g1", "g1*", "𐍈", "़", "a" * 10_000),
        *("scope:g1", "s1", "{title body}", "NOT", "OR OR", "x0jwt"),
    ],
)
async def test_rubbish_finds_nothing(session: AsyncSession, query: str) -> None:
    await put(session, 1, "Pagination", body="of lists", answers=["by cursor"], is_solved=True)

    assert await find(session, query) == []
    assert await alike(session, query, query) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@example('"').via("opens a phrase")
@example("NEAR(a b, 1)").via("syntax of FTS5")
@given(st.text(st.characters(), max_size=60))
async def test_no_text_whatever_breaks_search(session: AsyncSession, query: str) -> None:
    await find(session, query)
    await offered(session, query)
    await alike(session, query, query)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(codec="utf-8"), max_size=60)
    | st.lists(st.sampled_from(CODE), max_size=5).map(" ".join)
)
async def test_no_text_whatever_finds_another_guilds_question(
    session: AsyncSession, query: str
) -> None:
    await session.execute(delete(tables.Answer))
    await session.execute(delete(tables.Question))
    await put(
        session, 1, query, guild_id=OTHER, body=query, answers=[f"{query} g1 s1"], is_solved=True
    )

    asked = f"{query} g12 g1 s12 s1 guild scope"
    assert await find(session, asked) == []
    assert await offered(session, query) == []
    assert await offered(session, "") == []
    assert await alike(session, query, asked) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from((*CODE, "how", "deploy", "Django", "my", "ёж")), min_size=1))
async def test_a_question_is_found_by_its_own_title_and_offered_at_each_letter_of_it(
    session: AsyncSession, title_words: list[str]
) -> None:
    await session.execute(delete(tables.Question))
    title = " ".join(title_words)
    asked = await put(session, 1, title)

    assert asked in await find(session, title)
    assert await offered(session, title) == [1]


async def test_common_words_alone_tell_nothing_beside_others(session: AsyncSession) -> None:
    asked = await put(session, 1, "How do I center a div")

    assert await find(session, "how do I deploy") == []
    assert await find(session, "how do I") == [asked]


async def test_the_beginning_of_a_short_word_is_no_match(session: AsyncSession) -> None:
    asked = await put(session, 1, "Cursors")

    assert await find(session, "c") == []
    assert await find(session, "curs") == [asked]


async def test_a_title_counts_more_than_details_and_these_more_than_answers(
    session: AsyncSession,
) -> None:
    in_answer = await put(session, 1, "One", answers=["graphql"])
    in_body = await put(session, 2, "Two", body="graphql")
    in_title = await put(session, 3, "graphql")

    assert await find(session, "graphql") == [in_title, in_body, in_answer]


async def test_more_words_in_common_come_first(session: AsyncSession) -> None:
    one = await put(session, 1, "Celery")
    both = await put(session, 2, "Celery retries")

    assert await find(session, "celery retry") == [both, one]


async def test_no_more_is_found_than_was_asked_for(session: AsyncSession) -> None:
    asked = [await put(session, number, "Celery") for number in range(1, 9)]

    found = await search.find_questions(session, GUILD, "celery", limit=3)

    assert list(found) == asked[:-4:-1]


async def test_search_keeps_to_a_topic_and_to_solved_questions(session: AsyncSession) -> None:
    git = await put(session, 1, "Celery", topic="Git")
    solved = await put(session, 2, "Celery", topic="Auth & JWT", is_solved=True)
    waiting = await put(session, 3, "Celery", topic="Auth & JWT")
    await put(session, 4, "Celery", topic="Git", is_solved=True, guild_id=OTHER)

    async def kept(topic: str | None = None, *, only_solved: bool = False) -> set[int]:
        found = await search.find_questions(
            session, GUILD, "celery", limit=9, topic=topic, only_solved=only_solved
        )
        return set(found)

    assert await kept() == {git, solved, waiting}
    assert await kept("Auth & JWT") == {solved, waiting}
    assert await kept("Auth & JWT", only_solved=True) == {solved}
    assert await kept(only_solved=True) == {solved}
    assert await kept("Git", only_solved=True) == set()


async def test_what_changes_of_a_question_changes_what_finds_it(session: AsyncSession) -> None:
    asked = await put(session, 1, "Celery stops", answers=["restart"], is_solved=True)
    changed = {"title": "Redis is full", "tried": "maxmemory", "code": "OOM command"}
    await session.execute(update(tables.Question).values(changed))
    await session.execute(update(tables.Answer).values(text="evict"))

    await search.reindex(session, asked)

    assert [await find(session, one) for one in ("celery", "restart")] == [[], []]
    for one in ("redis", "maxmemory", "OOM", "evict"):
        assert await find(session, one) == [asked]
    assert await alike(session, "Celery stops") == []
    assert await alike(session, "Redis is full") == [asked]


async def test_a_question_that_is_gone_leaves_the_index(session: AsyncSession) -> None:
    asked = await put(session, 1, "Celery stops", is_solved=True)
    await session.execute(delete(tables.Answer))
    await session.execute(delete(tables.Question))

    await search.reindex(session, asked)

    assert await session.scalar(text("SELECT count(*) FROM question_search")) == 0


async def test_suggestions_hold_every_word_and_the_last_may_be_begun(
    session: AsyncSession,
) -> None:
    for number, title in enumerate(
        ("How to paginate a list", "Paginate by cursor", "snake_case or camelCase", "C++ or C"), 1
    ):
        await put(session, number, title)

    expected = {
        "pag": [2, 1],
        "LIST pagi": [1],
        "pagination": [2, 1],
        "snake_c": [3],
        "camelc": [3],
        "C+": [4],
        "how to p": [2, 1],
        "cursor list": [],
        "": [4, 3, 2, 1],
        " # ": [4, 3, 2, 1],
        "x" * 10_000: [],
    }
    assert {typed: await offered(session, typed) for typed in expected} == expected


async def test_a_number_fits_from_its_first_digit_and_comes_first_when_complete(
    session: AsyncSession,
) -> None:
    for number in (1, 2, 12, 120, 121, 1200, 412):
        await put(session, number, f"Error {number + 400}")
    await put(session, 500, "Only 12 rows")
    await put(session, 12, "Elsewhere", guild_id=OTHER)

    assert await offered(session, "12") == [12, 1200, 500, 121, 120]
    assert await offered(session, "#1200") == [1200]
    assert await offered(session, "401") == [1]
    assert await offered(session, "9" * 30) == []
    assert await search.suggest_questions(session, OTHER, "12", limit=25) == [(12, "Elsewhere")]
    assert len(await search.suggest_questions(session, GUILD, "1", limit=3)) == 3


async def test_a_misspelt_title_is_a_look_alike_if_solved_and_of_the_guild(
    session: AsyncSession,
) -> None:
    solved = await put(session, 1, "Celery task runs twice", body="I get two mails", is_solved=True)
    await put(session, 2, "Celery task runs twice", body="I get two mails")
    await put(
        session, 3, "Celery task runs twice", body="two mails", is_solved=True, guild_id=OTHER
    )

    assert await alike(session, "celrey tasks run twise", "two mails") == [solved]
    assert await alike(session, "Celery task never runs", "It stays PENDING.") == []


async def test_words_that_are_in_every_question_make_no_look_alike(session: AsyncSession) -> None:
    await put(session, 1, "How do I do this?", is_solved=True)

    assert await alike(session, "How do I do this?") == []


async def test_no_more_look_alikes_than_three_and_the_newest_of_equals(
    session: AsyncSession,
) -> None:
    asked = [await put(session, one, "Celery runs twice", is_solved=True) for one in range(1, 6)]

    assert await alike(session, "Celery runs twice") == asked[:-4:-1]


async def test_questions_of_an_older_nexus_are_indexed_anew_once(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/nexus.db")

    def as_if_older(connection: Connection) -> None:
        with connection.begin():
            connection.exec_driver_sql("DELETE FROM question_search")
            connection.exec_driver_sql("INSERT INTO question_search (rowid, title) VALUES (99, 1)")
            connection.exec_driver_sql(f"PRAGMA user_version = {words.VERSION + 1}")

    async def found() -> tuple[list[int], list[int]]:
        async with database.read() as session:
            return await find(session, "C++ list"), await alike(session, "C++ stops", "list")

    await migrate(database)
    async with database.begin() as session:
        solved = await put(session, 1, "C++ stops", body="list", is_solved=True)
        waiting = await put(session, 2, "Paginate lists")
    as_asked = await found()

    await database.run_sync(as_if_older)
    lost = await found()
    await migrate(database)
    again = await found()
    await migrate(database)
    await database.close()

    assert as_asked == again == ([solved, waiting], [solved])
    assert lost == ([], [])
