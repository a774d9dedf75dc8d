"""*Invite to pair*, in the menu of a member: they are asked in a card, and answer by a button."""

from typing import Any

import discord
from discord import app_commands

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.places import Purpose, guild_of, place
from bot.replies import amend, whisper
from cogs.pairing.inviting import render
from cogs.pairing.meeting.threads import room_for_pairs
from cogs.pairing.seeking import acts, profile_render
from db import pair_invitations, pair_profiles


@app_commands.context_menu(name="Invite to pair")
async def invite_to_pair(
    interaction: NexusInteraction, member: discord.User | discord.Member
) -> None:
    """Ask a member to be your partner; they are mentioned once, and answer by a button."""
    bot, guild, me = interaction.client, guild_of(interaction), interaction.user.id
    _check(interaction, member)
    await room_for_pairs(bot, guild)
    channel = await place(interaction, Purpose.DIGEST)
    seeker = await acts.known(interaction)
    if not seeker.is_ready:
        await whisper(interaction, profile_render.card(seeker, bot.mention))
        await whisper(interaction, render.say_first(member.id))
        return
    said: dict[str, Any] = {"track": seeker.profile.track}  # which a role may have told
    async with bot.acting(interaction) as session:
        await pair_profiles.say(session, guild.id, me, now=bot.now(), **said)
        invitation = await pair_invitations.invite(
            session, guild.id, me, member.id, channel_id=channel.id, now=bot.now()
        )
    await whisper(interaction, render.inviting(invitation))
    await bot.delivery.send_now(pair_invitations.key(invitation.id))
    async with bot.db.read() as session:
        posted = await pair_invitations.by_id(session, guild.id, invitation.id)
    if posted is not None and posted.message_id is not None:
        await amend(interaction, render.invited(posted))


def _check(interaction: NexusInteraction, member: discord.User | discord.Member) -> None:
    if member.id == interaction.user.id:
        raise Refusal(render.ONESELF)
    if member.bot:
        raise Refusal(render.A_BOT)
    if not isinstance(member, discord.Member):
        raise Refusal(render.NOT_HERE)
