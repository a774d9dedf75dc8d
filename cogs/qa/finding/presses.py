"""Pages of lists, what a select opens, and the buttons that narrow a search."""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.replies import redraw, whisper
from bot.roads import STALE, Press, Roads
from cogs.qa.asking.forms import Topic
from cogs.qa.finding import looking, render
from cogs.qa.finding.sought import Sought

roads = Roads("qa")


@roads("found")
async def turn_found(interaction: NexusInteraction, press: Press) -> None:
    await _search(interaction, Sought.of(press.args[1:]), press.id())


@roads("narrow")
async def narrow(interaction: NexusInteraction, press: Press) -> None:
    before, choice = Sought.of(press.args), press.choice()
    topic = Topic(choice) if choice in set(Topic) else None
    await _search(interaction, Sought(before.words, topic, before.is_solved), 0)


async def _search(interaction: NexusInteraction, sought: Sought, at: int) -> None:
    found = await looking.search(interaction, sought, at)
    await redraw(interaction, render.found_card(found, sought))


@roads("open")
async def open_one(interaction: NexusInteraction, press: Press) -> None:
    number = press.picked()
    if number is None:
        raise Refusal(STALE)
    await whisper(interaction, await looking.shown_card(interaction, number, 0))


@roads("show")
async def turn_answers(interaction: NexusInteraction, press: Press) -> None:
    await redraw(interaction, await looking.shown_card(interaction, press.id(), press.id(1)))


@roads("mine")
async def turn_mine(interaction: NexusInteraction, press: Press) -> None:
    await redraw(interaction, await looking.mine_card(interaction, press.id()))


@roads("unanswered")
async def turn_unanswered(interaction: NexusInteraction, press: Press) -> None:
    await redraw(interaction, await looking.unanswered_card(interaction, press.id()))


@roads("helpers")
async def turn_helpers(interaction: NexusInteraction, press: Press) -> None:
    is_ever = press.args[:1] == ("ever",)
    await redraw(interaction, await looking.helpers_card(interaction, is_ever=is_ever))
