"""A question becomes a card with a thread, and none that was submitted is ever lost."""

import logging
from datetime import timedelta

import pytest

from cogs.qa.asking import forms
from cogs.qa.asking.forms import Topic
from cogs.qa.render import FENCE, excerpt
from db import drafts
from tests.cogs.qa_acts import (
    DETAILS,
    TITLE,
    as_shown,
    ask,
    cards_in,
    pinged,
    question_card,
    thread_of,
)
from tests.world import World, card, fields, seen

MINUTES = timedelta(minutes=2)


async def test_a_question_is_seen_as_a_card_with_a_thread(world: World) -> None:
    ann = world.member("Ann")

    told = await ask(world, ann)

    assert told.ephemeral
    assert "Your question is **#1**" in seen(told)
    assert f"<#{thread_of(world).id}>" in seen(told)
    assert card(question_card(world)) == (
        f"### #1 · {TITLE}\n{ann.mention} · Auth & JWT · <t:1772452800:R>\n{DETAILS}\n"
        "**Waiting for an answer**\nAnswer\nI can take this"
    )
    assert thread_of(world).name == f"#1 {TITLE}"


async def test_the_asker_alone_is_pinged_and_only_in_the_thread(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")

    await ask(world, ann, f"Does {ben.mention} know?", f"@everyone {ben.mention}")

    (opening,) = cards_in(thread_of(world))
    assert pinged(world, opening) == [ann.id]
    assert pinged(world, question_card(world)) == []


async def test_what_the_card_must_cut_stands_in_full_in_the_thread(world: World) -> None:
    rows = [f"Step {number} of what I tried" for number in range(30)]

    await ask(world, world.member("Ann"), details="\n".join(rows))

    assert rows[4] in card(question_card(world))
    assert rows[5] not in card(question_card(world))
    assert rows[29] in card(cards_in(thread_of(world))[0])


@pytest.mark.parametrize(
    "details",
    ["x" * 1600, "word " * 320, "\n" * 900 + "end", "a\n\n" * 500, "```py\n" + "code\n" * 300],
    ids=["one word", "words", "empty lines", "paragraphs", "unclosed code"],
)
async def test_no_question_is_over_twelve_rows_of_a_phone(world: World, details: str) -> None:
    await ask(world, world.member("Ann"), "W" * 100, f"Look:\n{details}"[:1600])

    rows = card(question_card(world)).removesuffix("Answer\nI can take this").split("\n")
    shown = [row for row in rows if not row.startswith("```")]
    assert sum(max(-(-len(row) // 42), 1) for row in shown) <= 12


async def test_numbers_run_on_in_each_guild(world: World) -> None:
    other = world.another_guild("Elsewhere")
    there = other.create_text_channel("ProDev-Project-Nexus")
    ann, zed = world.member("Ann"), world.member("Zed", guild=other)

    await ask(world, ann, "First")
    second = await ask(world, ann, "Second")
    elsewhere = await ask(world, zed, "Elsewhere", channel=there)

    assert "**#2**" in seen(second)
    assert "**#1**" in seen(elsewhere)
    assert [card(one).split("\n")[0] for one in cards_in(there)] == ["### #1 · Elsewhere"]


async def test_markup_mentions_and_masked_links_come_out_as_typed(world: World) -> None:
    nasty = "**b** [safe](https://evil.example) <@1> @everyone # ||s|| \u202eevil"

    await ask(world, world.member("Ann"), nasty, f"# Big\n{nasty}\n" + "more\n" * 9)

    (opening,) = cards_in(thread_of(world))
    for shown in (card(question_card(world)), card(opening)):
        assert r"\*\*b\*\* \[safe\]\(https://evil.example)" in shown
        assert "<@1>" not in shown
        assert "@everyone" not in shown
        assert "\n# Big" not in shown
        assert "\u202e" not in shown


async def test_mentions_and_markdown_in_what_was_tried_and_in_code_come_out_as_typed(
    world: World,
) -> None:
    nasty = "**b** [safe](https://evil.example) <@1> @everyone\n# Big\n```\n<@2> \u202eevil"

    ann = world.member("Ann")
    await ask(world, ann, tried=nasty, code=nasty)

    (opening,) = cards_in(thread_of(world))
    tried, code = card(opening).partition("**What I tried**\n")[2].split("**Error or code**\n")
    assert r"\*\*b\*\* \[safe\]\(https://evil.example)" in tried
    assert "<@1>" not in tried
    assert "@everyone" not in tried
    assert "\n# Big" not in tried
    assert code.startswith("```\n**b** [safe](https://evil.example) <@1> @everyone\n# Big\n")
    assert code.count("```") == 2  # so that all of it stays in one block, where nothing is markup
    assert "\u202e" not in card(opening)
    assert pinged(world, opening) == [ann.id]


async def test_the_form_itself_stops_what_is_too_long(world: World) -> None:
    form = fields(await world.member("Ann").slash(world.home, "qa ask"))

    assert form["title"]["max_length"] == 100
    assert form["details"]["max_length"] == 1600
    assert form["tried"]["max_length"] == 600
    assert form["code"]["max_length"] == 1400
    assert [name for name, one in form.items() if one.get("required") is False] == ["tried", "code"]
    assert [one["value"] for one in form["topic"]["options"]] == list(Topic)


async def test_the_longest_question_is_posted(world: World) -> None:
    told = await ask(
        world, world.member("Ann"), "*" * 100, "*" * 1600, tried="`" * 600, code="`" * 1400
    )

    assert "Your question is **#1**" in seen(told)
    assert len(cards_in(thread_of(world))) == 1


@pytest.mark.parametrize("blank", [" ", "\u200b\u202e", "\n\n"])
async def test_an_empty_title_keeps_the_rest_to_go_on_with(world: World, blank: str) -> None:
    ann = world.member("Ann")

    told = await ask(world, ann, blank, "Look: ```py\nprint(1)```")
    assert told.response is not None
    form = await ann.click(told.response, label="Edit")
    await ann.submit_modal(form, as_shown(form) | {"title": TITLE})
    await ann.click(told.response, label="Post it")

    assert told.ephemeral
    assert TITLE in card(question_card(world))
    assert "print(1)" in card(question_card(world))
    assert "Auth & JWT" in card(question_card(world))


async def test_an_empty_field_is_named_and_nothing_is_posted(world: World) -> None:
    ann = world.member("Ann")

    without_title = seen(await ask(world, ann, " ", "It fails."))
    without_details = seen(await ask(world, ann, "A fine title", "\u200b"))

    assert "Your question still needs **a title**" in without_title
    assert "It fails." in without_title
    assert "Your question still needs **details**" in without_details
    assert "A fine title" in without_details
    assert "Post" not in without_title + without_details
    assert cards_in(world.home) == []


async def test_nothing_but_blanks_is_not_even_a_draft(world: World) -> None:
    told = await ask(world, world.member("Ann"), " ", "\u200b", tried="\n", code=" ")

    assert "There was nothing readable in your question" in seen(told)
    async with world.bot.db.read() as session:
        assert await drafts.mine(session, world.guild.id, world.member("Ann").id) == []


async def test_the_thread_holds_the_whole_with_what_was_tried_and_the_code(world: World) -> None:
    await ask(
        world,
        world.member("Ann"),
        tried="I *restarted* it.",
        code="    raise KeyError\n      # ``` here",
    )

    (opening,) = cards_in(thread_of(world))
    assert card(opening).split("\n", 1)[1] == (
        f"{DETAILS}\n**What I tried**\nI \\*restarted\\* it.\n**Error or code**\n"
        "```\nraise KeyError\n  # `\u200b`\u200b` here\n```\nAnswer\nI can take this"
    )
    assert "restarted" not in card(question_card(world))


async def test_code_that_was_put_between_fences_stands_in_one_block(world: World) -> None:
    await ask(world, world.member("Ann"), code="```py\nprint(1)\n```")

    assert "\n```\nprint(1)\n```\n" in card(cards_in(thread_of(world))[0])


async def test_the_same_question_twice_is_one_question(world: World) -> None:
    ann = world.member("Ann")
    await ask(world, ann)

    again = await ask(world, ann)

    assert "This was asked a moment ago: it is saved as **#1**" in seen(again)
    assert len(cards_in(world.home)) == 1


async def test_a_form_that_was_open_over_a_restart_still_arrives(world: World) -> None:
    ann = world.member("Ann")
    form = await ann.slash(world.home, "qa ask")

    await world.restart()
    told = await ann.submit_modal(
        form, {"title": TITLE, "details": DETAILS, "topic": ["Databases"]}
    )

    assert "Your question is **#1**" in seen(told)
    assert "Databases" in card(question_card(world))


async def test_a_missing_permission_is_told_before_anything_is_typed(world: World) -> None:
    await world.forbid(world.home, create_public_threads=False)

    told = await world.member("Ann").slash(world.home, "qa ask")

    assert told.modal is None
    assert told.ephemeral
    assert f"I can't work in {world.home.mention} yet" in seen(told)
    assert "**Create Public Threads**" in seen(told)


async def test_without_any_channel_people_hear_what_to_do(world: World) -> None:
    other = world.another_guild("Elsewhere")
    lobby = other.create_text_channel("lobby")

    told = await world.member("Zed", guild=other).slash(lobby, "qa ask")

    assert told.modal is None
    assert "Ask a moderator to choose one with </nexus setup:" in seen(told)


async def test_a_permission_lost_meanwhile_keeps_the_draft_and_gives_it_back_as_a_file(
    world: World,
) -> None:
    ann = world.member("Ann")
    form = await ann.slash(world.home, "qa ask")
    await world.forbid(world.home, send_messages=False)

    told = await ann.submit_modal(
        form, {"title": TITLE, "details": DETAILS, "code": "raise KeyError", "topic": ["Git"]}
    )
    assert told.response is not None
    said = [seen(told), seen(await ann.click(told.response, label="Post it"))]
    kept = world.file_in(told)
    before = cards_in(world.home)
    await world.restart()
    await world.allow_again(world.home)
    await ann.click(told.response, label="Post it")

    for one in said:
        assert f"I can't work in {world.home.mention} yet" in one
        assert "**Send Messages**" in one
        assert "kept as a draft" in one
    assert kept == f"{TITLE}\n\n{DETAILS}\n\nError or code:\nraise KeyError\n\nTopic: Git\n"
    assert told.ephemeral
    assert before == []
    assert [card(one).split("\n")[0] for one in cards_in(world.home)] == [f"### #1 · {TITLE}"]
    assert pinged(world, cards_in(thread_of(world))[0]) == [ann.id]


async def test_a_thread_that_discord_refused_is_opened_later_without_a_second_card(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    ann = world.member("Ann")
    world.env.inject_error("POST", "/channels/*/threads", status=500)

    told = await ask(world, ann)
    posted = len(cards_in(world.home))
    await world.wait(MINUTES)
    await world.wait(MINUTES)

    assert "Saved as **#1**, but I could not post it yet" in seen(told)
    assert (posted, len(cards_in(world.home)), len(world.home.threads)) == (1, 1, 1)
    assert len(cards_in(thread_of(world))) == 1
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


async def test_one_question_that_cannot_be_posted_does_not_hold_up_the_others(
    world: World,
) -> None:
    other = world.another_guild("Elsewhere")
    there = other.create_text_channel("prodevprojectnexus")
    ann, zed = world.member("Ann"), world.member("Zed", guild=other)
    world.env.inject_error("POST", "/channels/*/messages", status=500, times=2)
    await ask(world, zed, "Nowhere to go", channel=there)
    await ask(world, ann)
    world.env.backend.delete_channel(there.id)
    await world.env.settle()

    await world.wait(MINUTES)

    assert len(cards_in(world.home)) == 1


async def test_a_question_whose_channel_was_deleted_before_its_thread_opened_is_posted_anew(
    world: World,
) -> None:
    world.env.inject_error("POST", "/channels/*/threads", status=500)
    await ask(world, world.member("Ann"))
    world.env.backend.delete_channel(world.home.id)
    world.home = world.guild.create_text_channel("prodevprojectnexus-2")
    await world.env.settle()

    await world.wait(MINUTES)

    assert TITLE in card(question_card(world))
    assert thread_of(world).name == f"#1 {TITLE}"


async def test_a_question_whose_channel_is_gone_before_it_is_posted_waits_for_the_next_one(
    world: World,
) -> None:
    gone = ("POST", f"/channels/{world.home.id}/messages")
    world.env.inject_error(*gone, status=404, code=10003, times=None)
    told = seen(await ask(world, world.member("Ann")))
    world.env.backend.delete_channel(world.home.id)
    await world.env.settle()
    await world.wait(timedelta(hours=1))

    world.home = world.guild.create_text_channel("prodevprojectnexus-2")
    await world.env.settle()
    await world.wait(timedelta(minutes=15))
    await world.wait(MINUTES)

    assert "Saved as **#1**, but I could not post it yet" in told
    assert TITLE in card(question_card(world))
    assert thread_of(world).name == f"#1 {TITLE}"


async def test_without_a_channel_any_more_what_was_typed_comes_back(world: World) -> None:
    ann = world.member("Ann")
    form = await ann.slash(world.home, "qa ask")
    world.env.backend.edit_channel(world.home.id, {"name": "lobby"})
    await world.env.settle()

    told = await ann.submit_modal(form, {"title": TITLE, "details": DETAILS, "topic": ["Git"]})

    assert told.ephemeral
    assert "Ask a moderator to choose one" in seen(told)
    assert TITLE in world.file_in(told)
    assert DETAILS in world.file_in(told)
    assert cards_in(world.home) == []


async def test_a_card_deleted_before_its_thread_opened_still_gets_a_thread(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/threads", status=500)
    await ask(world, world.member("Ann"))
    world.env.backend.delete_message(world.home.id, question_card(world).id)

    await world.wait(MINUTES)

    assert thread_of(world).name == f"#1 {TITLE}"


def test_a_topic_that_was_never_offered_counts_as_other() -> None:
    assert forms.topic("Astrology") is Topic.OTHER
    assert forms.topic(None) is Topic.OTHER
    assert forms.topic("Git") is Topic.GIT


async def test_trying_again_carries_the_same_nonce_so_that_discord_takes_it_once(
    world: World,
) -> None:
    world.env.inject_error("POST", f"/channels/{world.home.id}/messages", status=500)
    await ask(world, world.member("Ann"))
    await world.wait(MINUTES)

    nonces = [
        one.json["nonce"]
        for one in world.env.http_requests
        if one.json and one.path == f"/channels/{world.home.id}/messages"
    ]
    assert nonces == ["ob1", "ob1"]


async def test_a_card_that_cuts_code_says_so_below_the_code(world: World) -> None:
    ann = world.member("Ann")
    code = "\n".join(f"line_{number}()" for number in range(9))

    await ask(world, ann, details=f"It fails:\n```py\n{code}\n```")

    assert "line_2()\n```\n…" in card(question_card(world))


def test_nothing_seems_to_be_cut_where_all_is_there_but_the_end_of_the_code() -> None:
    code = f"It fails:\n{FENCE}py\nline()\nline()\n{FENCE}"

    assert excerpt(code, 4) == code
    assert excerpt(code, 3).endswith(f"{FENCE}\n…")
    assert excerpt(code, 2) == "It fails:…"
