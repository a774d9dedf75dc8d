"""How Nexus answers a person: one door out, whatever state the interaction is in."""

import logging
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.domain.errors import SERVERS_ONLY, Refusal

if TYPE_CHECKING:
    from bot.client import NexusInteraction

log = logging.getLogger(__name__)

_VANISHED = 10062  # Discord waited 3 seconds for us, or the person went away

Say = str | discord.ui.LayoutView
"""A plain sentence, or a card."""


async def whisper(interaction: "NexusInteraction", say: Say) -> None:
    """Answer the caller alone."""
    await _answer(interaction, say, ephemeral=True)


async def reply(interaction: "NexusInteraction", say: Say) -> None:
    """Answer in the channel, for everyone to see."""
    await _answer(interaction, say, ephemeral=False)


async def redraw(interaction: "NexusInteraction", card: discord.ui.LayoutView) -> None:
    """Show the card that was pressed as it is now, in place."""
    card.stop()
    await interaction.response.edit_message(
        view=card, allowed_mentions=discord.AllowedMentions.none()
    )


async def amend(interaction: "NexusInteraction", say: Say) -> None:
    """Replace the answer given before: by now there is more to say."""
    await interaction.edit_original_response(**_body(say))


async def ask(interaction: "NexusInteraction", form: discord.ui.Modal) -> None:
    """Open a form. What the person submits arrives by the road that its `custom_id` names."""
    form.stop()
    await interaction.response.send_modal(form)


async def explain(interaction: "NexusInteraction", error: Exception) -> None:
    """Turn any failure into one private sentence; log those that are our fault."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    match cause:
        case Refusal():
            words = str(cause)
        case app_commands.CommandOnCooldown():
            words = f"That was quick! Try again in {cause.retry_after:.0f} s."
        case app_commands.NoPrivateMessage():
            words = SERVERS_ONLY
        case app_commands.CheckFailure():
            words = "You can't do that here."
        case discord.NotFound() if cause.code == _VANISHED:
            log.warning("interaction %s vanished before its answer", interaction.id)
            return
        case _:
            log.error("interaction %s failed", interaction.id, exc_info=cause)
            words = (
                "Something broke on our side, and nothing you wrote is to blame. Try again in a"
                f" minute; if it stays, tell a moderator this number: `{interaction.id}`."
            )
    if interaction.type is discord.InteractionType.autocomplete:
        return  # a list of suggestions has no room for a sentence; the command itself will say it
    try:
        await whisper(interaction, words)
    except discord.HTTPException as gone:
        log.warning("interaction %s took no answer: %s", interaction.id, gone.code)


async def _answer(interaction: "NexusInteraction", say: Say, *, ephemeral: bool) -> None:
    if interaction.response.is_done():
        await interaction.followup.send(**_body(say), ephemeral=ephemeral)
    else:
        await interaction.response.send_message(**_body(say), ephemeral=ephemeral)


def _body(say: Say) -> dict[str, Any]:
    # Said in each body, though the client says it too: a mention in stored text must never ping.
    quiet = discord.AllowedMentions.none()
    if isinstance(say, str):
        return {"content": say, "allowed_mentions": quiet}
    say.stop()  # discord.py keeps no view in memory: `bot.roads` answers its buttons
    return {"view": say, "allowed_mentions": quiet}
