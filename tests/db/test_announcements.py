"""Announcements: drafted by one moderator, posted once, and withdrawn while they wait."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from db import announcements, audit, outbox
from db.announcements import MOST_WAITING, Announcement
from db.outbox import Sent

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
GUILD, OTHER, MO, RITA, CHANNEL = 10, 11, 1, 2, 100


async def draft(session: AsyncSession, title: str = "Demo day") -> Announcement:
    return await announcements.draft(
        session, GUILD, MO, title=title, text="Bring your laptop.", now=NOON
    )


async def post(session: AsyncSession, at: datetime = NOON, title: str = "Demo day") -> Announcement:
    made = await draft(session, title)
    return await announcements.post(
        session, GUILD, MO, made.id, channel_id=CHANNEL, at=at, now=NOON
    )


async def deliver(session: AsyncSession, now: datetime, *, message_id: int = 7) -> int:
    """Have Discord take all that is due; how many that were."""
    posts = await outbox.claim(session, now, budget=50)
    for one in posts:
        await announcements.sent(session, one, Sent(message_id))
        await outbox.sent(session, one, message_id, now)
    return len(posts)


async def test_what_is_posted_now_is_due_at_once_and_but_once(session: AsyncSession) -> None:
    made = await post(session)
    again = await announcements.post(
        session, GUILD, MO, made.id, channel_id=5, at=NOON + HOUR, now=NOON
    )

    assert again == made
    assert await deliver(session, NOON) == 1
    assert await deliver(session, NOON + 2 * HOUR) == 0


async def test_what_is_planned_waits_until_its_time(session: AsyncSession) -> None:
    late, soon = await post(session, NOON + 2 * HOUR), await post(session, NOON + HOUR)

    assert await announcements.waiting(session, GUILD) == [soon, late]
    assert await announcements.waiting(session, OTHER) == []
    assert await deliver(session, NOON) == 0
    assert await deliver(session, NOON + HOUR) == 1
    assert await announcements.waiting(session, GUILD) == [late]


async def test_what_was_announced_is_found_by_its_time(session: AsyncSession) -> None:
    await draft(session, "A draft")
    first = await post(session, title="First")
    await post(session, NOON + HOUR, title="Second")
    await post(session, NOON + 2 * HOUR, title="Still waits")
    await deliver(session, NOON + HOUR)

    both = await announcements.announced_between(session, GUILD, NOON, NOON + 3 * HOUR)
    only = await announcements.announced_between(session, GUILD, NOON, NOON + HOUR)

    assert [one.title for one in both] == ["First", "Second"]
    assert [(one.id, one.channel_id, one.message_id) for one in only] == [(first.id, CHANNEL, 7)]
    assert await announcements.announced_between(session, OTHER, NOON, NOON + 3 * HOUR) == []


async def test_what_was_withdrawn_waits_no_more(session: AsyncSession) -> None:
    made = await post(session, NOON + HOUR)

    gone = await announcements.withdraw(session, GUILD, RITA, made.id, NOON)

    assert gone.withdrawn_at == NOON
    assert await announcements.waiting(session, GUILD) == []


async def test_what_stands_cannot_be_withdrawn(session: AsyncSession) -> None:
    made = await post(session)
    await deliver(session, NOON)

    with pytest.raises(Refusal, match="posted already"):
        await announcements.withdraw(session, GUILD, MO, made.id, NOON)


async def test_what_discord_took_stands_though_it_was_withdrawn_meanwhile(
    session: AsyncSession,
) -> None:
    made = await post(session)
    await announcements.withdraw(session, GUILD, MO, made.id, NOON)

    await deliver(session, NOON)

    [found] = await announcements.announced_between(session, GUILD, NOON, NOON + HOUR)
    assert found.withdrawn_at is None


async def test_a_time_that_is_over_is_refused_and_the_draft_stays(session: AsyncSession) -> None:
    made = await draft(session)

    with pytest.raises(Refusal, match="time is over"):
        await announcements.post(
            session, GUILD, MO, made.id, channel_id=CHANNEL, at=NOON - HOUR, now=NOON
        )

    assert await announcements.drafts(session, GUILD, MO) == [made]


async def test_no_more_wait_than_a_list_shows(session: AsyncSession) -> None:
    for number in range(MOST_WAITING):
        await post(session, NOON + number * HOUR + HOUR)

    with pytest.raises(Refusal, match="20 announcements wait already"):
        await post(session, NOON + HOUR)
    assert (await post(session, NOON)).post_at == NOON


async def test_a_draft_is_its_authors_alone(session: AsyncSession) -> None:
    made = await draft(session)
    for guild_id, user_id in ((GUILD, RITA), (OTHER, MO)):
        whose = (session, guild_id, user_id, made.id)
        for act in (
            announcements.draft_of(*whose),
            announcements.rewrite(*whose, title="No", text="No"),
            announcements.send_to(*whose, 5),
            announcements.drop(*whose),
            announcements.post(*whose, channel_id=5, at=NOON, now=NOON),
        ):
            with pytest.raises(Refusal, match="no such draft of yours"):
                await act

    assert await announcements.drafts(session, GUILD, MO) == [made]
    assert await announcements.drafts(session, GUILD, RITA) == []


async def test_drafts_are_forgotten_and_what_is_planned_is_not(session: AsyncSession) -> None:
    await draft(session)
    made = await post(session, NOON + HOUR)

    await announcements.drop_old(session, NOON + HOUR)

    assert await announcements.drafts(session, GUILD, MO) == []
    assert await announcements.find(session, GUILD, made.id) == made


async def test_what_moderators_do_is_on_record(session: AsyncSession) -> None:
    await post(session, title="One")
    made = await post(session, NOON + HOUR, title="Two")
    await announcements.withdraw(session, GUILD, RITA, made.id, NOON)
    await announcements.withdraw(session, GUILD, RITA, made.id, NOON)

    found = await audit.recent(session, GUILD, limit=9)

    assert [(one.actor_id, one.act, one.reason) for one in found] == [
        (RITA, "withdrew", "Two"),
        (MO, "planned", "Two"),
        (MO, "posted", "One"),
    ]
