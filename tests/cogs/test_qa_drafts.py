"""Before a question is posted, its writer sees what solved the like; nothing they wrote is lost."""

from datetime import timedelta

import discord
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from simcord import ChannelHandle, InteractionResult, MemberActor
from sqlalchemy import select

from cogs.qa.asking import render, wording
from db import drafts
from db.drafts import Draft, Written
from db.tables import HelpedAgain, Question
from tests.cogs.qa_acts import (
    DETAILS,
    TITLE,
    answer,
    as_shown,
    ask,
    cards_in,
    pinged,
    question_card,
    thread_of,
)
from tests.guards import forge
from tests.world import World, card, fields, seen

LIKE = "My JWT expires at once, why?"
ANSWER = (
    "Sign it in UTC: `exp` counts from 1970 there.\n```py\ndatetime.now(UTC)\n```\nThat is all."
)
MENU = "Ask as question"


async def solve_one(world: World, asker: MemberActor, helper: MemberActor) -> None:
    """A question that was asked, answered and accepted before."""
    await ask(world, asker)
    await answer(world, helper, ANSWER)
    await asker.click(cards_in(thread_of(world))[-1], label="Accept")


def shown(told: InteractionResult) -> discord.Message:
    """The private card that somebody got."""
    assert told.response is not None
    assert told.ephemeral, seen(told)
    return told.response.message


def links(told: InteractionResult) -> list[str]:
    """Where the link buttons of a private card lead."""
    assert told.response is not None
    (container,) = told.response.components
    rows = [one["components"] for one in container["components"] if one["type"] == 1]
    return [one["url"] for row in rows for one in row if "url" in one]


async def drafts_of(world: World, who: MemberActor) -> list[Draft]:
    async with world.bot.db.read() as session:
        return list(await drafts.mine(session, world.guild.id, who.id))


async def a_draft(world: World, who: MemberActor) -> Draft:
    await ask(world, who, LIKE)
    (draft,) = await drafts_of(world, who)
    return draft


async def helped_again(world: World) -> list[tuple[int, int]]:
    async with world.bot.db.read() as session:
        rows = await session.execute(select(HelpedAgain.answer_id, HelpedAgain.user_id))
        return [(answer_id, user_id) for answer_id, user_id in rows]


def titles(world: World, channel: ChannelHandle | None = None) -> list[str]:
    firsts = (card(one).split("\n")[0] for one in cards_in(channel or world.home))
    return [one for one in firsts if one.startswith("#")]


@pytest.fixture
async def people(world: World) -> tuple[MemberActor, MemberActor]:
    """Ann and Ben; Cy's question, which Ben answered, is solved."""
    ann, ben, cy = (world.member(name) for name in ("Ann", "Ben", "Cy"))
    await solve_one(world, cy, ben)
    return ann, ben


People = tuple[MemberActor, MemberActor]


# Look-alikes


async def test_what_solved_the_like_is_shown_in_private_before_anything_is_posted(
    world: World, people: People
) -> None:
    ann, _ = people

    told = await ask(world, ann, LIKE)

    assert seen(told) == (
        f"Solved before. Is it this one?\n-# You ask: {LIKE}\n"
        f"**\\#1 · {TITLE}**\nSign it in UTC: exp counts from 1970 there. datetime.now\\(UTC\\)"
        " That is all.\nThis solved it\nRead #1\nPost anyway\nEdit\nDiscard"
    )
    assert f"https://discord.com/channels/{world.guild.id}/{thread_of(world).id}" in links(told)
    assert titles(world) == [f"### #1 · {TITLE}"]
    assert [one.title for one in await drafts_of(world, ann)] == [LIKE]


async def test_a_question_like_no_other_is_posted_at_once(world: World, people: People) -> None:
    ann, _ = people

    told = await ask(world, ann, "How do I centre a div?", "It clings to the left.")

    assert "Your question is **#2**" in seen(told)
    assert await drafts_of(world, ann) == []


