"""Tell whoever found a partner so: at once, and again once their thread is open."""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.replies import amend, whisper
from cogs.pairing.meeting import render
from cogs.pairing.meeting.threads import PublicOnly, threads_of
from db import pairs
from db.pairs import Pair


async def introduce(interaction: NexusInteraction, pair: Pair, *, before: str = "") -> None:
    """`before` is what is said first of all. To open a thread can take Discord a while."""
    bot, me = interaction.client, interaction.user.id
    found = f"{before}\n{_found(pair, me)}".strip()
    await whisper(interaction, f"{found} I'm opening a private thread for you…")
    try:
        thread_id = await threads_of(bot).open(pair)
    except PublicOnly:
        async with bot.db.read() as session:
            now = await pairs.by_id(session, pair.guild_id, pair.id)
        await amend(interaction, render.asked_card(now or pair, me))
    except Refusal as why:
        await amend(
            interaction,
            f"{found} Your private thread is not open yet. {why}\nYour pair is safe: I try again"
            " every minute, and mention you all once it is open.",
        )
    else:
        await amend(interaction, f"{found} Say hello in <#{thread_id}>.")


def _found(pair: Pair, me: int) -> str:
    return f"You and {render.names(pair.others(me))} are a pair for **{pair.project}**!"
