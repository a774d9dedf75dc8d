"""Messages: posted once, read by those who may, refused for good reasons."""

import io
from typing import Any

import aiohttp
import discord
import pytest
from discord.http import Route

from tests.wire.clients import Plain
from tests.wire.conftest import Town
from tests.wire.faults import DROP_AFTER, DROP_BEFORE, answers
from tests.wire.permissions import P

POST = ("POST", "/channels/{}/messages")
NOBODY = discord.AllowedMentions.none()


async def test_the_same_nonce_posts_once(town: Town, bot: Plain) -> None:
    channel = town.channel(bot)
    first = await channel.send("once", nonce="n1")
    again = await channel.send("once, again", nonce="n1")
    other = await channel.send("another", nonce="n2")
    assert again.id == first.id
    assert [one.id for one in town.said()] == [first.id, other.id]


async def test_a_nonce_counts_in_its_channel_alone(town: Town, bot: Plain) -> None:
    there = await town.another(bot, "there")
    await town.channel(bot).send("here", nonce="n1")
    await town.channel(bot, there).send("there", nonce="n1")
    assert [one.content for one in town.said(there)] == ["there"]


async def test_a_nonce_is_forgotten_after_some_minutes(town: Town, bot: Plain) -> None:
    await town.channel(bot).send("one", nonce="n1")
    town.wire.clock.move(minutes=4)
    await town.channel(bot).send("two", nonce="n1")
    assert [one.content for one in town.said()] == ["one", "two"]


async def test_the_nonce_of_a_deleted_message_is_not_found(town: Town, bot: Plain) -> None:
    await (await town.channel(bot).send("once", nonce="n1")).delete()
    with pytest.raises(discord.NotFound) as refused:
        await town.channel(bot).send("once", nonce="n1")
    assert refused.value.code == 10008
    assert town.said() == []


async def test_a_post_that_lost_its_answer_stands_once_when_repeated(
    town: Town, bot: Plain
) -> None:
    town.wire.faults.script(*POST, DROP_AFTER)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await town.channel(bot).send("once", nonce="n1")
    assert len(town.said()) == 1
    repeated = await town.channel(bot).send("once", nonce="n1")
    assert [one.id for one in town.said()] == [repeated.id]
    first, second = town.wire.transcript.to(*POST)
    assert first.is_committed
    assert (first.fault, second.fault) == ("drop after the commit", "")
    assert first.created == [("message", repeated.id)]


async def test_a_post_that_lost_its_way_never_happened(town: Town, bot: Plain) -> None:
    town.wire.faults.script(*POST, DROP_BEFORE, nth=2)
    await town.channel(bot).send("one")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await town.channel(bot).send("two")
    assert [one.content for one in town.said()] == ["one"]
    assert not town.wire.transcript.to(*POST)[1].is_committed


@pytest.mark.parametrize("status", [503, 520])
async def test_an_error_of_the_server_may_come_after_the_fact(
    town: Town, bot: Plain, status: int
) -> None:
    town.wire.faults.script(*POST, answers(status))
    town.wire.faults.script(*POST, answers(status, is_after=True))
    for _ in range(2):
        with pytest.raises(discord.DiscordServerError):
            await town.channel(bot).send("hello")
    assert len(town.said()) == 1


async def test_history_comes_in_pages(town: Town, bot: Plain) -> None:
    sent = [await town.channel(bot).send(str(number)) for number in range(5)]
    channel = town.channel(bot)
    newest = [one.content async for one in channel.history(limit=2)]
    assert newest == ["4", "3"]
    before = [one.content async for one in channel.history(before=sent[2], limit=2)]
    assert before == ["1", "0"]
    after = [one.content async for one in channel.history(after=sent[2])]
    assert after == ["3", "4"]
    around = {one.content async for one in channel.history(around=sent[2], limit=3)}
    assert around == {"1", "2", "3"}


async def test_history_without_the_right_to_it_is_empty_and_no_error(
    town: Town, bot: Plain
) -> None:
    sent = await town.channel(bot).send("here")
    town.wire.stage.forbid_bot(town.home, P.READ_MESSAGE_HISTORY)
    assert [one async for one in town.channel(bot).history()] == []
    with pytest.raises(discord.Forbidden):
        await town.channel(bot).fetch_message(sent.id)


async def test_rights_are_counted_from_roles_and_overwrites(town: Town, bot: Plain) -> None:
    channel, stage = town.channel(bot), town.wire.stage
    stage.overwrite(town.home, town.guild, deny=P.SEND_MESSAGES)
    with pytest.raises(discord.Forbidden) as silent:
        await channel.send("no")
    assert silent.value.code == 50013
    stage.overwrite(town.home, stage.bot_role(town.guild), allow=P.SEND_MESSAGES)
    await channel.send("yes")
    stage.overwrite(town.home, town.guild, deny=P.VIEW_CHANNEL)
    with pytest.raises(discord.Forbidden) as blind:
        await channel.send("no")
    assert blind.value.code == 50001


async def test_an_embed_needs_its_own_right(town: Town, bot: Plain) -> None:
    embed = discord.Embed(title="A card")
    await town.channel(bot).send(embed=embed)
    town.wire.stage.forbid_bot(town.home, P.EMBED_LINKS)
    with pytest.raises(discord.Forbidden):
        await town.channel(bot).send(embed=embed)


