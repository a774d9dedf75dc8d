"""Who helped most: counted from what others accepted, voted for and solved again."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.credit import Credit
from db import answers, helpers, members
from db.tables import HelpedAgain
from tests.db.qa_rows import ANN, BEN, CY, GUILD, MO, NOON, OTHER, accept, ask, give

DAY = timedelta(days=1)


async def earned(session: AsyncSession, since: datetime | None = None) -> list[Credit]:
    return [one.credit for one in await helpers.ranking(session, GUILD, since)]


async def test_accepted_answers_votes_and_help_from_before_all_count(
    session: AsyncSession,
) -> None:
    await ask(session)
    first, second = await give(session, who=BEN), await give(session, who=CY)
    await accept(session, first)
    for voter in (ANN, CY):
        await answers.vote(session, GUILD, first.id, voter, NOON)
    await answers.vote(session, GUILD, second.id, ANN, NOON)
    session.add(HelpedAgain(answer_id=first.id, user_id=MO, guild_id=GUILD, helped_at=NOON))
    await session.flush()

    assert await earned(session) == [
        Credit(BEN, accepted=1, again=1, helpful=2),
        Credit(CY, helpful=1),
    ]


async def test_nobody_earns_anything_by_helping_themselves_or_elsewhere(
    session: AsyncSession,
) -> None:
    await ask(session)
    own = await give(session, who=ANN)
    await accept(session, own)
    await ask(session, guild_id=OTHER)
    await accept(session, await give(session, guild_id=OTHER), guild_id=OTHER)
    session.add(HelpedAgain(answer_id=own.id, user_id=ANN, guild_id=GUILD, helped_at=NOON))
    await session.flush()

    assert await earned(session) == []


async def test_a_ranking_since_some_time_counts_what_came_since(session: AsyncSession) -> None:
    for at, title in enumerate("ab"):
        await ask(session, title)
        answer = await give(session, at + 1, who=BEN)
        await accept(session, answer, now=NOON + at * DAY)
        await answers.vote(session, GUILD, answer.id, CY, NOON + at * DAY)

    assert await earned(session) == [Credit(BEN, accepted=2, helpful=2)]
    assert await earned(session, since=NOON + DAY) == [Credit(BEN, accepted=1, helpful=1)]
    assert await earned(session, since=NOON + 2 * DAY) == []


async def test_whoever_does_not_want_to_be_listed_is_left_out_until_they_do(
    session: AsyncSession,
) -> None:
    await ask(session)
    await accept(session, await give(session, who=BEN))

    await members.set_unlisted(session, GUILD, BEN, is_unlisted=True)
    left_out = await earned(session)
    await members.set_zone(session, GUILD, BEN, "Africa/Lagos")
    still = await earned(session)
    await members.set_unlisted(session, GUILD, BEN, is_unlisted=False)

    assert (left_out, still) == ([], [])
    assert [one.user_id for one in await earned(session)] == [BEN]
    assert await members.zone(session, GUILD, BEN) == "Africa/Lagos"


async def test_being_unlisted_in_another_guild_changes_nothing_here(session: AsyncSession) -> None:
    await ask(session)
    await accept(session, await give(session, who=BEN))

    await members.set_unlisted(session, OTHER, BEN, is_unlisted=True)

    assert [one.user_id for one in await earned(session)] == [BEN]
