"""A learner takes their README along, sees what is missing, and brings the one they have."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from simcord import InteractionResult, MemberActor

from bot.domain.log import LogKind
from bot.domain.readme import BRIEF, REQUIRED
from db import members
from tests.cogs.contract_acts import make, pair_up
from tests.cogs.learning_acts import add, entries
from tests.cogs.qa_acts import answer, as_it_stands, ask, press, rows
from tests.domain.linting import complaints
from tests.domain.readmes import FIXTURES, outline
from tests.world import World, fields, seen

NESTED = (FIXTURES / "nested.md").read_bytes()


@pytest.fixture
def ann(world: World) -> MemberActor:
    return world.member("Ann")


async def made(world: World, who: MemberActor) -> str:
    """What stands in the file."""
    return world.file_in(await who.slash(world.home, "log readme"))


async def send(
    world: World, who: MemberActor, data: bytes, name: str = "README.md"
) -> InteractionResult:
    return await who.slash(world.home, "log import", file=(name, data))


def buttons(shown: InteractionResult) -> list[str]:
    """The custom ids of a card's buttons that stand beside a paragraph."""
    assert shown.response is not None

    def walk(parts: Sequence[Any]) -> list[str]:
        found: list[str] = []
        for one in parts:
            if "accessory" in one:
                found.append(one["accessory"]["custom_id"])
            found += walk(one.get("components", ()))
        return found

    return walk(shown.response.components)


async def test_readme_is_a_file_for_its_learner_alone_with_every_heading_of_the_brief(
    world: World, ann: MemberActor
) -> None:
    await add(world, ann, "Django", "The framework of our API.")

    shown = await ann.slash(world.home, "log readme")

    text = world.files_in(shown)["README.md"]
    assert shown.ephemeral
    assert [one.lstrip("# ") for one in outline(text)][1 : len(REQUIRED) + 1] == [
        BRIEF[part] for part in REQUIRED
    ]
    assert "- **Django**: The framework of our API." in text
    assert "Last updated: 2 March 2026" in text
    assert complaints(text) == []


async def test_the_meter_says_part_by_part_what_is_done_thin_or_missing(
    world: World, ann: MemberActor
) -> None:
    for title in ("Django", "Redis", "Celery"):
        await add(world, ann, title)
    await add(world, ann, "JWT", kind=LogKind.CONCEPT)
    await add(world, ann, "A deadlock", kind=LogKind.CHALLENGE)

    shown = await ann.slash(world.home, "log readme")

    said = seen(shown)
    assert "Your README has 1 of 9 parts" in said
    assert "\u2705 Technologies" in said
    assert "Concepts: 1 concept, 3 are better" in said
    assert "Challenges: 1 of 1 without a solution" in said
    assert "**Overview**: nothing yet" in said
    assert shown.response is not None
    assert rows(shown.response.components) <= 12
    assert len(buttons(shown)) <= 5


async def test_add_now_opens_the_form_of_what_is_missing_and_the_next_readme_has_it(
    world: World, ann: MemberActor
) -> None:
    shown = await ann.slash(world.home, "log readme")
    assert shown.response is not None
    assert "readme:add:challenges" in buttons(shown)

    form = await ann.click(shown.response.message, custom_id="readme:add:challenges")
    done = await ann.submit_modal(
        form, {"title": "N+1 queries", "text": "", "solution": "`select_related`", "day": ""}
    )
    again = await press(ann, shown, "Make it again")

    assert "In your log" in seen(done)
    assert "**N+1 queries:**\n\n  **Solution:** `select_related`" in world.file_in(again)
    assert "readme:add:challenges" not in buttons(again)


async def test_what_is_missing_beyond_four_parts_can_be_added_to_as_well(
    world: World, ann: MemberActor
) -> None:
    shown = await ann.slash(world.home, "log readme")
    assert "5 more: add to one now" in seen(shown)
    assert shown.response is not None

    form = await ann.select(shown.response.message, ["next"], custom_id="readme:add")
    await ann.submit_modal(form, {"title": "GraphQL", "text": "", "day": ""})

    assert [one.words.kind for one in await entries(world, ann)] == [LogKind.NEXT_STEP]


