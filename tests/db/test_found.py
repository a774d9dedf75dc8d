"""Lists of questions: what is in them, in which order, and on which page."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from db import answers, claims, closing, drafts, found, questions
from db.drafts import Written
from db.found import SIZE, Page
from tests.db.qa_rows import ANN, BEN, CY, GUILD, NOON, OTHER, accept, ask, give

HOUR = timedelta(hours=1)


def numbers(page: Page) -> list[int]:
    return [one.number for one in page.shown]


async def close(session: AsyncSession, number: int) -> None:
    await closing.close(
        session, GUILD, number, ANN, reason="off topic", is_moderator=True, now=NOON
    )


async def test_who_waits_longest_comes_first_and_whoever_is_helped_last(
    session: AsyncSession,
) -> None:
    for number in range(4):
        await ask(session, f"q{number}", now=NOON + number * HOUR)
    await ask(session, "Elsewhere", guild_id=OTHER)
    await claims.take(session, GUILD, 1, BEN, NOON)

    first = await found.unanswered(session, GUILD, NOON)
    next_day = await found.unanswered(session, GUILD, NOON + claims.LASTS)

    assert numbers(first) == [2, 3, 4, 1]
    assert numbers(next_day) == [1, 2, 3, 4]


async def test_what_is_answered_or_closed_does_not_wait(session: AsyncSession) -> None:
    for title in "abc":
        await ask(session, title)
    await give(session, 1)
    await close(session, 2)

    assert numbers(await found.unanswered(session, GUILD, NOON)) == [3]


@pytest.mark.parametrize(
    ("asked_for", "at", "shown"),
    [(0, 0, SIZE), (1, 1, SIZE), (2, 2, 1), (3, 2, 1), (2**62, 2, 1)],
)
async def test_a_page_behind_the_last_is_the_last(
    session: AsyncSession, asked_for: int, at: int, shown: int
) -> None:
    for number in range(2 * SIZE + 1):
        await ask(session, f"q{number}")

    page = await found.unanswered(session, GUILD, NOON, at=asked_for)

    assert (page.at, page.last, page.count, len(page.shown)) == (at, 2, 2 * SIZE + 1, shown)
    searched = await found.search_for(session, GUILD, "fails", at=asked_for)
    assert (searched.at, searched.last, len(searched.shown)) == (at, 2, shown)


async def test_a_page_of_a_search_and_all_look_alikes_are_one_statement_each(
    session: AsyncSession,
) -> None:
    """Each is a way to the database's thread and back; see bench/."""
    for number in range(SIZE):
        await ask(session, f"q{number}")
    ran: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        ran.append(statement)

    connection = (await session.connection()).sync_connection
    assert connection is not None
    event.listen(connection, "before_cursor_execute", note)
    page = await found.search_for(session, GUILD, "fails")
    loaded = await questions.by_ids(session, [one.id for one in page.shown])
    event.remove(connection, "before_cursor_execute", note)

    assert list(page.shown) == loaded
    assert len(ran) == 2


async def test_an_empty_list_has_one_empty_page(session: AsyncSession) -> None:
    nothing = Page((), at=0, last=0, count=0)

    assert await found.unanswered(session, GUILD, NOON, at=3) == nothing
    assert await found.search_for(session, GUILD, "words", at=3) == nothing
    assert (await found.mine(session, GUILD, ANN, at=3)).page == nothing


async def test_of_mine_the_drafts_come_first_then_what_is_open_and_the_newest_of_each(
    session: AsyncSession,
) -> None:
    for title in "abcde":
        await ask(session, title)
    await ask(session, "Not mine", who=BEN)
    await ask(session, "Elsewhere", guild_id=OTHER)
    await close(session, 3)
    await accept(session, await give(session, 4))
    for title in ("One", "Two"):
        written = Written(title, "details", "", "", "Git")
        await drafts.save(session, GUILD, ANN, written, written_by_id=ANN, now=NOON)

    first = await found.mine(session, GUILD, ANN)
    last = await found.mine(session, GUILD, ANN, at=1)

    assert [one.title for one in first.drafts] == ["Two", "One"]
    assert (numbers(first.page), numbers(last.page)) == ([5, 2], [1, 4, 3])
    assert (last.drafts, last.page.last, last.page.count) == ((), 1, 7)


async def test_a_search_is_narrowed_by_topic_and_to_what_is_solved(session: AsyncSession) -> None:
    await ask(session, "Rebase", topic="Git")
    await ask(session, "Rebase again", topic="Git")
    await ask(session, "Rebase in a container", topic="Docker & CI")
    await accept(session, await give(session, 2))

    async def search(topic: str | None = None, *, only_solved: bool = False) -> list[int]:
        narrowed = await found.search_for(
            session, GUILD, "rebase", topic=topic, only_solved=only_solved
        )
        return numbers(narrowed)

    assert sorted(await search()) == [1, 2, 3]
    assert sorted(await search("Git")) == [1, 2]
    assert await search("Git", only_solved=True) == [2]
    assert await search("Docker & CI", only_solved=True) == []


async def test_the_accepted_answer_is_shown_first_then_the_most_helpful(
    session: AsyncSession,
) -> None:
    await ask(session)
    given = [await give(session, text=text) for text in ("a", "b", "c")]
    await answers.vote(session, GUILD, given[1].id, CY, NOON)
    await accept(session, given[2])

    async def shown(at: int) -> str | None:
        one = await found.show(session, GUILD, 1, at=at)
        return one.answer and one.answer.text

    assert [await shown(at) for at in (0, 1, 2, 99)] == ["c", "b", "a", "a"]