async def test_who_says_it_in_other_words_is_led_there_once_their_question_is_posted(
    world: World, people: People
) -> None:
    ann, _ = people

    told = await ask(world, ann, "Logged out at once", "The JWT is refused right after it is made.")

    assert "Your question is **#2**" in seen(told)
    assert "Solved before, perhaps of help meanwhile:\n**[#1](https://discord.com/" in seen(told)
    assert await drafts_of(world, ann) == []


async def test_a_question_like_one_that_is_not_solved_is_posted_at_once(world: World) -> None:
    await ask(world, world.member("Cy"))

    assert "Your question is **#2**" in seen(await ask(world, world.member("Ann"), LIKE))


async def test_nothing_is_shown_of_what_another_guild_solved(world: World, people: People) -> None:
    other = world.another_guild("Elsewhere")
    there = other.create_text_channel("prodevprojectnexus")

    told = await ask(world, world.member("Zed", guild=other), LIKE, channel=there)

    assert "Your question is **#1**" in seen(told)


async def test_what_was_closed_is_not_offered_although_it_is_solved(
    world: World, people: People
) -> None:
    ann, _ = people
    mo = world.moderator()
    form = await mo.slash(world.home, "qa close", question="1")
    await mo.submit_modal(form, {"reason": ["off topic"]})

    await ask(world, ann, LIKE)

    assert titles(world) == [f"### #1 · {TITLE}", f"### #2 · {LIKE}"]


