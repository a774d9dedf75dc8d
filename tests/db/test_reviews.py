"""Reviews are claimed by one at a time, for two days, and are their own guild's alone."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import Refusal
from bot.domain.weekly import WEEK, Due
from db import digest_contents, members, review_ends, review_lists, reviews, tables
from db.digest_items import Reviewed
from db.engine import Database
from db.guilds import Settings
from db.review_lists import Which
from db.reviews import LASTS, MOST_ASKED, MOST_CLAIMED, Review, Stage

GUILD, NEXT_DOOR, CHANNEL = 1, 2, 3
ANN, BEN, CY = 11, 12, 13
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DUE = Due("2026-W11", datetime(2026, 3, 9, 9, tzinfo=UTC))


async def ask(
    session: AsyncSession,
    what: str = "shop",
    asker_id: int = ANN,
    *,
    guild_id: int = GUILD,
    now: datetime = NOON,
) -> Review:
    return await reviews.ask(
        session,
        guild_id,
        asker_id,
        link=f"https://github.com/ann/{what}",
        look_at="Is it safe?",
        track=None,
        channel_id=CHANNEL,
        now=now,
    )


async def review(
    session: AsyncSession, what: str, asker_id: int, reviewer_id: int, at: datetime
) -> Review:
    """Asked, claimed and done."""
    asked = await ask(session, what, asker_id, now=at)
    await reviews.claim(session, GUILD, asked.id, reviewer_id, at)
    return await reviews.finish(session, GUILD, asked.id, reviewer_id, word="Good.", now=at)


async def posts(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(tables.Outbox.dedupe_key)))


async def test_of_two_who_claim_it_in_the_same_moment_one_has_it(database: Database) -> None:
    async with database.begin() as session:
        asked = await ask(session)

    async def claim(user_id: int) -> Review:
        async with database.begin() as session:
            return await reviews.claim(session, GUILD, asked.id, user_id, NOON)

    came = await asyncio.gather(claim(BEN), claim(CY), return_exceptions=True)

    (won,) = [one for one in came if isinstance(one, Review)]
    (lost,) = [one for one in came if isinstance(one, Refusal)]
    assert won.claimed_until == NOON + LASTS
    assert f"<@{won.reviewer_id}> was first" in str(lost)


async def test_it_is_free_to_the_second_though_no_chore_has_run(session: AsyncSession) -> None:
    asked = await ask(session)
    await reviews.claim(session, GUILD, asked.id, BEN, NOON)
    until = NOON + LASTS

    with pytest.raises(Refusal, match="was first"):
        await reviews.claim(session, GUILD, asked.id, CY, until - MINUTE)
    claimed = await reviews.claim(session, GUILD, asked.id, CY, until)

    assert (claimed.reviewer_id, claimed.claimed_until) == (CY, until + LASTS)
    with pytest.raises(Refusal, match=f"Only <@{CY}> has this one"):
        await reviews.finish(session, GUILD, asked.id, BEN, word="Late.", now=until)


async def test_the_chore_frees_what_is_over_and_nothing_else(session: AsyncSession) -> None:
    first, second = await ask(session, "a"), await ask(session, "b")
    await reviews.claim(session, GUILD, first.id, BEN, NOON)
    await reviews.claim(session, GUILD, second.id, BEN, NOON + MINUTE)

    await reviews.end_claims(session, NOON + LASTS)

    found = [await reviews.find(session, GUILD, one.id) for one in (first, second)]
    assert [one.stage for one in found] == [Stage.WAITING, Stage.CLAIMED]
    assert [one.lapsed_by_id for one in found] == [BEN, None]


async def test_what_is_claimed_too_long_counts_no_more(session: AsyncSession) -> None:
    asked = [await ask(session, str(number)) for number in range(MOST_ASKED)]
    for one in asked[:MOST_CLAIMED]:
        await reviews.claim(session, GUILD, one.id, BEN, NOON)

    with pytest.raises(Refusal, match="the most at a time"):
        await reviews.claim(session, GUILD, asked[-1].id, BEN, NOON)
    await reviews.claim(session, GUILD, asked[-1].id, BEN, NOON + LASTS)


async def test_another_look_is_one_more_that_waits(session: AsyncSession) -> None:
    done = await review(session, "done", ANN, BEN, NOON)
    last, *_ = [await ask(session, str(number)) for number in range(MOST_ASKED)]

    with pytest.raises(Refusal, match="You have asked for 3 reviews"):
        await review_ends.look_again(session, GUILD, done.id, ANN, NOON)
    await review_ends.withdraw(session, GUILD, last.id, ANN, is_moderator=False, now=NOON)
    again = await review_ends.look_again(session, GUILD, done.id, ANN, NOON + MINUTE)

    assert (again.stage, again.reviewer_id, again.word) == (Stage.WAITING, None, "")
    assert again.waits_since == NOON + MINUTE


async def test_each_time_it_is_done_its_asker_hears_of_it_once(session: AsyncSession) -> None:
    first = await review(session, "shop", ANN, BEN, NOON)
    await review_ends.look_again(session, GUILD, first.id, ANN, NOON)
    await reviews.claim(session, GUILD, first.id, BEN, NOON)
    await reviews.finish(session, GUILD, first.id, BEN, word="Better.", now=NOON + MINUTE)

    words = [key for key in await posts(session) if key.startswith("word of a review")]
    assert len(words) == 2


async def test_another_guilds_reviews_are_out_of_reach(session: AsyncSession) -> None:
    asked = await ask(session)
    acts = (
        reviews.claim(session, NEXT_DOOR, asked.id, BEN, NOON),
        reviews.give_back(session, NEXT_DOOR, asked.id, BEN, NOON),
        reviews.finish(session, NEXT_DOOR, asked.id, BEN, word="Hm.", now=NOON),
        review_ends.thank(session, NEXT_DOOR, asked.id, ANN, NOON),
        review_ends.look_again(session, NEXT_DOOR, asked.id, ANN, NOON),
        review_ends.withdraw(session, NEXT_DOOR, asked.id, ANN, is_moderator=True, now=NOON),
    )

    for act in acts:
        with pytest.raises(Refusal, match="no such review here"):
            await act
    assert await reviews.by_id(session, NEXT_DOOR, asked.id) is None
    assert (await review_lists.waiting(session, NEXT_DOOR, ANN, NOON)).count == 0


async def test_who_left_while_it_was_reviewed_leaves_it_done(session: AsyncSession) -> None:
    done = await review(session, "shop", ANN, BEN, NOON)

    await review_ends.asker_left(session, GUILD, done.id, NOON)

    assert (await reviews.find(session, GUILD, done.id)).stage is Stage.DONE


async def test_each_is_offered_what_they_may_act_on(session: AsyncSession) -> None:
    hers, his = await ask(session, "100%"), await ask(session, "100", BEN)
    await reviews.claim(session, GUILD, hers.id, BEN, NOON)

    async def offered(
        user_id: int, which: Which, typed: str = "", *, is_moderator: bool = False
    ) -> list[int]:
        found = await review_lists.suggest(
            session,
            GUILD,
            user_id,
            typed,
            which,
            is_moderator=is_moderator,
            now=NOON,
            limit=25,
        )
        return [one.id for one in found]

    assert await offered(BEN, Which.FINISH) == [hers.id]
    assert await offered(ANN, Which.FINISH, is_moderator=True) == []
    assert await offered(ANN, Which.WITHDRAW) == [hers.id]
    assert await offered(BEN, Which.WITHDRAW, is_moderator=True) == [his.id, hers.id]
    assert await offered(BEN, Which.WITHDRAW, "100%", is_moderator=True) == [hers.id]


async def test_a_page_that_is_no_longer_there_is_the_last_one(session: AsyncSession) -> None:
    for number in range(MOST_ASKED):
        for asker_id in (ANN, CY):
            await ask(session, f"{number}/{asker_id}", asker_id)

    page = await review_lists.waiting(session, GUILD, BEN, NOON, at=10**6)

    assert (page.at, page.last, page.count, len(page.shown)) == (1, 1, 6, 2)


# In the digest


async def told(session: AsyncSession) -> list[Reviewed]:
    """The reviews that a digest thanks for, in its order."""
    found = await digest_contents.contents(session, GUILD, Settings(), DUE, DUE.due_at)
    every = [found.told[one.name] for one in found.items]
    return [one for one in every if isinstance(one, Reviewed)]


async def test_a_review_is_news_of_the_week_in_which_it_was_done(session: AsyncSession) -> None:
    await review(session, "old", ANN, BEN, DUE.due_at - WEEK - MINUTE)
    early = await review(session, "early", ANN, BEN, DUE.due_at - WEEK)
    new = await review(session, "new", CY, BEN, DUE.due_at - MINUTE)
    await ask(session)

    assert await told(session) == [Reviewed(new.id, BEN, CY), Reviewed(early.id, BEN, ANN)]


async def test_who_opted_out_is_named_neither_as_reviewer_nor_as_asker(
    session: AsyncSession,
) -> None:
    hers = await review(session, "hers", ANN, BEN, NOON)
    await review(session, "his", BEN, ANN, NOON)
    await members.set_unlisted(session, GUILD, ANN, is_unlisted=True)

    assert await told(session) == [Reviewed(hers.id, BEN, None)]


async def test_what_is_to_be_looked_at_again_is_not_thanked_for_yet(session: AsyncSession) -> None:
    done = await review(session, "shop", ANN, BEN, NOON)
    await review_ends.look_again(session, GUILD, done.id, ANN, NOON)

    assert await told(session) == []
