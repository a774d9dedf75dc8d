"""What people do with questions, in as few words as the tests of them need."""

from typing import Any

import discord
from simcord import ChannelHandle, InteractionResult, MemberActor

from tests.world import World, fields

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
