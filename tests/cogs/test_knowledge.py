"""Moderators take along what members let the next cohort read, and nothing else."""

from datetime import date

import pytest
from simcord import InteractionResult, MemberActor

from bot.domain.knowledge import Base
from bot.domain.knowledge_archive import Archive
from cogs.knowledge import render
from tests.cogs.qa_acts import TITLE, answer, ask, cards_in, press, thread_of
from tests.world import World, seen, texts

QUESTION = "knowledge-base/docs/questions/1.md"


@pytest.fixture
async def people(world: World) -> tuple[MemberActor, MemberActor]:
    """Ann asked, and accepted what Ben answered."""
    ann, ben = world.member("Ann"), world.member("Ben")
    await ask(world, ann)
    await answer(world, ben, "Set the **clock**, <@1>.")
    await ann.click(cards_in(thread_of(world))[-1], label="Accept")
    return ann, ben


async def allow(world: World, who: MemberActor, label: str) -> None:
    await press(who, await who.slash(world.home, "privacy publish"), label)


async def take(world: World, mo: MemberActor) -> InteractionResult:
    return await mo.slash(world.home, "nexus kb")


async def test_it_holds_a_question_once_both_have_said_yes(
    world: World, people: tuple[MemberActor, MemberActor]
) -> None:
    (ann, ben), mo = people, world.moderator()
    nobody = seen(await take(world, mo))
    await allow(world, ann, "Yes, as Ann")
    one = seen(await take(world, mo))
    await allow(world, ben, "Yes, without my name")

    both = await take(world, mo)

    assert "Nothing may be published yet" in nobody
    assert "Nothing may be published yet" in one
    assert both.ephemeral
    assert "1 question with answers: all that" in seen(both)
    page = world.archive_in(both)[QUESTION]
    assert page.startswith(f"# {TITLE.split('?')[0]}")
    assert "Asked by Ann, solved on 2 March 2026" in page
    assert "Set the &#42;&#42;clock&#42;&#42;, &#64;member." in page
    assert "Ben" not in page


async def test_who_takes_it_back_is_in_no_further_one(
    world: World, people: tuple[MemberActor, MemberActor]
) -> None:
    mo = world.moderator()
    for one in people:
        await allow(world, one, "Yes, without my name")
    await allow(world, people[1], "No")

    assert "Nothing may be published yet" in seen(await take(world, mo))


async def test_that_it_was_taken_is_on_record(
    world: World, people: tuple[MemberActor, MemberActor]
) -> None:
    mo = world.moderator()
    for one in people:
        await allow(world, one, "Yes, without my name")
    await take(world, mo)

    assert "took **the knowledge base**" in seen(await mo.slash(world.home, "nexus audit"))


def test_a_file_that_had_to_be_cut_says_so_and_how_to_have_all_of_it() -> None:
    base = Base("Cohort 5", date(2026, 3, 2))

    card = render.archive_card(base, Archive(b"", left_out=12), "`/privacy publish`")

    said = "\n".join(texts(card.to_components()))
    assert "the oldest 12 are left out" in said
    assert "`nexus kb DIR` on the machine" in said
