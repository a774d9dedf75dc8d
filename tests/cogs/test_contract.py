"""A pair keeps its API contract: both see what the other did, and nobody else sees anything."""

import json
from datetime import timedelta

import pytest
from simcord import InteractionResult, MemberActor, SetupError

from bot.domain.contract import Method, Operation
from cogs.contract.endpoints.forms import path_of
from tests.cogs.contract_acts import Two, end, pair_up, pinged
from tests.cogs.qa_acts import as_it_stands, as_shown, rows
from tests.cogs.study_acts import press
from tests.world import World, card, fields, seen, texts

SECONDS = timedelta(seconds=3)


@pytest.fixture
async def two(world: World) -> Two:
    return await pair_up(world, world.member("Ann"), world.member("Ben"))


async def choose(who: MemberActor, shown: InteractionResult, *values: str) -> InteractionResult:
    assert shown.response is not None
    return await who.select(shown.response.message, list(values))


# The card in the thread


async def test_the_first_endpoint_makes_the_card_that_both_see(two: Two) -> None:
    told = await two.add(two.ben, "products/{id}", purpose="One of them")

    assert told.ephemeral
    assert "Added: `GET /products/{id}`, planned." in seen(told)
    for member in (two.ann, two.ben):
        shown = card(two.thread.history(viewer=member)[-1])
        assert "### E\\-Commerce" in shown
        assert "**Planned**\n`GET /products/{id}` One of th…" in shown
        assert "REST · no auth · 1 endpoint" in shown
    assert pinged(two.world, two.contract_card()) == set()


async def test_the_card_is_edited_in_place_and_groups_by_state(two: Two) -> None:
    await two.add(two.ben, "/products")
    await two.add(two.ben, "/orders", "POST")
    first = two.contract_card()

    told = await two.say(two.ben, "state", endpoint="POST /orders", state="live")
    await two.world.wait(SECONDS)

    assert "`POST /orders` is 🟢 **live** now" in seen(told)
    assert two.contract_card().id == first.id
    assert "🟢 **Live**\n`POST /orders`\n⚪ **Planned**\n`GET /products`" in card(
        two.contract_card()
    )


async def test_a_third_sees_neither_card_nor_contract(two: Two) -> None:
    cleo, mo = two.world.member("Cleo"), two.world.moderator()
    await two.add(two.ben, "/products")
    pair = str(two.pair.number)

    with pytest.raises(SetupError):
        two.thread.history(viewer=cleo)
    for third in (cleo, mo):
        alone = await third.slash(two.world.home, "contract show")
        named = await third.slash(two.world.home, "contract show", pair=pair)
        typed = await third.autocomplete(two.world.home, "contract show", "endpoint", "", pair=pair)
        assert "You have no partner at the moment." in seen(alone)
        assert "Only the two of a pair can do that." in seen(named)
        assert named.ephemeral
        assert typed == []


async def test_a_member_of_another_pair_can_do_nothing_with_it(two: Two) -> None:
    cleo = two.world.member("Cleo")
    await pair_up(two.world, cleo, two.world.member("Dan"), "Job Board")
    await two.add(two.ben, "/products")
    (endpoint,) = (await two.shared()).endpoints

    hers = await cleo.slash(two.world.home, "contract show")
    by_id = await cleo.slash(
        two.world.home, "contract state", endpoint=str(endpoint.id), state="live"
    )
    by_pair = await cleo.slash(
        two.world.home,
        "contract state",
        endpoint=str(endpoint.id),
        state="live",
        pair=str(two.pair.number),
    )

    assert "Your API contract" in seen(hers)
    assert "That endpoint is not in your contract" in seen(by_id)
    assert "Only the two of a pair" in seen(by_pair)
    assert (await two.shared()).endpoints == (endpoint,)


