"""Tell whoever found a partner so: at once, and again once their thread is open."""

from collections.abc import Awaitable, Callable

import discord

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.replies import amend, whisper
from cogs.pairing.meeting import render
from cogs.pairing.meeting.threads import PublicOnly, threads_of
from db import pairs
from db.pairs import Pair

Show = Callable[[NexusInteraction, discord.ui.LayoutView], Awaitable[None]]
"""`whisper` for a command, `redraw` for a button on a card of the caller's own."""


async def introduce(
    interaction: NexusInteraction, pair: Pair, *, before: str = "", show: Show = whisper
) -> None:
    """`before` is what is said first of all. To open a thread can take Discord a while."""
    bot, me = interaction.client, interaction.user.id
    await show(interaction, render.found_card(pair, me, before, render.OPENING))
    try:
        thread_id = await threads_of(bot).open(pair)
    except PublicOnly:
        async with bot.db.read() as session:
            now = await pairs.by_id(session, pair.guild_id, pair.id)
        await amend(interaction, render.asked_card(now or pair, me))
    except Refusal as why:
        await amend(interaction, render.found_card(pair, me, before, render.not_open_yet(why)))
    else:
        await amend(interaction, render.found_card(pair, me, before, render.hello_in(thread_id)))
