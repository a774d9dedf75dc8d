"""What becomes of a file that was read: applied, or let be."""

from bot.client import NexusInteraction
from bot.replies import redraw
from bot.roads import Press, Roads
from cogs.contract.choices import by
from cogs.contract.endpoints import acts
from cogs.contract.files import render
from db import contract_imports
from db.contract_imports import Waiting

roads = Roads("contract")


@roads("apply")
async def apply(interaction: NexusInteraction, press: Press) -> None:
    bot, who = interaction.client, by(interaction, press)
    deprecates = press.args[2:] == (render.DEPRECATING,)
    async with bot.acting(interaction) as session:
        done = await contract_imports.apply(
            session, who, press.id(1), deprecates=deprecates, now=bot.now()
        )
    if isinstance(done, Waiting):
        await redraw(interaction, render.waiting_card(done, who.pair_id, is_anew=True))
        return
    await redraw(interaction, render.applied_card(done, deprecates=deprecates))
    await acts.show_all(interaction, done.shared)


@roads("drop")
async def drop(interaction: NexusInteraction, press: Press) -> None:
    async with interaction.client.acting(interaction) as session:
        await contract_imports.drop(session, by(interaction, press), press.id(1))
    await redraw(interaction, render.dropped_card())