async def test_an_overview_in_their_own_words_stands_below_the_programmes(
    world: World, ann: MemberActor
) -> None:
    mo = world.moderator()
    settings = await mo.slash(world.home, "nexus readme")
    form = await press(mo, settings, "Describe the programme")
    await mo.submit_modal(form, {"programme": "ProDev is a course of **twelve** weeks."})

    shown = await ann.slash(world.home, "log readme")
    assert "Overview: the programme's text alone" in seen(shown)
    form = await press(ann, shown, "Write the overview")
    said = await ann.submit_modal(form, {"overview": "I build a shop for my aunt. " * 4})

    text = world.file_in(said)
    assert text.index("course of") < text.index("a shop for my aunt")
    assert "\u2705 Overview" in seen(said)
    edit = await press(ann, said, "Edit the overview")
    assert fields(edit)["overview"]["value"].startswith("I build a shop")


async def test_nobody_elses_readme_has_any_of_it(world: World, ann: MemberActor) -> None:
    ben = world.member("Ben")
    await add(world, ann, "My secret")
    shown = await ann.slash(world.home, "log readme")
    form = await press(ann, shown, "Write the overview")
    await ann.submit_modal(form, {"overview": "Also a secret"})

    text = await made(world, ben)

    assert "secret" not in text


async def test_collaboration_names_partners_helpers_and_reviewers_but_nobody_who_opted_out(
    world: World,
) -> None:
    ann, ben, cy = (world.member(name) for name in ("Ann", "Ben *Bold*", "Cy"))
    await pair_up(world, ann, ben)
    await make(world, [ann], [cy], "Job Board")
    await ask(world, ann, "Why is it slow?")
    await answer(world, ben, "An index is missing.")
    await ann.click(world.home.threads[-1].history()[-1], label="Accept")
    async with world.bot.db.begin() as session:
        await members.set_unlisted(session, world.guild.id, cy.id, is_unlisted=True)

    text = await made(world, ann)

    assert "- Where: \\#prodevprojectnexus on ALX ProDev" in text
    assert "- Built **E-Commerce** with Ben \\*Bold\\*, since 2 March 2026" in text
    assert "- Built **Job Board** with a fellow learner, since 2 March 2026" in text
    assert "- Ben \\*Bold\\* answered **Why is it slow?** for me, 2 March 2026" in text
    assert "Cy" not in text


async def test_the_contract_of_ones_pair_is_in_it(world: World) -> None:
    two = await pair_up(world, world.member("Ann"), world.member("Ben"))
    await two.add(two.ben, "/orders", purpose="All orders")

    text = await made(world, two.ann)

    assert "## API contract" in text
    assert "| `GET /orders` | All orders | planned |" in text


async def test_import_shows_which_headings_become_which_entries_before_it_changes_anything(
    world: World, ann: MemberActor
) -> None:
    shown = await send(world, ann, NESTED)

    said = seen(shown)
    assert shown.ephemeral
    assert "12 new entries for your log" in said
    assert "Major Learnings \u2192 3 technologies, 3 concepts" in said
    assert "\u2192 2 challenges" in said
    assert "Text alone: License." in said
    assert shown.response is not None
    assert rows(shown.response.components) <= 12
    assert await entries(world, ann) == []
    assert "Django" not in await made(world, ann)

    await press(ann, shown, "Let it be")
    assert "nothing of it is kept" in as_it_stands(world, shown)


async def test_of_many_headings_each_entry_is_told_in_a_file(
    world: World, ann: MemberActor
) -> None:
    shown = await send(world, ann, (FIXTURES / "weeks.md").read_bytes())

    told = world.file_in(shown)
    assert "and 2 more headings" in seen(shown)
    assert "Next steps\n  Next step: Context managers\n  Next step: Decorators\n" in told
    await press(ann, shown, "Take it over")
    assert "10 entries are new" in as_it_stands(world, shown)


