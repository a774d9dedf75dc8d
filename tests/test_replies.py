"""The one door to a person: what they are told, who else sees it, and what our log says."""

import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import insert, text

from bot.cards import card, form, line
from bot.client import NexusInteraction
from bot.config import Settings
from bot.door import CROWD, TextFile
from bot.replies import amend, ask, redraw, whisper
from bot.roads import Press, Roads
from db.tables import Question
from tests.guards import forge
from tests.world import World, seen

GONE = 10062  # Unknown interaction: it took us over 3 seconds, or the person went away
ANSWERED = 40060  # Interaction has already been acknowledged
BROKEN = "Something broke on our side"

desk = Roads("desk")


@desk("whisper")
async def say_it_privately(interaction: NexusInteraction, _: Press) -> None:
    await whisper(interaction, "Psst, <@1>.")


@desk("more")
async def say_more(interaction: NexusInteraction, _: Press) -> None:
    await whisper(interaction, "First.")
    await whisper(interaction, "Second.")
    await amend(interaction, "Third.")


@desk("amend")
async def say_it_better(interaction: NexusInteraction, _: Press) -> None:
    await whisper(interaction, card("Looking."))
    await amend(interaction, card("Found."))


@desk("redraw")
async def show_it_anew(interaction: NexusInteraction, _: Press) -> None:
    await redraw(interaction, card("As it is now."))


@desk("ask", opens_form=True)
async def open_a_form(interaction: NexusInteraction, _: Press) -> None:
    await ask(interaction, form("Tell me", "desk:whisper", fields=[line("what", "What", limit=9)]))


KEPT = TextFile("kept.txt", "All of it: \u00e9.")


@desk("file")
async def give_a_file(interaction: NexusInteraction, _: Press) -> None:
    await whisper(interaction, "Here it is.", file=KEPT)
    await whisper(interaction, card("Here it is, on a card."), file=KEPT)


@desk("fault")
async def fail(_: NexusInteraction, __: Press) -> None:
    raise ZeroDivisionError


@desk("late_fault")
async def fail_late(interaction: NexusInteraction, __: Press) -> None:
    await whisper(interaction, "So far, so good.")
    raise ZeroDivisionError


@pytest.fixture
async def office(settings: Settings) -> AsyncIterator[World]:
    """A world in which the bot may fail: `world` itself lets no test pass that logs an error."""
    async with World.start(settings) as world:
        world.bot.roads.add(desk)
        yield world