async def test_details_are_saved_and_shown_with_where_the_docs_lead(two: Two) -> None:
    await two.add(two.ben, "/products")
    form = await two.ben.click(two.contract_card(), label="Details")
    told = await two.ben.submit_modal(
        form,
        {
            **as_shown(form),
            "base_url": "https://shop.example.com/api",
            "docs_url": "/api/docs",
            "auth": ["jwt"],
        },
    )
    await two.world.wait(SECONDS)

    shown = card(two.contract_card())
    assert told.ephemeral
    assert "Base `shop.example.com/api`" in shown
    assert "[shop.example.com/ap…](https://shop.example.com/api/docs)" in shown
    assert "REST · JWT · 1 endpoint" in shown


async def test_what_is_no_address_is_refused_and_given_back(two: Two) -> None:
    shown = await two.say(two.ben, "show")
    form = await press(two.ben, shown, "Details")

    told = await two.ben.submit_modal(form, {**as_shown(form), "base_url": "javascript:alert(1)"})
    form = await press(two.ben, shown, "Details")
    broken = await two.ben.submit_modal(form, {**as_shown(form), "docs_url": "https://[shop"})

    assert "The base URL must begin with `https://`" in seen(told)
    assert "The docs must begin with `https://`" in seen(broken)
    assert "javascript:alert(1)" in two.world.file_in(told)
    assert not (await two.shared()).is_begun


# Before and after there is a pair


async def test_without_anything_said_one_is_offered_to_begin(two: Two) -> None:
    shown = await two.say(two.ann, "show")

    assert shown.ephemeral
    assert "Your API contract" in seen(shown)
    assert "Add an endpoint" in seen(shown)
    assert not any("I need this" in one for one in two.cards())


async def test_with_several_pairs_the_pair_is_asked_for_and_can_be_chosen(two: Two) -> None:
    other = await pair_up(two.world, two.ann, two.world.member("Cleo"), "Job Board")
    await two.add(two.ben, "/products")
    home = two.world.home

    unsaid = await two.ann.slash(home, "contract show")
    pairs = await two.ann.autocomplete(home, "contract show", "pair", "commerce")
    chosen = await two.ann.slash(home, "contract show", pair=pairs[0]["value"])
    in_thread = await two.ann.slash(other.thread, "contract show")

    assert "You are in several pairs" in seen(unsaid)
    assert [one["name"] for one in pairs] == ["E-Commerce with Ben"]
    assert "`GET /products`" in seen(chosen)
    assert "of **Job Board** agree on" in seen(in_thread)


async def test_of_a_pair_that_ended_the_contract_is_read_and_not_changed(two: Two) -> None:
    await two.add(two.ben, "/products")
    message = two.contract_card()
    await end(two.world, two.pair)

    shown = await two.ann.slash(two.world.home, "contract show")
    one = await two.say(two.ann, "show", endpoint="products")
    refused = (
        await two.say(two.ann, "add"),
        await two.say(two.ann, "state", endpoint="products", state="live"),
        await two.ann.click(message, label="I need this"),
    )

    assert "`GET /products`" in seen(shown)
    assert "This pair has ended: you can read and export it." in seen(shown)
    assert "Add an endpoint" not in seen(shown)
    assert "Take it out" not in seen(one)
    for told in refused:
        assert told.ephemeral
        assert "This pair has ended." in seen(told) or "You have no partner" in seen(told)


# Endpoints


async def test_one_endpoint_is_shown_with_its_examples_and_a_file_of_what_is_cut(
    two: Two,
) -> None:
    long = "\n".join(f'"line {number}": {number},' for number in range(20))
    await two.add(two.ben, "/products", "POST", request='{"id": 7}', response=long)

    shown = await two.say(two.ann, "show", endpoint="/prod")

    assert shown.ephemeral
    assert "**`POST /products`**" in seen(shown)
    assert '```\n{"id": 7}\n```' in seen(shown)
    assert '"line 1": 1, …' in seen(shown)
    assert '"line 19": 19' in two.world.file_in(shown)


