"""The very messages of a digest, shown to moderators, and below them what can be done."""

from bot import cards
from bot.client import Nexus, NexusInteraction
from bot.kinds import Message
from bot.replies import redraw, whisper
from cogs.digest.moderating import render
from cogs.digest.moderating.looks import Look
from cogs.digest.posts import posts_of


async def show(interaction: NexusInteraction, look: Look) -> None:
    """To the caller alone."""
    *before, last = await _messages(interaction.client, look)
    for one in before:
        await whisper(interaction, one.card, shown=one.files)
    controls = render.controls_card(look, interaction.client.mention, is_private=True)
    await whisper(interaction, cards.together(last.card, controls), shown=last.files)


async def show_again(interaction: NexusInteraction, look: Look) -> None:
    """In place of what was pressed; the picture stands there already."""
    *_, last = await _messages(interaction.client, look)
    message = interaction.message
    controls = render.controls_card(
        look,
        interaction.client.mention,
        is_private=message is not None and message.flags.ephemeral,
    )
    await redraw(interaction, cards.together(last.card, controls))


async def _messages(bot: Nexus, look: Look) -> list[Message]:
    week, posts = look.week, posts_of(bot)
    found = [
        await posts.message(week.contents, items, week.guild, is_first=place == 0)
        for place, items in enumerate(week.parts)
    ]
    return [one for one in found if one] or [Message(render.nothing_card())]