async def test_three_look_alikes_fit_on_a_phone(world: World) -> None:
    cy, ben, ann = (world.member(name) for name in ("Cy", "Ben", "Ann"))
    for number in range(4):
        await ask(world, cy, f"{TITLE} {'W' * 50} {number}")
    for number in range(4):
        await answer(world, ben, "So: " + "say it at length. " * 30, at=number)
        await cy.click(cards_in(thread_of(world, number))[-1], label="Accept")

    told = await ask(world, ann, f"{TITLE} {'W' * 50}")

    labels = ("This solved it", "Read #", "Post anyway", "Edit", "Discard")
    plain = seen(told).replace("**", "").replace("\\", "")
    rows = [row for row in plain.split("\n") if not row.startswith(labels)]
    assert seen(told).count("This solved it") == 3
    assert sum(-(-len(row) // 32) for row in rows) <= 12


async def test_post_anyway_posts_it_after_a_restart_too(world: World, people: People) -> None:
    ann, _ = people
    told = await ask(world, ann, LIKE, tried="A new token.", code="exp = now()")

    await world.restart()
    posted = await ann.click(shown(told), label="Post anyway")

    assert "Your question is **#2**" in seen(posted)
    assert "Post anyway" not in seen(told)
    assert titles(world) == [f"### #1 · {TITLE}", f"### #2 · {LIKE}"]
    (opening,) = cards_in(thread_of(world))
    assert "A new token." in card(opening)
    assert "exp = now()" in card(opening)
    assert pinged(world, opening) == [ann.id]
    assert await drafts_of(world, ann) == []


async def test_pressing_twice_posts_once(world: World, people: People) -> None:
    ann, _ = people
    draft = await a_draft(world, ann)

    await forge.press(ann, world.home, f"qa:draft_post:{draft.id}")
    again = await forge.press(ann, world.home, f"qa:draft_post:{draft.id}")

    assert "There is no such draft of yours. It may be posted already" in seen(again)
    assert again.ephemeral
    assert len(world.home.threads) == 2


async def test_a_press_that_is_delivered_twice_posts_once(world: World, people: People) -> None:
    ann, _ = people
    told = await ask(world, ann, LIKE)
    await ann.click(shown(told), label="Post anyway")

    await forge.deliver_again(world.env)

    assert len(world.home.threads) == 2


async def test_a_form_that_is_sent_again_is_no_second_draft(world: World, people: People) -> None:
    ann, _ = people

    await ask(world, ann, LIKE)
    await ask(world, ann, LIKE)

    assert len(await drafts_of(world, ann)) == 1


# This solved it


async def test_what_solved_it_is_credited_and_the_draft_is_dropped(
    world: World, people: People
) -> None:
    ann, ben = people
    told = await ask(world, ann, LIKE)

    await world.restart()
    thanked = await ann.click(shown(told), label="This solved it")

    where = f"https://discord.com/channels/{world.guild.id}/{thread_of(world).id}"
    assert seen(thanked) == (
        f"Good that **[#1]({where})** solved it. I noted that {ben.mention} helped once more, with"
        " an answer from before. Your draft is dropped: nothing was posted."
    )
    assert "Post anyway" not in seen(told)
    assert await helped_again(world) == [(1, ann.id)]
    assert await drafts_of(world, ann) == []
    assert len(world.home.threads) == 1


async def test_the_same_answer_is_credited_once_for_a_member(world: World, people: People) -> None:
    ann, ben = people
    for title in (LIKE, f"{LIKE} Again"):
        told = await ask(world, ann, title)
        await ann.click(shown(told), label="This solved it")

    assert f"Thanks again to {ben.mention}" in seen(told)
    assert await helped_again(world) == [(1, ann.id)]


async def test_nobody_is_credited_for_having_helped_themselves(
    world: World, people: People
) -> None:
    _, ben = people

    told = await ask(world, ben, LIKE)
    await ben.click(shown(told), label="This solved it")

    assert "Good that" in seen(told)
    assert "noted" not in seen(told)
    assert await helped_again(world) == []
    assert await drafts_of(world, ben) == []


async def test_an_answer_that_is_no_longer_accepted_solves_nothing(
    world: World, people: People
) -> None:
    ann, ben = people
    told = await ask(world, ann, LIKE)
    await answer(world, ben, "Better: use a library.", at=0)
    better = cards_in(thread_of(world))[-1]
    await world.moderator().click(better, label="Accept")

    refused = await ann.click(shown(told), label="This solved it")

    assert "not the accepted one any more" in seen(refused)
    assert await helped_again(world) == []
    assert len(await drafts_of(world, ann)) == 1


# Drafts


@pytest.mark.parametrize(
    "road", ["draft", "draft_post", "draft_edit", "draft_drop", "draft_solved"]
)
async def test_somebody_elses_draft_is_out_of_reach(
    world: World, people: People, road: str
) -> None:
    ann, ben = people
    draft = await a_draft(world, ann)
    other = world.another_guild("Elsewhere")
    there = other.create_text_channel("prodevprojectnexus")
    await world.env.settle()

    for who, channel in (
        (ben, world.home),
        (world.moderator(), world.home),
        (other.add_member(ann.user), there),
    ):
        told = await forge.press(who, channel, f"qa:{road}:{draft.id}:1")
        assert "There is no such draft of yours" in seen(told)
        assert told.ephemeral
    assert await drafts_of(world, ann) == [draft]
    assert await helped_again(world) == []
    assert titles(world) == [f"### #1 · {TITLE}"]


@pytest.mark.parametrize("road", ["ask", "draft_edited"])
async def test_a_form_for_a_draft_that_is_gone_gives_back_what_was_typed(
    world: World, people: People, road: str
) -> None:
    ann, ben = people
    draft = await a_draft(world, ann)
    typed = {"title": "Better", "details": "Said better.", "topic": ["Git"]}

    told = await forge.submit(ben, world.home, f"qa:{road}:{draft.id}", typed)

    assert "There is no such draft of yours" in seen(told)
    assert world.file_in(told) == "Better\n\nSaid better.\n\nTopic: Git\n"
    assert await drafts_of(world, ann) == [draft]
    assert await drafts_of(world, ben) == []


async def test_a_draft_is_opened_again_after_the_client_was_closed(
    world: World, people: People
) -> None:
    ann, _ = people
    draft = await a_draft(world, ann)

    await world.restart()
    told = await forge.press(ann, world.home, f"qa:draft:{draft.id}")

    assert told.ephemeral
    assert LIKE in seen(told)
    assert "Post anyway" in seen(told)


async def test_a_draft_that_nothing_looks_like_is_shown_with_post_it(world: World) -> None:
    ann = world.member("Ann")
    await world.forbid(world.home, send_messages=False)
    form = await forge.submit(
        ann,
        world.home,
        "qa:ask",
        {"title": TITLE, "details": DETAILS, "tried": "A lot.", "code": "", "topic": ["Git"]},
    )
    (draft,) = await drafts_of(world, ann)

    told = await forge.press(ann, world.home, f"qa:draft:{draft.id}")

    assert "kept as a draft" in seen(form)
    assert seen(told) == (
        f"Your draft, seen by you alone\n### {TITLE}\n{DETAILS}\n-# With what you tried.\n"
        "Post it\nEdit\nDiscard"
    )


async def test_an_edited_draft_shows_what_looks_like_it_now(world: World, people: People) -> None:
    ann, _ = people
    told = await ask(world, ann, LIKE, tried="A new token.", code="exp = now()")

    form = await ann.click(shown(told), label="Edit")
    await world.restart()
    before = as_shown(form)
    await ann.submit_modal(
        form, before | {"title": "How do I centre a div?", "details": "It clings.", "code": ""}
    )

    assert before == {
        "title": LIKE,
        "details": DETAILS,
        "tried": "A new token.",
        "code": "exp = now()",
        "topic": ["Auth & JWT"],
    }
    assert "Solved before" not in seen(told)
    await ann.click(shown(told), label="Post it")
    assert titles(world)[-1] == "### #2 · How do I centre a div?"


async def test_a_draft_can_be_thrown_away(world: World, people: People) -> None:
    ann, _ = people
    told = await ask(world, ann, LIKE)

    await ann.click(shown(told), label="Discard")

    assert "Discarded: nothing was posted. Ask any time with </qa ask:" in seen(told)
    assert "Post" not in seen(told)
    assert await drafts_of(world, ann) == []


async def test_drafts_are_dropped_after_thirty_days(world: World, people: People) -> None:
    ann, _ = people
    draft = await a_draft(world, ann)

    await world.wait(timedelta(days=30))
    kept = await drafts_of(world, ann)
    await world.wait(timedelta(hours=7))

    assert kept == [draft]
    assert await drafts_of(world, ann) == []


async def test_a_question_whose_asker_has_left_is_posted_all_the_same(
    world: World, people: People
) -> None:
    ann, _ = people
    told = await ask(world, ann, LIKE)
    card_of_ann = shown(told)
    world.env.inject_error("POST", f"/channels/{world.home.id}/messages", status=500)

    await ann.click(card_of_ann, label="Post anyway")
    world.env.backend.remove_member(world.guild.id, ann.id)
    await world.wait(timedelta(minutes=2))

    assert titles(world)[-1] == f"### #2 · {LIKE}"
    assert len(cards_in(thread_of(world))) == 1


async def test_without_permission_post_anyway_keeps_the_draft_and_gives_it_back(
    world: World, people: People
) -> None:
    ann, _ = people
    told = await ask(world, ann, LIKE)
    await world.forbid(world.home, create_public_threads=False)

    refused = await ann.click(shown(told), label="Post anyway")

    assert "**Create Public Threads**" in seen(refused)
    assert refused.ephemeral
    assert LIKE in world.file_in(refused)
    assert "Post anyway" in seen(told)
    assert len(await drafts_of(world, ann)) == 1
    assert titles(world) == [f"### #1 · {TITLE}"]


async def test_what_people_type_is_shown_as_they_typed_it_on_private_cards_too(
    world: World,
) -> None:
    nasty = "**b** [safe](https://evil.example) <@1> @everyone JWT expires"
    cy, ben, ann = (world.member(name) for name in ("Cy", "Ben", "Ann"))
    await ask(world, cy, f"{nasty} at once", nasty)
    await answer(world, ben, f"# {nasty}")
    await cy.click(cards_in(thread_of(world))[-1], label="Accept")

    alike = await ask(world, ann, nasty, nasty)
    form = await ann.click(shown(alike), label="Edit")
    half = await ann.submit_modal(form, as_shown(form) | {"title": " "})

    assert "This solved it" not in seen(half)
    for one in (seen(alike), seen(half)):
        assert r"\*\*b\*\*" in one
        assert "<@1>" not in one
        assert "@everyone" not in one
        assert "](https" not in one


def test_a_draft_is_one_or_two_rows_in_a_list_and_has_a_button() -> None:
    made = Draft(
        *("*A* " * 25, "d", "", "", "Git"),
        id=7,
        guild_id=1,
        asker_id=2,
        written_by_id=3,
        saved_at=discord.utils.snowflake_time(0),
    )

    first, second = render.draft_line(made).split("\n")

    assert first.startswith(r"**\*A\* \*A\*")
    assert second == "-# Draft, for <@2>, saved <t:1420070400:R>"
    assert render.draft_button(made).custom_id == "qa:draft:7"


# Ask as question

SAID = f"{TITLE}\n\n{DETAILS}"


async def test_an_author_makes_a_question_of_a_message(world: World) -> None:
    ann = world.member("Ann")
    message = await ann.send(world.home, f"{SAID}\n```py\nexp = now()\n```")

    form = await ann.context_menu(world.home, MENU, message)
    before = as_shown(form)
    await world.restart()
    told = await ann.submit_modal(form, before | {"topic": ["Auth & JWT"]})

    assert before == {
        "title": TITLE,
        "details": DETAILS,
        "tried": "",
        "code": "exp = now()",
        "topic": ["Other"],
    }
    assert "Your question is **#1**" in seen(told)
    assert card(question_card(world)).split("\n")[1].startswith(f"{ann.mention} · Auth & JWT")
    assert await drafts_of(world, ann) == []


async def test_a_moderator_makes_a_question_of_somebody_elses_message(world: World) -> None:
    ann, mo = world.member("Ann"), world.moderator("Mo")
    message = await ann.send(world.home, SAID)

    form = await mo.context_menu(world.home, MENU, message)
    told = await mo.submit_modal(form, as_shown(form))

    assert form.modal is not None
    assert form.modal["title"] == "Ask for somebody else"
    assert f"The question of {ann.mention} is **#1**" in seen(told)
    assert (
        f"asked by {ann.mention}, brought here by {mo.mention} · Other"
        in card(question_card(world)).split("\n")[1]
    )
    (opening,) = cards_in(thread_of(world))
    assert f"{ann.mention}, {mo.mention} brought your question here" in card(opening)
    assert pinged(world, opening) == [ann.id]
    async with world.bot.db.read() as session:
        (row,) = await session.scalars(select(Question))
        assert (row.asker_id, row.written_by_id) == (ann.id, mo.id)


async def test_whoever_brings_a_question_reads_the_like_but_cannot_say_what_solved_it(
    world: World, people: People
) -> None:
    ann, _ = people
    mo = world.moderator("Mo")
    message = await ann.send(world.home, f"{LIKE}\n{DETAILS}")

    form = await mo.context_menu(world.home, MENU, message)
    told = await mo.submit_modal(form, as_shown(form))
    (draft,) = await drafts_of(world, mo)
    forged = await forge.press(mo, world.home, f"qa:draft_solved:{draft.id}:1")

    assert "Read #1" in seen(told)
    assert "This solved it" not in seen(told)
    assert f"Only {ann.mention}, whose question it is" in seen(forged)
    assert await helped_again(world) == []
    await mo.click(shown(told), label="Post anyway")
    assert f"asked by {ann.mention}" in card(question_card(world))


async def test_a_form_that_was_closed_leaves_a_draft(world: World) -> None:
    ann = world.member("Ann")
    await ann.context_menu(world.home, MENU, await ann.send(world.home, SAID))
    await ann.context_menu(world.home, MENU, await ann.send(world.home, SAID))

    (draft,) = await drafts_of(world, ann)
    told = await forge.press(ann, world.home, f"qa:draft:{draft.id}")

    assert TITLE in seen(told)
    assert "Post it" in seen(told)


async def test_nobody_else_makes_a_question_of_a_message(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    message = await ann.send(world.home, SAID)

    told = await ben.context_menu(world.home, MENU, message)

    assert told.modal is None
    assert told.ephemeral
    assert f"Only {ann.mention}, who wrote that message, or a moderator" in seen(told)
    assert await drafts_of(world, ben) == []


async def test_a_message_of_a_bot_or_without_words_is_no_question(world: World) -> None:
    ann, mo = world.member("Ann"), world.moderator("Mo")
    await ask(world, ann)
    question = question_card(world)
    picture = await ann.send(world.home, attachments=[("error.png", b"png")])

    of_a_bot = await mo.context_menu(world.home, MENU, question)
    empty = await ann.context_menu(world.home, MENU, picture)

    assert "No member wrote that message" in seen(of_a_bot)
    assert "There are no words in that message" in seen(empty)
    assert "a form opens" in seen(empty)
    assert (of_a_bot.modal, empty.modal) == (None, None)


async def test_a_message_is_asked_with_as_people_read_it(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    text = f"Does {ben.mention} know <:party:123456789012345678>?\nAs told in <#{world.home.id}>."
    message = await ann.send(world.home, f"{text} <a:wave:123456789012345678>")

    form = as_shown(await ann.context_menu(world.home, MENU, message))

    assert form["title"] == "Does @Ben know :party:?"
    assert form["details"] == "As told in #prodevprojectnexus. :wave:"


async def test_what_does_not_come_along_is_linked(world: World) -> None:
    ann = world.member("Ann")
    files = [("a.png", b"png"), ("b.png", b"png")]
    message = await ann.send(world.home, SAID, attachments=files)
    long = await ann.send(world.home, "word " * 390)

    with_files = as_shown(await ann.context_menu(world.home, MENU, message))
    cut = as_shown(await ann.context_menu(world.home, MENU, long))

    assert with_files["details"] == f"{DETAILS}\n\nWith 2 attachments: {message.jump_url}"
    assert cut["details"].endswith(f"…\n\nIn full: {long.jump_url}")
    assert (
        len(cut["details"])
        <= fields(await ann.slash(world.home, "qa ask"))["details"]["max_length"]
    )
    assert cut["title"].endswith("word…")
    assert len(cut["title"]) <= 100


async def test_without_permission_a_message_is_not_made_a_question_in_vain(world: World) -> None:
    ann = world.member("Ann")
    message = await ann.send(world.home, SAID)
    await world.forbid(world.home, create_public_threads=False)

    told = await ann.context_menu(world.home, MENU, message)

    assert told.modal is None
    assert "**Create Public Threads**" in seen(told)


def made_of(text: str, attachments: int = 0) -> Written:
    return wording.of_message(text, "Other", url="https://x.example/1", attachments=attachments)


def test_a_message_of_one_line_is_title_and_details() -> None:
    assert made_of("# **Why?**") == Written("Why?", "Why?", "", "", "Other")


def test_a_message_of_nothing_but_code_still_wants_words() -> None:
    made = made_of("```py\n  a = 1\n  b = 2\n```")

    assert made == Written("", "", "", "a = 1\nb = 2", "Other")
    assert not made.is_complete


def test_several_blocks_of_code_stay_where_they_were_said() -> None:
    said = "```\na\n``` becomes\n```\nb\n```"

    assert made_of(f"Why?\n{said}") == Written("Why?", said, "", "", "Other")


@given(st.text(max_size=4500), st.integers(0, 10))
@example("word " * 800, 10)
@example("```" * 700, 1)
@example("\U0001f600" * 4000, 0)
def test_whatever_was_said_fits_into_the_form(text: str, attachments: int) -> None:
    made = made_of(text, attachments)

    assert len(made.title) <= wording.TITLE_LIMIT
    assert len(made.details) <= wording.DETAILS_LIMIT
    assert len(made.code) <= wording.CODE_LIMIT
    assert not attachments or made.details.endswith("https://x.example/1")
