"""Members look at each other's code: asked for, claimed for two days, done with a word."""

import re
from datetime import timedelta

import discord
import pytest
from simcord import MemberActor

from tests.cogs.qa_acts import as_it_stands, cards_in, choose, pinged, press, rows
from tests.cogs.review_acts import CLAIM, LINK, LOOK, NAME, WORD, ask, finish, review_card
from tests.guards import forge
from tests.world import World, card, fields, seen

HELD, MINUTE = timedelta(hours=48), timedelta(minutes=1)
SHOP = "https://github.com/ann/shop/tree/{}"


@pytest.fixture
async def ann(world: World) -> MemberActor:
    """Ann has asked for a review of her pull request."""
    ann = world.member("Ann")
    await ask(world, ann)
    return ann


@pytest.fixture
async def ben(world: World, ann: MemberActor) -> MemberActor:
    """Ben has claimed it."""
    ben = world.member("Ben")
    await ben.click(review_card(world), label=CLAIM)
    return ben


def labels(text: str) -> set[str]:
    known = {CLAIM, "Done", "Give it back", "Withdraw", "Thanks", "Ask for another look"}
    return known & set(text.split("\n"))


# Asked


async def test_who_asks_sees_their_card_where_everybody_does_and_nobody_is_pinged(
    world: World,
) -> None:
    ann = world.member("Ann")

    told = await ask(world, ann)

    shown = review_card(world)
    assert told.ephemeral
    assert f"[its card]({shown.jump_url})" in seen(told)
    for words in ("Review wanted · Backend", NAME, ann.mention, LOOK, "Waiting for a reviewer"):
        assert words in card(shown)
    assert labels(card(shown)) == {CLAIM, "Withdraw"}
    assert pinged(world, shown) == []


@pytest.mark.parametrize(
    ("link", "look_at", "why"),
    [
        ("https://ann:pw@github.com/ann/shop", LOOK, "a name or a password"),
        ("http://github.com/ann/shop", LOOK, "begins with `https://`"),
        (LINK, "\u200b", "Say what a reviewer should look at"),
    ],
)
async def test_a_form_that_fails_gives_back_what_was_typed(
    world: World, link: str, look_at: str, why: str
) -> None:
    told = await ask(world, world.member("Ann"), link, look_at)

    assert why in seen(told)
    assert link in world.file_in(told)
    assert cards_in(world.home) == []


async def test_what_is_typed_without_its_beginning_and_in_lines_is_shown_tidied(
    world: World,
) -> None:
    await ask(world, world.member("Ann"), NAME, "**Is it safe?**\n@everyone", track="both")

    shown = card(review_card(world))
    assert r"\*\*Is it safe?\*\* @" in shown
    assert "@everyone" not in shown
    assert "### Review wanted\n" in shown


async def test_three_may_wait_at_a_time_and_each_link_once(world: World, ann: MemberActor) -> None:
    twice = await ask(world, ann)
    for branch in ("a", "b"):
        await ask(world, ann, SHOP.format(branch))

    fourth = await ask(world, ann, SHOP.format("c"))
    await ann.click(review_card(world), label="Withdraw")
    again = await ask(world, ann, SHOP.format("c"))

    assert "already, and it still waits" in seen(twice)
    assert "You have asked for 3 reviews" in seen(fourth)
    assert SHOP.format("c") in world.file_in(fourth)
    assert "Your review is asked for" in seen(again)


async def test_a_server_without_a_channel_for_it_is_told_so_before_anybody_types(
    world: World,
) -> None:
    beyond = world.another_guild("Elsewhere")
    lobby = beyond.create_text_channel("lobby")

    told = await world.member("Kit", guild=beyond).slash(lobby, "review ask")

    assert told.modal is None
    assert "No channel is set up for this yet" in seen(told)


