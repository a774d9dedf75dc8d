"""Members see what is kept of them, and take it along; what others wrote is not in it."""

import json
from typing import Any

import pytest
from simcord import MemberActor

from bot.domain.log import LogKind
from cogs.privacy import owning_render
from db import own_data
from db.own_rules import RULES, Tells
from tests.cogs.learning_acts import add
from tests.cogs.qa_acts import answer, ask, cards_in, press, rows, thread_of
from tests.cogs.review_acts import ask as ask_for_review
from tests.cogs.study_acts import post
from tests.db import everything
from tests.db.everything import BEN, CY, GUILD, ME, MINE, THEIRS
from tests.world import World, seen


@pytest.fixture
def ben(world: World) -> MemberActor:
    return world.member("Ben")


@pytest.fixture
async def ann(world: World, ben: MemberActor) -> MemberActor:
    """Ann has asked, learned and planned; Ben has helped her."""
    ann = world.member("Ann")
    await ask(world, ann)
    await answer(world, ben, "Set the clock.")
    await ann.click(cards_in(thread_of(world))[-1], label="Accept")
    await add(world, ann, "Redis", kind=LogKind.TECHNOLOGY)
    await post(world, ann)
    return ann


async def taken(world: World, who: MemberActor) -> dict[str, Any]:
    files = world.archive_in(await who.slash(world.home, "privacy export"))
    return json.loads(files["my-data/my-data.json"])


async def test_a_member_sees_what_is_kept_in_words(world: World, ann: MemberActor) -> None:
    told = await ann.slash(world.home, "privacy show")

    assert told.ephemeral
    assert "**Q&A:** 1 question\n**Log:** 1 entry\n**Sessions:** 1 hosted, 1 RSVP" in seen(told)
    assert len(seen(told).splitlines()) <= 12
    assert "PRIVACY.md" in seen(told)


async def test_whoever_never_used_nexus_has_nothing(world: World) -> None:
    told = await world.member("Cy").slash(world.home, "privacy show")

    assert "Nothing." in seen(told)


async def test_who_is_blocked_is_seen_by_who_blocks_alone(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await ann.slash(world.home, "pair block", member=ben)

    hers = await ann.slash(world.home, "privacy show")
    his = await ben.slash(world.home, "privacy show")

    assert "**Pairing:** 1 block that only you see" in seen(hers)
    assert "block" not in seen(his)
    assert (await taken(world, ann))["data"]["Pairing"]["pair_blocks"][0]["blocked_id"] == ben.id
    assert "block" not in json.dumps(await taken(world, ben))


async def test_a_member_takes_along_what_is_theirs_for_people_and_for_programs(
    world: World, ann: MemberActor
) -> None:
    told = await press(ann, await ann.slash(world.home, "privacy show"), "Export")

    files = world.archive_in(told)
    assert told.ephemeral
    assert set(files) == {"my-data/my-data.json", "my-data/my-data.md"}
    said = json.loads(files["my-data/my-data.json"])
    assert said["server"] == "ALX ProDev"
    assert said["data"]["Questions"]["questions"][0]["asker_id"] == ann.id
    assert said["data"]["Log"]["log_entries"][0]["title"] == "Redis"
    assert "- title: Redis" in files["my-data/my-data.md"]


async def test_what_others_wrote_is_not_in_it(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    files = world.archive_in(await ann.slash(world.home, "privacy export"))

    everything_said = "".join(files.values())
    assert "Set the clock." not in everything_said
    assert str(ann.id) in everything_said
    assert str(ben.id) not in everything_said


async def test_of_another_server_nothing_is_told(world: World, ann: MemberActor) -> None:
    other = world.another_guild("Elsewhere")
    there = other.create_text_channel("prodevprojectnexus")
    abroad = other.add_member(ann.user)

    told = await abroad.slash(there, "privacy show")

    assert "Nothing." in seen(told)


async def test_who_asked_for_a_review_does_not_take_along_what_the_reviewer_said(
    world: World,
) -> None:
    ann = world.member("Ann")
    await ask_for_review(world, ann)

    said = await taken(world, ann)

    [review] = said["data"]["Reviews"]["reviews"]
    assert "link" in review
    assert "word" not in review


# By all that can be stored


async def test_every_table_that_names_a_member_is_taken_along_or_says_why_not(
    world: World,
) -> None:
    async with world.bot.db.begin() as session:
        await everything.live(session)
        own = await own_data.gather(session, GUILD, ME)
        counts = await own_data.counts(session, GUILD, ME)

    whole = {
        entity.__tablename__
        for entity, rules in RULES.items()
        if any(one.tells is Tells.WHOLE for one in rules.by_column.values())
    }
    in_it = {name for rows in own.parts.values() for name in rows}
    assert in_it - {"pairs"} == whole == set(counts)
    acts = {(one["table"], one["as"]) for one in own.acts}
    told = {
        (entity.__tablename__, column)
        for entity, rules in RULES.items()
        for column, one in rules.by_column.items()
        if one.tells is Tells.ACT
    }
    assert acts == told


async def test_all_that_can_be_kept_is_told_in_twelve_rows(world: World) -> None:
    async with world.bot.db.begin() as session:
        await everything.live(session)
        counts = await own_data.counts(session, GUILD, ME)

    shown = owning_render.show_card(counts)

    texts = rows([one.to_component_dict() for one in shown.children])
    assert texts <= 12


async def test_nothing_that_is_taken_along_names_or_quotes_others(world: World) -> None:
    async with world.bot.db.begin() as session:
        await everything.live(session)
        own = await own_data.gather(session, GUILD, ME)

    every = str(own)
    assert MINE in every
    # Whom I block and whom my log thanks I said myself, and my log repeats what helped me; and what
    # I did as a moderator is on record with what I did it to.
    kept = {name: rows for rows in own.parts.values() for name, rows in rows.items()}
    mine = {"pair_blocks", "log_entries", "audit_entries"}
    rest = str({name: kept[name] for name in kept.keys() - mine})
    assert not [one for one in (str(BEN), str(CY), THEIRS) if one in rest + str(own.acts)]
