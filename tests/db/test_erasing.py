"""What is left of a member who has their data erased: nothing of theirs, and all of others'."""

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import AdaptedConnection, Pool, event, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Settings
from bot.domain.people import FORMER
from bot.domain.tombstones import Tombstone, veil
from db import blocks, erasing, erasures, helpers, members, scrubbing, search, tables
from db.engine import Database
from db.own_rules import RULES
from db.tables import Base
from db.whom import Choice, Whom
from tests import traces
from tests.db import qa_rows
from tests.db.everything import (
    BEN,
    CY,
    ELSEWHERE,
    GUILD,
    LETTERS,
    ME,
    MINE,
    NOON,
    OFFICIAL,
    THEIRS,
    columns,
    filled,
    live,
    lived,
)
from tests.guards.snapshot import Rows

# Some of it is cut to its stem where it is searched for.
WORD = MINE[:-1]
BURIED = Tombstone("0" * 32, "member", "c0ffee" * 10 + "cafe", "-", NOON)
both = pytest.mark.parametrize("choice", Choice)


@pytest.fixture(scope="module")
def once(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the member has lived, made once: each test works on a copy."""
    path = tmp_path_factory.mktemp("lived") / "nexus.db"
    shutil.copy(migrated, path)
    asyncio.run(lived(path, GUILD))
    return path


@pytest.fixture
def settings(once: Path, tmp_path: Path) -> Settings:
    shutil.copy(once, tmp_path / "nexus.db")
    return Settings(database_url=f"sqlite+aiosqlite:///{tmp_path / 'nexus.db'}")


def _overwrite_nothing(connection: object, _record: object) -> None:
    if isinstance(connection, AdaptedConnection):
        connection.run_async(lambda it: it.execute("PRAGMA secure_delete=OFF"))


@pytest.fixture(autouse=True)
def careless() -> Iterator[None]:
    """SQLite as most people have it: some builds overwrite by themselves what is deleted."""
    event.listen(Pool, "connect", _overwrite_nothing)
    yield
    event.remove(Pool, "connect", _overwrite_nothing)


def whom(choice: Choice = Choice.DELETE, *, guild_id: int = GUILD) -> Whom:
    return Whom(guild_id, ME, choice, NOON)


async def erase(session: AsyncSession, choice: Choice = Choice.DELETE) -> None:
    await erasing.erase(session, whom(choice), BURIED)


async def rows(session: AsyncSession) -> Rows:
    """All that a guild has, as text where that is text."""
    return {
        of.name: [dict(one) for one in (await session.execute(select(of))).mappings()]
        for of in Base.metadata.sorted_tables
    }


def cells(found: Rows, word: str) -> Counter[str]:
    """How often a word stands in which column."""
    return Counter(
        f"{name}.{column}"
        for name, each in found.items()
        for row in each
        for column, value in row.items()
        if word in str(value)
    )


def test_every_column_that_holds_a_member_has_a_rule() -> None:
    declared = {
        (entity.__tablename__, column)
        for entity, rules in RULES.items()
        for column in rules.by_column
    }
    assert declared == {(entity.__tablename__, column) for entity, column in columns()}


async def test_a_member_who_has_done_everything_is_in_every_column(session: AsyncSession) -> None:
    """What is not in here, the tests below say nothing of."""
    assert await filled(session, ME) == {
        f"{entity.__tablename__}.{column}" for entity, column in columns()
    }


@both
async def test_no_trace_of_a_member_is_left_in_the_file(database: Database, choice: Choice) -> None:
    async with database.begin() as session:
        before = traces.found(database.path, ME, WORD)

    async with database.begin() as session:
        await erase(session, choice)
    is_done = await scrubbing.scrub(database)
    await database.close()

    assert before == {"decimal", "8 bytes", "words"}
    assert is_done
    kept = {"words"} if choice is Choice.KEEP else set[str]()
    assert traces.found(database.path, ME, WORD) == kept


async def test_what_was_deleted_is_in_the_file_until_it_is_scrubbed(database: Database) -> None:
    """Or the test above would say nothing."""
    async with database.begin() as session:
        await erase(session)
    await database.close()

    assert traces.found(database.path, ME, WORD)


@both
async def test_words_stay_where_the_member_wants_them_to_and_nowhere_else(
    session: AsyncSession, choice: Choice
) -> None:
    await erase(session, choice)

    named = set(cells(await rows(session), WORD))
    found = await search.find_questions(session, GUILD, MINE, limit=5)
    if choice is Choice.DELETE:
        assert named == set()
        assert not found
    else:
        assert named == {
            *("questions.title", "questions.details", "questions.tried", "questions.code"),
            "answers.text",
            "log_entries.solution",  # of Ben, whose question that answer solved
        }
        assert found


@both
async def test_what_others_wrote_stays(session: AsyncSession, choice: Choice) -> None:
    before = cells(await rows(session), THEIRS)

    await erase(session, choice)

    lost = before - cells(await rows(session), THEIRS)
    assert lost == Counter(
        {
            # A draft that I wrote for Cy, which nobody else could ever post.
            "question_drafts.title": 1,
            "question_drafts.details": 1,
            # What my log repeats of Ben's answer, and a line of mine as a moderator of Cy's code.
            "log_entries.solution": 1,
            "audit_entries.reason": 1,
        }
    )


@both
async def test_what_a_moderator_announced_stays_as_a_former_members(
    session: AsyncSession, choice: Choice
) -> None:
    await erase(session, choice)

    [said] = await session.scalars(select(tables.Announcement))
    assert (said.title, said.author_id) == (OFFICIAL, FORMER)


async def test_who_had_blocked_them_blocks_whoever_they_are_and_once(
    session: AsyncSession,
) -> None:
    await blocks.rename(session, GUILD, ME, veil(BURIED.digest))
    await blocks.block(session, GUILD, BEN, ME, NOON)
    await blocks.block(session, GUILD, CY, ME, NOON)

    await erase(session)

    assert await blocks.blocked(session, GUILD, BEN) == [veil(BURIED.digest)]
    assert await blocks.blocked(session, GUILD, CY) == [veil(BURIED.digest)]
    assert veil(BURIED.digest) < FORMER
    assert await erasures.people(session) & {(GUILD, ME), (GUILD, veil(BURIED.digest))} == set()


async def test_nothing_changes_in_another_server(session: AsyncSession) -> None:
    await live(session, ELSEWHERE)
    before = await rows(session)

    await erase(session)

    def there(found: Rows) -> dict[str, list[dict[str, Any]]]:
        return {
            name: [one for one in each if one.get("guild_id") == ELSEWHERE]
            for name, each in found.items()
        }

    assert there(await rows(session)) == there(before)


async def test_a_question_keeps_its_number_and_the_answers_of_others(
    session: AsyncSession,
) -> None:
    await erase(session)

    question, answer = (
        await session.execute(
            select(tables.Question, tables.Answer)
            .join(tables.Answer, tables.Answer.id == tables.Question.accepted_answer_id)
            .where(tables.Question.number == 1)
        )
    ).one()
    assert (question.title, question.details, question.asker_id) == (
        "A deleted question",
        "",
        FORMER,
    )
    assert answer.author_id == BEN
    assert answer.helpful_count == 0  # mine was the only vote
    [ben] = await helpers.ranking(session, GUILD)
    assert (ben.credit.user_id, ben.credit.accepted) == (BEN, 1)


async def test_a_question_whose_answer_is_gone_is_closed_and_may_be_opened_again(
    session: AsyncSession,
) -> None:
    await erase(session)

    bens = (
        await session.scalars(select(tables.Question).where(tables.Question.asker_id == BEN))
    ).one()
    assert bens.accepted_answer_id is None
    assert bens.closed_at == NOON
    assert bens.close_reason == "the answer that solved it was deleted by whoever gave it"


async def test_answers_of_a_former_member_are_in_no_ranking(session: AsyncSession) -> None:
    await erase(session, Choice.KEEP)

    assert [one.credit.user_id for one in await helpers.ranking(session, GUILD)] == [BEN]


async def test_sessions_to_come_are_called_off_and_who_was_coming_is_told(
    session: AsyncSession,
) -> None:
    await erase(session)

    hosted = await session.scalars(
        select(tables.StudySession).where(
            tables.StudySession.host_id == FORMER, tables.StudySession.starts_at > NOON
        )
    )
    stages = {(one.stage, one.cancelled_by_id, one.topic) for one in hosted}
    assert stages == {("cancelled", FORMER, "A study session")}
    told = await session.scalars(
        select(tables.Outbox).where(tables.Outbox.kind == "session cancelled")
    )
    people = [json.loads(one.payload)["people"] for one in told if one.state == "pending"]
    assert [BEN] in people  # and Cy had no seat


async def test_what_was_for_them_alone_is_not_sent_and_others_are_still_told(
    session: AsyncSession,
) -> None:
    theirs = {
        "log entry",
        "digest hello",
        "streak",
        "member card",
        "word of a review",
        "session to approve",
    }
    read = select(tables.Outbox.kind, tables.Outbox.state, tables.Outbox.payload).order_by(
        tables.Outbox.id
    )
    before = (await session.execute(read)).all()

    await erase(session)

    after = (await session.execute(read)).all()[: len(before)]
    moot = {
        kind for (kind, *_), (_, state, _) in zip(before, after, strict=True) if state == "moot"
    }
    assert moot == theirs
    places = await session.scalars(select(tables.Outbox.channel_id))
    assert LETTERS not in {*places}
    told = [json.loads(payload) for _, state, payload in after if state == "pending"]
    assert not [one for one in told if FORMER in one.get("people", ())]
    assert [one["people"] for one in told if "by_id" in one and "people" in one] == [[BEN]]


async def test_a_seat_that_is_free_goes_to_who_waits_for_it(session: AsyncSession) -> None:
    await erase(session)

    said = await session.execute(
        select(tables.Rsvp.answer, tables.Rsvp.user_id)
        .join(tables.StudySession, tables.StudySession.id == tables.Rsvp.session_id)
        .where(tables.StudySession.host_id == BEN, tables.StudySession.number == 7)
    )
    assert {answer for answer, _ in said} == {"going"}


async def test_the_partner_keeps_what_they_wrote_of_the_contract(session: AsyncSession) -> None:
    await erase(session)

    left = await session.scalars(
        select(tables.ContractOperation).order_by(tables.ContractOperation.id)
    )
    assert [(one.path, one.purpose, one.request) for one in left] == [
        ("/both", "", THEIRS),
        (f"/{THEIRS}", f"/{THEIRS}", ""),
    ]
    contract = (await session.scalars(select(tables.Contract))).one()
    assert (contract.title, contract.base_url) == ("E-Commerce", "")
    pair = await session.get_one(tables.Pair, contract.pair_id)
    assert pair.ended_at == NOON


async def test_a_member_begins_anew_right_away(session: AsyncSession) -> None:
    await erase(session)

    await members.set_zone(session, GUILD, ME, "Africa/Lagos")
    await qa_rows.ask(session, "Anew?", who=ME, guild_id=GUILD)

    assert await filled(session, ME) == {"members.user_id", "questions.asker_id"}
    await erasing.erase(session, whom(), replace(BURIED, serial="1" * 32))
    assert await filled(session, ME) == set()
    assert await erasures.known(session) == {"0" * 32, "1" * 32}


async def test_others_may_be_erased_after_them(session: AsyncSession) -> None:
    """Two former members are not in each other's way."""
    await erase(session, Choice.KEEP)

    for at, one in enumerate((BEN, 822_222_222_222_222_222, 833_333_333_333_333_333)):
        buried = replace(BURIED, serial=f"{at + 1}" * 32, digest=f"{at + 1}" * 64)
        await erasing.erase(session, Whom(GUILD, one, Choice.DELETE, NOON), buried)

    assert await erasures.people(session) == set()
    assert list(await session.scalars(select(tables.Contract))) == []