async def test_where_nexus_may_not_post_the_card_comes_as_soon_as_it_may(world: World) -> None:
    ann = world.member("Ann")
    form = await ann.slash(world.home, "review ask")
    world.env.inject_error("POST", f"/channels/{world.home.id}/messages", status=503)

    told = await ann.submit_modal(form, {"link": LINK, "look_at": LOOK, "track": ["both"]})
    before = cards_in(world.home)
    await world.wait(MINUTE)

    assert "I will post it as soon as possible" in seen(told)
    assert before == []
    assert NAME in card(review_card(world))


# Claimed


async def test_who_claims_it_is_told_in_private_until_when_it_is_theirs(
    world: World, ann: MemberActor
) -> None:
    ben = world.member("Ben")

    told = await ben.click(review_card(world), label=CLAIM)

    until = int((world.env.now() + HELD).timestamp())
    assert told.ephemeral
    assert f"It is yours until <t:{until}:F>" in seen(told)
    assert LOOK in seen(told)
    assert labels(seen(told)) == {"Done", "Give it back"}
    assert f"**{ben.mention} is on it**, free again <t:{until}:R>" in card(review_card(world))
    assert labels(card(review_card(world))) == {"Done", "Give it back", "Withdraw"}
    assert [pinged(world, one) for one in cards_in(world.home)] == [[]]


async def test_their_own_code_is_for_others_to_claim(world: World, ann: MemberActor) -> None:
    told = await ann.click(review_card(world), label=CLAIM)

    assert "This is your own code" in seen(told)
    assert "Waiting for a reviewer" in card(review_card(world))


async def test_of_two_who_press_one_has_it_and_the_other_is_told_who(
    world: World, ann: MemberActor
) -> None:
    ben, cy = world.member("Ben"), world.member("Cy")
    claim = pressed(review_card(world), "claim")
    await ben.click(review_card(world), label=CLAIM)
    await world.wait(MINUTE)

    too_late = await forge.press(cy, world.home, claim)
    again = await forge.press(ben, world.home, claim)

    until = int((world.env.now() + HELD - MINUTE).timestamp())
    assert f"{ben.mention} was first: it is theirs, and free again <t:{until}:R>" in seen(too_late)
    assert f"It is yours until <t:{until}:F>" in seen(again)


def pressed(message: discord.Message, verb: str) -> str:
    """What a button of a card sends, for those on whose screen it still stands later."""
    found = re.search(rf"review:{verb}:\d+", str([one.to_dict() for one in message.components]))
    assert found is not None
    return found.group()


async def test_two_at_a_time_are_enough(world: World, ann: MemberActor) -> None:
    ben = world.member("Ben")
    for branch in ("a", "b"):
        await ask(world, ann, SHOP.format(branch))
    for link in (LINK, SHOP.format("a")):
        await ben.click(review_card(world, link), label=CLAIM)

    third = await ben.click(review_card(world, SHOP.format("b")), label=CLAIM)
    await finish(ben, review_card(world))
    then = await ben.click(review_card(world, SHOP.format("b")), label=CLAIM)

    assert "You have 2 reviews already" in seen(third)
    assert "It is yours until" in seen(then)


async def test_after_two_days_it_is_free_again_with_a_line_and_without_a_ping(
    world: World, ben: MemberActor
) -> None:
    await world.restart()
    await world.wait(HELD - 2 * MINUTE)
    before = card(review_card(world))
    await world.wait(3 * MINUTE)

    after = card(review_card(world))
    assert f"{ben.mention} is on it" in before
    assert f"{ben.mention} had it for 48 hours." in after
    assert labels(after) == {CLAIM, "Withdraw"}
    assert [pinged(world, one) for one in cards_in(world.home)] == [[]]
    cy = world.member("Cy")
    assert "It is yours until" in seen(await cy.click(review_card(world), label=CLAIM))
    assert "had it for" not in card(review_card(world))


async def test_who_was_too_slow_may_still_finish_while_nobody_else_has_it(
    world: World, ben: MemberActor
) -> None:
    form = await ben.click(review_card(world), label="Done")
    await world.wait(HELD + MINUTE)

    told = await ben.submit_modal(form, {"word": WORD})

    assert "Thank you!" in seen(told)
    assert f"Reviewed by {ben.mention}" in card(review_card(world))


