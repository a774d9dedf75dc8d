"""What was asked and answered before is found again."""

import re

from hypothesis import example, given
from hypothesis import strategies as st
from simcord import InteractionResult, MemberActor

from bot.cards import custom_id
from bot.domain.text import units
from cogs.qa.asking.forms import Topic
from cogs.qa.finding.sought import Sought, short
from tests.cogs.qa_acts import answer, ask, cards_in, choose, press, rows, thread_of
from tests.world import World, seen


async def look_for(world: World, who: MemberActor, words: str) -> InteractionResult:
    return await who.slash(world.home, "qa search", words=words)


async def test_a_question_is_found_by_a_form_of_its_words(world: World) -> None:
    ann = world.member("Ann")
    await ask(world, ann, "How do I paginate a list?")

    found = await look_for(world, ann, "pagination")

    assert found.ephemeral
    assert "How do I paginate a list?" in seen(found)
    assert f"[#1](https://discord.com/channels/{world.guild.id}/{thread_of(world).id})" in seen(
        found
    )
    assert "Waiting for an answer" in seen(found)


async def test_a_solved_question_shows_the_first_line_of_what_solved_it(world: World) -> None:
    ann = world.member("Ann")
    await ask(world, ann, "How do I paginate a list?")
    await answer(world, world.member("Ben"), "```py\nUse a [cursor](https://evil.example)\n```\nx")
    await ann.click(cards_in(thread_of(world))[-1], label="Accept")

    found = await look_for(world, ann, "cursor")

    assert r"Solved: Use a \[cursor\]\(" in seen(found)


async def test_the_best_four_come_first_in_two_rows_each(world: World) -> None:
    ann = world.member("Ann")
    for number in range(7):
        await ask(world, ann, f"Question {number} about GraphQL, at quite some length, really")
    await ask(world, ann, "Something else")

    found = await look_for(world, ann, "graphql")

    assert "**7 found** for graphql · 1 of 2" in seen(found)
    assert seen(found).count("**[#") == 4
    assert "Something else" not in seen(found)
    assert found.response is not None
    assert rows(found.response.components) == 9


async def test_the_other_pages_are_turned_to_after_a_restart_too(world: World) -> None:
    ann = world.member("Ann")
    for number in range(6):
        await ask(world, ann, f"Question {number}: GraphQL")
    found = await look_for(world, ann, "graphql: #?")
    first = seen(found)

    await world.restart()
    turned = seen(await press(ann, found, "More"))
    back = seen(await press(ann, found, "Back"))

    assert numbers(first) | numbers(turned) == {f"#{one}" for one in range(1, 7)}
    assert (len(numbers(first)), len(numbers(turned))) == (4, 2)
    assert "More" not in turned
    assert back == first


def numbers(shown: str) -> set[str]:
    return set(re.findall(r"\*\*\[(#\d+)\]", shown))


async def test_a_search_is_narrowed_by_topic_and_to_what_is_solved(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await ask(world, ann, "Token expires")
    await ask(world, ann, "Token missing")
    await answer(world, ben, "Send it.")
    await ann.click(cards_in(thread_of(world))[-1], label="Accept")
    found = await look_for(world, ann, "token")

    solved = seen(await press(ann, found, "Solved only"))
    in_git = seen(await choose(ann, found, "Git"))
    in_auth = seen(await choose(ann, found, "Auth & JWT"))
    both = seen(await press(ann, found, "Unsolved ones too"))

    assert (numbers(seen(await look_for(world, ann, "token")))) == {"#1", "#2"}
    assert numbers(solved) == {"#2"}
    assert "0 found" in in_git
    assert "Nothing like that. Try another topic, or other words." in in_git
    assert numbers(in_auth) == {"#2"}
    assert numbers(both) == {"#1", "#2"}


@given(st.text(max_size=300))
@example("a" * 200)
@example("the: " * 60 + "psycopg2.OperationalError: FATAL: password authentication failed")
@example("\U0001f600" * 99)
def test_a_search_fits_into_its_buttons_and_comes_out_of_them_again(typed: str) -> None:
    for sought in (Sought(short(typed)), Sought(short(typed), Topic.FRONTEND, is_solved=True)):
        made = custom_id("qa:found", 10, *sought.args)
        assert units(made) <= 100
        assert Sought.of(made.split(":")[3:]) == sought


def test_of_a_long_error_the_words_that_tell_most_are_looked_for() -> None:
    error = "I do not know what the matter is with the database here or there: " * 3

    assert short("JWT: 401?") == "JWT: 401?"
    assert short(f"{error} OperationalError") == "know matter database there: OperationalError"


async def test_when_nothing_is_found_people_hear_how_to_ask(world: World) -> None:
    found = await look_for(world, world.member("Ann"), "haskell")

    assert found.ephemeral
    assert "I found nothing like that. Ask it with </qa ask:" in seen(found)


async def test_rubbish_finds_nothing_and_breaks_nothing(world: World) -> None:
    ann = world.member("Ann")
    await ask(world, ann)

    for words in ('"', "*", "NEAR(", "' OR 1=1 --", "guild:", "^", "{", "\u200b", "-", "a" * 200):
        assert "I found nothing like that" in seen(await look_for(world, ann, words))


async def test_another_guilds_questions_are_never_found(world: World) -> None:
    other = world.another_guild("Elsewhere")
    there = other.create_text_channel("prodevprojectnexus")
    zed = world.member("Zed", guild=other)
    await ask(world, world.member("Ann"), "How do I paginate?")

    found = await zed.slash(there, "qa search", words="paginate")

    assert "I found nothing like that" in seen(found)
