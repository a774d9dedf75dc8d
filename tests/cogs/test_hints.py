"""A newcomer is told what to do next, in private, once for each feature and after its answer."""

from collections.abc import AsyncIterator, Mapping

import pytest
from simcord import InteractionResult, MemberActor
from sqlalchemy import Engine, event

from bot.config import Settings
from bot.domain.features import Feature
from cogs import EXTENSIONS
from db import hints
from db.engine import Database
from tests.cogs import pair_acts, study_acts
from tests.cogs.privacy_acts import erase
from tests.guards import forge
from tests.world import World, seen

FIRST = "First time here?"


@pytest.fixture
async def world(settings: Settings, no_faults: None) -> AsyncIterator[World]:
    """As it is for those who come to Nexus the first time."""
    async with World.start(settings, EXTENSIONS) as world:
        yield world


def hinted(answer: InteractionResult) -> list[str]:
    """The hints that came with an answer, behind it."""
    said = [one.content for one in answer.followups if FIRST in one.content]
    assert all(one.ephemeral for one in answer.followups)
    assert answer.response is None or FIRST not in (answer.response.content or "")
    return said


@pytest.mark.parametrize(
    ("command", "options", "leads_to"),
    [
        ("qa search", {"words": "jwt"}, "qa unanswered"),
        ("pair find", {"project": "E-Commerce", "track": "backend"}, "pair profile"),
        ("session list", {}, "me timezone"),
        ("log list", {}, "log readme"),
        ("review list", {}, "review list"),
    ],
)
async def test_the_first_use_of_a_feature_has_a_hint_behind_its_answer_and_the_second_none(
    world: World, command: str, options: Mapping[str, str], leads_to: str
) -> None:
    ann = world.member("Ann")

    first = await ann.slash(world.home, command, **options)
    second = await ann.slash(world.home, command, **options)

    assert first.response is not None
    [hint] = hinted(first)
    assert world.bot.mention(leads_to) in hint
    assert hint.count("</") == 1
    assert all(len(line) <= 95 for line in hint.split("\n"))
    assert hinted(second) == []


async def test_the_contract_has_one_too(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await pair_acts.make_pair(world, ann, ben)

    shown = await ben.slash(world.home, "contract show")

    [hint] = hinted(shown)
    assert world.bot.mention("contract add") in hint


async def test_a_form_opens_as_ever_and_the_hint_comes_after_it_is_sent(world: World) -> None:
    ann = world.member("Ann")

    form = await ann.slash(world.home, "qa ask")
    asked = await ann.submit_modal(
        form, {"title": "How?", "details": "I tried.", "topic": ["Other"]}
    )

    assert form.modal is not None
    assert form.followups == []
    assert len(hinted(asked)) == 1


async def test_a_press_has_one_as_a_command_has(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    card = await study_acts.post(world, ann)

    first = await ben.click(card, label="Going")
    second = await ben.click(card, label="Maybe")

    assert len(hinted(first)) == 1
    assert hinted(second) == []


async def test_each_feature_has_its_own_and_each_member_theirs(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")

    told = [
        await who.slash(world.home, command)
        for who in (ann, ben)
        for command in ("log list", "session list")
    ]

    assert [len(hinted(one)) for one in told] == [1, 1, 1, 1]
    assert len({seen(one) for one in told}) == 2


async def test_what_is_refused_or_no_feature_or_only_typed_has_none(world: World) -> None:
    ann = world.member("Ann")

    refused = await ann.slash(world.home, "qa show", question="7")
    zone = await ann.slash(world.home, "me timezone", zone="Lagos")
    await ann.autocomplete(world.home, "qa show", "question", "")
    mo = world.moderator()
    audit = await mo.slash(world.home, "nexus audit")

    assert [hinted(one) for one in (refused, zone, audit)] == [[], [], []]
    assert len(hinted(await ann.slash(world.home, "qa mine"))) == 1


async def test_a_restart_does_not_bring_it_again(world: World) -> None:
    ann = world.member("Ann")
    await ann.slash(world.home, "log list")

    await world.restart()
    again = await ann.slash(world.home, "log list")
    other = await ann.slash(world.home, "qa mine")

    assert hinted(again) == []
    assert len(hinted(other)) == 1


async def test_who_had_their_data_deleted_is_new_again(world: World) -> None:
    ann = world.member("Ann")
    await ann.slash(world.home, "log list")
    await erase(world, ann)

    again = await ann.slash(world.home, "log list")

    assert len(hinted(again)) == 1


async def test_the_same_click_delivered_twice_brings_it_once(world: World) -> None:
    ann = world.member("Ann")
    await ann.slash(world.home, "log list")
    before = posts(world)

    await forge.deliver_again(world.env)

    assert [one for one in posts(world)[len(before) :] if FIRST in str(one)] == []


def posts(world: World) -> list[object]:
    return [one.json for one in world.env.http_requests if one.method == "POST"]


async def test_a_hint_that_discord_does_not_take_harms_nothing(world: World) -> None:
    ann = world.member("Ann")
    world.env.inject_error("POST", "/webhooks/*/*", status=404)

    answer = await ann.slash(world.home, "log list")
    again = await ann.slash(world.home, "log list")

    assert "Your log is empty" in seen(answer)
    assert hinted(answer) == hinted(again) == []


async def test_of_two_at_once_only_one_gives_it(database: Database) -> None:
    """Each of them found that it was not given yet."""
    given: list[bool] = []
    for _ in range(2):
        async with database.begin() as session:
            given.append(await hints.note(session, 1, 7, [Feature.LOG]))

    assert given == [True, False]
    async with database.read() as session:
        assert await hints.had(session, 1, 7) == {Feature.LOG}


async def test_who_has_all_of_them_is_never_read_of_again(world: World) -> None:
    ann = world.member("Ann")
    async with world.bot.db.begin() as session:
        await hints.note(session, world.guild.id, ann.id, list(Feature))
    await ann.slash(world.home, "log list")

    read = await statements(world, ann)

    assert [one for one in read if "hinted" in one] == []


async def statements(world: World, who: MemberActor) -> list[str]:
    """What the database is asked while somebody looks at their log."""
    asked: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        answer = await who.slash(world.home, "log list")
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert hinted(answer) == []
    return asked
