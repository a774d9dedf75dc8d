"""A card in the channel leads newcomers to what they need: one card, wherever it stands."""

from datetime import timedelta

import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor

from db import welcomes
from tests.cogs.learning_acts import components
from tests.cogs.qa_acts import as_it_stands, cards_in, press, rows
from tests.world import World, card, seen

LABELS = ["Ask", "Find a partner", "Sessions", "My log"]


async def welcome(world: World) -> None:
    mo = world.moderator()
    await press(mo, await mo.slash(world.home, "nexus welcome"), "Post it")


async def pick(who: MemberActor, shown: InteractionResult, channel: ChannelHandle) -> None:
    assert shown.response is not None
    await who.select(shown.response.message, [channel])


async def test_a_moderator_sees_the_card_before_everybody_does(world: World) -> None:
    mo = world.moderator()

    shown = await mo.slash(world.home, "nexus welcome")
    before = cards_in(world.home)
    preview = seen(shown)
    await press(mo, shown, "Post it")
    [public] = cards_in(world.home)

    assert shown.ephemeral
    assert before == []
    assert "Only you see this. It goes to" in preview
    assert rows(components(shown)) <= 12
    assert f"The card stands in <#{world.home.id}>" in as_it_stands(world, shown)
    assert card(public).split("\n")[0] == "### Welcome! What do you need?"
    assert card(public).split("\n")[-4:] == LABELS


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("Find a partner", "Your profile for pairing"),
        ("Sessions", "No session"),
        ("My log", "Your log is empty"),
    ],
)
async def test_each_button_answers_its_presser_alone(world: World, label: str, says: str) -> None:
    await welcome(world)
    [public] = cards_in(world.home)
    before = card(public)

    answer = await world.member("Ann").click(public, label=label)

    assert answer.ephemeral
    assert says.casefold() in seen(answer).casefold()
    assert card(cards_in(world.home)[0]) == before


async def test_ask_opens_the_form_and_the_question_is_asked(world: World) -> None:
    await welcome(world)
    ann = world.member("Ann")

    form = await ann.click(cards_in(world.home)[0], label="Ask")
    asked = await ann.submit_modal(
        form, {"title": "How?", "details": "I tried.", "topic": ["Other"]}
    )

    assert "is posted" in seen(asked) or "Your question is" in seen(asked)
    assert any("How?" in card(one) for one in cards_in(world.home))


async def test_run_again_it_is_brought_up_to_date_where_it_stands(world: World) -> None:
    await welcome(world)
    mo = world.moderator("Max")

    shown = await mo.slash(world.home, "nexus welcome")
    preview = seen(shown)
    await press(mo, shown, "Bring it up to date")

    assert f"It stands in <#{world.home.id}>" in preview
    assert "is up to date" in as_it_stands(world, shown)
    assert len(cards_in(world.home)) == 1


async def test_in_another_channel_it_moves_there(world: World) -> None:
    await welcome(world)
    start = world.guild.create_text_channel("start-here")
    mo = world.moderator("Max")

    shown = await mo.slash(world.home, "nexus welcome")
    await pick(mo, shown, start)
    chosen = as_it_stands(world, shown)
    await press(mo, shown, "Move it")

    assert f"It stands in <#{world.home.id}>: it goes to <#{start.id}>" in chosen
    assert f"The card stands in <#{start.id}>" in as_it_stands(world, shown)
    assert cards_in(world.home) == []
    assert len(cards_in(start)) == 1


async def test_one_that_somebody_deleted_is_posted_anew(world: World) -> None:
    await welcome(world)
    [first] = cards_in(world.home)
    world.env.backend.delete_message(first.channel.id, first.id)
    mo = world.moderator("Max")

    shown = await mo.slash(world.home, "nexus welcome")
    await press(mo, shown, "Bring it up to date")

    assert f"The card stands in <#{world.home.id}>" in as_it_stands(world, shown)
    assert len(cards_in(world.home)) == 1


async def test_two_who_post_it_make_one_card(world: World) -> None:
    """Also where each has seen a preview before the other pressed."""
    start = world.guild.create_text_channel("start-here")
    mo, max_ = world.moderator(), world.moderator("Max")
    here = await mo.slash(world.home, "nexus welcome")
    there = await max_.slash(world.home, "nexus welcome")
    await pick(max_, there, start)

    await press(max_, there, "Post it")
    await press(mo, here, "Post it")

    assert len(cards_in(world.home)) + len(cards_in(start)) == 1


async def test_of_two_who_post_it_at_once_the_second_changes_nothing(world: World) -> None:
    guild_id, now = world.guild.id, world.bot.now()
    for channel_id, is_news in ((1, True), (2, False)):
        async with world.bot.db.begin() as session:
            found = await welcomes.post(session, guild_id, 7, channel_id, instead_of=None, now=now)
        assert found is is_news


async def test_while_discord_fails_it_waits_and_comes_by_itself_once(world: World) -> None:
    mo = world.moderator()
    shown = await mo.slash(world.home, "nexus welcome")
    again = await mo.slash(world.home, "nexus welcome")
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=1)

    await press(mo, shown, "Post it")
    told = as_it_stands(world, shown)
    await press(mo, again, "Post it")
    await world.wait(timedelta(minutes=2))

    assert "did not take it" in told
    assert len(cards_in(world.home)) == 1


async def test_it_is_not_posted_where_nexus_or_the_moderator_may_not_write(world: World) -> None:
    mo = world.moderator()
    shown = await mo.slash(world.home, "nexus welcome")
    await world.forbid(world.home, send_messages=False)

    answer = await press(mo, shown, "Post it")

    assert "I can't work in" in seen(answer)
    assert "**Send Messages**" in seen(answer)
    assert cards_in(world.home) == []


async def test_it_outlives_a_restart_and_is_on_record(world: World) -> None:
    await welcome(world)
    await world.restart()
    ann, mo = world.member("Ann"), world.moderator("Max")

    answer = await ann.click(cards_in(world.home)[0], label="Sessions")
    shown = await mo.slash(world.home, "nexus welcome")
    await press(mo, shown, "Bring it up to date")

    assert answer.ephemeral
    record = seen(await mo.slash(world.home, "nexus audit"))
    assert "posted **welcome card**" in record
    assert "renewed **welcome card**" in record
