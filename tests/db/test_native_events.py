"""Which sessions' events in the server's own list are due to be looked at."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.mirror import Shown
from db import native_events, session_posts, study
from db.native_events import Mirrored
from db.study import Posted
from db.tables import StudySession
from tests.db.test_session_drafts import GUILD, NOON, ZED, posted

EVENT, VOICE = 700, 70
SHOWN = Shown("abc")
LATER = NOON + timedelta(minutes=1)
LONG_AFTER = datetime(2026, 3, 9, tzinfo=UTC)


async def due(session: AsyncSession, now: datetime = NOON) -> list[Mirrored]:
    return list(await native_events.due(session, now, limit=20))


async def note(
    session: AsyncSession,
    mirrored: Mirrored,
    *,
    event_id: int | None = EVENT,
    shown: Shown = SHOWN,
    again_at: datetime | None = None,
) -> None:
    await native_events.note(session, mirrored, event_id=event_id, shown=shown, again_at=again_at)


async def noted(session: AsyncSession, *, again_at: datetime | None = None) -> Posted:
    """A session whose event stands."""
    made = await posted(session)
    for one in await due(session):
        await note(session, one, again_at=again_at)
    return made


async def test_a_session_that_was_just_posted_is_due_and_once_noted_it_is_not(
    session: AsyncSession,
) -> None:
    made = await posted(session)

    (one,) = await due(session)
    await note(session, one)

    assert (one.posted.number, one.event_id, one.shown) == (made.number, None, Shown())
    assert await due(session, LONG_AFTER) == []
    found = await native_events.by_event(session, GUILD, EVENT)
    assert found is not None
    assert (found.posted.id, found.shown) == (made.id, SHOWN)


async def test_what_has_changed_while_discord_was_asked_stays_due(session: AsyncSession) -> None:
    for change in ("touched", "thread", "card"):
        made = await posted(session)
        (one,) = await due(session)
        row = await study.row(session, GUILD, made.number)

        if change == "touched":
            await session_posts.touch(session, row, NOON)  # in the same instant
        elif change == "thread":
            await session_posts.thread_opened(session, GUILD, made.id, 9, NOON)
        else:
            row.message_id = 9
        await note(session, one)

        (again,) = await due(session)
        assert (again.event_id, again.shown) == (EVENT, SHOWN), change
        await note(session, again)


async def test_every_change_of_a_session_and_its_thread_is_a_reason_to_look(
    session: AsyncSession,
) -> None:
    made = await noted(session)

    await session_posts.touch(session, await study.row(session, GUILD, made.number), LATER)
    assert len(await due(session, LATER)) == 1
    (one,) = await due(session, LATER)
    await note(session, one)
    await session_posts.thread_opened(session, GUILD, made.id, 9, LATER)

    assert len(await due(session, LATER)) == 1


async def test_looking_again_means_all_that_a_guild_has_and_nothing_that_is_long_over(
    session: AsyncSession,
) -> None:
    await noted(session)
    there = await posted(session, guild_id=ZED)
    for one in await due(session):
        await note(session, one)

    await native_events.look_again(session, GUILD, LATER)
    here = [one.posted.guild_id for one in await due(session, LATER)]
    for one in await due(session, LATER):
        await note(session, one)
    await native_events.look_again(session, GUILD, LONG_AFTER)

    assert here == [GUILD]
    assert there.guild_id == ZED
    assert await due(session, LONG_AFTER) == []


async def test_only_what_was_refused_is_tried_again_before_its_time(session: AsyncSession) -> None:
    await noted(session, again_at=LATER)
    await posted(session)
    (refused,) = await due(session)
    await note(session, refused, event_id=None, shown=Shown(tries=10), again_at=LATER)

    await native_events.try_again(session, ZED, NOON)
    elsewhere = await due(session)
    await native_events.try_again(session, GUILD, NOON)

    assert elsewhere == []
    assert [one.posted.id for one in await due(session)] == [refused.posted.id]


async def test_a_channel_that_goes_takes_its_events_along_and_one_that_changes_does_not(
    session: AsyncSession,
) -> None:
    made = await noted(session)
    await session.execute(update(StudySession).values(voice_channel_id=VOICE))

    await native_events.channel_changed(session, GUILD, VOICE, is_gone=False, now=NOON)
    (changed,) = await due(session)
    await note(session, changed)
    await native_events.channel_changed(session, ZED, VOICE, is_gone=True, now=NOON)
    elsewhere = await due(session)
    await native_events.channel_changed(session, GUILD, VOICE, is_gone=True, now=NOON)
    (gone,) = await due(session)

    assert elsewhere == []
    assert (changed.posted.id, changed.event_id) == (made.id, EVENT)
    assert gone.event_id is None


async def test_the_chore_that_comes_every_few_seconds_reads_an_index(session: AsyncSession) -> None:
    explained = await session.execute(
        text(
            "EXPLAIN QUERY PLAN SELECT * FROM study_sessions WHERE event_retry_at <= 'x' AND"
            " number IS NOT NULL ORDER BY event_retry_at, id LIMIT 20"
        )
    )

    (plan,) = [row.detail for row in explained]
    assert "USING INDEX ix_study_sessions_event_retry_at" in plan
