"""*Invite to session*, in the menu of a member: to which of the caller's is chosen next."""

import discord
from discord import app_commands

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.places import guild_of
from bot.replies import whisper
from cogs.study.inviting import render
from db import session_invitations


@app_commands.context_menu(name="Invite to session")
async def invite_to_session(
    interaction: NexusInteraction, member: discord.User | discord.Member
) -> None:
    """Invite a member to a session that you go to; they are mentioned once, in its thread."""
    bot, guild_id, me = interaction.client, guild_of(interaction).id, interaction.user.id
    if member.id == me:
        raise Refusal(render.ONESELF)
    if member.bot:
        raise Refusal(render.A_BOT)
    if not isinstance(member, discord.Member):
        raise Refusal(render.NOT_HERE)
    async with bot.db.read() as session:
        offered = await session_invitations.offered(session, guild_id, me, bot.now())
    if not offered:
        raise Refusal(render.no_session(bot.mention("session list")))
    await whisper(interaction, render.choice_card(member.id, offered))
