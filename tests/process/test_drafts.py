"""A question that cannot be posted comes back whole, over a bad line too, and waits as a draft."""

import pytest

from tests.process.conftest import Street
from tests.wire.faults import DROP_AFTER, DROP_BEFORE, Fault
from tests.wire.permissions import P

CALLBACK = "/interactions/{}/{}/callback"
TYPED = {"title": "Why does my JWT expire?", "details": "It says 401.", "topic": "Python"}


@pytest.mark.parametrize("fault", [DROP_BEFORE, DROP_AFTER], ids=["lost", "receipt lost"])
async def test_a_file_whose_answer_is_lost_is_given_again_and_whole(
    street: Street, fault: Fault
) -> None:
    people, stage = street.wire.people, street.wire.stage
    form = people.slash(street.ana, street.home, "qa ask")
    await form.answered()
    stage.forbid_bot(street.home, P.SEND_MESSAGES)
    await street.wire.until(lambda: street.wire.transcript.sent("CHANNEL_UPDATE"))

    street.wire.faults.script("POST", CALLBACK, fault)
    told = await people.submit(street.ana, form, TYPED)

    assert told.message is not None
    assert told.is_private
    assert "kept as a draft" in told.text
    (file,) = told.message.attachments
    assert file.content.decode().startswith("Why does my JWT expire?\n\nIt says 401.")
    assert told.followups == ()
    assert street.count("question_drafts") == 1


async def test_a_file_comes_after_thinking_too(street: Street) -> None:
    people, stage = street.wire.people, street.wire.stage
    form = people.slash(street.ana, street.home, "qa ask")
    await form.answered()
    stage.forbid_bot(street.home, P.SEND_MESSAGES)
    await street.wire.until(lambda: street.wire.transcript.sent("CHANNEL_UPDATE"))

    with street.busy_database():
        act = people.submit(street.ana, form, TYPED)
        await act.acknowledged(within=3)
        assert not act.is_answered
    told = await act

    assert told.message is not None
    assert told.is_private
    (file,) = told.message.attachments
    assert file.content.decode().startswith("Why does my JWT expire?")


NEEDED = {
    P.CREATE_PUBLIC_THREADS: "Create Public Threads",
    P.SEND_MESSAGES_IN_THREADS: "Send Messages in Threads",
    P.READ_MESSAGE_HISTORY: "Read Message History",
    P.EMBED_LINKS: "Embed Links",
}


async def test_whatever_permission_was_taken_meanwhile_is_named_and_the_draft_comes_back(
    street: Street,
) -> None:
    people, stage = street.wire.people, street.wire.stage
    for turn, (permission, name) in enumerate(NEEDED.items(), start=1):
        form = people.slash(street.ana, street.home, "qa ask")
        await form.answered()
        stage.forbid_bot(street.home, permission)
        updates = 2 * turn - 1
        await street.wire.until(
            lambda updates=updates: len(street.wire.transcript.sent("CHANNEL_UPDATE")) == updates
        )

        told = await people.submit(street.ana, form, TYPED)
        stage.forbid_bot(street.home, 0)
        await street.wire.until(
            lambda updates=updates: len(street.wire.transcript.sent("CHANNEL_UPDATE")) > updates
        )

        assert told.message is not None
        assert f"**{name}**" in told.text
        assert "kept as a draft" in told.text
        assert told.message.attachments[0].content.decode().startswith(TYPED["title"])
    assert street.count("question_drafts") == 1
    assert street.wire.world.messages_in(street.home, by=street.wire.world.bot.id) == []


async def test_whoever_asks_is_in_the_thread(street: Street) -> None:
    people = street.wire.people
    form = people.slash(street.ana, street.home, "qa ask")
    await form
    told = await people.submit(street.ana, form, TYPED)
    await street.wire.until(lambda: "You are pinged there" in told.text)

    (thread,) = street.wire.world.threads_of(street.home)
    assert thread.thread is not None
    assert street.ana.id in thread.thread.member_ids
    assert street.ben.id not in thread.thread.member_ids
