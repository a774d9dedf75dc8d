"""Threads: where they may be opened, who sees them, and what an archived one refuses."""

from typing import Any

import discord
import pytest
from discord.http import Route

from tests.wire.clients import Plain
from tests.wire.conftest import Town
from tests.wire.permissions import P
from tests.wire.test_wire_interactions import pressed
from tests.wire.world import Channel, ChannelKind


async def opened(town: Town, bot: Plain) -> tuple[discord.Thread, Channel]:
    message = await town.channel(bot).send("a question")
    thread = await message.create_thread(name="its answers")
    return thread, town.wire.world.channels[thread.id]


async def code_of(act: Any) -> int:
    with pytest.raises(discord.HTTPException) as refused:
        await act
    return refused.value.code


async def test_a_message_carries_one_thread(town: Town, bot: Plain) -> None:
    message = await town.channel(bot).send("a question")
    thread = await message.create_thread(name="its answers")
    assert thread.id == message.id
    assert await code_of(message.create_thread(name="another")) == 160004
    assert [one.name for one in town.wire.world.threads_of(town.home)] == ["its answers"]


async def test_a_guild_has_room_for_so_many_active_threads(town: Town, bot: Plain) -> None:
    town.wire.world.most_threads = 1
    thread, stands = await opened(town, bot)
    second = await town.channel(bot).send("another question")
    assert await code_of(second.create_thread(name="full")) == 160006
    town.wire.stage.archive(stands)
    assert (await second.create_thread(name="room again")).id == second.id
    assert thread.id == stands.id


async def test_an_archived_thread_refuses_edits(town: Town, bot: Plain) -> None:
    thread, stands = await opened(town, bot)
    message = await thread.send("an answer")
    town.wire.stage.archive(stands)
    assert await code_of(message.edit(content="a better one")) == 50083
    assert await code_of(thread.edit(name="another name")) == 50083
    assert await code_of(thread.add_user(discord.Object(town.ana.id))) == 50083
    await message.delete()


async def test_sending_opens_an_archived_thread_again(town: Town, bot: Plain) -> None:
    thread, stands = await opened(town, bot)
    message = await thread.send("an answer")
    town.wire.stage.archive(stands)
    await thread.send("one more thing")
    assert stands.thread
    assert not stands.thread.is_archived
    await message.edit(content="a better one")


async def test_a_locked_thread_is_for_moderators(town: Town, bot: Plain) -> None:
    thread, stands = await opened(town, bot)
    message = await thread.send("an answer")
    town.wire.stage.archive(stands, is_archived=False, is_locked=True)
    assert await code_of(message.edit(content="a better one")) == 160005
    assert await code_of(thread.send("more")) == 160005
    town.wire.stage.permit(town.guild, town.wire.stage.bot_role(town.guild), P.MANAGE_THREADS)
    await thread.send("more")


async def test_a_card_in_an_archived_thread_can_not_be_redrawn(town: Town, bot: Plain) -> None:
    thread, stands = await opened(town, bot)
    act, interaction = await pressed(town, bot, thread)
    town.wire.stage.archive(stands)
    assert await code_of(interaction.response.edit_message(content="new")) == 50083
    await interaction.response.send_message("said instead")
    assert (await act).text == "said instead"


async def test_a_private_thread_is_seen_by_its_members(town: Town, bot: Plain) -> None:
    channel = town.channel(bot)
    thread = await channel.create_thread(name="the two of us", type=None, invitable=False)
    stands = town.wire.world.channels[thread.id]
    assert stands.kind is ChannelKind.PRIVATE_THREAD
    await thread.add_user(discord.Object(town.ana.id))
    assert stands.thread
    assert set(stands.thread.member_ids) == {town.wire.world.bot.id, town.ana.id}
    assert await code_of(thread.add_user(discord.Object(1))) == 10007
    del stands.thread.member_ids[town.wire.world.bot.id]
    assert await code_of(thread.send("hello?")) == 50001


async def test_opening_a_thread_needs_the_right_to(town: Town, bot: Plain) -> None:
    message = await town.channel(bot).send("a question")
    town.wire.stage.forbid_bot(town.home, P.CREATE_PUBLIC_THREADS)
    assert await code_of(message.create_thread(name="no")) == 50013


async def test_a_post_in_a_forum_is_a_thread_with_its_first_message(town: Town, bot: Plain) -> None:
    stands = await town.another(bot, "help", ChannelKind.FORUM, tags=["open", "solved"])
    stands.flags = 1 << 4
    forum = bot.get_channel(stands.id)
    assert isinstance(forum, discord.ForumChannel)
    assert await code_of(forum.create_thread(name="How?", content="Like this?")) == 40067
    tag = forum.available_tags[0]
    made = await forum.create_thread(name="How?", content="Like this?", applied_tags=[tag])
    assert made.thread.id == made.message.id
    assert [one.content for one in town.said(town.wire.world.channels[made.thread.id])]
    await made.thread.edit(archived=True)
    found = [one.id async for one in forum.archived_threads()]
    assert found == [made.thread.id]
    assert (await forum.guild.active_threads()) == []


async def test_one_may_not_write_into_a_forum_itself(town: Town, bot: Plain) -> None:
    stands = town.wire.stage.add_channel(town.guild, "help", ChannelKind.FORUM)
    route = Route("POST", "/channels/{channel_id}/messages", channel_id=stands.id)
    assert await code_of(bot.http.request(route, json={"content": "hello"})) == 50008
