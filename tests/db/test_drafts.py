"""What was submitted is kept for whoever wrote it, until it is posted, solved or thrown away."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db import acceptances, answers, drafts, questions
from db.drafts import Draft, Gone, Written
from db.questions import Answer
from db.tables import HelpedAgain, QuestionDraft

GUILD, OTHER, CHANNEL = 1, 2, 3
ANN, BEN, MO = 11, 12, 13
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
JWT = Written(
    title="Why does my JWT expire at once?",
    details="Every request gets a 401.",
    tried="I restarted it.",
    code="exp = now()",
    topic="Git",
)


async def save(
    session: AsyncSession,
    written: Written = JWT,
    *,
    asker_id: int = ANN,
    by: int = ANN,
    guild_id: int = GUILD,
    now: datetime = NOON,
) -> Draft:
    return await drafts.save(session, guild_id, asker_id, written, written_by_id=by, now=now)


async def post(
    session: AsyncSession,
    draft_id: int,
    *,
    user_id: int = ANN,
    guild_id: int = GUILD,
    now: datetime = NOON,
) -> questions.Question:
    return await drafts.post(session, guild_id, draft_id, user_id, channel_id=CHANNEL, now=now)


async def solved_before(
    session: AsyncSession, *, guild_id: int = GUILD, author_id: int = BEN
) -> Answer:
    """The accepted answer to a question like the draft."""
    draft = await save(session, asker_id=MO, by=MO, guild_id=guild_id)
    question = await post(session, draft.id, user_id=MO, guild_id=guild_id)
    _, given = await answers.give(
        session, guild_id, question.number, author_id, text="Sign it in UTC.", now=NOON
    )
    await acceptances.accept(session, guild_id, given.id, MO, is_moderator=False, now=NOON)
    found = await answers.by_id(session, guild_id, given.id)
    assert found is not None
    return found[1]


async def solve(
    session: AsyncSession, draft: Draft, answer_id: int, *, user_id: int = ANN
) -> drafts.Solved:
    return await drafts.solve(session, GUILD, draft.id, user_id, answer_id=answer_id, now=LATER)


async def thanked(session: AsyncSession) -> list[tuple[int, int]]:
    rows = await session.execute(select(HelpedAgain.answer_id, HelpedAgain.user_id))
    return [(answer_id, user_id) for answer_id, user_id in rows]


async def kept(session: AsyncSession) -> int:
    return (await session.scalars(select(func.count()).select_from(QuestionDraft))).one()


async def test_a_draft_comes_back_as_it_was_written(session: AsyncSession) -> None:
    draft = await save(session)

    assert await drafts.own(session, GUILD, draft.id, ANN) == draft
    assert [getattr(draft, name) for name in Written.__dataclass_fields__] == [
        *("Why does my JWT expire at once?", "Every request gets a 401."),
        *("I restarted it.", "exp = now()", "Git"),
    ]
    assert (draft.asker_id, draft.is_for_another, draft.is_complete) == (ANN, False, True)


async def test_the_same_again_is_the_same_draft_and_lives_on_from_then(
    session: AsyncSession,
) -> None:
    first = await save(session)
    again = await save(session, replace(JWT, topic="Python"), now=LATER)

    assert again == replace(first, saved_at=LATER, topic="Python")
    assert await kept(session) == 1


@pytest.mark.parametrize("field", ["title", "details", "tried", "code"])
async def test_other_words_are_another_draft(session: AsyncSession, field: str) -> None:
    await save(session)
    await save(session, replace(JWT, **{field: "Else."}))

    assert await kept(session) == 2


async def test_the_same_words_of_another_member_or_guild_are_theirs(
    session: AsyncSession,
) -> None:
    made = [
        await save(session),
        await save(session, asker_id=BEN, by=BEN),
        await save(session, by=MO),
        await save(session, guild_id=OTHER),
    ]

    assert len({one.id for one in made}) == 4
    assert await drafts.mine(session, GUILD, ANN) == [made[0]]
    assert await drafts.mine(session, OTHER, ANN) == [made[3]]


async def test_a_members_drafts_are_the_newest_first(session: AsyncSession) -> None:
    old = await save(session)
    new = await save(session, replace(JWT, title="Else?"), now=LATER)

    assert [one.id for one in await drafts.mine(session, GUILD, ANN)] == [new.id, old.id]


async def test_a_draft_made_for_another_is_its_writers(session: AsyncSession) -> None:
    draft = await save(session, by=MO)

    assert draft.is_for_another
    assert await drafts.mine(session, GUILD, MO) == [draft]
    assert await drafts.mine(session, GUILD, ANN) == []
    with pytest.raises(Gone):
        await drafts.own(session, GUILD, draft.id, ANN)


@pytest.mark.parametrize(
    ("guild_id", "user_id", "off"),
    [(OTHER, ANN, 0), (GUILD, BEN, 0), (GUILD, ANN, 1), (GUILD, ANN, 2**63), (GUILD, ANN, 10**30)],
    ids=["another guild", "another member", "no such", "too large", "far too large"],
)
async def test_only_the_writer_reaches_a_draft(
    session: AsyncSession, guild_id: int, user_id: int, off: int
) -> None:
    given = await solved_before(session)
    draft = await save(session)
    it = (session, guild_id, draft.id + off, user_id)

    for act in (
        drafts.own(*it),
        drafts.rewrite(*it, replace(JWT, title="Mine now"), now=LATER),
        drafts.post(*it, channel_id=CHANNEL, now=LATER),
        drafts.solve(*it, answer_id=given.id, now=LATER),
        drafts.throw_away(*it),
    ):
        with pytest.raises(Gone, match="There is no such draft of yours"):
            await act
    assert await drafts.own(session, GUILD, draft.id, ANN) == draft
    assert await thanked(session) == []


async def test_a_draft_says_what_was_written_last(session: AsyncSession) -> None:
    draft = await save(session)
    better = replace(JWT, title="Why is my JWT born dead?")

    now = await drafts.rewrite(session, GUILD, draft.id, ANN, better, now=LATER)

    assert now == replace(draft, title=better.title, saved_at=LATER)


async def test_a_posted_draft_is_a_question_with_all_its_parts_and_a_draft_no_more(
    session: AsyncSession,
) -> None:
    draft = await save(session)

    asked = await post(session, draft.id, now=LATER)

    assert asked == await questions.by_number(session, GUILD, 1)
    assert [getattr(asked, name) for name in Written.__dataclass_fields__] == [
        getattr(JWT, name) for name in Written.__dataclass_fields__
    ]
    assert (asked.asker_id, asked.written_by_id, asked.asked_at) == (ANN, None, LATER)
    with pytest.raises(Gone):
        await post(session, draft.id)


async def test_a_question_brought_by_a_moderator_names_both(session: AsyncSession) -> None:
    draft = await save(session, by=MO)

    asked = await post(session, draft.id, user_id=MO)

    assert (asked.asker_id, asked.written_by_id) == (ANN, MO)


@pytest.mark.parametrize("field", ["title", "details"])
async def test_a_draft_that_lacks_something_is_kept_and_not_posted(
    session: AsyncSession, field: str
) -> None:
    draft = await save(session, replace(JWT, **{field: ""}))

    with pytest.raises(Refusal, match="still needs"):
        await post(session, draft.id)
    assert not draft.is_complete
    assert await drafts.mine(session, GUILD, ANN) == [draft]


async def test_what_was_just_asked_is_no_draft_again(session: AsyncSession) -> None:
    await post(session, (await save(session)).id)
    other = await save(session, replace(JWT, tried="Else."))

    for act in (
        save(session, now=LATER),
        drafts.rewrite(session, GUILD, other.id, ANN, JWT, now=LATER),
    ):
        with pytest.raises(Refusal, match=r"it is saved as \*\*#1\*\*"):
            await act
    assert await drafts.mine(session, GUILD, ANN) == [other]
    assert await save(session, now=NOON + questions.ECHO)


async def test_look_alikes_are_solved_and_of_the_guild(session: AsyncSession) -> None:
    await solved_before(session, guild_id=OTHER)
    given = await solved_before(session)
    draft = await save(session, replace(JWT, title="My JWT expires at once, why?"))
    await post(
        session,
        (await save(session, replace(JWT, tried="Open."), asker_id=BEN, by=BEN)).id,
        user_id=BEN,
    )

    alike = await drafts.look_alikes(session, draft)

    assert [one.accepted for one in alike] == [given]
    assert [one.guild_id for one in alike] == [GUILD]


async def test_a_long_error_hides_no_look_alike(session: AsyncSession) -> None:
    given = await solved_before(session)
    error = "Traceback: File handlers base line resolver callback request wrapped view kwargs"
    title = "JWT is rejected directly, expires at once"
    draft = await save(session, replace(JWT, title=title, tried=error * 7, code=error * 15))

    assert [one.accepted for one in await drafts.look_alikes(session, draft)] == [given]


async def test_nothing_looks_like_a_draft_without_words(session: AsyncSession) -> None:
    await solved_before(session)
    draft = await save(session, Written("", "", "", "?!", "Git"))

    assert await drafts.look_alikes(session, draft) == []


async def test_what_solved_a_draft_is_credited_once_for_each_member(
    session: AsyncSession,
) -> None:
    given = await solved_before(session)

    first = await solve(session, await save(session), given.id)
    again = await solve(session, await save(session), given.id)
    another = await solve(
        session,
        await save(session, asker_id=MO, by=MO, now=NOON + questions.ECHO),
        given.id,
        user_id=MO,
    )

    assert (first.question.number, first.answer) == (1, given)
    assert [one.is_credited for one in (first, again, another)] == [True, False, True]
    assert await thanked(session) == [(given.id, ANN), (given.id, MO)]
    assert await kept(session) == 0


async def test_nobody_is_credited_for_an_answer_to_themselves(session: AsyncSession) -> None:
    given = await solved_before(session, author_id=ANN)

    found = await solve(session, await save(session), given.id)

    assert not found.is_credited
    assert await thanked(session) == []
    assert await kept(session) == 0


async def test_only_an_accepted_answer_of_the_guild_solves(session: AsyncSession) -> None:
    elsewhere = await solved_before(session, guild_id=OTHER)
    given = await solved_before(session)
    _, other = await answers.give(session, GUILD, 1, BEN, text="Or so.", now=NOON)
    draft = await save(session)

    for answer_id in (elsewhere.id, other.id, 99, 2**63):
        with pytest.raises(Refusal, match="Your draft is still here"):
            await solve(session, draft, answer_id)
    await acceptances.accept(session, GUILD, other.id, MO, is_moderator=False, now=LATER)
    with pytest.raises(Refusal, match="not the accepted one any more"):
        await solve(session, draft, given.id)
    assert await drafts.mine(session, GUILD, ANN) == [draft]


async def test_whoever_brought_a_question_cannot_say_what_solved_it(
    session: AsyncSession,
) -> None:
    given = await solved_before(session)
    draft = await save(session, by=BEN)

    with pytest.raises(Refusal, match=f"Only <@{ANN}>"):
        await solve(session, draft, given.id, user_id=BEN)
    assert await thanked(session) == []


async def test_a_draft_that_was_thrown_away_is_gone(session: AsyncSession) -> None:
    draft = await save(session)

    await drafts.throw_away(session, GUILD, draft.id, ANN)

    assert await kept(session) == 0


async def test_drafts_are_dropped_when_nobody_touched_them_for_thirty_days(
    session: AsyncSession,
) -> None:
    old = await save(session)
    touched = await save(session, replace(JWT, title="Else?"))
    await drafts.rewrite(session, GUILD, touched.id, ANN, JWT, now=LATER)

    await drafts.forget(session, NOON + timedelta(days=30))
    still_all = await kept(session)
    await drafts.forget(session, NOON + timedelta(days=30, seconds=1))

    assert still_all == 2
    assert [one.id for one in await drafts.mine(session, GUILD, ANN)] == [touched.id]
    assert old.id != touched.id
