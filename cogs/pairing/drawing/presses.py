"""What moderators press under a draw, and under the list of pairs."""

from bot.client import NexusInteraction
from bot.replies import redraw
from bot.roads import Press, Roads
from cogs.pairing.drawing import acts, render

roads = Roads("pairing")


@roads("list")
async def turn_list(interaction: NexusInteraction, press: Press) -> None:
    await acts.show_list(interaction, press.id(), redraw)


@roads("preview")
async def preview(interaction: NexusInteraction, press: Press) -> None:
    """What a draw would make, asked for one of those who wait."""
    await acts.draw_for(interaction, press.id())


@roads("drawn")
async def turn_drawn(interaction: NexusInteraction, press: Press) -> None:
    seen = await acts.seen_again(interaction, press.id())
    if seen is None:
        await acts.draw(interaction, redraw, is_anew=True)
    else:
        await redraw(interaction, render.drawn_card(seen, press.id(1)))


@roads("confirm")
async def confirm(interaction: NexusInteraction, press: Press) -> None:
    await acts.confirm(interaction, press.id(), redraw)
