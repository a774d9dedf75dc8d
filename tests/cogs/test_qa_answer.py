"""People answer by button and by command, and an answer is never lost."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from db.tables import Question
from tests.cogs.qa_acts import (
    TITLE,
    answer,
    ask,
    cards_in,
    pinged,
    question_card,
    thread_of,
)
from tests.world import World, card, fields, seen

MINUTES = timedelta(minutes=2)


async def test_an_answer_is_seen_in_the_thread_and_counted_on_the_card(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await ask(world, ann)

    told = await answer(world, ben, "Use `datetime.now(UTC)`.")

    shown = cards_in(thread_of(world))[-1]
    assert told.ephemeral
    assert "Your answer to **#1** is posted" in seen(told)
    assert card(shown) == (
        f"**{ann.mention}, an answer by {ben.mention}**\nUse `datetime.now(UTC)`.\nHelpful\nAccept"
    )
    assert pinged(world, shown) == [ann.id]
    assert "**1 answer, none accepted yet**" in card(question_card(world))
    await answer(world, world.member("Cy"), "Or set the clock.")
    assert "**2 answers, none accepted yet**" in card(question_card(world))


async def test_nobody_is_pinged_by_their_own_answer(world: World) -> None:
    ann = world.member("Ann")
    await ask(world, ann)

    await answer(world, ann, "Found it.")

    shown = cards_in(thread_of(world))[-1]
    assert card(shown).startswith(f"**Answer by {ann.mention}, who asked**")
    assert pinged(world, shown) == []


@pytest.mark.parametrize("typed", ["1", "#1", " # 1 "])
async def test_a_number_that_was_typed_serves_as_well_as_a_choice(world: World, typed: str) -> None:
    await ask(world, world.member("Ann"))
    ben = world.member("Ben")

    form = await ben.slash(world.home, "qa answer", question=typed)
    told = await ben.submit_modal(form, {"text": "Set the clock."})

    assert "Your answer to **#1** is posted" in seen(told)


async def test_in_its_thread_a_question_need_not_be_named(world: World) -> None:
    await ask(world, world.member("Ann"))
    ben = world.member("Ben")

    form = await ben.slash(thread_of(world), "qa answer")
    told = await ben.submit_modal(form, {"text": "Set the clock."})

    assert "Your answer to **#1** is posted" in seen(told)


async def test_outside_of_a_thread_nexus_asks_which_question(world: World) -> None:
    told = await world.member("Ben").slash(world.home, "qa answer")

    assert told.modal is None
    assert "Which question do you mean?" in seen(told)


@pytest.mark.parametrize("typed", ["2", "0", "9" * 18])
async def test_a_number_that_nobody_asked_under_is_refused(world: World, typed: str) -> None:
    await ask(world, world.member("Ann"))

    told = await world.member("Ben").slash(world.home, "qa answer", question=typed)

    assert told.modal is None
    assert told.ephemeral
    assert f"There is no question #{typed} here." in seen(told)


@pytest.mark.parametrize("typed", ["jwt", "-1", "1.5", "٣", "9" * 19, "9" * 40, "#", " "])
async def test_what_is_no_number_is_refused_with_a_way_on(world: World, typed: str) -> None:
    told = await world.member("Ben").slash(world.home, "qa answer", question=typed)

    assert told.modal is None
    assert "Choose a question from the list" in seen(told)


async def test_another_guilds_question_number_is_refused(world: World) -> None:
    other = world.another_guild("Elsewhere")
    there = other.create_text_channel("prodevprojectnexus")
    zed = world.member("Zed", guild=other)
    await ask(world, world.member("Ann"))

    told = await zed.slash(there, "qa answer", question="1")

    assert told.modal is None
    assert "There is no question #1 here." in seen(told)


async def test_suggestions_are_this_guilds_newest_first(world: World) -> None:
    other = world.another_guild("Elsewhere")
    there = other.create_text_channel("prodevprojectnexus")
    ann, zed = world.member("Ann"), world.member("Zed", guild=other)
    await ask(world, ann, "How do I paginate?")
    await ask(world, ann, "What is a 100% index?")
    await ask(world, zed, "Elsewhere", channel=there)

    async def offered(typed: str) -> list[str]:
        found = await ann.autocomplete(world.home, "qa answer", "question", typed)
        return [one["name"] for one in found]

    both = ["#2 What is a 100% index?", "#1 How do I paginate?"]
    assert await offered("") == both
    assert await offered("#") == both
    assert await offered("#2") == both[:1]
    assert await offered("PAGINATE how") == both[1:]
    assert await offered("100%") == both[:1]
    assert await offered("Elsewhere") == []


async def test_a_suggestion_leads_to_its_question(world: World) -> None:
    await ask(world, world.member("Ann"), "W" * 100)
    ben = world.member("Ben")

    (offered,) = await ben.autocomplete(world.home, "qa answer", "question", "www")
    form = await ben.slash(world.home, "qa answer", question=offered["value"])

    assert len(offered["name"]) == 100
    assert offered["value"] == "1"
    assert fields(form)["text"]["max_length"] == 2000


async def test_button_and_open_form_survive_a_restart(world: World) -> None:
    await ask(world, world.member("Ann"))
    ben = world.member("Ben")

    await world.restart()
    form = await ben.click(question_card(world), label="Answer")
    await world.restart()
    told = await ben.submit_modal(form, {"text": "Set the clock."})

    assert "Your answer to **#1** is posted" in seen(told)
    assert "Set the clock." in card(cards_in(thread_of(world))[-1])


async def test_markup_mentions_and_masked_links_come_out_as_typed(world: World) -> None:
    await ask(world, world.member("Ann"))

    await answer(world, world.member("Ben"), "[safe](https://evil.example) <@&1> @here **b**")

    shown = cards_in(thread_of(world))[-1]
    assert r"\[safe\]\(https://evil.example)" in card(shown)
    assert r"\<@" in card(shown)
    assert "@here" not in card(shown)
    assert r"\*\*b\*\*" in card(shown)


async def test_an_empty_answer_is_refused_kindly(world: World) -> None:
    await ask(world, world.member("Ann"))

    told = await answer(world, world.member("Ben"), " \u200b ")

    assert told.ephemeral
    assert "nothing readable in your answer" in seen(told)
    assert len(cards_in(thread_of(world))) == 1


async def test_the_longest_answer_is_posted(world: World) -> None:
    await ask(world, world.member("Ann"))

    told = await answer(world, world.member("Ben"), "*" * 2000)

    assert "is posted" in seen(told)


async def test_the_same_answer_twice_is_one_answer(world: World) -> None:
    await ask(world, world.member("Ann"))
    ben = world.member("Ben")
    await answer(world, ben, "Set the clock.")

    told = await answer(world, ben, "Set the clock.")

    assert "You have just given this answer to **#1**" in seen(told)
    assert len(cards_in(thread_of(world))) == 2


async def test_an_answer_whose_thread_was_deleted_is_posted_in_a_new_one(world: World) -> None:
    await ask(world, world.member("Ann"))
    ben = world.member("Ben")
    form = await ben.click(question_card(world), label="Answer")
    world.env.backend.delete_channel(thread_of(world).id)
    await world.env.settle()

    told = await ben.submit_modal(form, {"text": "Try freezegun."})

    assert f"is posted: <#{thread_of(world).id}>" in seen(told)
    assert "Try freezegun." in card(cards_in(thread_of(world))[-1])
    assert TITLE[:10] in seen(await ben.slash(world.home, "qa search", words="freezegun"))
    assert "**1 answer, none accepted yet**" in card(question_card(world))


async def test_an_answer_that_discord_refused_is_posted_later_once(world: World) -> None:
    await ask(world, world.member("Ann"))
    thread = thread_of(world)
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=500)

    told = await answer(world, world.member("Ben"), "Set the clock.")
    before = len(cards_in(thread))
    await world.wait(MINUTES)
    await world.wait(MINUTES)

    assert "is saved, but I could not post it yet" in seen(told)
    assert (before, len(cards_in(thread))) == (1, 2)
    assert "Set the clock." in card(cards_in(thread)[-1])


async def test_an_answer_to_a_question_that_is_not_posted_yet_follows_it(world: World) -> None:
    ben = world.member("Ben")
    posting = ("POST", f"/channels/{world.home.id}/messages")
    world.env.inject_error(*posting, status=500, times=1)
    await ask(world, world.member("Ann"))

    form = await ben.slash(world.home, "qa answer", question="1")
    told = await ben.submit_modal(form, {"text": "Set the clock."})
    await world.wait(MINUTES)

    assert "is saved, but I could not post it yet" in seen(told)
    assert "Set the clock." in card(cards_in(thread_of(world))[-1])
    assert "**1 answer, none accepted yet**" in card(question_card(world))


async def test_a_deleted_card_does_not_keep_answers_from_its_thread(world: World) -> None:
    await ask(world, world.member("Ann"))
    ben = world.member("Ben")
    form = await ben.click(question_card(world), label="Answer")
    thread = thread_of(world)
    (opening,) = cards_in(thread)
    gone = question_card(world)
    form = await ben.click(opening, label="Answer")
    world.env.backend.delete_message(world.home.id, gone.id)

    told = await ben.submit_modal(form, {"text": "Set the clock."})

    assert "Your answer to **#1** is posted" in seen(told)
    assert "Set the clock." in card(cards_in(thread)[-1])


async def close(world: World, **why: object) -> None:
    """Question #1 is closed, behind the bot's back."""
    async with world.bot.db.begin() as session:
        changed = {"closed_at": world.bot.now(), "closed_by_id": 1, **why}
        await session.execute(update(Question).where(Question.number == 1).values(**changed))


async def test_a_closed_question_takes_no_answers_and_says_why(world: World) -> None:
    await ask(world, world.member("Ann"))
    await close(world, close_reason="It works now")
    ben = world.member("Ben")

    for told in (
        await ben.click(question_card(world), label="Answer"),
        await ben.slash(world.home, "qa answer", question="1"),
        await ben.slash(thread_of(world), "qa answer"),
    ):
        assert told.modal is None
        assert told.ephemeral
        assert "**#1** is closed and takes no more answers. The reason: It works now" in seen(told)


async def test_what_was_typed_comes_back_when_the_question_was_closed_meanwhile(
    world: World,
) -> None:
    await ask(world, world.member("Ann"))
    ben = world.member("Ben")
    form = await ben.click(question_card(world), label="Answer")
    await close(world)

    told = await ben.submit_modal(form, {"text": "Set ``` the clock."})

    assert told.ephemeral
    assert "is closed and takes no more answers. Here is what you wrote" in seen(told)
    assert "Set `\u200b`\u200b` the clock." in seen(told)
    assert len(cards_in(thread_of(world))) == 1
