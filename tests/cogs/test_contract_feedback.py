"""The frontend says what it needs, either says what they found, and it is done once both see it."""

from datetime import timedelta

import pytest

from tests.cogs.contract_acts import Two, end, pair_up, pinged
from tests.cogs.qa_acts import as_it_stands, as_shown, choose, rows
from tests.cogs.study_acts import press
from tests.world import World, card, fields, seen

SECONDS = timedelta(seconds=3)
NEED = {"text": "The cart, for the checkout page", "path": "cart/items", "method": ["POST"]}


@pytest.fixture
async def two(world: World) -> Two:
    return await pair_up(world, world.member("Ann"), world.member("Ben"))


async def need(two: Two, **said: object) -> str:
    form = await press(two.ann, await two.say(two.ann, "show"), "I need this")
    return seen(await two.ann.submit_modal(form, {**NEED, **said}))


async def test_the_backend_plans_what_the_frontend_needs_with_one_tap(two: Two) -> None:
    told = await need(two)
    await two.gather()
    news = two.messages()[-1]
    planned = await two.ben.click(news, label="Plan it")
    twice = await two.ben.click(news, label="Plan it")
    await two.world.wait(SECONDS)

    assert "Noted as feedback **#1**. Your partner hears of it in 5 minutes." in told
    assert f"{two.ann.mention} changed 1 thing:" in card(news)
    assert "needs `POST /cart/items` (feedback **#1**)" in card(news)
    assert pinged(two.world, news) == {two.ben.id}
    assert "`POST /cart/items` is planned, and feedback **#1** is done." in seen(planned)
    assert "is done already" in seen(twice)
    assert "**Planned**\n`POST /cart/items` The" in card(two.contract_card())
    assert "1 open" not in card(two.contract_card())


async def test_what_is_needed_without_a_method_is_planned_in_a_form(two: Two) -> None:
    await need(two, method=["unknown"])
    await two.gather()

    form = await two.ben.click(two.messages()[-1], label="Plan it")
    assert fields(form)["path"]["value"] == "/cart/items"
    assert fields(form)["purpose"]["value"] == "The cart, for the checkout page"
    told = await two.ben.submit_modal(form, as_shown(form))

    assert "`GET /cart/items` is planned, and feedback **#1** is done." in seen(told)


async def test_feedback_is_numbered_open_or_done_and_closed_by_either(two: Two) -> None:
    await two.add(two.ben, "/products")
    form = await two.say(two.ann, "feedback", kind="bug", endpoint="products")
    told = await two.ann.submit_modal(form, {**as_shown(form), "text": "It says 500"})
    await need(two)
    await two.world.wait(SECONDS)
    open_card = card(two.contract_card())

    shown = await two.ben.click(two.contract_card(), label="Feedback: 2 open")
    listed = seen(shown)
    await choose(two.ben, shown, "1")
    one = as_it_stands(two.world, shown)
    await press(two.ben, shown, "Done")
    done = as_it_stands(two.world, shown)
    hers = await two.say(two.ann, "feedback")
    await choose(two.ann, hers, "1")
    await press(two.ann, hers, "Reopen")
    again = as_it_stands(two.world, hers)

    assert "Feedback on GET /products" in str(form.modal)
    assert "Noted as feedback **#1**" in seen(told)
    assert "Feedback: 2 open" in open_card
    assert shown.ephemeral
    assert "**Feedback** · 2 open, 0 done" in listed
    assert "**#1** bug · open `GET /products`\n-# It says 500" in listed
    assert "On `GET /products`" in one
    assert f"**#1** bug · **done** by {two.ben.mention}" in done
    assert "**#1** bug · **open**" in again


async def test_a_need_of_what_is_there_already_is_closed_and_not_planned(two: Two) -> None:
    await two.add(two.ben, "/cart/items", "POST")
    await need(two)
    await two.gather()

    told = await two.ben.click(two.messages()[-1], label="Plan it")

    assert "`POST /cart/items` is in your contract already." in seen(told)
    assert (await two.shared()).open_feedback == 1


async def test_feedback_is_paged_and_fits_on_a_phone(two: Two) -> None:
    for number in range(6):
        await need(two, text=f"{number} " + "w" * 248, path="/" + "w" * 150)

    shown = await two.say(two.ben, "feedback")
    assert shown.response is not None
    on_phone = rows(shown.response.components)
    await press(two.ben, shown, "More")
    second = as_it_stands(two.world, shown)
    await choose(two.ben, shown, "1")

    assert on_phone <= 12
    assert "**Feedback** · 6 open, 0 done · 2 of 2" in second
    assert "**#2** need" in second
    assert "0 www" in as_it_stands(two.world, shown)
    stored = two.world.env.backend.get_message(
        shown.response.message.channel.id, shown.response.message.id
    )
    assert rows(stored.components) <= 12


async def test_nothing_that_was_said_is_nothing_to_note(two: Two) -> None:
    told = await need(two, text=" \u200b")

    assert "There was nothing to read in it." in told
    assert not (await two.shared()).is_begun


async def test_of_a_pair_that_ended_feedback_is_read_and_not_changed(two: Two) -> None:
    await need(two)
    shown = await two.say(two.ben, "feedback")
    await choose(two.ben, shown, "1")
    await end(two.world, two.pair)

    refused = await press(two.ben, shown, "Done")
    read = await two.say(two.ben, "feedback")

    assert "This pair has ended." in seen(refused)
    assert "**#1** need · open" in seen(read)
    assert "Give feedback" not in seen(read)
