"""*Save to my log*: what of a message goes into the form, and what had better not."""

import discord

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.log import LogKind, Source, Words
from bot.domain.text import fit, one_line
from bot.places import Purpose, find, guild_of
from bot.said import said
from cogs.learning.writing import forms, render
from db import guilds, logs

# Behind what somebody else wrote; a name takes up to 32 characters.
_CREDIT_ROOM = 60


async def form(interaction: NexusInteraction, message: discord.Message) -> discord.ui.Modal:
    """The form with the message in it; or empty, where it is somebody else's and in private.

    A log is exported and shared: what others said among few is not to get about that way.
    """
    bot, guild, me = interaction.client, guild_of(interaction), interaction.user.id
    async with bot.db.read() as session:
        known = await logs.made_of(session, guild.id, me, Source.MESSAGE, message.id)
        settings = await guilds.settings(session, guild.id)
    if known is not None:
        raise Refusal("That message is in your log already. `/log list` shows it.")
    home = find(guild, settings, Purpose.DIGEST)
    is_own = message.author.id == me
    if not is_own and not _is_open(interaction.channel, home):
        return forms.message_form(message.id, "", "", render.OWN_WORDS)
    text = said(message)
    if not one_line(text):
        raise Refusal(render.NOTHING_SAID.format(add=bot.mention("log add")))
    words = Words.told(LogKind.TAKEAWAY, text)
    whole = words.text if is_own else _credited(words.text, message.author.display_name)
    return forms.message_form(message.id, words.title, whole, "")


async def redraw(interaction: NexusInteraction) -> None:
    await interaction.client.redraws.redraw_now(guild_of(interaction).id)


def _credited(text: str, name: str) -> str:
    credit = f"(From {one_line(name)})"
    kept = fit(text, forms.TEXT_LIMIT - _CREDIT_ROOM)
    return f"{kept}\n\n{credit}" if kept else credit


def _is_open(place: object, home: discord.abc.GuildChannel | None) -> bool:
    """Whether all who see the project's channel see this place; without one, whether all do.

    The roles of bots come with them, and say nothing of people.
    """
    if isinstance(place, discord.Thread):
        if place.is_private():
            return False
        place = place.parent
    if not isinstance(place, discord.abc.GuildChannel):
        return False
    return all(
        place.permissions_for(role).view_channel
        for role in place.guild.roles
        if not role.managed and (home is None or home.permissions_for(role).view_channel)
        if home is not None or role.is_default()
    )
