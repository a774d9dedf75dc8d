"""What the buttons of the contract and of one endpoint do, and what was typed into their forms."""

from bot.client import NexusInteraction
from bot.domain.contract import State
from bot.domain.errors import Refusal
from bot.replies import ask, redraw, whisper
from bot.roads import STALE, Press, Roads
from cogs.contract import looking
from cogs.contract.choices import by
from cogs.contract.endpoints import acts, forms
from cogs.contract.endpoints import render as words
from db import contract_acts

roads = Roads("contract")


@roads("show")
async def show(interaction: NexusInteraction, press: Press) -> None:
    """From the pair's card, from the contract's own, from what was told in the thread."""
    await whisper(interaction, await looking.shown_card(interaction, by(interaction, press), 0))


@roads("page")
async def turn_page(interaction: NexusInteraction, press: Press) -> None:
    who = by(interaction, press)
    await redraw(interaction, await looking.shown_card(interaction, who, press.id(1)))


@roads("open")
async def open_one(interaction: NexusInteraction, press: Press) -> None:
    chosen = press.picked()
    if chosen is None:
        raise Refusal(STALE)
    shared = await looking.shared(interaction, by(interaction, press))
    await looking.show_endpoint(interaction, shared, shared.endpoint(chosen))


@roads("add", opens_form=True)
async def add(interaction: NexusInteraction, press: Press) -> None:
    shared = await looking.changeable(interaction, by(interaction, press))
    await ask(interaction, forms.add_form(shared))


@roads("added")
async def added(interaction: NexusInteraction, press: Press) -> None:
    bot, said = interaction.client, forms.operation(press)
    async with bot.acting(interaction) as session:
        done = await contract_acts.add(session, by(interaction, press), said, bot.now())
    await whisper(interaction, words.added(done))
    await acts.show_all(interaction, done.shared)


@roads("edit", opens_form=True)
async def edit(interaction: NexusInteraction, press: Press) -> None:
    shared = await looking.changeable(interaction, by(interaction, press))
    await ask(interaction, forms.edit_form(shared, shared.endpoint(press.id(1))))


@roads("edited")
async def edited(interaction: NexusInteraction, press: Press) -> None:
    bot, said = interaction.client, forms.operation(press)
    async with bot.acting(interaction) as session:
        done = await contract_acts.edit(
            session, by(interaction, press), press.id(1), said, seen=press.id(2), now=bot.now()
        )
    await whisper(interaction, words.edited(done))
    await acts.show_all(interaction, done.shared)


@roads("state")
async def choose_state(interaction: NexusInteraction, press: Press) -> None:
    """On the endpoint's own private card, which shows it then."""
    said = press.choice()
    if said not in set(State):
        raise Refusal(STALE)
    bot = interaction.client
    async with bot.acting(interaction) as session:
        done = await contract_acts.set_state(
            session, by(interaction, press), press.id(1), State(said), bot.now()
        )
    await redraw(interaction, words.endpoint_card(done.shared, done.shared.endpoint(press.id(1))))
    await acts.show_all(interaction, done.shared)


@roads("remove")
async def remove(interaction: NexusInteraction, press: Press) -> None:
    await acts.remove(interaction, by(interaction, press), press.id(1), redraw)


@roads("undo")
async def undo(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        done = await contract_acts.undo(session, by(interaction, press), press.id(1), bot.now())
    await redraw(interaction, words.back_card(done))
    await acts.show_all(interaction, done.shared)


@roads("details", opens_form=True)
async def details(interaction: NexusInteraction, press: Press) -> None:
    shared = await looking.changeable(interaction, by(interaction, press))
    await ask(interaction, forms.details_form(shared))


@roads("detailed")
async def detailed(interaction: NexusInteraction, press: Press) -> None:
    bot, who = interaction.client, by(interaction, press)
    before = await looking.changeable(interaction, who)
    said = forms.details(press, before.contract)
    async with bot.acting(interaction) as session:
        after = await contract_acts.say_head(session, who, said, seen=press.id(1), now=bot.now())
    await whisper(interaction, words.detailed(is_changed=after.version != before.version))
    await acts.show_all(interaction, after)
