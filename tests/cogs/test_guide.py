"""/help leads everybody to what there is, and cannot go stale: it reads the commands themselves."""

import re

import pytest
from simcord import InteractionResult, MemberActor

from bot import catalogue
from bot.client import Nexus
from bot.domain.features import Feature, feature_of
from bot.domain.guide import half
from cogs.guide.topics import TOPICS
from tests.cogs.learning_acts import components
from tests.cogs.qa_acts import as_it_stands, choose, press, rows
from tests.world import World, seen

LEARNERS = {"qa", "pair", "contract", "review", "session", "log", "me", "privacy"}
_MENTION = re.compile(r"</([a-z ]+):\d+>")


async def read(world: World, who: MemberActor, topic: str) -> list[str]:
    """All leaves of a topic, as somebody turns them."""
    shown = await who.slash(world.home, "help")
    await choose(who, shown, topic)
    leaves = [as_it_stands(world, shown)]
    fits(world, shown)
    while "More" in leaves[-1].split("\n"):
        await press(who, shown, "More")
        leaves.append(as_it_stands(world, shown))
        fits(world, shown)
    return leaves


def fits(world: World, shown: InteractionResult) -> None:
    assert shown.response is not None
    message = shown.response.message
    stored = world.env.backend.get_message(message.channel.id, message.id)
    assert rows(stored.components) <= 12, as_it_stands(world, shown)


async def test_a_newcomer_sees_at_once_what_there_is_and_how_to_begin(world: World) -> None:
    ann = world.member("Ann")

    answer = await ann.slash(world.home, "help")

    assert answer.ephemeral
    begin = ["qa ask", "pair find", "contract show", "review ask", "session list", "log add"]
    assert _MENTION.findall(seen(answer)) == [*begin, "me timezone"]
    assert "moderators" not in seen(answer)
    assert rows(components(answer)) <= 12


async def test_each_command_of_a_learner_is_on_one_page_with_what_it_does(world: World) -> None:
    ann = world.member("Ann")
    found = [leaf for one in TOPICS[:-1] for leaf in await read(world, ann, one.key)]
    text = "\n".join(found)

    for one in catalogue.entries(world.bot):
        if one.qualified_name.startswith("nexus"):
            assert f"/{one.qualified_name}:" not in text
            continue
        name = world.bot.mention(one.qualified_name) if one.kind == "slash" else one.qualified_name
        assert text.count(f"{name} " if one.kind == "slash" else f"**{name}** ") == 1, name
        plain = f"/{one.qualified_name}" if one.kind == "slash" else one.qualified_name
        assert half(plain, one.description) in text
    assert "hold a message" in text


async def test_moderators_have_a_page_more(world: World) -> None:
    mo = world.moderator()

    front = await mo.slash(world.home, "help")
    leaves = await read(world, mo, "moderators")

    assert "Set me up" in seen(front)
    assert rows(components(front)) <= 12
    theirs = {name for leaf in leaves for name in _MENTION.findall(leaf)}
    every = {one.qualified_name for one in catalogue.entries(world.bot)}
    assert theirs == {name for name in every if name.startswith("nexus ")}


async def test_one_goes_back_and_to_another_topic(world: World) -> None:
    ann = world.member("Ann")
    shown = await ann.slash(world.home, "help")
    await choose(ann, shown, "questions")
    await press(ann, shown, "More")
    second = as_it_stands(world, shown)
    await press(ann, shown, "Back")
    first = as_it_stands(world, shown)
    await choose(ann, shown, "log")
    log = as_it_stands(world, shown)
    await press(ann, shown, "All topics")

    assert "Questions and answers · 2 of" in second
    assert "Questions and answers · 1 of" in first
    assert first.split("\n")[1].startswith(world.bot.mention("qa ask"))
    assert "### The learning log" in log
    assert "### What you can do here" in as_it_stands(world, shown)


def test_every_menu_command_belongs_to_a_feature(nexus: Nexus) -> None:
    menus = [one for one in catalogue.entries(nexus) if one.kind != "slash"]

    assert [one.qualified_name for one in menus if feature_of(one.qualified_name) is None] == []


def test_a_topic_begins_with_a_command_that_there_is(nexus: Nexus) -> None:
    every = {one.qualified_name: one for one in catalogue.entries(nexus)}

    assert {one.feature for one in TOPICS} >= set(Feature)
    for one in TOPICS:
        assert one.has(every[one.begin])


@pytest.mark.parametrize("group", sorted(LEARNERS))
def test_a_learners_group_has_twelve_verbs_at_most(nexus: Nexus, group: str) -> None:
    verbs = [one for one in catalogue.entries(nexus) if one.qualified_name.startswith(f"{group} ")]

    assert 0 < len(verbs) <= 12


def test_no_learners_group_is_forgotten(nexus: Nexus) -> None:
    groups = {
        one.qualified_name.partition(" ")[0]
        for one in catalogue.entries(nexus)
        if one.kind == "slash" and " " in one.qualified_name
    }

    assert groups == LEARNERS | {"nexus"}


def test_every_description_is_one_sentence_in_one_voice(nexus: Nexus) -> None:
    """It tells the reader what to do, and fits where Discord shows it."""
    for one in catalogue.entries(nexus):
        said = one.description
        assert 10 <= len(said) <= 100, one.qualified_name
        assert said[0].isupper(), one.qualified_name
        assert said.index(".") == len(said) - 1 or said.endswith("3.1 file."), one.qualified_name
        assert not re.search(r"\b(the user|users|he|she|his|her|we)\b", said), said
        first = said.split()[0].rstrip(":,").removesuffix("Bring")
        assert not first.endswith(("s", "ing")), f"{one.qualified_name}: {first}"