def logged(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Level and message of what the log holds for an operator."""
    return [
        (one.levelname, one.getMessage())
        for one in caplog.records
        if one.levelno >= logging.WARNING
    ]


def callbacks(world: World) -> list[Any]:
    return [one for one in world.env.http_requests if one.path.endswith("/callback")]


def pings(world: World) -> Any:
    """Whom the last answer may notify."""
    sent: Any = world.env.http_requests[-1].json
    return sent["data"]["allowed_mentions"]


async def test_a_whisper_is_for_one_person_and_pings_nobody(
    office: World, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await forge.press(office.member("Ann"), office.home, "desk:whisper")

    assert seen(answer) == "Psst, <@1>."
    assert answer.ephemeral
    assert pings(office) == {"parse": []}
    assert logged(caplog) == []


async def test_what_is_said_after_an_answer_follows_it_and_is_what_gets_amended(
    office: World,
) -> None:
    answer = await forge.press(office.member("Ann"), office.home, "desk:more")

    assert seen(answer) == "First.\nThird."
    assert [one.ephemeral for one in answer.followups] == [True]


async def test_an_answer_whose_receipt_was_lost_is_not_given_twice(
    office: World, caplog: pytest.LogCaptureFixture
) -> None:
    office.env.inject_error("POST", "/interactions/*/callback", status=400, code=ANSWERED)

    await forge.press(office.member("Ann"), office.home, "desk:whisper")

    assert len(callbacks(office)) == 1
    assert logged(caplog) == []


async def test_an_answer_can_be_amended(office: World) -> None:
    answer = await forge.press(office.member("Ann"), office.home, "desk:amend")

    assert seen(answer) == "Found."
    assert answer.ephemeral


async def test_a_file_comes_with_an_answer_and_with_a_card_that_shows_it(office: World) -> None:
    answer = await forge.press(office.member("Ann"), office.home, "desk:file")

    assert seen(answer) == "Here it is.\nHere it is, on a card."
    assert answer.response is not None
    for one in (answer.response, *answer.followups):
        assert one.ephemeral
        (file,) = one.attachments
        assert file.filename == "kept.txt"
        assert office.env.backend.cdn.get(file.url) == KEPT.text.encode()
    *_, shown = answer.followups[0].components
    assert shown["file"]["url"] == answer.followups[0].attachments[0].url


async def test_a_card_is_redrawn_where_it_stands(office: World) -> None:
    answer = await forge.press(office.member("Ann"), office.home, "desk:redraw")

    assert [one.id for one in office.home.history()] == [answer.response and answer.response.id]
    assert seen(answer) == "As it is now."


async def test_a_fault_is_told_with_the_number_that_our_log_has(
    office: World, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await forge.press(office.member("Ann"), office.home, "desk:fault")

    [(level, message)] = logged(caplog)
    number = message.split()[1]
    assert (level, message) == ("ERROR", f"interaction {number} failed")
    assert BROKEN in seen(answer)
    assert f"`{number}`" in seen(answer)
    assert answer.ephemeral
    assert isinstance((caplog.records[-1].exc_info or (0, 0))[1], ZeroDivisionError)


async def test_a_fault_after_an_answer_follows_it(office: World) -> None:
    answer = await forge.press(office.member("Ann"), office.home, "desk:late_fault")

    assert seen(answer).startswith(f"So far, so good.\n{BROKEN}")
    assert [one.ephemeral for one in answer.followups] == [True]


async def test_a_commands_fault_is_told_and_logged_once_without_what_was_typed(
    office: World, caplog: pytest.LogCaptureFixture
) -> None:
    ann = office.member("Ann")
    async with office.bot.db.begin() as session:
        await session.execute(text("DROP TABLE members"))

    answer = await ann.slash(office.home, "me timezone", zone="Nairobi")

    [(level, message)] = logged(caplog)
    assert level == "ERROR"
    assert f"`{message.split()[1]}`" in seen(answer)
    assert "Nairobi" not in caplog.text


TYPED = {"title": "Why a 401?", "details": "It says\n\n401.", "tried": " ", "code": "jwt.decode()"}
FORMS = {
    "qa:ask": ({**TYPED, "topic": ["Python"]}, "Why a 401?\n\nIt says\n\n401.\n\njwt.decode()\n"),
    "qa:answered:1": ({"text": "Set the clock."}, "Set the clock.\n"),
    "qa:edited:1": (
        {**TYPED, "topic": ["Python"]},
        "Why a 401?\n\nIt says\n\n401.\n\njwt.decode()\n",
    ),
}


@pytest.mark.parametrize("form_id", FORMS)
async def test_a_form_that_comes_in_a_crowd_gives_back_what_was_typed(
    office: World, form_id: str
) -> None:
    ann = office.member("Ann")
    office.bot.in_flight = CROWD
    typed, kept = FORMS[form_id]

    told = await forge.submit(ann, office.home, form_id, typed)

    assert told.ephemeral
    assert "Try again in a few seconds. What you wrote comes back in this file" in seen(told)
    assert office.file_in(told) == kept


@pytest.mark.parametrize("form_id", FORMS)
async def test_a_form_that_cannot_be_stored_gives_back_what_was_typed(
    office: World, form_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    ann = office.member("Ann")
    typed, kept = FORMS[form_id]
    async with office.bot.db.begin() as session:
        await session.execute(text("DROP TABLE processed_interactions"))
        question = {"guild_id": office.guild.id, "number": 1, "asker_id": ann.id, "title": "Why?"}
        more = {"details": "So.", "topic": "Python", "asked_at": office.env.now()}
        await session.execute(insert(Question).values(question | more))

    told = await forge.submit(ann, office.home, form_id, typed)

    assert BROKEN in seen(told)
    assert office.file_in(told) == kept
    assert "401" not in caplog.text


async def test_nothing_comes_back_of_a_form_in_which_nothing_was_typed(office: World) -> None:
    typed = {"title": " ", "details": "", "topic": ["Python"]}

    told = await forge.submit(office.member("Ann"), office.home, "qa:ask", typed)

    assert seen(told).endswith("Try again.")


@pytest.mark.parametrize("verb", ["whisper", "ask", "redraw"])
async def test_an_interaction_that_vanished_is_only_a_warning(
    office: World, caplog: pytest.LogCaptureFixture, verb: str
) -> None:
    office.env.inject_error("POST", "/interactions/*/callback", status=404, code=GONE, times=None)

    answer = await forge.press(office.member("Ann"), office.home, f"desk:{verb}")

    assert not answer.acknowledged
    assert [level for level, _ in logged(caplog)] == ["WARNING"]


async def test_a_command_that_was_refused_too_late_is_only_a_warning(
    office: World, caplog: pytest.LogCaptureFixture
) -> None:
    office.env.inject_error("POST", "/interactions/*/callback", status=404, code=GONE, times=None)

    await office.member("Ann").slash(office.home, "me timezone", zone="Atlantis")

    assert [level for level, _ in logged(caplog)] == ["WARNING"]


async def test_a_command_in_a_direct_message_is_shown_the_way_to_a_server(
    office: World, caplog: pytest.LogCaptureFixture
) -> None:
    zoe = office.env.create_user("zoe")

    answer = await forge.slash(zoe, zoe.dm_channel, "me timezone", zone="Lagos")

    assert seen(answer) == "I work in servers only: use this in your cohort's server."
    assert logged(caplog) == []
