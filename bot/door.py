"""The one door between an interaction and its answers: in time, in turn, and never against itself.

Discord waits three seconds for the first answer. A door that is still shut after half of that
tells Discord to wait ("thinking"); one lock keeps that from meeting the answer itself, and the
door alone knows which of the two came first. All answers of Nexus are for the caller's eyes only;
what everyone shall see is a card in a channel.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol, Self

import aiohttp
import discord

from bot.domain.errors import Refusal
from bot.metrics import Outcome

if TYPE_CHECKING:
    from bot.client import NexusInteraction

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.5
# More at once cannot all be answered in time: those that came first are, and the others are told.
CROWD = 1000
# Nor would it help anybody to begin with all of these at once: the others are asked to wait for a
# turn. What opens a form cannot wait, and is told so while there is time.
AT_ONCE = 100
TURN_SECONDS = 1.0
ENDING = "I am being restarted. Please try again in a minute."
BUSY = "A great many people are here just now. Please try again in a few seconds."

_ALREADY_ANSWERED = 40060
# A try that hangs leaves time for another: a second one finds out what became of the first.
FIRST_TRY_SECONDS = 1.0
_TRY_SECONDS = 20.0
# Pauses before a try that may be repeated is repeated; the sum fits into Discord's three seconds.
_PAUSES_SECONDS = (0.1, 0.4)
_LOST = (aiohttp.ClientConnectionError, ConnectionError, TimeoutError, discord.DiscordServerError)

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text that comes with an answer, to be kept."""

    name: str
    text: str

    def made(self) -> discord.File:
        """For one try: sending it closes it."""
        return discord.File(BytesIO(self.text.encode()), filename=self.name)


class Sendable(Protocol):
    """What may come with an answer."""

    def made(self) -> discord.File:
        """For one try: sending it closes it."""
        ...


class Door:
    """The answers to one interaction, given by `bot.replies`."""

    def __init__(self, interaction: "NexusInteraction", *, may_wait: bool) -> None:
        self.is_noted = False
        """Whether the interaction had its effect in this run already."""
        self.outcome = Outcome.OK
        """What the interaction has come to so far."""
        self.has_said = False
        """Whether the person has read something; a form says nothing yet."""
        self._interaction = interaction
        self._lock = asyncio.Lock()
        self._is_answered = False
        self._is_thinking = False
        # A try to have Discord wait was lost: it may have been taken without our hearing of it.
        self._may_wait_already = False
        self._said: discord.WebhookMessage | None = None
        self._wait: asyncio.Task[None] | None = None
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(PATIENCE_SECONDS, self._lose_patience) if may_wait else None

    @classmethod
    def of(cls, interaction: "NexusInteraction") -> Self:
        """The interaction's door; one that was never admitted gets a door that cannot wait."""
        if "door" not in interaction.extras:
            interaction.extras["door"] = cls(interaction, may_wait=False)
        return interaction.extras["door"]

    async def say(self, body: Body, files: Sequence[Sendable] = ()) -> None:
        """Answer, or say more than was answered before."""

        def new() -> Body:
            return {**body, "files": [one.made() for one in files]} if files else body

        def edited() -> Body:
            return {**body, "attachments": [one.made() for one in files]} if files else body

        async with self._lock:
            self.has_said = True
            send = self._interaction.response.send_message
            if await self._answers_first(lambda: send(**new(), ephemeral=True)):
                return
            if self._is_thinking:
                # Unlike a follow-up, an edit may be repeated: it never says anything twice.
                self._is_thinking = False
                await _insist(lambda: self._interaction.edit_original_response(**edited()))
            else:
                async with asyncio.timeout(_TRY_SECONDS):
                    self._said = await self._interaction.followup.send(
                        **new(), ephemeral=True, wait=True
                    )

    async def redraw(self, body: Body) -> None:
        """Change the message that the pressed button or select stands on."""
        async with self._lock:
            self.has_said = True
            edit = self._interaction.response.edit_message
            if not await self._answers_first(lambda: edit(**body)):
                await _insist(lambda: self._interaction.edit_original_response(**body))

    async def amend(self, body: Body) -> None:
        """Replace what was said last."""
        async with self._lock:
            edit = self._said.edit if self._said else self._interaction.edit_original_response
            await _insist(lambda: edit(**body))

    async def nod(self) -> None:
        """Take note of a press without a word: what there is to say was said before."""
        async with self._lock:
            await self._answers_first(self._interaction.response.defer)

    async def open_form(self, form: discord.ui.Modal) -> None:
        async with self._lock:
            await self._answers_first(lambda: self._interaction.response.send_modal(form))

    def close(self) -> None:
        """The interaction's work is over: nothing is left to wait for."""
        if self._timer is not None:
            self._timer.cancel()

    async def _answers_first(self, send: Callable[[], Awaitable[object]]) -> bool:
        """Give the first answer; False where Discord has one already, and waits for more."""
        if self._is_answered:
            return False
        self.close()
        try:
            # In a crowd it is rather we who are late, and trying again would make us later.
            is_crowd = self._interaction.client.in_flight > AT_ONCE
            await _insist(send, seconds=_TRY_SECONDS if is_crowd else FIRST_TRY_SECONDS)
        except discord.HTTPException as error:
            # Nobody but this door answers: what Discord has is this very answer, or the wish to
            # wait, from a try of which we never heard.
            if error.code != _ALREADY_ANSWERED:
                raise
            if self._may_wait_already:
                self._waits()
                return False
        self._is_answered = True
        return True

    def _waits(self) -> None:
        self._is_answered, self._is_thinking = True, self._thinks

    def _lose_patience(self) -> None:
        # Kept, because the event loop alone would let a task be collected.
        self._wait = asyncio.create_task(self.wait())

    async def wait(self) -> None:
        """Have Discord wait for the answer, where it has none yet."""
        async with self._lock:
            if self._is_answered:
                return
            thinks, defer = self._thinks, self._interaction.response.defer
            try:
                await self._answers_first(lambda: defer(ephemeral=thinks, thinking=thinks))
            except _LOST as lost:
                self._may_wait_already = True
                log.warning("interaction %s could not wait: %r", self._interaction.id, lost)
            except discord.HTTPException as gone:
                log.warning("interaction %s could not wait: %s", self._interaction.id, gone.code)
            else:
                self._waits()

    @property
    def _thinks(self) -> bool:
        """Whether to wait is to show "thinking".

        Who pressed something looks at a card, which stays as it is until it is redrawn; a command
        has nothing to look at yet.
        """
        return self._interaction.message is None


