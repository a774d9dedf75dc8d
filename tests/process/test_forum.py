"""A forum knows no nonce: what is posted there stands once, whatever is lost on the way."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from tests.process.conftest import Street
from tests.wire.faults import DROP_AFTER, DROP_BEFORE, answers
from tests.wire.people import Shown
from tests.wire.world import Channel, ChannelKind, Member

THREADS = "/channels/{}/threads"
NEEDS_TAG = 1 << 4
NOTED = "SELECT count(*) FROM questions WHERE thread_id = message_id AND is_in_forum"


@pytest.fixture
def forum(street: Street) -> Channel:
    """Questions live there; it requires a tag."""
    made = street.wire.stage.add_channel(
        street.guild,
        "help",
        ChannelKind.FORUM,
        tags=("Solved", "Other", "Auth & JWT"),
        flags=NEEDS_TAG,
    )
    row = {"guild_id": street.guild.id, "qa_channel_id": made.id}
    with closing(sqlite3.connect(street.database)) as writer, writer:
        writer.execute(
            "INSERT INTO guilds (guild_id, qa_channel_id, last_question, last_session, last_pair)"
            " VALUES (:guild_id, :qa_channel_id, 0, 0, 0)",
            row,
        )
    return made


async def ask(
    street: Street, title: str, topic: str = "Auth & JWT", *, who: Member | None = None
) -> Shown:
    form = street.wire.people.slash(who or street.ana, street.home, "qa ask")
    await form
    fields = {"title": title, "details": f"{title} I tried.", "topic": [topic]}
    return await street.wire.people.submit(who or street.ana, form, fields)


async def are_known(street: Street, count: int = 1) -> None:
    """Wait until the bot has noted where the posts are: nothing on the wire says so."""
    reader = sqlite3.connect(f"file:{street.database}?mode=ro", uri=True)
    async with asyncio.timeout(30):
        # Another process writes it.
        while reader.execute(NOTED).fetchone() != (count,):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    reader.close()


def tags(forum: Channel, post: Channel) -> list[str]:
    assert post.thread is not None
    names = {int(one["id"]): str(one["name"]) for one in forum.tags}
    return [names[one] for one in post.thread.tag_ids]


async def test_a_post_that_meets_a_fault_is_looked_for_and_stands_once(
    street: Street, forum: Channel
) -> None:
    """Four people ask at once, and each of their posts meets one."""
    faults = (DROP_BEFORE, DROP_AFTER, answers(503), answers(503, is_after=True))
    for fault in faults:
        street.wire.faults.script("POST", THREADS, fault)
    askers = [street.wire.stage.add_member(street.guild, f"Asker {one}") for one in range(4)]

    await asyncio.gather(*(ask(street, f"Why {one.user.name}?", who=one) for one in askers))
    await are_known(street, len(askers))

    posts = street.wire.world.threads_of(forum)
    assert len(posts) == len(faults) == street.wire.faults.count
    for asker in askers:
        (post,) = [one for one in posts if one.name.endswith(f" Why {asker.user.name}?")]
        (card,) = street.wire.world.messages_in(post)
        assert f"Why {asker.user.name}?" in card.text
        assert tags(forum, post) == ["Auth & JWT"]
        assert card.pinged_ids == [asker.id]
    # Where Discord had taken it, it was found.
    assert len(street.wire.transcript.to("POST", THREADS)) == 2 + 1 + 2 + 1


async def test_where_a_forum_requires_a_tag_a_topic_that_has_none_gets_the_general_one(
    street: Street, forum: Channel
) -> None:
    await ask(street, "How do I squash?", topic="Git")
    await are_known(street)

    (post,) = street.wire.world.threads_of(forum)
    assert tags(forum, post) == ["Other"]
