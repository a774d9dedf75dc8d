"""What moderators do with the card: choose its channel, post it, move it, bring it up to date."""

import discord

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.places import Purpose, find, guild_of, lacking, require_moderator, writable
from bot.replies import amend, redraw
from bot.roads import Press, Roads
from cogs.welcome import posts, render
from db import welcomes
from db.guilds import Settings
from db.welcomes import Place

roads = Roads("welcome")


async def preview(
    interaction: NexusInteraction, settings: Settings, chosen: discord.TextChannel | None
) -> discord.ui.LayoutView:
    """The card as it would be posted; where nobody chose, in the channel where it stands."""
    bot, guild = interaction.client, guild_of(interaction)
    place = await _place(interaction)
    there = guild.get_channel(place.channel_id) if place else None
    channel = chosen or there or find(guild, settings, Purpose.DIGEST)
    is_text = isinstance(channel, discord.TextChannel)
    return render.preview_card(channel if is_text else None, place, guild.id, bot.mention)


@roads("show")
async def show(interaction: NexusInteraction, _: Press) -> None:
    """From the settings."""
    settings = await require_moderator(interaction)
    await redraw(interaction, await preview(interaction, settings, None))


@roads("channel")
async def choose_channel(interaction: NexusInteraction, press: Press) -> None:
    settings = await require_moderator(interaction)
    chosen = press.picked()
    channel = writable(interaction, chosen) if chosen else None
    await redraw(interaction, await preview(interaction, settings, channel))


@roads("post")
async def post(interaction: NexusInteraction, press: Press) -> None:
    """Where it stands already it is brought up to date; from elsewhere it moves here."""
    await require_moderator(interaction)
    channel = writable(interaction, press.id())
    # To speak is all that it takes, as where moderators are spoken to.
    if reason := lacking(channel, Purpose.MODERATORS):
        raise Refusal(reason)
    bot, guild, place = interaction.client, guild_of(interaction), await _place(interaction)
    await redraw(interaction, render.posting_card(channel.id))
    if place and place.channel_id == channel.id and await _renew(interaction, place):
        return
    place, is_alone = await _place(interaction), True
    if place:
        is_alone = await posts.take_away(bot, guild, place)
    async with bot.acting(interaction) as session:
        await welcomes.post(
            session, guild.id, interaction.user.id, channel.id, instead_of=place, now=bot.now()
        )
    await bot.delivery.send_now(welcomes.key(guild.id))
    stands = await _place(interaction)
    left = place.channel_id if place and not is_alone else None
    await amend(
        interaction,
        render.posted_card(stands, guild.id, left_in=left)
        if stands
        else render.postponed_card(channel.id),
    )


async def _renew(interaction: NexusInteraction, place: Place) -> bool:
    """Draw it anew where it stands; False where it is no more."""
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.acting(interaction) as session:
        await welcomes.renew(session, guild_id, interaction.user.id, bot.now())
    failed = await bot.redraws.redraw_now(guild_id)
    if await _place(interaction) is None:
        return False
    is_drawn = all(kind != welcomes.KIND for kind, _ in failed)
    await amend(
        interaction,
        render.renewed_card(place, guild_id)
        if is_drawn
        else render.postponed_card(place.channel_id),
    )
    return True


async def _place(interaction: NexusInteraction) -> Place | None:
    async with interaction.client.db.read() as session:
        return await welcomes.place(session, guild_of(interaction).id)
