"""Contracts on a real database: whose they are, what is kept, and when the partner is told."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.contract import Auth, Contract, Method, Operation, State, Style
from bot.domain.contract_import import as_text, read_of
from bot.domain.contract_news import About
from bot.domain.errors import Refusal
from bot.domain.matching import Api, Match, Why
from bot.domain.openapi_reading import Read
from db import (
    contract_acts,
    contract_feedback,
    contract_history,
    contract_imports,
    contract_posts,
    contract_rows,
    contracts,
    pairs,
    tables,
)
from db.contract_imports import Applied, Waiting
from db.contracts import Author

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + contract_history.GATHERED
GUILD, ELSEWHERE, THREAD = 1, 2, 77
ANN, BEN, CLEO = 11, 12, 13
GOODS = Operation(Method.GET, "/goods", "All")


async def pair_up(session: AsyncSession, *, api: Api | None = None, is_open: bool = True) -> Author:
    """Ann and Ben are a pair; as Ben acts on their contract."""
    made = await pairs.make(
        session,
        GUILD,
        Match("E-Commerce", (ANN,), (BEN,)),
        Why(api, None, is_first_time=True),
        now=NOON,
    )
    if is_open:
        await pairs.opened(session, GUILD, made.id, THREAD, NOON)
    return Author(GUILD, made.id, BEN)


async def posts(session: AsyncSession, kind: str) -> list[tables.Outbox]:
    found = await session.scalars(select(tables.Outbox).where(tables.Outbox.kind == kind))
    return list(found)


async def test_a_contract_begins_as_the_pair_was_matched(session: AsyncSession) -> None:
    by = await pair_up(session, api=Api.GRAPHQL)

    before = await contracts.of_mine(session, by)
    done = await contract_acts.add(session, by, Operation(Method.QUERY, "goods"), NOON)

    assert before.contract == Contract("E-Commerce", style=Style.GRAPHQL)
    assert not before.is_begun
    assert done.shared.is_begun
    assert done.shared.contract.style is Style.GRAPHQL


@pytest.mark.parametrize(
    ("guild_id", "user_id"), [(GUILD, CLEO), (ELSEWHERE, BEN)], ids=["stranger", "other guild"]
)
async def test_nobody_else_reaches_a_contract(
    session: AsyncSession, guild_id: int, user_id: int
) -> None:
    by = await pair_up(session)
    done = await contract_acts.add(session, by, GOODS, NOON)
    endpoint_id = done.shared.endpoints[0].id
    other = Author(guild_id, by.pair_id, user_id)

    for act in (
        contracts.of_mine(session, other),
        contract_acts.add(session, other, Operation(Method.GET, "/x"), NOON),
        contract_acts.set_state(session, other, endpoint_id, State.LIVE, NOON),
        contract_acts.remove(session, other, endpoint_id, NOON),
        contract_acts.undo(session, other, 1, NOON),
        contract_feedback.give(session, other, About.BUG, "No", "", now=NOON),
        contract_feedback.page(session, other, at=0, size=5),
        contract_imports.keep(session, other, Read(Contract("X")), NOON),
        contract_imports.drop(session, other, 1),
    ):
        with pytest.raises(Refusal, match="Only the two of a pair"):
            await act
    assert await contracts.suggest(session, ELSEWHERE, by.pair_id, "", limit=25) == []
    assert await contracts.by_id(session, ELSEWHERE, by.pair_id) is None


async def test_only_who_took_it_out_puts_it_back_and_only_in_time(session: AsyncSession) -> None:
    by = await pair_up(session)
    done = await contract_acts.add(session, by, GOODS, NOON)
    gone = await contract_acts.remove(session, by, done.shared.endpoints[0].id, NOON)
    assert gone.change_id is not None
    ann = Author(GUILD, by.pair_id, ANN)

    with pytest.raises(Refusal, match="nothing of yours"):
        await contract_acts.undo(session, ann, gone.change_id, NOON)
    with pytest.raises(Refusal, match="is over"):
        await contract_acts.undo(session, by, gone.change_id, LATER)
    with pytest.raises(Refusal, match="nothing of yours"):
        await contract_acts.undo(session, by, done.change_id or 0, NOON)
    back = await contract_acts.undo(session, by, gone.change_id, NOON)

    assert back.shared.contract.operations == (GOODS,)


async def test_the_button_of_an_endpoint_that_is_gone_changes_no_other(
    session: AsyncSession,
) -> None:
    by = await pair_up(session)
    gone = (await contract_acts.add(session, by, GOODS, NOON)).shared.endpoints[0]
    await contract_acts.remove(session, by, gone.id, NOON)
    await contract_acts.add(session, by, Operation(Method.GET, "/x"), NOON)

    with pytest.raises(Refusal, match="not in your contract"):
        await contract_acts.set_state(session, by, gone.id, State.LIVE, NOON)


async def test_what_is_said_already_is_no_change(session: AsyncSession) -> None:
    by = await pair_up(session)
    done = await contract_acts.add(session, by, GOODS, NOON)
    endpoint_id, seen = done.shared.endpoints[0].id, contract_rows.mark(GOODS)

    same = await contract_acts.edit(session, by, endpoint_id, GOODS, seen=seen, now=NOON)
    planned = await contract_acts.set_state(session, by, endpoint_id, State.PLANNED, NOON)
    page = await contract_history.page(session, GUILD, by.pair_id, at=9, size=5)

    assert (same.change_id, planned.change_id) == (None, None)
    assert planned.shared.version == done.shared.version
    assert (page.count, page.at, page.last) == (1, 0, 0)


async def test_the_partner_is_told_once_and_of_what_is_left(session: AsyncSession) -> None:
    by = await pair_up(session)
    await contract_acts.add(session, by, GOODS, NOON)

    early = await contract_history.tell_due(session, LATER - timedelta(seconds=1))
    due = await contract_history.tell_due(session, LATER)
    again = await contract_history.tell_due(session, LATER + timedelta(days=1))
    (post,) = await posts(session, contract_history.NEWS)

    assert (early, due, again) == (0, 1, 0)
    assert (post.guild_id, post.channel_id) == (GUILD, THREAD)


async def test_without_a_thread_it_is_told_and_shown_once_there_is_one(
    session: AsyncSession,
) -> None:
    by = await pair_up(session, is_open=False)
    await contract_acts.add(session, by, GOODS, NOON)
    before = await contract_history.tell_due(session, LATER)
    unshown = await contract_posts.show_missing(session, LATER)
    await pairs.opened(session, GUILD, by.pair_id, THREAD, LATER)

    assert (before, unshown) == (0, 0)
    assert await contract_history.tell_due(session, LATER) == 1
    assert await contract_posts.show_missing(session, LATER) == 1
    assert await contract_posts.show_missing(session, LATER) == 0


async def test_a_contract_is_a_sign_of_life(session: AsyncSession) -> None:
    by = await pair_up(session)
    await contract_acts.add(session, by, GOODS, LATER)

    pair = await pairs.by_id(session, GUILD, by.pair_id)
    assert pair is not None
    assert pair.heard_at == LATER


async def test_feedback_keeps_its_numbers_and_has_an_end(session: AsyncSession) -> None:
    by = await pair_up(session)
    for _ in range(contract_feedback.MOST_OPEN):
        await contract_feedback.give(session, by, About.QUESTION, "Why?", "", now=NOON)

    with pytest.raises(Refusal, match="the most that I keep"):
        await contract_feedback.give(session, by, About.QUESTION, "Why?", "", now=NOON)
    await contract_feedback.close(session, by, 50, NOON)
    one_more = await contract_feedback.give(session, by, About.QUESTION, "Why?", "", now=NOON)
    page = await contract_feedback.page(session, by, at=99, size=20)

    assert one_more.number == 51
    assert [one.number for one in page.shown][-1] == 50
    assert (page.at, page.open, page.count) == (2, 50, 51)


async def test_a_file_is_applied_as_it_was_shown_or_shown_again(session: AsyncSession) -> None:
    by = await pair_up(session)
    read = Read(Contract("Shop", auth=Auth.JWT, operations=(GOODS,)))
    first = await contract_imports.keep(session, by, read, NOON)
    second = await contract_imports.keep(session, by, read, NOON)

    with pytest.raises(Refusal, match="no longer here"):
        await contract_imports.apply(session, by, first.id, deprecates=False, now=NOON)
    ann = Author(GUILD, by.pair_id, ANN)
    with pytest.raises(Refusal, match="no longer here"):
        await contract_imports.apply(session, ann, second.id, deprecates=False, now=NOON)
    await contract_acts.add(session, by, Operation(Method.GET, "/x"), NOON)
    anew = await contract_imports.apply(session, by, second.id, deprecates=False, now=NOON)
    assert isinstance(anew, Waiting)
    done = await contract_imports.apply(session, by, anew.id, deprecates=False, now=NOON)

    assert isinstance(done, Applied)
    assert done.shared.contract.title == "Shop"
    assert [one.path for one in done.shared.contract.operations] == ["/x", "/goods"]


async def test_a_file_that_nobody_applied_is_forgotten_after_a_day(session: AsyncSession) -> None:
    by = await pair_up(session)
    waiting = await contract_imports.keep(session, by, Read(Contract("Shop")), NOON)
    await contract_imports.drop_old(session, NOON + timedelta(days=1, seconds=1))

    with pytest.raises(Refusal, match="no longer here"):
        await contract_imports.apply(session, by, waiting.id, deprecates=False, now=NOON)


def test_what_was_read_is_kept_whole() -> None:
    read = Read(
        Contract("Shop", "https://a.b", "/docs", Auth.KEY, Style.GRAPHQL, (GOODS,)),
        ("`x` was left out.",),
        says_auth=False,
        is_ours=True,
        stated=frozenset({GOODS.key, (Method.QUERY, "goods")}),
    )

    assert read_of(as_text(read)) == read