async def test_what_is_taken_over_stays_as_it_is_and_the_log_goes_below_it(
    world: World, ann: MemberActor
) -> None:
    shown = await send(world, ann, NESTED)
    await press(ann, shown, "Take it over")
    done = as_it_stands(world, shown)
    await add(world, ann, "A deadlock", kind=LogKind.CHALLENGE, solution="One writer")

    text = await made(world, ann)

    assert "12 entries are new in your log" in done
    lines = iter(text.split("\n"))
    assert all(one in lines for one in NESTED.decode().split("\n"))
    assert text.count("Circular imports") == 1
    assert text.index("Circular imports") < text.index("**A deadlock:**")
    assert len(await entries(world, ann)) == 13


async def test_importing_again_makes_no_doubles(world: World, ann: MemberActor) -> None:
    await press(ann, await send(world, ann, NESTED), "Take it over")
    await add(world, ann, "Redis")
    out = (await made(world, ann)).encode()

    again = await send(world, ann, out)
    same = await send(world, ann, NESTED)

    assert "Nothing is different" in seen(again)
    assert len(await entries(world, ann)) == 13
    assert (await made(world, ann)).encode() == out
    assert "Nothing is different" in seen(same)


async def test_what_left_the_file_leaves_the_log_unless_it_was_edited(
    world: World, ann: MemberActor
) -> None:
    await press(ann, await send(world, ann, NESTED), "Take it over")
    kept = next(one for one in await entries(world, ann) if one.words.title == "Small commits")
    form = await ann.slash(world.home, "log edit", entry=str(kept.id))
    await ann.submit_modal(form, {"title": "Tiny commits", "text": "", "day": ""})

    less = NESTED.replace(b"1. Write the test first\n2. Small commits\n", b"Still to come.\n")
    shown = await send(world, ann, less)
    said = seen(shown)
    await press(ann, shown, "Take it over")

    titles = [one.words.title for one in await entries(world, ann)]
    assert "1 of your last file, gone from this one" in said
    assert "Write the test first" not in titles
    assert "Tiny commits" in titles
    assert "- Tiny commits\n" in await made(world, ann)


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"\xff\xfe\x00", "README.md", "UTF-8"),
        (b"", "README.md", "empty"),
        (b"# Hi", "cv.pdf", "ends in **.md**"),
        (b"# " + b"x" * 256_000, "README.md", "over 256 kB"),
    ],
)
async def test_what_is_no_readme_is_refused_in_words(
    world: World, ann: MemberActor, data: bytes, name: str, says: str
) -> None:
    shown = await send(world, ann, data, name)

    assert shown.ephemeral
    assert says in seen(shown)


async def test_a_file_that_nobody_took_over_is_forgotten_after_a_day(
    world: World, ann: MemberActor
) -> None:
    shown = await send(world, ann, NESTED)
    await world.wait(timedelta(days=1, hours=1))

    late = await press(ann, shown, "Take it over")

    assert "no longer here" in seen(late)
    assert await entries(world, ann) == []


async def test_moderators_choose_the_headings_of_another_programmes_brief(
    world: World, ann: MemberActor
) -> None:
    mo = world.moderator()
    settings = await mo.slash(world.home, "nexus readme")
    assert settings.response is not None
    form = await mo.select(settings.response.message, ["challenges"])
    await mo.submit_modal(form, {"heading": "Trials & errors"})

    assert "## Trials & errors" in await made(world, ann)
    assert "Trials & errors" in as_it_stands(world, settings)
    assert "changed **a README heading**" in seen(await mo.slash(world.home, "nexus audit"))

    await press(mo, settings, "Use the brief's headings")
    assert f"## {BRIEF[REQUIRED[4]]}" in await made(world, ann)


async def test_two_parts_may_not_be_called_the_same(world: World) -> None:
    mo = world.moderator()
    settings = await mo.slash(world.home, "nexus readme")
    assert settings.response is not None
    form = await mo.select(settings.response.message, ["challenges"])
    refused = await mo.submit_modal(form, {"heading": "work log"})

    assert "has this heading already" in seen(refused)
    assert world.file_in(refused) == "work log\n"