async def test_what_was_typed_is_searched_anywhere_in_method_and_path(two: Two) -> None:
    for path in ("/products", "/products/{id}", "/orders"):
        await two.add(two.ben, path)

    found = await two.ann.autocomplete(two.thread, "contract edit", "endpoint", "UCTS/")
    all_of_them = await two.ann.autocomplete(two.thread, "contract edit", "endpoint", "get")
    several = await two.say(two.ann, "state", endpoint="products", state="live")
    none = await two.say(two.ann, "state", endpoint="carts", state="live")

    assert [one["name"] for one in found] == ["GET /products/{id}"]
    assert len(all_of_them) == 3
    assert "Several endpoints fit `products`" in seen(several)
    assert "There is no endpoint like `carts`" in seen(none)


async def test_an_endpoint_is_edited_in_a_form_that_knows_what_is_there(two: Two) -> None:
    await two.add(two.ben, "/products", purpose="All", response="[]")
    form = await two.say(two.ann, "edit", endpoint="GET /products")

    assert fields(form)["purpose"]["value"] == "All"
    told = await two.ann.submit_modal(
        form, {**as_shown(form), "path": "/goods", "purpose": "All goods"}
    )

    assert "Changed: `GET /goods`." in seen(told)
    (after,) = (await two.shared()).contract.operations
    assert after == Operation(Method.GET, "/goods", "All goods", response="[]")


async def test_nobody_overwrites_what_they_never_saw(two: Two) -> None:
    await two.add(two.ben, "/products", purpose="All")
    hers = await two.say(two.ann, "edit", endpoint="products")
    his = await two.say(two.ben, "edit", endpoint="products")
    await two.ben.submit_modal(his, {**as_shown(his), "purpose": "All, by page"})

    told = await two.ann.submit_modal(hers, {**as_shown(hers), "purpose": "Mine"})

    assert "`GET /products` was changed while you wrote." in seen(told)
    assert "Mine" in two.world.file_in(told)
    assert (await two.shared()).contract.operations[0].purpose == "All, by page"


async def test_the_same_method_and_path_is_there_once(two: Two) -> None:
    await two.add(two.ben, "/products")
    await two.add(two.ben, "/goods")

    again = await two.add(two.ann, "products")
    form = await two.say(two.ann, "edit", endpoint="goods")
    renamed = await two.ann.submit_modal(form, {**as_shown(form), "path": "/products"})

    for told in (again, renamed):
        assert "`GET /products` is in your contract already." in seen(told)


async def test_a_state_is_chosen_on_the_endpoints_own_card(two: Two) -> None:
    await two.add(two.ben, "/products")
    shown = await two.say(two.ben, "show", endpoint="products")

    await choose(two.ben, shown, "mocked")
    again = await two.say(two.ben, "state", endpoint="products", state="mocked")

    assert "🟡 **Mocked**" in as_it_stands(two.world, shown)
    assert "`GET /products` is mocked already." in seen(again)


async def test_what_was_taken_out_is_put_back_within_five_minutes(two: Two) -> None:
    await two.add(two.ben, "/products", purpose="All")
    before = (await two.shared()).contract

    gone = await two.say(two.ben, "remove", endpoint="products")
    said, without = seen(gone), (await two.shared()).contract.operations
    await press(two.ben, gone, "Undo")
    await two.gather()

    assert "is taken out. For 5 minutes you can undo that" in said
    assert without == ()
    assert "`GET /products` is back, as it was." in as_it_stands(two.world, gone)
    assert (await two.shared()).contract == before


async def test_after_five_minutes_nothing_is_put_back(two: Two) -> None:
    await two.add(two.ben, "/products")
    gone = await two.say(two.ben, "remove", endpoint="products")
    await two.gather()

    told = await press(two.ben, gone, "Undo")

    assert "The time to undo that is over." in seen(told)
    assert (await two.shared()).endpoints == ()


async def test_an_endpoint_needs_a_path(two: Two) -> None:
    told = await two.add(two.ben, " \u200b ", purpose="Nobody knows")

    assert "An endpoint needs a path" in seen(told)
    assert "Nobody knows" in two.world.file_in(told)


