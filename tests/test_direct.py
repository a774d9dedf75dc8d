"""What goes to one member alone, and files that go with a post: sent once, to nobody else."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord import MemberActor
from simcord.backend.models import Message as Posted

from bot import cards, direct
from bot.client import Nexus
from bot.domain.errors import Refusal
from bot.kinds import Attached, Kind, Message
from db import backlog, outbox
from db.outbox import State
from tests.world import World, texts

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
PICTURE = Attached("week.png", b"\x89PNG and so on")


async def note(
    _: Nexus, __: discord.Guild, payload: Mapping[str, Any], ___: timedelta | None
) -> Message:
    card = cards.card(payload["text"])
    if not payload.get("picture"):
        return Message(card)
    gallery: discord.ui.MediaGallery[Any] = discord.ui.MediaGallery(
        discord.MediaGalleryItem(f"attachment://{PICTURE.name}", description="Seven bars")
    )
    return Message(card.add_item(gallery), files=[PICTURE], bare=cards.card("No picture"))


@pytest.fixture
def ann(world: World) -> MemberActor:
    world.bot.delivery.learn(
        {
            "letter": Kind(note, resend_when_unsure=False, is_direct=True),
            "note": Kind(note, resend_when_unsure=False),
        }
    )
    return world.member("Ann")


async def enqueue(world: World, channel_id: int, kind: str, key: str = "x", **says: Any) -> None:
    now = world.bot.now()
    async with world.bot.db.begin() as session:
        await outbox.enqueue(
            session,
            world.guild.id,
            channel_id,
            kind=kind,
            dedupe_key=key,
            payload={"text": "How was your week?", **says},
            due_at=now,
            expires_at=now + HOUR,
        )


async def channel_with(world: World, member: MemberActor) -> int:
    return await direct.channel_with(await world.bot.fetch_user(member.id))


def letters(world: World, member: MemberActor) -> list[Posted]:
    channel = world.env.backend.get_dm_channel(member.id)
    return list(world.env.backend.messages.get(channel.id, {}).values())


async def stands(world: World) -> dict[State, int]:
    async with world.bot.db.read() as session:
        counts = await backlog.counts(session)
    return {state: count for state, count in counts.items() if count}


async def test_a_letter_reaches_its_member_alone_and_once(world: World, ann: MemberActor) -> None:
    await enqueue(world, await channel_with(world, ann), "letter")

    arrived = await direct.arrives(world.bot, "x")
    await world.wait(MINUTE)

    assert arrived
    (letter,) = letters(world, ann)
    assert list(texts(letter.components)) == ["How was your week?"]
    assert world.home.history(viewer=None) == []


async def test_whoever_takes_no_messages_hears_so_and_nobody_else_does(
    world: World, ann: MemberActor
) -> None:
    place = await channel_with(world, ann)
    await enqueue(world, place, "letter")
    world.env.inject_error("POST", f"/channels/{place}/messages", status=403, code=50007)

    arrived = await direct.arrives(world.bot, "x")
    await world.wait(MINUTE)

    assert not arrived
    assert await stands(world) == {State.CLOSED: 1}
    assert world.home.history(viewer=None) == []  # moderators are not told


async def test_whoever_blocks_the_bot_is_told_how_to_open_the_door(
    world: World, ann: MemberActor
) -> None:
    user = await world.bot.fetch_user(ann.id)
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)

    with pytest.raises(Refusal, match="Privacy Settings"):
        await direct.channel_with(user)


async def test_a_letter_of_which_nobody_knows_is_looked_for_before_it_is_sent_again(
    world: World, ann: MemberActor
) -> None:
    place = await channel_with(world, ann)
    await enqueue(world, place, "letter")
    world.env.inject_error("POST", f"/channels/{place}/messages", status=503)
    await direct.arrives(world.bot, "x")

    await world.wait(timedelta(minutes=5))

    assert len(letters(world, ann)) == 1
    assert await stands(world) == {State.SENT: 1}


async def test_a_post_takes_its_picture_along_or_goes_without_where_it_may_not(
    world: World, ann: MemberActor
) -> None:
    del ann
    await enqueue(world, world.home.id, "note", picture=True)
    await world.wait(MINUTE)
    bare = world.guild.create_text_channel("bare")
    await world.forbid(bare, attach_files=False)
    await enqueue(world, bare.id, "note", "y", picture=True)
    await world.wait(MINUTE)

    (shown,) = world.env.backend.messages[world.home.id].values()
    (plain,) = world.env.backend.messages[bare.id].values()
    assert [one["filename"] for one in shown.attachments] == [PICTURE.name]
    assert list(texts(plain.components)) == ["No picture"]
