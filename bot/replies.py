"""How Nexus answers a person: one door out, whatever state the interaction is in."""

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot import submitted
from bot.cards import keep_tag
from bot.domain.errors import SERVERS_ONLY, Refusal, Repeated
from bot.domain.text import fit
from bot.door import Door, TextFile
from bot.kinds import Attached
from bot.metrics import Outcome

if TYPE_CHECKING:
    from bot.client import NexusInteraction

log = logging.getLogger(__name__)

_CONTENT_LIMIT = 2000  # of a message that is no card
_VANISHED = 10062  # Discord waited 3 seconds for us, or the person went away

Say = str | discord.ui.LayoutView
"""A plain sentence, or a card."""

OPENS_FORM = {"opens_form": True}
"""The `extras` of a command whose first answer is a form."""


async def whisper(
    interaction: "NexusInteraction",
    say: Say,
    *,
    file: TextFile | Attached | None = None,
    files: Sequence[TextFile] = (),
    shown: Sequence[Attached] = (),
) -> None:
    """Answer the caller alone; a file, or several, stand below what is said.

    What is `shown` has its place in the card already, as a picture has.
    """
    given = [*files, *([file] if file else [])]
    if not isinstance(say, str):
        for one in given:
            say.add_item(discord.ui.File(f"attachment://{one.name}"))  # or a card would hide it
    await Door.of(interaction).say(_body(say), [*given, *shown])


async def redraw(interaction: "NexusInteraction", card: discord.ui.LayoutView) -> None:
    """Show the card that was pressed as it is now, in place, with the number that it carries."""
    if interaction.message:
        keep_tag(interaction.message, card)
    await Door.of(interaction).redraw(_body(card))


async def amend(interaction: "NexusInteraction", say: Say) -> None:
    """Replace what was said last: by now there is more to say."""
    await Door.of(interaction).amend(_body(say))


async def ask(interaction: "NexusInteraction", form: discord.ui.Modal) -> None:
    """Open a form. What the person submits arrives by the road that its `custom_id` names.

    Only where `OPENS_FORM` is declared: the door would ask Discord to wait, and no form may follow.
    """
    form.stop()
    await Door.of(interaction).open_form(form)


async def explain(interaction: "NexusInteraction", error: Exception) -> None:
    """Turn any failure into one private sentence; log those that are our fault.

    Of a form that was submitted, what was typed comes back with it.
    """
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    door = Door.of(interaction)
    door.outcome = Outcome.REFUSED
    match cause:
        case Refusal():
            words = str(cause)
        case Repeated():
            log.info("interaction %s came twice", interaction.id)
            door.outcome = Outcome.OK
            return
        case app_commands.CommandOnCooldown():
            words = f"That was quick! Try again in {cause.retry_after:.0f} s."
        case app_commands.NoPrivateMessage():
            words = SERVERS_ONLY
        case app_commands.CheckFailure():
            words = "You can't do that here."
        case discord.NotFound() if cause.code == _VANISHED:
            log.warning("interaction %s vanished before its answer", interaction.id)
            door.outcome = Outcome.FAILED
            return
        case _:
            log.error("interaction %s failed", interaction.id, exc_info=cause)
            door.outcome = Outcome.FAILED
            words = (
                "Something broke on our side, and nothing you wrote is to blame. Try again in a"
                f" minute; if it stays, tell a moderator this number: `{interaction.id}`."
            )
    if interaction.type is discord.InteractionType.autocomplete:
        return  # a list of suggestions has no room for a sentence; the command itself will say it
    typed = submitted.as_file(interaction)
    if typed is not None:
        words = f"{words} {submitted.GIVEN_BACK}"
    try:
        await whisper(interaction, words, file=typed)
    except discord.HTTPException as gone:
        log.warning("interaction %s took no answer: %s", interaction.id, gone.code)


def _body(say: Say) -> dict[str, Any]:
    # Said in each body, though the client says it too: a mention in stored text must never ping.
    quiet = discord.AllowedMentions.none()
    if isinstance(say, str):
        return {"content": fit(say, _CONTENT_LIMIT), "allowed_mentions": quiet}
    say.stop()  # discord.py keeps no view in memory: `bot.roads` answers its buttons
    return {"view": say, "allowed_mentions": quiet}
