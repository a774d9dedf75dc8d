"""Members have all that is theirs deleted: what is left of them on Discord says nothing of them."""

import pytest
from simcord import MemberActor

from bot.domain.log import LogKind
from bot.erasing import replay
from db.tables import Question
from tests.cogs import pair_acts, study_acts
from tests.cogs.learning_acts import SHARE, add
from tests.cogs.privacy_acts import DELETE, KEEP, MINUTES, erase
from tests.cogs.qa_acts import TITLE, answer, ask, cards_in, press, question_card, thread_of
from tests.guards import forge
from tests.world import World, card, seen

both = pytest.mark.parametrize("label", [DELETE, KEEP])


@pytest.fixture
def ben(world: World) -> MemberActor:
    return world.member("Ben")


@pytest.fixture
async def ann(world: World, ben: MemberActor) -> MemberActor:
    """Ann has asked, and Ben has answered."""
    ann = world.member("Ann")
    await ask(world, ann)
    await answer(world, ben, "Set the clock.")
    await ann.click(cards_in(thread_of(world))[-1], label="Accept")
    return ann


def everything_shown(world: World) -> str:
    """All that stands in any channel or thread, and what threads are called.

    But for Discord's own word that a thread was opened, which nobody can edit.
    """
    places = [world.home, *world.home.threads]
    shown = [
        card(one)
        for place in places
        for one in place.history(viewer=None)
        if not one.flags.ephemeral and not one.is_system()
    ]
    return "\n".join([*shown, *(one.name or "" for one in world.home.threads)])


async def test_nothing_happens_before_it_is_confirmed(world: World, ann: MemberActor) -> None:
    explained = await ann.slash(world.home, "privacy delete")
    form = await press(ann, explained, DELETE)
    told = await ann.submit_modal(form, {"word": "yes"})

    assert explained.ephemeral
    assert "Delete your data?" in seen(explained)
    assert "a former member" in seen(explained)
    assert "Nothing was deleted" in seen(told)
    world.env.errors.clear()
    assert "1 question" in seen(await ann.slash(world.home, "privacy show"))


@both
async def test_afterwards_nothing_is_kept_of_them(
    world: World, ann: MemberActor, label: str
) -> None:
    told = await erase(world, ann, label)

    assert told.ephemeral
    assert "Your data is deleted" in seen(told)
    assert "Nothing." in seen(await ann.slash(world.home, "privacy show"))


async def test_a_deleted_question_is_gone_from_its_cards_and_its_threads_name(
    world: World, ann: MemberActor
) -> None:
    assert TITLE in everything_shown(world)

    await erase(world, ann)

    shown = everything_shown(world)
    assert TITLE not in shown
    assert "A deleted question" in card(question_card(world))
    assert f"<@{ann.id}>" not in shown
    assert "<@0>" not in shown
    assert "Set the clock." in shown  # that is Ben's


async def test_a_question_that_stays_is_a_former_members(world: World, ann: MemberActor) -> None:
    await erase(world, ann, KEEP)

    assert TITLE in card(question_card(world))
    assert "a former member" in card(question_card(world))
    shown = everything_shown(world)
    assert f"<@{ann.id}>" not in shown
    assert "<@0>" not in shown