async def admit(interaction: "NexusInteraction", name: str | None, *, may_wait: bool) -> None:
    """Open the door for as long as the current task works on the interaction, in its turn.

    It is counted under `name`, a command's or a road's. One that opens a form cannot wait: a form
    is a first answer only. Raises `Refusal` when there are too many to answer them all in time.
    """
    door = interaction.extras["door"] = Door(interaction, may_wait=may_wait)
    bot, task = interaction.client, asyncio.current_task()
    assert task is not None
    bot.in_flight += 1
    if interaction.guild_id is not None:
        bot.seen.note(interaction.guild_id, interaction.user.id, bot.now().date())
    clock = asyncio.get_running_loop().time
    came_at = clock()

    def leave(_: object) -> None:
        bot.in_flight -= 1
        door.close()
        bot.metrics.answered(name, door.outcome, clock() - came_at)

    task.add_done_callback(leave)
    if bot.jobs.is_ending:
        raise Refusal(ENDING)
    if bot.in_flight > CROWD:
        bot.turns.begin_telling()
        task.add_done_callback(lambda _: bot.turns.end_telling())
        raise Refusal(BUSY)
    if may_wait and bot.turns.are_taken:
        with bot.turns.telling():
            await door.wait()
    try:
        async with asyncio.timeout(None if may_wait else TURN_SECONDS):
            await bot.turns.take()
    except TimeoutError:
        raise Refusal(BUSY) from None
    task.add_done_callback(lambda _: bot.turns.release())


async def _insist(send: Callable[[], Awaitable[object]], *, seconds: float = _TRY_SECONDS) -> None:
    """Try again what was lost on the way, or hangs there; only for what may arrive twice."""
    for pause in (*_PAUSES_SECONDS, None):
        try:
            async with asyncio.timeout(seconds):
                await send()
        except _LOST as lost:
            if pause is None:
                raise
            log.info("trying again after %r", lost)
            await asyncio.sleep(pause)
        else:
            return
