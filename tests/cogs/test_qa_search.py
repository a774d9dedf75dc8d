"""What was asked and answered before is found again."""

from simcord import InteractionResult, MemberActor

from tests.cogs.qa_acts import answer, ask, cards_in, thread_of
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


async def test_the_best_five_come_in_two_rows_each(world: World) -> None:
    ann = world.member("Ann")
    for number in range(7):
        await ask(world, ann, f"Question {number} about GraphQL, at quite some length, really")
    await ask(world, ann, "Something else")

    found = seen(await look_for(world, ann, "graphql"))

    assert found.count("**[#") == 5
    assert "Something else" not in found
    assert len(found.split("\n")) <= 12


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