async def test_a_deleted_answer_is_emptied_and_its_question_may_be_opened_again(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    await erase(world, ben)

    shown = everything_shown(world)
    assert "Set the clock." not in shown
    assert "What stood here was deleted" in shown
    assert "Closed by a former member" in card(question_card(world))
    assert f"<@{ben.id}>" not in shown
    told = await ann.slash(world.home, "qa reopen", question="1")
    assert "open again" in seen(told)


async def test_a_former_members_answer_is_nobodys_in_the_ranking(
    world: World, ann: MemberActor, ben: MemberActor
) -> None:
    await erase(world, ben, KEEP)

    told = seen(await ann.slash(world.home, "qa helpers"))
    assert "former" not in told
    assert "Solved by a former member" in card(question_card(world))


async def test_moderators_look_after_a_question_that_nobody_owns(world: World) -> None:
    ann, mo = world.member("Ann"), world.moderator()
    await ask(world, ann)
    await erase(world, ann, KEEP)

    await answer(world, world.member("Ben"), "Set the clock.")
    told = await mo.click(cards_in(thread_of(world))[-1], label="Accept")

    assert "is solved" in seen(told)
    assert all("<@0>" not in card(one) for one in cards_in(thread_of(world)))


async def test_a_shared_entry_and_a_streak_are_emptied(world: World) -> None:
    ann = world.member("Ann")
    told = await add(world, ann, "Redis for caching", kind=LogKind.TECHNOLOGY)
    await press(ann, told, SHARE)
    await press(ann, await ann.slash(world.home, "log streak"), "Show it to the cohort")
    await world.wait(MINUTES)
    assert "Redis for caching" in everything_shown(world)

    await erase(world, ann)

    shown = everything_shown(world)
    assert "Redis" not in shown
    assert f"<@{ann.id}>" not in shown


async def test_a_session_that_they_host_is_called_off_and_who_was_coming_hears_of_it(
    world: World,
) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    shown = await study_acts.post(world, ann)
    await ben.click(shown, label="Going")

    await erase(world, ann)

    now = await study_acts.again(world, shown)
    assert "**Cancelled** by a former member" in now
    assert "JWT" not in now
    assert "Undo" not in now
    assert f"<@{ann.id}>" not in everything_shown(world)
    told = study_acts.cards_in(study_acts.thread_of(world, shown))[-1]
    assert study_acts.pinged(world, told) == [ben.id]


async def test_a_pair_ends_and_the_partner_may_look_again(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    thread = await pair_acts.meet(world, ann, ben)

    await erase(world, ann)

    told = pair_acts.said(thread)[-1]
    assert "had their data deleted here, so this pair has ended" in card(told)
    assert pair_acts.pinged(world, told) == {ben.id}
    assert f"<@{ann.id}>" not in card(told)
    again = seen(await ben.slash(world.home, "pair status"))
    assert "1" in again
    assert f"<@{ann.id}>" not in again


async def test_the_same_press_again_deletes_nothing_of_what_came_after(
    world: World, ann: MemberActor
) -> None:
    form = await press(ann, await ann.slash(world.home, "privacy delete"), DELETE)
    await ann.submit_modal(form, {"word": "DELETE"})
    await forge.deliver_again(world.env)
    await ask(world, ann, "Anew?")

    await world.restart()
    again = await replay(world.bot.db, world.bot.erasing.tombstones, world.bot.now())

    assert again == 0
    assert len(world.bot.erasing.tombstones.standing()) == 1
    assert "1 question" in seen(await ann.slash(world.home, "privacy show"))


async def test_a_member_begins_anew_right_away(world: World, ann: MemberActor) -> None:
    await erase(world, ann)

    await ask(world, ann, "A new one?")
    told = await ann.slash(world.home, "privacy show")

    assert "1 question" in seen(told)
    assert f"<@{ann.id}>" in card(question_card(world))
    async with world.bot.db.read() as session:
        found = await session.get(Question, 2)
    assert found is not None
    assert found.asker_id == ann.id


@both
async def test_whoever_they_worked_with_still_has_a_readme_and_a_digest(
    world: World, ann: MemberActor, ben: MemberActor, label: str
) -> None:
    await add(world, ann, "Docker", kind=LogKind.TECHNOLOGY)

    await erase(world, ben, label)
    readme = await ann.slash(world.home, "log readme")
    digest = await world.moderator().slash(world.home, "nexus digest preview")

    assert "Docker" in world.file_in(readme)
    for said in (world.file_in(readme), seen(digest)):
        assert "<@0>" not in said
        assert str(ben.id) not in said