def many(count: int) -> discord.AllowedMentions:
    return discord.AllowedMentions(users=[discord.Object(one) for one in range(1, count + 1)])


async def test_a_hundred_people_may_be_mentioned_and_no_more(town: Town, bot: Plain) -> None:
    await town.channel(bot).send("hello", allowed_mentions=many(100))
    with pytest.raises(discord.HTTPException) as refused:
        await town.channel(bot).send("hello", allowed_mentions=many(101))
    assert refused.value.code == 50035
    assert "allowed_mentions.users" in refused.value.text


def card() -> discord.ui.LayoutView:
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.TextDisplay("A card"))
    return view


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"content": "x" * 2001}, 50035),
        ({"content": "  "}, 50006),
        ({"content": "x", "nonce": "n" * 26}, 50035),
        ({"embeds": [{"description": "x" * 3001}] * 2}, 50035),
        ({"embeds": [{"fields": [{"name": "", "value": "x"}]}]}, 50035),
        ({"content": "x", "flags": 1 << 15}, 50035),
        ({"components": [{"type": 10, "content": "x"}]}, 50035),
        ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, 50035),
        ({"content": "x", "message_reference": {"message_id": "1"}}, 50035),
    ],
)
async def test_a_body_in_bad_form_is_refused(
    town: Town, bot: Plain, body: dict[str, Any], code: int
) -> None:
    route = Route("POST", "/channels/{channel_id}/messages", channel_id=town.home.id)
    with pytest.raises(discord.HTTPException) as refused:
        await bot.http.request(route, json=body)
    assert refused.value.code == code
    assert town.said() == []


async def test_a_card_stays_a_card_through_edits(town: Town, bot: Plain) -> None:
    message = await town.channel(bot).send(view=card())
    assert town.said()[0].text == "A card"
    with pytest.raises(discord.HTTPException) as refused:
        await message.edit(content="words")
    assert refused.value.code == 50035


async def test_only_those_who_may_be_called_are_called(town: Town, bot: Plain) -> None:
    text = f"<@{town.ana.id}> @everyone"
    await town.channel(bot).send(text)
    await town.channel(bot).send(text, allowed_mentions=NOBODY)
    await town.channel(bot).send(text, allowed_mentions=many(1))
    assert [one.pinged_ids for one in town.said()] == [[town.ana.id], [], []]
    assert not any(one.pings_everyone for one in town.said())


async def test_a_reply_names_what_it_answers(town: Town, bot: Plain) -> None:
    asked = town.wire.stage.say(town.ana, town.home, "why?")
    partial = town.channel(bot).get_partial_message(asked.id)
    sent = await partial.reply("because", mention_author=False)
    assert sent.type is discord.MessageType.reply
    assert sent.reference
    assert sent.reference.message_id == asked.id
    await partial.reply("because, Ana", mention_author=True)
    assert [one.pinged_ids for one in town.said()] == [[], [town.ana.id]]


async def test_a_file_arrives_whole(town: Town, bot: Plain) -> None:
    file = discord.File(io.BytesIO(b"a,b\n1,2\n"), "table.csv")
    message = await town.channel(bot).send("a table", file=file)
    assert message.attachments[0].filename == "table.csv"
    assert [one.content for one in town.said()[0].attachments] == [b"a,b\n1,2\n"]


async def test_what_others_wrote_can_not_be_edited(town: Town, bot: Plain) -> None:
    theirs = town.wire.stage.say(town.ana, town.home, "mine")
    partial = town.channel(bot).get_partial_message(theirs.id)
    for act, code in ((partial.edit(content="yours"), 50005), (partial.delete(), 50013)):
        with pytest.raises(discord.Forbidden) as refused:
            await act
        assert refused.value.code == code


async def test_a_person_may_take_no_direct_messages(town: Town, bot: Plain) -> None:
    direct = await bot.create_dm(discord.Object(town.ana.id))
    await direct.send("hello")
    town.ana.user.takes_messages = False
    with pytest.raises(discord.Forbidden) as refused:
        await direct.send("hello")
    assert refused.value.code == 50007


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/channels/1", 10003),
        ("/guilds/1", 10004),
        ("/guilds/{guild}/members/1", 10013),
        ("/channels/{home}/messages/1", 10008),
        ("/guilds/{guild}/scheduled-events/1", 10070),
    ],
)
async def test_what_is_not_there_is_not_found(town: Town, bot: Plain, path: str, code: int) -> None:
    with pytest.raises(discord.NotFound) as refused:
        await bot.http.request(Route("GET", path.format(guild=town.guild.id, home=town.home.id)))
    assert refused.value.code == code


async def test_a_member_who_left_is_unknown_there(town: Town, bot: Plain) -> None:
    guild = bot.get_guild(town.guild.id)
    assert guild
    assert (await guild.fetch_member(town.ana.id)).display_name == "Ana"
    town.wire.stage.remove_member(town.ana)
    with pytest.raises(discord.NotFound) as refused:
        await guild.fetch_member(town.ana.id)
    assert refused.value.code == 10007
