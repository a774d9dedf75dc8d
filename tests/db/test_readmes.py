"""What goes into a member's README is theirs, and their guild's."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.contract import Method, Operation
from bot.domain.errors import Refusal
from bot.domain.log import LogKind, Made, Source, Words
from bot.domain.matching import Api, Match, Why
from bot.domain.readme import BRIEF, How, Joint, Part
from bot.domain.readme_import import Taken
from db import (
    acceptances,
    answers,
    audit,
    contract_acts,
    logs,
    members,
    pair_ends,
    pairs,
    questions,
    readme_imports,
    readmes,
    reviews,
    tables,
)
from db.contracts import Author
from tests.domain.readmes import took

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE, ELSEWHERE = 1, 2
ANN, BEN, CY = 11, 12, 13
TODAY = date(2026, 3, 2)
TEXT = "# Me\n\n## Tools\n\n- Docker\n- Git\n"
TAKEN = took(TEXT)


async def pair(session: AsyncSession, guild_id: int = HERE, project: str = "Shop") -> pairs.Pair:
    why = Why(Api.REST, None, is_first_time=True)
    return await pairs.make(session, guild_id, Match(project, (ANN,), (BEN,)), why, now=NOW)


async def reviewed(
    session: AsyncSession, asker_id: int, reviewer_id: int, guild_id: int = HERE
) -> int:
    found = await reviews.ask(
        *(session, guild_id, asker_id),
        link="https://git.example.org/a/b",
        look_at="All",
        track=None,
        channel_id=1,
        now=NOW,
    )
    await reviews.claim(session, guild_id, found.id, reviewer_id, NOW)
    await reviews.finish(session, guild_id, found.id, reviewer_id, word="Good", now=NOW)
    return found.id


async def solved(session: AsyncSession, asker_id: int, author_id: int, guild_id: int) -> None:
    asked = await questions.ask(
        *(session, guild_id, asker_id),
        title="Why?",
        details="So",
        topic="Other",
        channel_id=1,
        now=NOW,
    )
    _, given = await answers.give(session, guild_id, asked.number, author_id, text="So", now=NOW)
    await acceptances.accept(session, guild_id, given.id, asker_id, is_moderator=False, now=NOW)


async def attended(session: AsyncSession, host_id: int, guild_id: int = HERE) -> None:
    row = tables.StudySession(
        guild_id=guild_id,
        number=host_id,
        stage="open",
        typed_when="",
        drafted_at=NOW,
        host_id=host_id,
        topic="Queues",
        description="",
        starts_at=NOW - timedelta(hours=14),
        minutes=60,
        link="",
    )
    session.add(row)
    await session.flush()
    session.add(
        tables.Attendance(
            session_id=row.id, user_id=ANN, guild_id=guild_id, noted_by_id=ANN, noted_at=NOW
        )
    )


async def test_whoever_did_nothing_has_an_empty_one(session: AsyncSession) -> None:
    facts = await readmes.gather(session, HERE, ANN)

    assert (facts.entries, facts.joint, facts.contracts, facts.own_text) == ((), (), (), "")
    assert not facts.has_pair


async def test_all_that_was_done_with_others_is_told_on_the_members_own_clocks(
    session: AsyncSession,
) -> None:
    await members.set_zone(session, HERE, ANN, "Pacific/Auckland")
    await pair(session)
    await attended(session, CY)
    await attended(session, ANN)
    await reviewed(session, ANN, BEN)
    await reviewed(session, CY, ANN)
    await solved(session, ANN, CY, HERE)
    await solved(session, BEN, ANN, HERE)

    there = TODAY + timedelta(days=1)
    assert (await readmes.gather(session, HERE, ANN)).joint == (
        Joint(How.BUILT, (BEN,), "Shop", there),
        Joint(How.MET, (CY,), "Queues", TODAY),
        Joint(How.HOSTED, (), "Queues", TODAY),
        Joint(How.WAS_REVIEWED, (BEN,), "", there),
        Joint(How.REVIEWED, (CY,), "", there),
        Joint(How.WAS_HELPED, (CY,), "Why?", there),
        Joint(How.HELPED, (BEN,), "Why?", there),
    )


async def test_nothing_of_another_guild_or_another_member_is_in_it(session: AsyncSession) -> None:
    await pair(session, ELSEWHERE)
    await attended(session, CY, ELSEWHERE)
    await reviewed(session, ANN, BEN, ELSEWHERE)
    await solved(session, ANN, CY, ELSEWHERE)
    await logs.add(session, ELSEWHERE, ANN, Words(LogKind.TOOL, "Vim"), day=TODAY, now=NOW)
    await logs.add(session, HERE, BEN, Words(LogKind.TOOL, "Git"), day=TODAY, now=NOW)
    await readmes.say_overview(session, ELSEWHERE, ANN, "There")
    await readmes.say_heading(session, ELSEWHERE, ANN, Part.TOOLS, typed="Kit", now=NOW)
    await readmes.say_programme(session, ELSEWHERE, ANN, "Theirs", NOW)

    facts = await readmes.gather(session, HERE, ANN)

    assert (facts.entries, facts.joint, facts.overview, facts.programme) == ((), (), "", "")
    assert facts.headings == {}


async def test_what_they_have_put_in_their_own_words_is_not_told_in_ours(
    session: AsyncSession,
) -> None:
    shop = await pair(session)
    review_id = await reviewed(session, ANN, BEN)
    for source, thing in ((Source.PAIR, shop.id), (Source.REVIEW, review_id)):
        words = Words(LogKind.TOGETHER, "Ours")
        await logs.add(
            session, HERE, ANN, words, day=TODAY, now=NOW, made=Made(source, thing, None, BEN)
        )

    assert (await readmes.gather(session, HERE, ANN)).joint == ()


async def test_the_contract_is_that_of_a_pair_that_is_on_or_else_the_last(
    session: AsyncSession,
) -> None:
    for project in ("Old", "Shop"):
        made = await pair(session, project=project)
        by = Author(HERE, made.id, ANN)
        await contract_acts.add(session, by, Operation(Method.GET, f"/{project}"), NOW)
        if project == "Old":
            await pair_ends.end(session, HERE, made.id, now=NOW)

    one = await readmes.gather(session, HERE, ANN)
    await session.execute(update(tables.Pair).values(ended_at=NOW))
    two = await readmes.gather(session, HERE, ANN)

    assert [contract.title for contract in one.contracts] == ["Shop"]
    assert [contract.title for contract in two.contracts] == ["Shop"]
    assert (one.has_pair, two.has_pair) == (True, False)


async def test_who_opted_out_is_known(session: AsyncSession) -> None:
    await members.set_unlisted(session, HERE, BEN, is_unlisted=True)
    await members.set_unlisted(session, ELSEWHERE, CY, is_unlisted=True)

    assert (await readmes.gather(session, HERE, ANN)).unlisted == {BEN}


async def test_a_heading_is_changed_and_put_back_and_each_is_on_record(
    session: AsyncSession,
) -> None:
    async def say(typed: str) -> dict[Part, str]:
        return await readmes.say_heading(session, HERE, ANN, Part.TOOLS, typed=typed, now=NOW)

    assert await say("Kit") == {Part.TOOLS: "Kit"}
    assert await say("Kit") == {Part.TOOLS: "Kit"}
    assert await say(BRIEF[Part.TOOLS]) == {}
    await say("Kit")
    await readmes.reset_headings(session, HERE, ANN, NOW)
    await readmes.reset_headings(session, HERE, ANN, NOW)

    assert await readmes.headings(session, HERE) == {}
    found = await audit.recent(session, HERE, limit=9)
    assert [one.act for one in found] == ["reset", "changed", "changed", "changed"]


async def take(session: AsyncSession, taken: Taken, text: str = TEXT) -> readme_imports.Change:
    kept = await readme_imports.keep(session, HERE, ANN, text, NOW)
    return await readme_imports.apply(session, HERE, ANN, kept, taken, now=NOW)


async def test_what_is_taken_over_comes_once(session: AsyncSession) -> None:
    first = await take(session, TAKEN)
    again = await readme_imports.change(session, HERE, ANN, TAKEN)

    assert [one.words.title for one in first.new] == ["Docker", "Git"]
    assert not again
    assert again.known == 2
    found = await logs.entries(session, HERE, ANN)
    assert [(one.words.title, one.made and one.made.source) for one in found] == [
        ("Docker", Source.README),
        ("Git", Source.README),
    ]


async def test_what_is_in_the_log_by_other_ways_is_not_added(session: AsyncSession) -> None:
    await logs.add(session, HERE, ANN, Words(LogKind.TOOL, "docker"), day=TODAY, now=NOW)

    assert [one.words.title for one in (await take(session, TAKEN)).new] == ["Git"]


async def test_the_day_of_a_week_long_ago_is_marked_as_late(session: AsyncSession) -> None:
    await take(session, took("## Week 2\n\n- Read\n"))

    (found,) = await logs.entries(session, HERE, ANN)
    assert (found.day, found.is_late) == (date(2026, 1, 18), True)


async def test_what_left_the_file_leaves_the_log_but_not_what_was_shared(
    session: AsyncSession,
) -> None:
    await take(session, took("## Tools\n\n- Docker\n- Git\n- Vim\n"))
    await session.execute(
        update(tables.LogEntry).where(tables.LogEntry.title == "Git").values(shared_at=NOW)
    )
    change = await take(session, took("## Tools\n\n- Docker\n"))

    assert change.gone == 1
    found = await logs.entries(session, HERE, ANN)
    assert [one.words.title for one in found] == ["Docker", "Git"]


async def test_a_file_is_its_senders_in_its_guild_and_replaced_by_the_next(
    session: AsyncSession,
) -> None:
    first = await readme_imports.keep(session, HERE, ANN, TEXT, NOW)
    second = await readme_imports.keep(session, HERE, ANN, TEXT, NOW)

    for guild_id, user_id, kept in (
        (HERE, BEN, second),
        (ELSEWHERE, ANN, second),
        (HERE, ANN, first),
    ):
        with pytest.raises(Refusal):
            await readme_imports.apply(session, guild_id, user_id, kept, TAKEN, now=NOW)
        with pytest.raises(Refusal):
            await readme_imports.document(session, guild_id, user_id, kept)
        with pytest.raises(Refusal):
            await readme_imports.drop(session, guild_id, user_id, kept)
    assert await readme_imports.document(session, HERE, ANN, second) == TEXT


async def test_what_nobody_took_over_is_forgotten(session: AsyncSession) -> None:
    kept = await readme_imports.keep(session, HERE, ANN, TEXT, NOW)
    await readme_imports.drop_old(session, NOW + timedelta(hours=23))
    await readme_imports.document(session, HERE, ANN, kept)
    await readme_imports.drop_old(session, NOW + timedelta(hours=25))

    with pytest.raises(Refusal):
        await readme_imports.document(session, HERE, ANN, kept)
