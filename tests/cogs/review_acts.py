"""What people do with reviews, in as few words as the tests of them need."""

import discord
from simcord import ChannelHandle, InteractionResult, MemberActor

from tests.cogs.qa_acts import cards_in
from tests.world import World

LINK = "https://github.com/ann/shop/pull/3"
NAME = "github.com/ann/shop/pull/3"
LOOK = "Is my token refresh safe? Begin with auth/views.py"
WORD = "Clear tests! Next: check who may delete an order."
CLAIM = "I'll review this"


async def ask(
    world: World,
    who: MemberActor,
    link: str = LINK,
    look_at: str = LOOK,
    *,
    track: str = "backend",
    channel: ChannelHandle | None = None,
) -> InteractionResult:
    form = await who.slash(channel or world.home, "review ask")
    return await who.submit_modal(form, {"link": link, "look_at": look_at, "track": [track]})


def review_card(world: World, link: str = LINK) -> discord.Message:
    """The card of a review: what leads to its code stands on it."""
    return next(one for one in cards_in(world.home) if f"'{link}'" in _drawn(one))


def _drawn(message: discord.Message) -> str:
    return str([one.to_dict() for one in message.components])


async def finish(who: MemberActor, on: discord.Message, word: str = WORD) -> InteractionResult:
    """Press [Done] on a card, and submit the form."""
    form = await who.click(on, label="Done")
    return await who.submit_modal(form, {"word": word})
