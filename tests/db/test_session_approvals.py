"""New sessions wait until moderators have looked at them, where a guild wants that."""

from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db import audit, outbox, session_approvals, session_drafts, session_ends, session_posts, study
from db.session_acts import Done
from db.session_approvals import Ruling
from db.study import Posted, Stage
from tests.db.session_rows import (
    ANN,
    BEN,
    CHANNEL,
    FRIDAY,
    GUILD,
    HOST,
    MO,
    MODERATORS,
    NOON,
    cancel,
    coming,
    edit,
    posted,
)


async def rule(
    session: AsyncSession,
    of: Posted,
    ruling: Ruling,
    *,
    word: str = "",
    sequence: int | None = None,
    now: datetime = NOON,
) -> Done:
    return await session_approvals.rule(
        session,
        GUILD,
        of.number,
        of.sequence if sequence is None else sequence,
        MO,
        ruling=ruling,
        word=word,
        now=now,
    )


async def test_a_held_session_is_posted_once_it_is_approved(session: AsyncSession) -> None:
    held = await posted(session, held_in=MODERATORS, repeats="weekly")
    assert await coming(session) == []

    done = await rule(session, held, Ruling.APPROVED)

    assert done.posted.stage is Stage.OPEN
    assert len(await coming(session)) == 4  # its series begins
    kinds = {one.kind: one.channel_id for one in await outbox.claim(session, NOON, budget=10)}
    assert kinds == {
        session_drafts.HELD: MODERATORS,
        session_posts.CARD: CHANNEL,
        session_approvals.ANSWERED: CHANNEL,
    }


async def test_a_session_is_ruled_on_once(session: AsyncSession) -> None:
    for ruling, words in (
        (Ruling.APPROVED, "approved already"),
        (Ruling.DECLINED, "declined already"),
        (Ruling.CHANGE, "was asked to change"),
    ):
        held = await posted(session, held_in=MODERATORS)
        await rule(session, held, ruling, word="No")

        with pytest.raises(Refusal, match=words):
            await rule(session, held, Ruling.APPROVED)

    acts = [one.act for one in await audit.recent(session, GUILD, limit=10)]
    assert acts == ["asked to change", "declined", "approved"]


async def test_a_change_brings_it_before_moderators_again(session: AsyncSession) -> None:
    held = await posted(session, held_in=MODERATORS)
    await rule(session, held, Ruling.CHANGE, word="Say for whom")

    done = await edit(session, held.number, ask_in=MODERATORS, description="For beginners")

    assert (done.posted.stage, done.posted.moderators_word) == (Stage.HELD, "")
    with pytest.raises(Refusal, match="was changed since"):
        await rule(session, held, Ruling.APPROVED)
    approved = await rule(session, done.posted, Ruling.APPROVED)
    assert approved.posted.stage is Stage.OPEN


async def test_where_nobody_is_asked_any_more_a_change_lets_it_be_posted(
    session: AsyncSession,
) -> None:
    held = await posted(session, held_in=MODERATORS)

    done = await edit(session, held.number, ask_in=None, description="For beginners")

    assert done.posted.stage is Stage.OPEN
    assert [one.number for one in await coming(session)] == [held.number]


async def test_a_held_session_whose_time_has_come_is_not_approved(session: AsyncSession) -> None:
    held = await posted(session, held_in=MODERATORS)

    with pytest.raises(Refusal, match="has passed while session"):
        await rule(session, held, Ruling.APPROVED, now=FRIDAY)


async def test_a_held_session_that_is_cancelled_and_brought_back_is_held_again(
    session: AsyncSession,
) -> None:
    held = await posted(session, held_in=MODERATORS)
    await cancel(session, held.number)
    with pytest.raises(Refusal, match="nothing left to decide"):
        await rule(session, held, Ruling.APPROVED)

    done = await session_ends.undo(session, GUILD, held.number, HOST, ask_in=MODERATORS, now=NOON)

    assert done.posted.stage is Stage.HELD
    assert await coming(session) == []


async def test_what_waits_is_shown_again_and_the_lost_card_does_no_harm(
    session: AsyncSession,
) -> None:
    held = await posted(session, held_in=MODERATORS)
    asked = await posted(session, held_in=MODERATORS)
    await rule(session, asked, Ruling.CHANGE, word="Say for whom")

    assert await session_approvals.waiting(session, GUILD, NOON) == [held.number]
    assert await session_approvals.ask_again(session, GUILD, MODERATORS + 1, NOON) == 1

    posts = await outbox.claim(session, NOON, budget=10)
    again = [one for one in posts if one.channel_id == MODERATORS + 1]
    assert [one.payload["id"] for one in again] == [held.id]
    with pytest.raises(Refusal, match="was changed since"):
        await rule(session, held, Ruling.APPROVED)


async def test_what_others_wait_for_is_not_suggested_to_them(session: AsyncSession) -> None:
    held = await posted(session, held_in=MODERATORS)
    await posted(session)

    mine = await study.suggest(session, GUILD, "", NOON, reader_id=ANN)
    others = await study.suggest(session, GUILD, "", NOON, reader_id=BEN)

    assert [one[0] for one in mine] == [held.number, held.number + 1]
    assert [one[0] for one in others] == [held.number + 1]
