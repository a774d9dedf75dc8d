"""Each hears of what the other changed: once, gathered, and not of what was undone meanwhile."""

from datetime import timedelta

import discord
import pytest

from tests.cogs.contract_acts import Two, end, make, open_thread, pair_up, pinged
from tests.cogs.qa_acts import as_it_stands, as_shown
from tests.cogs.study_acts import press
from tests.world import World, card, seen

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def two(world: World) -> Two:
    return await pair_up(world, world.member("Ann"), world.member("Ben"))


def news(two: Two) -> list[discord.Message]:
    return [one for one in two.messages() if "Show the contract" in card(one)]


async def test_changes_of_five_minutes_are_told_at_once_and_to_the_partner_alone(
    two: Two,
) -> None:
    await two.add(two.ben, "/products")
    await two.world.wait(4 * MINUTE)
    await two.add(two.ben, "/orders", "POST")
    await two.say(two.ben, "state", endpoint="products", state="live")
    before = news(two)
    await two.world.wait(MINUTE)
    await two.world.wait(MINUTE)

    (told,) = news(two)
    assert before == []
    assert f"{two.ann.mention}\n{two.ben.mention} changed 2 things:" in card(told)
    assert "- added `GET /products` (live)\n- added `POST /orders` (planned)" in card(told)
    assert pinged(two.world, told) == {two.ann.id}


async def test_what_was_undone_meanwhile_is_not_told(two: Two) -> None:
    await two.add(two.ben, "/products")
    await two.gather()
    gone = await two.say(two.ben, "remove", endpoint="products")
    await two.world.wait(4 * MINUTE)
    await press(two.ben, gone, "Undo")
    await two.say(two.ben, "state", endpoint="products", state="live")
    await two.say(two.ben, "state", endpoint="products", state="planned")
    await two.gather()
    await two.gather()

    assert len(news(two)) == 1  # of the endpoint itself


async def test_what_can_still_be_undone_is_not_told_yet(two: Two) -> None:
    await two.add(two.ben, "/products")
    await two.gather()
    await two.say(two.ben, "state", endpoint="products", state="live")
    await two.world.wait(4 * MINUTE)
    await two.say(two.ben, "remove", endpoint="products")
    await two.world.wait(4 * MINUTE)
    before = len(news(two))
    await two.world.wait(MINUTE)
    await two.world.wait(MINUTE)

    assert before == 1
    assert "- took out `GET /products`" in card(news(two)[-1])


async def test_two_who_change_things_are_each_told_of_the_other(two: Two) -> None:
    await two.add(two.ben, "/products")
    await two.add(two.ann, "/orders", "POST")
    await two.gather()

    of_ben, of_ann = sorted(news(two), key=lambda one: "POST /orders" in card(one))
    assert pinged(two.world, of_ben) == {two.ann.id}
    assert pinged(two.world, of_ann) == {two.ben.id}
    assert "POST /orders" not in card(of_ben)
    assert "GET /products" not in card(of_ann)


async def test_of_three_the_two_who_did_not_act_are_told(world: World) -> None:
    ann, ben, cleo = (world.member(name) for name in ("Ann", "Ben", "Cleo"))
    pair = await make(world, [ann, cleo], [ben])
    two = Two(world, ann, ben, pair, await open_thread(world, pair))
    await two.add(ben, "/products")
    await two.gather()

    assert pinged(world, news(two)[-1]) == {ann.id, cleo.id}


async def test_the_history_has_every_change_and_who_made_it(two: Two) -> None:
    await two.add(two.ben, "/products")
    form = await two.say(two.ann, "edit", endpoint="products")
    await two.ann.submit_modal(form, {**as_shown(form), "path": "/goods", "purpose": "All"})
    for state in ("mocked", "live", "changed", "deprecated"):
        await two.say(two.ben, "state", endpoint="goods", state=state)

    shown = await press(two.ann, await two.say(two.ann, "show"), "History")
    newest = seen(shown)
    await press(two.ann, shown, "Older")
    oldest = as_it_stands(two.world, shown)

    assert shown.ephemeral
    assert "**What changed** · 6 · 1 of 2" in newest
    assert f"`GET /goods`: changed → deprecated\n-# {two.ben.mention}" in newest
    assert f"`GET /products`: now `GET /goods`, purpose\n-# {two.ann.mention}" in oldest
    assert f"added `GET /products` (planned)\n-# {two.ben.mention}" in oldest


async def test_a_pair_that_ended_is_told_nothing_more(two: Two) -> None:
    await two.add(two.ben, "/products")
    await end(two.world, two.pair)
    await two.gather()
    await two.gather()

    assert news(two) == []


async def test_a_card_that_somebody_deleted_stands_again_with_the_next_change(two: Two) -> None:
    await two.add(two.ben, "/products")
    await two.contract_card().delete()
    await two.world.env.settle()
    await two.add(two.ben, "/orders")
    await two.world.wait(MINUTE)

    assert "`GET /orders`" in card(two.contract_card())


async def test_in_another_thread_for_a_deleted_one_card_and_news_stand_again(two: Two) -> None:
    await two.add(two.ben, "/products")
    two.world.env.backend.delete_channel(two.thread.id)
    await two.world.env.settle()
    await two.world.wait(5 * MINUTE)
    for _ in range(3):
        await two.world.wait(MINUTE)

    (thread,) = two.world.home.threads
    again = Two(two.world, two.ann, two.ben, two.pair, thread)
    assert thread.id != two.thread.id
    assert "`GET /products`" in card(again.contract_card())
    assert "- added `GET /products` (planned)" in card(news(again)[-1])


async def test_a_pair_without_a_thread_has_its_contract_and_sees_the_card_later(
    world: World,
) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    pair = await make(world, [ann], [ben])

    form = await ben.slash(world.home, "contract add")
    told = await ben.submit_modal(form, {"method": ["GET"], "path": "/products"})
    two = Two(world, ann, ben, pair, await open_thread(world, pair))
    await two.gather()

    assert "Added: `GET /products`" in seen(told)
    assert "`GET /products`" in card(two.contract_card())
    assert pinged(world, news(two)[-1]) == {ann.id}
