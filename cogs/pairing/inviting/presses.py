"""Accept and Not now, on the card that asks somebody to be a partner."""

from bot.client import NexusInteraction
from bot.places import guild_of
from bot.replies import whisper
from bot.roads import Press, Roads
from cogs.pairing.inviting import render
from cogs.pairing.meeting.introducing import introduce
from cogs.pairing.meeting.threads import room_for_pairs
from db import pair_invitations

roads = Roads("pairing")


@roads("accept")
async def accept(interaction: NexusInteraction, press: Press) -> None:
    bot, me = interaction.client, interaction.user.id
    await room_for_pairs(bot, guild_of(interaction))
    async with bot.acting(interaction) as session:
        pair = await pair_invitations.accept(session, press.guild_id, press.id(), me, bot.now())
    if pair is None:
        await whisper(interaction, render.not_any_more(bot.mention("pair find")))
    else:
        await introduce(interaction, pair)
    await bot.redraws.redraw_now(press.guild_id)


@roads("decline")
async def decline(interaction: NexusInteraction, press: Press) -> None:
    bot, me = interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        end = await pair_invitations.decline(session, press.guild_id, press.id(), me, bot.now())
    await whisper(interaction, render.declined(end, bot.mention))
    await bot.redraws.redraw_now(press.guild_id)
