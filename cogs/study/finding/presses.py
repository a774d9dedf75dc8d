"""The pages of lists of sessions, and what their select opens."""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.replies import redraw, whisper
from bot.roads import STALE, Press, Roads
from cogs.study.finding import looking
from db.session_lists import Which

roads = Roads("study")


@roads("coming")
async def begin(interaction: NexusInteraction, _: Press) -> None:
    """As `/session list` does, from a card that everybody sees."""
    await whisper(interaction, await looking.list_card(interaction, Which.ALL, 0))


@roads("list")
async def turn_page(interaction: NexusInteraction, press: Press) -> None:
    said = press.args[1] if len(press.args) > 1 else ""
    which = Which(said) if said in set(Which) else Which.ALL
    await redraw(interaction, await looking.list_card(interaction, which, press.id()))


@roads("open")
async def open_one(interaction: NexusInteraction, press: Press) -> None:
    number = press.picked()
    if number is None:
        raise Refusal(STALE)
    await whisper(interaction, await looking.shown_card(interaction, number))


@roads("show")
async def show(interaction: NexusInteraction, press: Press) -> None:
    """One, from a card that names it and keeps standing."""
    await whisper(interaction, await looking.shown_card(interaction, press.id()))
