"""Presses and forms find their way by `custom_id` alone, as people see it."""

from collections.abc import Iterator

import pytest

from bot.client import NexusInteraction
from bot.domain.errors import SERVERS_ONLY, Refusal
from bot.replies import whisper
from bot.roads import STALE, Press, Roads
from bot.submitted import GIVEN_BACK
from tests.guards import forge
from tests.world import World, seen

fair = Roads("fair")


@fair("echo")
async def echo(interaction: NexusInteraction, press: Press) -> None:
    fields = sorted(press.fields.items())
    await whisper(interaction, f"{press.args} {press.values} {fields}")


@fair("number")
async def number(interaction: NexusInteraction, press: Press) -> None:
    await whisper(interaction, f"number {press.id()}")


@fair("refuse")
async def refuse(_: NexusInteraction, __: Press) -> None:
    raise Refusal("The fair is over. Come back tomorrow.")


@pytest.fixture
def open_fair(world: World) -> Iterator[World]:
    """A world whose bot has one more feature, of ours."""
    world.bot.roads.add(fair)
    yield world
    world.bot.roads.remove(fair)


async def test_a_press_arrives_with_its_arguments(open_fair: World) -> None:
    ann = open_fair.member("Ann")

    answer = await forge.press(ann, open_fair.home, "fair:echo:3:x")

    assert seen(answer) == "('3', 'x') () []"


async def test_a_choice_arrives_with_its_values(open_fair: World) -> None:
    ann = open_fair.member("Ann")

    answer = await forge.press(ann, open_fair.home, "fair:echo", "api", "jobs")

    assert seen(answer) == "() ('api', 'jobs') []"


async def test_a_form_arrives_with_its_fields(open_fair: World) -> None:
    ann = open_fair.member("Ann")
    typed = {"title": "Why?", "topic": ["django"], "details": ""}

    answer = await forge.submit(ann, open_fair.home, "fair:echo:7", typed)

    assert seen(answer) == "('7',) () [('details', ''), ('title', 'Why?'), ('topic', ('django',))]"


@pytest.mark.parametrize("given", ["1", "42", "9223372036854775807"])
async def test_a_number_is_read(open_fair: World, given: str) -> None:
    ann = open_fair.member("Ann")

    answer = await forge.press(ann, open_fair.home, f"fair:number:{given}")

    assert seen(answer) == f"number {given}"


@pytest.mark.parametrize(
    "given",
    ["", ":", ":x", ":-1", ":1.5", ":\u0661", ":\u00b2", ":9223372036854775808", ":" + "9" * 80],
)
async def test_what_is_no_number_that_a_row_can_have_is_refused_kindly(
    open_fair: World, given: str
) -> None:
    ann = open_fair.member("Ann")

    answer = await forge.press(ann, open_fair.home, f"fair:number{given}")

    assert seen(answer) == STALE
    assert answer.ephemeral


@pytest.mark.parametrize(
    "given", ["", ":", "nope:nope", "fair", "fair:", "fair:gone:1", "\u2603" * 100]
)
async def test_a_road_that_is_not_there_any_more_says_what_to_do(
    open_fair: World, given: str
) -> None:
    ann = open_fair.member("Ann")

    pressed = await forge.press(ann, open_fair.home, given)
    submitted = await forge.submit(ann, open_fair.home, given, {"title": "Why?"})

    assert seen(pressed) == STALE
    assert seen(submitted) == f"{STALE} {GIVEN_BACK}"
    assert open_fair.file_in(submitted) == "Why?\n"
    assert pressed.ephemeral
    assert submitted.ephemeral


async def test_a_feature_that_was_unloaded_answers_like_an_old_one(open_fair: World) -> None:
    ann = open_fair.member("Ann")

    open_fair.bot.roads.remove(fair)
    answer = await forge.press(ann, open_fair.home, "fair:echo")

    assert seen(answer) == STALE


async def test_a_refusal_on_a_road_is_told_to_the_one_person(open_fair: World) -> None:
    ann = open_fair.member("Ann")

    answer = await forge.press(ann, open_fair.home, "fair:refuse")

    assert seen(answer) == "The fair is over. Come back tomorrow."
    assert answer.ephemeral


async def test_a_press_in_a_direct_message_is_shown_the_way_to_a_server(open_fair: World) -> None:
    zoe = open_fair.env.create_user("zoe")

    answer = await forge.press(zoe, zoe.dm_channel, "fair:echo")

    assert seen(answer) == SERVERS_ONLY


def test_one_verb_has_one_road() -> None:
    with pytest.raises(ValueError, match="fair:echo is declared twice"):
        fair("echo")(echo)


def test_two_features_cannot_share_a_road(open_fair: World) -> None:
    with pytest.raises(ValueError, match="fair:echo"):
        open_fair.bot.roads.add(fair)
