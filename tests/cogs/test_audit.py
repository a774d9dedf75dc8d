"""What moderators did, looked through by moderators: by person, kind and day, and as a file."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from simcord import InteractionResult, MemberActor
from sqlalchemy import insert

from bot.domain import cohort, csv_text
from bot.domain.cohort import Calendar
from bot.domain.people import FORMER
from bot.domain.record import Kind
from cogs.admin.auditing.presses import MOST
from db import audit
from db.tables import AuditEntry
from tests.cogs.forum_acts import ask_in, make_forum, tag_id
from tests.cogs.qa_acts import answer, ask, choose, press, question_card
from tests.guards import forge
from tests.world import World, seen

NOTHING = "Nothing of that is on record"
DAY = timedelta(days=1)


@pytest.fixture
def mo(world: World) -> MemberActor:
    return world.moderator()


@pytest.fixture
def rita(world: World) -> MemberActor:
    return world.moderator("Rita")


async def look(world: World, who: MemberActor, **options: object) -> InteractionResult:
    return await who.slash(world.home, "nexus audit", **options)


async def record(world: World, who: MemberActor, **options: object) -> str:
    return seen(await look(world, who, **options))


async def set_zone(world: World, who: MemberActor, zone: str = "Lagos") -> None:
    await who.slash(world.home, "nexus setup", zone=zone)


async def name_projects(world: World, who: MemberActor, projects: str = "Telescope") -> None:
    await forge.submit(who, world.home, "pairing:listed", {"projects": projects})


async def note(world: World, actor_id: int, reason: str = "") -> None:
    async with world.bot.db.begin() as session:
        await audit.note(
            *(session, world.guild.id, actor_id),
            kind=Kind.SESSIONS,
            act="moved",
            subject="session",
            number=5,
            reason=reason,
            now=world.env.now(),
        )


def rows(world: World, handed_out: InteractionResult) -> list[dict[str, str]]:
    text = world.file_in(handed_out).removeprefix(csv_text.MARK)
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


# What is on record


async def test_what_is_set_up_is_on_record_with_what_it_was_before(
    world: World, mo: MemberActor
) -> None:
    questions = world.guild.create_text_channel("questions")
    helpers = world.guild.create_role("Helpers")
    await set_zone(world, mo)
    await set_zone(world, mo, "Nairobi")
    await forge.press(mo, world.home, "admin:channel:qa", str(questions.id))
    first = await record(world, mo)
    await forge.press(mo, world.home, "admin:channel:qa", str(world.home.id))
    await forge.press(mo, world.home, "admin:role:moderator", str(helpers.id))
    fields = {"name": "Cohort 5", "first_day": "2026-02-09"}
    await forge.submit(mo, world.home, "admin:dates", fields)
    shown = await look(world, mo)
    second = seen(shown)
    third = seen(await press(mo, shown, "Older"))

    assert f"{mo.mention} changed **the Q&A channel**" in first
    assert r"none → \#questions" in first
    assert "Africa/Lagos → Africa/Nairobi" in first
    assert "none → Africa/Lagos" in first
    assert "**the cohort's first day**" in second
    assert "none → 9 February 2026" in second
    assert "**the Moderators role**" in second
    assert "none → Helpers" in second
    assert r"\#questions → \#prodevprojectnexus" in third


@pytest.mark.parametrize(
    ("road", "said", "act", "reason"),
    [
        ("digest:weekday", "4", "changed **digest settings**", "day: Monday → Friday"),
        ("digest:least", "5", "changed **digest settings**", "at least: 1 item → 5 items"),
        ("digest:evening:on", "", "changed **digest settings**", "preview: off → on"),
        ("study:per_guild", "50", "set **coming sessions of all to 50**", "before: 100"),
        (
            "pairing:listed",
            {"projects": "Telescope\nMicroscope"},
            "changed **the projects**",
            "the programme's → Telescope, Microscope",
        ),
        (
            "readme:headed:challenges",
            {"heading": "Trials"},
            "changed **a README heading**",
            "Challenges faced and solutions implemented → Trials",
        ),
        (
            "readme:described",
            {"programme": "A course."},
            "changed **the programme**",
            "none → A course.",
        ),
        (
            "calendar:weeks_said:{mark}",
            {"weeks": "12", "focuses": "1. Git"},
            "changed **the cohort's weeks**",
            "weeks: none → 12, what they are about",
        ),
    ],
)
async def test_what_features_are_set_to_is_on_record_with_what_it_was_before(
    world: World,
    road: str,
    said: str | dict[str, str],
    act: str,
    reason: str,
) -> None:
    mo = world.moderator()
    road = road.format(mark=cohort.mark(Calendar()))
    if isinstance(said, str):
        await forge.press(mo, world.home, road, *filter(None, [said]))
    else:
        await forge.submit(mo, world.home, road, said)

    shown = await record(world, mo)

    assert f"{mo.mention} {act}\n" in shown
    assert reason in shown


async def test_headings_that_are_reset_are_named(world: World, mo: MemberActor) -> None:
    await forge.submit(mo, world.home, "readme:headed:challenges", {"heading": "Trials"})
    await forge.press(mo, world.home, "readme:standard")

    shown = await record(world, mo)

    assert f"{mo.mention} reset **the README headings**" in shown
    assert "Trials → those of the brief" in shown


async def test_what_is_chosen_again_is_no_change(world: World, mo: MemberActor) -> None:
    await set_zone(world, mo)
    await set_zone(world, mo)

    assert (await record(world, mo)).count("the time zone") == 1


async def test_a_channel_that_is_gone_is_called_so(world: World, mo: MemberActor) -> None:
    gone = world.guild.create_text_channel("gone")
    await forge.press(mo, world.home, "admin:channel:digest", str(gone.id))
    world.env.backend.delete_channel(gone.id)
    await world.env.settle()

    await forge.press(mo, world.home, "admin:channel:digest", str(world.home.id))

    assert r"a deleted one → \#prodevprojectnexus" in await record(world, mo)


async def test_what_moderators_do_to_others_questions_is_on_record(
    world: World, mo: MemberActor
) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await ask(world, ann)
    await answer(world, ben, "In seconds, not in milliseconds.")

    accepted = await forge.press(mo, world.home, "qa:accept:1")
    first = await record(world, mo)
    await press(mo, accepted, "Undo")
    why = {"reason": ["off topic"], "words": ""}
    closed = await forge.submit(mo, world.home, "qa:closed:1", why)
    await press(mo, closed, "Undo")
    second = await record(world, mo, kind="questions")

    assert f"{mo.mention} accepted an answer to **question #1**" in first
    assert "undid the acceptance for **question #1**" in second
    assert "closed **question #1**" in second
    assert "· off topic" in second
    assert "undid the closing of **question #1**" in second


async def test_what_askers_do_to_their_own_is_nobodys_business(
    world: World, mo: MemberActor
) -> None:
    """Even where they are moderators."""
    await ask(world, mo)
    await answer(world, world.member("Ben"), "In seconds, not in milliseconds.")

    await forge.press(mo, world.home, "qa:accept:1")
    await forge.submit(mo, world.home, "qa:closed:1", {"reason": ["off topic"], "words": ""})

    assert "Nothing yet" in await record(world, mo)


async def test_a_question_that_is_brought_in_for_another_is_on_record(
    world: World, mo: MemberActor
) -> None:
    form = await forge.choose_in_menu(mo, world.home, "Ask as question", world.member("Ann"))
    written = {"title": "How?", "details": "I tried.", "topic": ["Other"]}
    before = await record(world, mo)

    assert form.modal is not None
    await forge.submit(mo, world.home, form.modal["custom_id"], written)
    await forge.press(mo, world.home, "qa:draft_post:1")

    assert "Nothing yet" in before
    assert question_card(world)
    assert f"{mo.mention} asked for its author **question #1**" in await record(world, mo)


async def test_a_tag_is_called_by_its_name(world: World, mo: MemberActor) -> None:
    forum = make_forum(world, "Solved", "Done")
    await ask_in(world, forum)

    await forge.press(mo, world.home, "admin:solved", tag_id(world, forum, "Solved"))
    await forge.press(mo, world.home, "admin:solved", tag_id(world, forum, "Done"))

    assert "Solved → Done" in await record(world, mo)


# What is asked for


async def test_the_record_is_of_one_person_if_one_is_asked_for(
    world: World, mo: MemberActor, rita: MemberActor
) -> None:
    await set_zone(world, mo)
    await name_projects(world, rita)

    of_mo, of_rita = [await record(world, mo, person=one) for one in (mo, rita)]
    of_nobody = await record(world, mo, person=world.member("Ann"))

    assert "the time zone" in of_mo
    assert "projects" not in of_mo
    assert f"-# {rita.mention}" in of_rita
    assert "the projects" in of_rita
    assert "time zone" not in of_rita
    assert NOTHING in of_nobody


async def test_the_record_is_of_one_kind_if_one_is_asked_for_or_chosen(
    world: World, mo: MemberActor
) -> None:
    await set_zone(world, mo)
    await name_projects(world, mo)

    shown = await look(world, mo, kind="setup")
    of_setup = seen(shown)
    of_pairs = seen(await choose(mo, shown, "pairs"))
    of_reviews = seen(await choose(mo, shown, "reviews"))
    of_all = seen(await press(mo, shown, "Show everything"))

    assert "-# Set-up" in of_setup
    assert "projects" not in of_setup
    assert "-# Pairs" in of_pairs
    assert "time zone" not in of_pairs
    assert NOTHING in of_reviews
    assert "the time zone" in of_all
    assert "the projects" in of_all


async def test_a_day_is_that_of_the_cohorts_own_clocks(world: World, mo: MemberActor) -> None:
    """At 23:30 in UTC it is tomorrow in Lagos already."""
    await set_zone(world, mo)
    await world.wait(timedelta(hours=11, minutes=30))
    await name_projects(world, mo)

    on_monday = await record(world, mo, day="yesterday")
    on_tuesday = await record(world, mo, day="today")
    on_sunday = await record(world, mo, day="2026-03-01")

    assert "2 March 2026" in on_monday
    assert "the time zone" in on_monday
    assert "projects" not in on_monday
    assert "3 March 2026" in on_tuesday
    assert "the projects" in on_tuesday
    assert "time zone" not in on_tuesday
    assert NOTHING in on_sunday


@pytest.mark.parametrize(
    ("day", "answered"),
    [
        ("soon", "Say the day like"),
        ("tomorrow", "is still to come"),
        ("4/2", "That may be two days"),
        ("0001-01-01", "so long ago"),
    ],
)
async def test_a_day_that_is_none_is_asked_for_again(
    world: World, mo: MemberActor, day: str, answered: str
) -> None:
    assert answered in await record(world, mo, day=day)


async def test_pages_keep_what_was_asked_for_and_outlive_a_restart(
    world: World, mo: MemberActor, rita: MemberActor
) -> None:
    for number in range(5):
        await name_projects(world, rita, f"Telescope {number}")
        await name_projects(world, mo, f"Microscope {number}")

    shown = await look(world, mo, person=rita, kind="pairs", day="today")
    first = seen(shown)
    await world.restart()
    older = seen(await press(mo, shown, "Older"))
    newer = seen(await press(mo, shown, "Newer"))

    assert first.count(f"{rita.mention} changed") == 3
    assert "Telescope 4" in first
    assert older.count(f"{rita.mention} changed") == 2
    assert "Telescope 0" in older
    assert mo.mention not in older
    assert "Pairs · 2 March 2026" in older
    assert newer == first


async def test_a_former_member_is_called_so(world: World, mo: MemberActor) -> None:
    await note(world, FORMER)

    shown = await look(world, mo)
    [row] = rows(world, await press(mo, shown, "Download CSV"))

    assert "a former member moved **session #5**" in seen(shown)
    assert (row["person"], row["person_id"]) == ("a former member", "")


# As a file


async def test_the_file_has_all_that_was_asked_for_and_is_the_moderators_alone(
    world: World, mo: MemberActor, rita: MemberActor
) -> None:
    for number in range(4):
        await name_projects(world, rita, f"Telescope {number}")
    await set_zone(world, mo)

    shown = await look(world, mo, person=rita)
    handed_out = await press(mo, shown, "Download CSV")
    found = rows(world, handed_out)

    assert handed_out.ephemeral
    assert "4 lines, the newest first" in seen(handed_out)
    assert [one["reason"][-1] for one in found] == ["3", "2", "1", "0"]
    assert found[0] == {
        "time": "2026-03-02T12:00:00Z",
        "person": "Rita",
        "person_id": f"'{rita.id}",
        "feature": "Pairs",
        "act": "changed",
        "subject": "the projects",
        "number": "",
        "reason": "Telescope 2 → Telescope 3",
    }


async def test_what_was_typed_stays_text_in_a_spreadsheet(world: World, mo: MemberActor) -> None:
    mallory = world.moderator('=HYPERLINK("https://a.example")')
    for reason in ('=1+1, "so"', "  @SUM(A1)", "'quoted", "two\nlines"):
        await note(world, mallory.id, reason)

    found = rows(world, await press(mo, await look(world, mo), "Download CSV"))

    assert {one["person"][:2] for one in found} == {"'="}
    assert [one["reason"] for one in found] == [
        "two\nlines",
        "''quoted",
        "'  @SUM(A1)",
        '\'=1+1, "so"',
    ]


async def test_a_file_that_is_cut_says_so(world: World, mo: MemberActor) -> None:
    line = {
        "guild_id": world.guild.id,
        "actor_id": mo.id,
        "kind": Kind.SESSIONS,
        "act": "moved",
        "subject": "session",
        "reason": "",
        "acted_at": world.env.now(),
    }
    async with world.bot.db.begin() as session:
        await session.execute(insert(AuditEntry), [line] * (MOST + 1))

    handed_out = await press(mo, await look(world, mo), "Download CSV")

    assert "The newest 5,000 of 5,001 lines" in seen(handed_out)
    assert len(rows(world, handed_out)) == MOST


# Who may


async def test_learners_are_refused_by_every_door(world: World, mo: MemberActor) -> None:
    await set_zone(world, mo)
    ann = world.member("Ann")
    world.open_to_all("nexus")

    for refused in (
        await look(world, ann),
        await forge.press(ann, world.home, "admin:audit:0:::"),
        await forge.press(ann, world.home, "admin:audit_kind:::", "setup"),
        await forge.press(ann, world.home, "admin:audit_file:::"),
    ):
        assert refused.ephemeral
        assert "Only moderators can do that" in seen(refused)
        assert "zone" not in seen(refused)


@pytest.mark.parametrize("args", ["0:x", "0::x", "0:::x", "0:::9999-12-31", "0:::0001-01-01"])
async def test_a_forged_button_is_answered_kindly(world: World, mo: MemberActor, args: str) -> None:
    for road in ("admin:audit:", "admin:audit_file:", "admin:audit_kind:"):
        given = args if road == "admin:audit:" else args.removeprefix("0:")
        refused = await forge.press(mo, world.home, road + given, "every")
        assert "no longer works" in seen(refused)


async def test_another_guilds_record_stays_there(world: World, mo: MemberActor) -> None:
    await set_zone(world, mo)
    beyond = world.another_guild("Elsewhere")
    there = beyond.create_text_channel("prodevprojectnexus")
    zed = beyond.add_member(mo.user, roles=[])
    owner = world.moderator("Zed", guild=beyond)

    shown = await owner.slash(there, "nexus audit", person=zed)
    handed_out = await forge.press(owner, there, f"admin:audit_file:{mo.id}::")

    assert NOTHING in seen(shown)
    assert rows(world, handed_out) == []
