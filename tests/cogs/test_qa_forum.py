"""Questions that live in a forum: each is a post of its own, with tags."""

from datetime import datetime, timedelta

import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor
from sqlalchemy import update

from db import outbox, question_posts
from db.outbox import State
from db.tables import Outbox
from tests.cogs.forum_acts import ask_in, give_tags, make_forum, posts_in, tags_of
from tests.cogs.qa_acts import DETAILS, TITLE, ask, cards_in, pinged
from tests.world import World, card, seen

MINUTE = timedelta(minutes=1)
THREADS = ("POST", "/channels/*/threads")


@pytest.fixture
async def forum(world: World) -> ChannelHandle:
    made = make_forum(world, "Django", "auth & jwt", "Solved")
    await ask_in(world, made)
    return made


@pytest.fixture
async def ann(world: World) -> MemberActor:
    return world.member("Ann")


def post_of(world: World, forum: ChannelHandle) -> ChannelHandle:
    return posts_in(world, forum)[-1]


async def answer(
    world: World, who: MemberActor, forum: ChannelHandle, text: str
) -> InteractionResult:
    form = await who.click(cards_in(post_of(world, forum))[0], label="Answer")
    return await who.submit_modal(form, {"text": text})


async def accept_last(world: World, who: MemberActor, forum: ChannelHandle) -> InteractionResult:
    return await who.click(cards_in(post_of(world, forum))[-1], label="Accept")


async def archive(world: World, post: ChannelHandle, *, is_archived: bool) -> None:
    world.env.backend.edit_channel(post.id, {}, thread_metadata={"archived": is_archived})
    await world.env.settle()


async def minutes(world: World, count: int) -> None:
    for _ in range(count):
        await world.wait(MINUTE)


async def test_a_question_becomes_a_post_with_its_topics_tag_and_pings_its_asker(
    world: World, forum: ChannelHandle, ann: MemberActor
) -> None:
    told = await ask(world, ann)

    post = post_of(world, forum)
    (starter,) = cards_in(post)
    assert f"Your question is **#1**: <#{post.id}>" in seen(told)
    assert post.name == f"#1 {TITLE}"
    assert tags_of(world, post) == ["auth & jwt"]
    assert "#1" in card(starter)
    assert DETAILS in card(starter)
    assert "**Waiting for an answer**" in card(starter)
    assert pinged(world, starter) == [ann.id]


async def test_a_post_begins_with_the_whole_question_however_long(
    world: World, forum: ChannelHandle, ann: MemberActor
) -> None:
    long = "\n".join(f"line {number}" for number in range(60))

    await ask(world, ann, details=long)

    assert long in card(cards_in(post_of(world, forum))[0])


async def test_an_answer_stands_in_the_post_and_is_counted_on_its_first_card(
    world: World, forum: ChannelHandle, ann: MemberActor
) -> None:
    await ask(world, ann)

    told = await answer(world, world.member("Ben"), forum, "Set the clock.")

    starter, given = cards_in(post_of(world, forum))
    assert "is posted" in seen(told)
    assert "Set the clock." in card(given)
    assert pinged(world, given) == [ann.id]
    assert "**1 answer, none accepted yet**" in card(starter)


async def test_accepting_gives_the_post_the_tag_and_undoing_takes_it_away(
    world: World, forum: ChannelHandle, ann: MemberActor
) -> None:
    await ask(world, ann)
    await answer(world, world.member("Ben"), forum, "Set the clock.")
    post = post_of(world, forum)

    told = await accept_last(world, ann, forum)
    solved, shown = tags_of(world, post), card(cards_in(post)[0])
    assert told.response is not None
    await ann.click(told.response, label="Undo")

    assert solved == ["auth & jwt", "Solved"]
    assert "**Solved by <@" in shown
    assert tags_of(world, post) == ["auth & jwt"]
    assert "none accepted yet" in card(cards_in(post)[0])


async def test_tags_that_people_gave_stay_and_the_one_for_solved_has_its_place_among_five(
    world: World, forum: ChannelHandle, ann: MemberActor
) -> None:
    give_tags(world, forum, "a", "b", "c", "d", "auth & jwt", "Solved")
    await ask(world, ann)
    await answer(world, world.member("Ben"), forum, "Set the clock.")
    post = post_of(world, forum)
    known = world.env.backend.channels[forum.id].available_tags
    theirs = [int(one["id"]) for one in known if one["name"] != "Solved"]
    world.env.backend.edit_channel(post.id, {"applied_tags": theirs})
    await world.env.settle()

    await accept_last(world, ann, forum)

    assert tags_of(world, post) == ["a", "b", "c", "d", "Solved"]


async def test_a_forum_without_a_tag_for_it_is_no_trouble(
    world: World, forum: ChannelHandle, ann: MemberActor
) -> None:
    give_tags(world, forum)
    await ask(world, ann)
    await answer(world, world.member("Ben"), forum, "Set the clock.")

    told = await accept_last(world, ann, forum)

    assert "Accepted" in seen(told)
    assert tags_of(world, post_of(world, forum)) == []


