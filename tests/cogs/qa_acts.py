"""What people do with questions, in as few words as the tests of them need."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import discord
from simcord import ChannelHandle, InteractionResult, MemberActor

from tests.world import World, fields, texts

TITLE = "Why does my JWT expire at once?"
DETAILS = "I sign it with `exp` in local time, and every request gets a 401."


async def ask(
    world: World,
    who: MemberActor,
    title: str = TITLE,
    details: str = DETAILS,
    *,
    channel: ChannelHandle | None = None,
    **more: str,
) -> InteractionResult:
    form = await who.slash(channel or world.home, "qa ask")
    return await who.submit_modal(
        form, {"title": title, "details": details, "topic": ["Auth & JWT"], **more}
    )


def as_shown(form: InteractionResult) -> dict[str, Any]:
    """What a form is filled with already, to be submitted as it is."""
    known: dict[str, Any] = {}
    for name, one in fields(form).items():
        chosen = [option["value"] for option in one.get("options", ()) if option.get("default")]
        known[name] = chosen if "options" in one else one.get("value", "")
    return known


def cards_in(channel: ChannelHandle) -> list[discord.Message]:
    """The bot's cards there, oldest first, without Discord's own "started a thread"."""
    return [
        one
        for one in channel.history(viewer=None)
        if one.type is discord.MessageType.default and not one.flags.ephemeral
    ]


def question_card(world: World, at: int = -1) -> discord.Message:
    return cards_in(world.home)[at]


def thread_of(world: World, at: int = -1) -> ChannelHandle:
    return world.home.threads[at]


async def answer(world: World, who: MemberActor, text: str, *, at: int = -1) -> InteractionResult:
    """Press [Answer] on a question's card, and submit the form."""
    form = await who.click(question_card(world, at), label="Answer")
    return await who.submit_modal(form, {"text": text})


def pinged(world: World, message: discord.Message) -> list[int]:
    """Who was notified: a mention alone does not."""
    return list(world.env.backend.get_message(message.channel.id, message.id).ping_user_ids)


async def press(who: MemberActor, shown: InteractionResult, label: str) -> InteractionResult:
    """Press a button on what was answered before."""
    assert shown.response is not None
    return await who.click(shown.response.message, label=label)


async def choose(who: MemberActor, shown: InteractionResult, value: str) -> InteractionResult:
    assert shown.response is not None
    return await who.select(shown.response.message, [value])


def as_it_stands(world: World, shown: InteractionResult) -> str:
    """What a private card says by now."""
    assert shown.response is not None
    message = shown.response.message
    stored = world.env.backend.get_message(message.channel.id, message.id)
    return "\n".join(texts(stored.components))


_LOOKS = (
    (r"<@\d+>", "@Nkechi Adeyemi"),
    (r"<t:\d+:R>", "in 10 days"),
    (r"</([a-z ]+):\d+>", r"/\1"),
    (r"\[(.+?)\]\(https?://\S+?\)", r"\1"),
    (r"\*\*|\\", ""),
)
_FITS = {"###": 34, "-#": 50}


def rows(components: Sequence[Mapping[str, Any]]) -> int:
    """How many rows of a phone the texts of a card take: about 42 characters fit into one."""
    total = 0
    for one in components:
        total += rows(one.get("components", ()))
        wide = str(one.get("content", ""))
        for markup, looks in _LOOKS:
            wide = re.sub(markup, looks, wide)
        for line in wide.split("\n") if wide else ():
            total += max(-(-len(line) // _FITS.get(line.partition(" ")[0], 42)), 1)
    return total