async def test_who_was_too_slow_has_their_words_back_where_another_has_it(
    world: World, ben: MemberActor
) -> None:
    form = await ben.click(review_card(world), label="Done")
    await world.wait(HELD + MINUTE)
    cy = world.member("Cy")
    await cy.click(review_card(world), label=CLAIM)

    told = await ben.submit_modal(form, {"word": WORD})

    assert f"Only {cy.mention} has this one" in seen(told)
    assert WORD in world.file_in(told)
    assert f"{cy.mention} is on it" in card(review_card(world))


async def test_who_gives_it_back_frees_it_at_once_on_the_public_card_and_on_their_own(
    world: World, ann: MemberActor
) -> None:
    ben = world.member("Ben")
    await ben.click(review_card(world), label=CLAIM)
    public = await ben.click(review_card(world), label="Give it back")
    between = card(review_card(world))
    mine = await ben.click(review_card(world), label=CLAIM)
    await press(ben, mine, "Give it back")

    assert "is free again. Thank you for looking!" in seen(public)
    assert "is free again. Thank you for looking!" in as_it_stands(world, mine)
    for text in (between, card(review_card(world))):
        assert "Waiting for a reviewer" in text
        assert "had it for" not in text


async def test_others_neither_finish_nor_give_back_what_one_has(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    for who in (ann, world.member("Cy"), world.moderator()):
        for label in ("Done", "Give it back"):
            told = await who.click(review_card(world), label=label)
            assert f"Only {ben.mention} has this one" in seen(told)
            assert told.modal is None


async def test_a_reviewer_who_left_holds_it_no_longer_than_anybody(
    world: World, ben: MemberActor
) -> None:
    world.guild.remove_member(ben)
    await world.wait(HELD + MINUTE)

    assert "Waiting for a reviewer" in card(review_card(world))


async def test_what_somebody_asked_who_left_is_closed_before_anybody_works_on_it(
    world: World, ann: MemberActor
) -> None:
    shown = review_card(world)
    world.guild.remove_member(ann)
    ben = world.member("Ben")

    told = await ben.click(shown, label=CLAIM)

    (closed,) = cards_in(world.home)
    assert "has left the server, so I closed it" in seen(told)
    assert "Closed: who asked has left the server" in card(closed)
    assert "Nothing waits for a review" in seen(await ben.slash(world.home, "review list"))


# Done


async def test_who_asked_is_pinged_once_with_the_word_of_the_reviewer(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    told = await finish(ben, review_card(world))
    await world.wait(MINUTE)

    shown, word = cards_in(world.home)
    assert f"Thank you! {ann.mention} is pinged" in seen(told)
    assert f"{ann.mention}, {ben.mention} reviewed\n**ann/shop/pull/3**" in card(word)
    assert WORD in card(word)
    assert (pinged(world, shown), pinged(world, word)) == ([], [ann.id])
    assert f"**Reviewed by {ben.mention}**" in card(shown)
    for one in (shown, word):
        assert labels(card(one)) == {"Thanks", "Ask for another look"}


async def test_a_word_is_needed(world: World, ben: MemberActor) -> None:
    told = await finish(ben, review_card(world), "\u200b")

    assert "Say in a line what is good" in seen(told)
    assert f"{ben.mention} is on it" in card(review_card(world))


async def test_thanks_are_said_once_by_who_asked_and_ping_nobody(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    await finish(ben, review_card(world))
    shown, word = cards_in(world.home)
    thanks = pressed(shown, "thank")

    by_another = await world.member("Cy").click(word, label="Thanks")
    told = await ann.click(word, label="Thanks")
    twice = await forge.press(ann, world.home, thanks)

    assert f"Only {ann.mention}" in seen(by_another)
    assert f"the card tells {ben.mention} thanks from you" in seen(told)
    assert "You thanked" in seen(twice)
    shown, word, _ = cards_in(world.home)
    for one in (shown, word):
        assert f"{ann.mention} says thanks." in card(one)
        assert labels(card(one)) == {"Ask for another look"}
        assert pinged(world, one) == []


async def test_another_look_makes_it_wait_again_and_its_next_word_pings_once_more(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    await finish(ben, review_card(world))
    _, word = cards_in(world.home)
    await world.wait(MINUTE)

    told = await ann.click(word, label="Ask for another look")
    _, before = cards_in(world.home)
    cy = world.member("Cy")
    await cy.click(review_card(world), label=CLAIM)
    await finish(cy, review_card(world), "The refresh is safe. Next: rotate the key.")

    assert "It is free again, for another pair of eyes" in seen(told)
    assert f"{ann.mention} asked for another look" in card(before)
    assert labels(card(before)) == set()
    shown, _, second = cards_in(world.home)
    assert f"Reviewed by {cy.mention}" in card(shown)
    assert "rotate the key" in card(second)
    assert pinged(world, second) == [ann.id]


async def test_a_done_review_is_neither_claimed_nor_withdrawn(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    shown = await world.member("Cy").slash(world.home, "review list")
    before = await ann.autocomplete(world.home, "review withdraw", "review", "ann/sh")
    await finish(ben, review_card(world))

    told = await ann.slash(world.home, "review withdraw", review=before[0]["value"])

    assert "Nothing waits for a review" in seen(shown)
    assert f"{ben.mention} has reviewed this already" in seen(told)
    assert await ann.autocomplete(world.home, "review withdraw", "review", "") == []


# Withdrawn


async def test_who_asked_withdraws_it_and_the_card_is_closed(
    world: World, ann: MemberActor
) -> None:
    told = await ann.click(review_card(world), label="Withdraw")

    (shown,) = cards_in(world.home)
    assert "is withdrawn" in seen(told)
    assert f"**Withdrawn by {ann.mention}**" in card(shown)
    assert labels(card(shown)) == set()
    assert LINK not in str([one.to_dict() for one in shown.components])


async def test_others_cannot_and_moderators_can_with_a_line_on_the_record(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    mo = world.moderator()

    told = await ben.click(review_card(world), label="Withdraw")
    await mo.click(review_card(world), label="Withdraw")

    (shown,) = cards_in(world.home)
    audit = seen(await mo.slash(world.home, "nexus audit"))
    assert f"Only {ann.mention}, who asked, or a moderator can withdraw it" in seen(told)
    assert f"Withdrawn by {mo.mention}" in card(shown)
    assert f"{mo.mention} withdrew **review**" in audit
    assert NAME in audit


async def test_what_one_withdraws_oneself_is_on_no_record(world: World) -> None:
    mo = world.moderator()
    await ask(world, mo)
    await mo.click(review_card(world), label="Withdraw")

    assert "Nothing yet" in seen(await mo.slash(world.home, "nexus audit"))


async def test_a_reviewer_learns_that_it_was_withdrawn_and_keeps_their_words(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    form = await ben.click(review_card(world), label="Done")
    await ann.click(review_card(world), label="Withdraw")

    told = await ben.submit_modal(form, {"word": WORD})

    assert "This was withdrawn" in seen(told)
    assert WORD in world.file_in(told)
    assert len(cards_in(world.home)) == 1


# Found again


async def test_the_list_has_the_readers_own_on_top_and_then_the_longest_waiting(
    world: World, ann: MemberActor
) -> None:
    ben, cy = world.member("Ben"), world.member("Cy")
    for who, branches in ((cy, "abc"), (ben, "de")):
        for branch in branches:
            await world.wait(MINUTE)
            await ask(world, who, SHOP.format(branch))
    await ben.click(review_card(world, SHOP.format("c")), label=CLAIM)

    told = await ben.slash(world.home, "review list")
    first = seen(told)
    await press(ben, told, "More")
    second = as_it_stands(world, told)
    others = seen(await world.member("Di").slash(world.home, "review list"))

    assert told.ephemeral
    assert "**Waiting for a review** · 6 · 1 of 2" in first
    order = [first.index(f"tree/{branch}") for branch in "cde"] + [first.index("pull/3")]
    assert order == sorted(order)
    assert "you are on it, free again" in first
    assert first.count("yours · asked") == 2
    assert second.index("tree/a") < second.index("tree/b")
    assert "tree/c" not in others
    assert rows(told.response.components if told.response else ()) <= 12


async def test_one_is_opened_from_the_list_and_claimed_there(
    world: World, ann: MemberActor
) -> None:
    ben = world.member("Ben")
    shown = await ben.slash(world.home, "review list")
    (value,) = [
        one["value"] for one in await ann.autocomplete(world.home, "review withdraw", "review", "")
    ]

    opened = await choose(ben, shown, value)
    told = await press(ben, opened, CLAIM)

    assert opened.ephemeral
    assert LOOK in seen(opened)
    assert "It is yours until" in seen(told)


async def test_who_lost_the_card_finishes_and_withdraws_by_command(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    others = await world.member("Cy").autocomplete(world.home, "review done", "review", "")
    (mine,) = await ben.autocomplete(world.home, "review done", "review", "token")
    form = await ben.slash(world.home, "review done", review=mine["value"])
    await ben.submit_modal(form, {"word": WORD})
    await ask(world, ann, SHOP.format("a"))
    (hers,) = await ann.autocomplete(world.home, "review withdraw", "review", "tree")
    withdrawn = await ann.slash(world.home, "review withdraw", review=hers["value"])
    typed = await ann.slash(world.home, "review withdraw", review="the shop")

    assert others == []
    assert mine["name"] == f"ann/shop/pull/3 · {LOOK}"
    assert set(fields(form)) == {"word"}
    assert f"Reviewed by {ben.mention}" in card(review_card(world))
    assert "is withdrawn" in seen(withdrawn)
    assert "Choose the review from the list" in seen(typed)


# Deleted by hand


async def test_a_card_that_was_deleted_stands_again_once_something_changes(
    world: World, ann: MemberActor
) -> None:
    ben = world.member("Ben")
    shown = await ben.slash(world.home, "review list")
    world.env.backend.delete_message(world.home.id, review_card(world).id)
    (one,) = await ann.autocomplete(world.home, "review withdraw", "review", "")

    await press(ben, await choose(ben, shown, one["value"]), CLAIM)
    await world.wait(MINUTE)

    assert len(cards_in(world.home)) == 1
    assert f"{ben.mention} is on it" in card(review_card(world))


async def test_where_the_channel_was_deleted_it_stands_in_the_one_that_is_set_up_now(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    world.env.backend.delete_channel(world.home.id)
    lobby = world.guild.create_text_channel("new-prodevprojectnexus")
    await world.env.settle()
    (mine,) = await ben.autocomplete(lobby, "review done", "review", "")
    shown = await ben.slash(lobby, "review list")

    await press(ben, await choose(ben, shown, mine["value"]), "Give it back")
    (again,) = cards_in(lobby)
    await ben.click(again, label=CLAIM)
    await finish(ben, cards_in(lobby)[0])

    done, word = cards_in(lobby)
    assert "Waiting for a reviewer" in card(again)
    assert f"Reviewed by {ben.mention}" in card(done)
    assert WORD in card(word)
    assert pinged(world, word) == [ann.id]


async def test_cards_fit_on_a_phone(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    link = f"https://github.com/ann/{'a-very-long-name-' * 9}"
    await ask(world, ann, link, "Is this right at all? " * 6)
    shown = review_card(world, link)
    drawn = [rows(world.env.backend.get_message(world.home.id, shown.id).components)]
    claimed = await ben.click(shown, label=CLAIM)
    drawn += [rows(claimed.response.components if claimed.response else ())]
    await finish(ben, review_card(world, link), "This is right, but for that. " * 6)
    for one in cards_in(world.home):
        drawn.append(rows(world.env.backend.get_message(world.home.id, one.id).components))

    assert max(drawn) <= 12, drawn