@pytest.mark.parametrize("status", [403, 500, 503])
async def test_a_tag_that_discord_refuses_is_given_later_after_a_restart_too(
    world: World, forum: ChannelHandle, ann: MemberActor, status: int
) -> None:
    await ask(world, ann)
    await answer(world, world.member("Ben"), forum, "Set the clock.")
    post = post_of(world, forum)
    world.env.inject_error("PATCH", f"/channels/{post.id}", status=status, times=1)
    await accept_last(world, ann, forum)
    before = tags_of(world, post)

    await world.restart()
    await minutes(world, 3)

    assert before == ["auth & jwt"]
    assert tags_of(world, post) == ["auth & jwt", "Solved"]


async def test_an_archived_post_is_not_opened_for_its_tag_and_has_it_once_it_is(
    world: World, forum: ChannelHandle, ann: MemberActor
) -> None:
    await ask(world, ann)
    await answer(world, world.member("Ben"), forum, "Set the clock.")
    post = post_of(world, forum)
    given = cards_in(post)[-1]
    await archive(world, post, is_archived=True)
    # As Discord refuses a change of the tags, of the first card, and of the answer's.
    for path, times in ((f"/channels/{post.id}", 1), (f"/channels/{post.id}/messages/*", 2)):
        world.env.inject_error("PATCH", path, status=400, code=50083, times=times)
    await ann.click(given, label="Accept")
    await minutes(world, 3)
    while_archived = tags_of(world, post)

    await archive(world, post, is_archived=False)

    assert while_archived == ["auth & jwt"]
    assert tags_of(world, post) == ["auth & jwt", "Solved"]
    assert "**Solved by <@" in card(cards_in(post)[0])


async def test_an_answer_to_a_question_that_has_no_post_yet_follows_it(
    world: World, forum: ChannelHandle, ann: MemberActor
) -> None:
    world.env.inject_error(*THREADS, status=503)
    told = await ask(world, ann)
    ben = world.member("Ben")
    form = await ben.slash(world.home, "qa answer", question="1")
    await ben.submit_modal(form, {"text": "Set the clock."})
    before = posts_in(world, forum)

    await minutes(world, 2)

    starter, given = cards_in(post_of(world, forum))
    assert "I could not post it yet" in seen(told)
    assert before == []
    assert "**1 answer, none accepted yet**" in card(starter)
    assert "Set the clock." in card(given)


async def test_an_answer_to_a_post_that_somebody_deleted_is_posted_with_it_anew(
    world: World, forum: ChannelHandle, ann: MemberActor
) -> None:
    await ask(world, ann)
    ben = world.member("Ben")
    gone = post_of(world, forum)
    form = await ben.slash(world.home, "qa answer", question="1")
    world.env.backend.delete_channel(gone.id)
    await world.env.settle()

    told = await ben.submit_modal(form, {"text": "Set the clock."})

    (post,) = posts_in(world, forum)
    starter, given = cards_in(post)
    assert f"is posted: <#{post.id}>" in seen(told)
    assert DETAILS in card(starter)
    assert "Set the clock." in card(given)


async def forget(world: World, *, tried_at: datetime) -> None:
    """Leave the post's row as a kill between the posting and the recording leaves it."""
    async with world.bot.db.begin() as session:
        await session.execute(
            update(Outbox)
            .where(Outbox.kind == question_posts.CARD)
            .values(
                state=State.PENDING,
                message_id=None,
                attempts=1,
                lease_until=tried_at + outbox.LEASE,
                first_try_at=tried_at,
            )
        )


@pytest.mark.parametrize("is_archived", [False, True])
async def test_what_was_posted_before_a_kill_is_found_and_not_posted_twice(
    world: World, forum: ChannelHandle, ann: MemberActor, *, is_archived: bool
) -> None:
    await ask(world, ann)
    await forget(world, tried_at=world.env.now())
    await archive(world, post_of(world, forum), is_archived=is_archived)

    await world.restart()
    await minutes(world, 3)

    (post,) = posts_in(world, forum)
    shown = seen(await ann.slash(world.home, "qa search", words="JWT"))
    assert f"/{post.id})" in shown


async def test_what_was_not_posted_before_a_kill_is_posted_after_a_look(
    world: World, forum: ChannelHandle, ann: MemberActor
) -> None:
    world.env.inject_error(*THREADS, status=503)
    await ask(world, ann)
    await forget(world, tried_at=world.env.now())

    await world.restart()
    await minutes(world, 3)

    assert len(posts_in(world, forum)) == 1


async def test_what_is_missing_in_the_forum_is_said_before_anything_is_typed(
    world: World, forum: ChannelHandle, ann: MemberActor
) -> None:
    await world.forbid(forum, send_messages=False)

    told = await ann.slash(world.home, "qa ask")

    assert "**Create Posts**" in seen(told)


async def test_a_forum_that_is_gone_hands_its_questions_to_the_channel_that_is_left(
    world: World, forum: ChannelHandle, ann: MemberActor
) -> None:
    world.env.inject_error(*THREADS, status=404, code=10003)

    await ask(world, ann)
    world.env.backend.delete_channel(forum.id)
    await world.env.settle()
    await minutes(world, 12)

    assert "#1" in card(cards_in(world.home)[-1])
    assert len(world.home.threads) == 1
