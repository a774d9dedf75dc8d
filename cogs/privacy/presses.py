"""Being listed or not, and being published or not."""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.publishing import Consent, Publishing, printed
from bot.replies import redraw
from bot.roads import STALE, Press, Roads
from cogs.privacy import render
from db import members

roads = Roads("privacy")


@roads("list")
async def be_listed(interaction: NexusInteraction, press: Press) -> None:
    await _say(interaction, press, is_unlisted=False)


@roads("unlist")
async def be_left_out(interaction: NexusInteraction, press: Press) -> None:
    await _say(interaction, press, is_unlisted=True)


async def _say(interaction: NexusInteraction, press: Press, *, is_unlisted: bool) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        await members.set_unlisted(
            session, press.guild_id, interaction.user.id, is_unlisted=is_unlisted
        )
    await redraw(interaction, render.listing_card(bot.mention, is_unlisted=is_unlisted))


@roads("publish")
async def say_what_may_be_published(interaction: NexusInteraction, press: Press) -> None:
    chosen = press.args[0] if press.args else ""
    if chosen not in set(Publishing):
        raise Refusal(STALE)
    name = printed(interaction.user.display_name)
    consent = Consent(Publishing(chosen), name)
    async with interaction.client.acting(interaction) as session:
        await members.set_consent(session, press.guild_id, interaction.user.id, consent)
    await redraw(interaction, render.publishing_card(consent, name))
