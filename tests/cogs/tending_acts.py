"""What hosts and moderators do with study sessions, in as few words as the tests of it need."""

import re
from datetime import timedelta
from typing import Any

import discord
from simcord import ChannelHandle, InteractionResult, MemberActor

from db import guilds, session_ends
from tests.cogs.study_acts import cards_in, post
from tests.world import World, card, fields

UNDO = session_ends.UNDO + timedelta(seconds=20)  # and the chore that ends it has run


async def series(world: World, who: MemberActor) -> discord.Message:
    """Plan a session that repeats every week, post it, and find the first one's card."""
    return await post(world, who, repeats="weekly")


def said_in(channel: ChannelHandle) -> list[str]:
    """What the bot's cards there say, oldest first."""
    return [card(one) for one in cards_in(channel)]


def card_of(world: World, number: int) -> str:
    """What everybody sees of a session in the channel."""
    return next(one for one in said_in(world.home) if f"### Session #{number} " in one)


def message_of(world: World, number: int) -> discord.Message:
    return next(one for one in cards_in(world.home) if f"### Session #{number} " in card(one))


async def asks_for_approval(world: World) -> ChannelHandle:
    """Choose a moderators' channel, where new sessions are approved."""
    channel = world.guild.create_text_channel("moderators")
    async with world.bot.db.begin() as session:
        await guilds.change(
            session,
            world.guild.id,
            moderators_channel_id=channel.id,
            sessions_need_approval=True,
        )
    return channel


async def submit(who: MemberActor, form: InteractionResult, **changed: Any) -> InteractionResult:
    """Submit a form as it was shown, but for what is changed; channels are chosen anew."""
    known: dict[str, Any] = {}
    for name, one in fields(form).items():
        if "options" in one:
            chosen = [option["value"] for option in one["options"] if option.get("default")]
            known[name] = chosen
        elif one["type"] == discord.ComponentType.text_input.value:
            known[name] = one.get("value", "")
    return await who.submit_modal(form, known | changed)


def labels(message: discord.Message) -> list[str]:
    """The buttons of a card, in order."""
    return [
        str(one.label)
        for container in message.components
        if isinstance(container, discord.Container)
        for row in container.children
        if isinstance(row, discord.components.ActionRow)
        for one in row.children
        if isinstance(one, discord.Button)
    ]


def custom_id(shown: InteractionResult, label: str) -> str:
    """What a button of an answer carries."""
    assert shown.response is not None
    (container,) = shown.response.components
    rows = [one["components"] for one in container["components"] if "components" in one]
    return next(one["custom_id"] for row in rows for one in row if one.get("label") == label)


def rows(shown: str, *buttons: str) -> int:
    """How many rows a card takes on a phone, at its widest: about 42 characters fit into one.

    `buttons` are the labels that stand side by side.
    """
    wide = shown
    for markup, looks in (
        (r"<@\d+>", "@Nkechi Adeyemi"),
        (r"<t:\d+:F>", "Wednesday, 16 September 2026 18:00"),
        (r"<t:\d+:R>", "in 10 days"),
        (r"<t:\d+:d>", "16/09/2026"),
        (r"</([a-z ]+):\d+>", r"/\1"),
        (r"\[(.+?)\]\(\S+\)", r"\1"),
        (r"\*\*|\\", ""),
    ):
        wide = re.sub(markup, looks, wide)
    if buttons:
        wide = wide.replace("\n".join(buttons), "[buttons]")
    fits = {"###": 34, "-#": 50}
    return sum(-(-len(line) // fits.get(line.partition(" ")[0], 42)) for line in wide.split("\n"))