PATHS = {
    "products": "/products",
    "https://shop.example.com/api/products?page=2": "/api/products",
    "/a  b": "/a b",
}


async def test_a_path_is_taken_as_it_was_meant(two: Two) -> None:
    for typed in PATHS:
        await two.add(two.ben, typed)

    assert [one.path for one in (await two.shared()).contract.operations] == [*PATHS.values()]


async def test_three_hundred_endpoints_are_paged_and_one_more_is_refused(two: Two) -> None:
    many = {f"/things/{number}": {"get": {"x-nexus-state": "planned"}} for number in range(300)}
    file = json.dumps({"openapi": "3.1.0", "info": {"title": "Shop"}, "paths": many})
    sent = await two.say(two.ben, "import", file=("api.json", file.encode()))
    await press(two.ben, sent, "Apply")

    refused = await two.add(two.ben, "/one-too-many")
    shown = await two.say(two.ann, "show")
    await two.world.wait(timedelta(minutes=1))
    on_card = two.contract_card()
    await press(two.ann, shown, "More")

    assert "A contract has room for 300 endpoints" in seen(refused)
    assert "300 endpoints" in card(on_card)
    assert "and 292 more" in card(on_card)
    assert "2 of 38" in as_it_stands(two.world, shown)
    assert "`GET /things/8`" in as_it_stands(two.world, shown)
    found = await two.ann.autocomplete(two.thread, "contract edit", "endpoint", "")
    assert len(found) == 25


HOSTILE = "`/x` @everyone <@1> [a](https://evil.example) ```\n# **big**"


async def test_hostile_text_neither_breaks_the_card_nor_mentions_anybody(two: Two) -> None:
    await two.add(two.ben, HOSTILE, purpose=HOSTILE, request=HOSTILE, response=HOSTILE)
    await two.gather()
    shown = await two.say(two.ann, "show", endpoint="x")

    news = two.messages()[-1]
    for text in (card(two.contract_card()), seen(shown), card(news)):
        for harm in ("@everyone", "](https://evil", "**big**", "\n# "):
            assert harm not in _outside_code(text)
    assert pinged(two.world, two.contract_card()) == set()
    assert pinged(two.world, news) == {two.ann.id}


def _outside_code(text: str) -> str:
    """What is no code span and no block of code, as Discord reads it."""
    blocks = text.split("```")[::2]
    return "".join("".join(one.split("`")[::2]) for one in blocks)


async def test_every_card_fits_on_a_phone(two: Two) -> None:
    form = await press(two.ben, await two.say(two.ben, "show"), "Details")
    await two.ben.submit_modal(
        form,
        {
            **as_shown(form),
            "title": "W" * 100,
            "base_url": f"https://{'w' * 200}.example.com/api",
            "docs_url": f"https://{'w' * 200}.example.com/docs",
        },
    )
    for number, state in enumerate(("planned", "mocked", "live", "changed", "deprecated") * 2):
        await two.add(two.ben, f"/{'w' * 60}/{number}", purpose="W" * 100, request="w" * 900)
        await two.say(two.ben, "state", endpoint=f"/{number}", state=state)
    await two.gather()

    shown = await two.say(two.ann, "show")
    one = await two.say(two.ann, "show", endpoint="/9")
    for answer in (shown, one):
        assert answer.response is not None
        assert rows(answer.response.components) <= 12
    for message in two.messages()[-2:]:
        parts = [one.to_dict() for one in message.components]
        assert rows(parts) <= 12, "\n".join(texts(parts))


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("products", "/products"),
        ("https://shop.dev/api/products?page=2#top", "/api/products"),
        ("https://shop.dev", "/"),
        ("http://[", "/"),
    ],
)
def test_a_path_is_read_out_of_whatever_was_typed_for_it(typed: str, path: str) -> None:
    assert path_of(typed, Method.GET) == path
