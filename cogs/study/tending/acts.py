"""What commands and buttons do to a session, at the door of hosts and at that of moderators."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import discord

from bot.client import NexusInteraction
from bot.domain import when as moments
from bot.domain.errors import Refusal
from bot.domain.text import one_line
from bot.domain.when import Ambiguous
from bot.places import guild_of
from bot.replies import redraw, whisper
from cogs.study import rights
from cogs.study.choices import chosen
from cogs.study.tending import forms, render
from db import guilds, members, session_acts, session_ends, session_moves
from db.session_acts import Done, Scope
from db.session_moves import Move
from db.study import Posted


async def ask_to_move(
    interaction: NexusInteraction, typed: str | None, when: str, scope: Scope, reason: str = ""
) -> None:
    """Read the time, and show what it would come to; nothing is saved yet."""
    bot, guild_id = interaction.client, guild_of(interaction).id
    number = (await chosen(interaction, typed)).number
    posted = await may(interaction, number, "move")
    async with bot.db.read() as session:
        own = await members.zone(session, guild_id, interaction.user.id)
    said = one_line(when)
    if " for " in f" {said} ".casefold():
        raise Refusal(render.length_stays(bot.mention("session edit")))
    try:
        reading = moments.read(said, posted.zone or own, bot.now())
    except Ambiguous as several:
        card = render.which_card(posted, several, said, scope, reason)
        await whisper(interaction, card)
        return
    move = await look_ahead(interaction, number, reading.starts_at, scope)
    await whisper(interaction, render.move_card(move, reason))


async def look_ahead(
    interaction: NexusInteraction, number: int, to: datetime, scope: Scope
) -> Move:
    """What moving it would come to."""
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.db.read() as session:
        settings = await guilds.settings(session, guild_id)
        return await session_moves.plan(
            session,
            guild_id,
            number,
            rights.actor(interaction, settings),
            to=to,
            scope=scope,
            now=bot.now(),
        )


async def skip(interaction: NexusInteraction, typed: str | None, reason: str = "") -> None:
    bot, guild_id = interaction.client, guild_of(interaction).id
    number = (await chosen(interaction, typed)).number
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, guild_id)
        actor = rights.actor(interaction, settings, reason)
        done = await session_ends.skip(session, guild_id, number, actor, bot.now())
    await whisper(interaction, render.skipped_card(done))
    await tell(interaction, done)


async def cancel(
    interaction: NexusInteraction, typed: str | None, reason: str, scope: Scope
) -> None:
    bot, guild_id = interaction.client, guild_of(interaction).id
    number = (await chosen(interaction, typed)).number
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, guild_id)
        actor = rights.actor(interaction, settings, reason)
        done = await session_ends.cancel(
            session, guild_id, number, actor, scope=scope, now=bot.now()
        )
    await whisper(interaction, render.cancelled_card(done, scope))
    await tell(interaction, done)


async def edit(
    interaction: NexusInteraction,
    typed: str | None,
    changes: Mapping[str, Any],
    *,
    duration: str | None,
    scope: Scope,
    reason: str = "",
) -> discord.ui.Modal | None:
    """Change what was said; where nothing was, it is the form of the details that is to open."""
    number = (await chosen(interaction, typed)).number
    if not changes and duration is None:
        posted = await may(interaction, number, "edit")
        is_gone = is_voice_gone(guild_of(interaction), posted)
        return forms.edit_form(posted, scope, reason, is_voice_gone=is_gone)
    minutes = None if duration is None else moments.length(duration)
    await save(interaction, number, changes, minutes=minutes, scope=scope, reason=reason)
    return None


async def may(interaction: NexusInteraction, number: int, act: str) -> Posted:
    """The session, if the caller may do this with it now; or a Refusal."""
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.db.read() as session:
        settings = await guilds.settings(session, guild_id)
        actor = rights.actor(interaction, settings)
        return await session_acts.may(session, guild_id, number, actor, act=act, now=bot.now())


async def save(
    interaction: NexusInteraction,
    number: int,
    changes: Mapping[str, Any],
    *,
    minutes: int | None = None,
    scope: Scope,
    reason: str = "",
) -> None:
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, guild_id)
        done = await session_acts.edit(
            session,
            guild_id,
            number,
            rights.actor(interaction, settings, reason),
            changes=changes,
            minutes=minutes,
            scope=scope,
            ask_in=rights.ask_in(interaction, settings),
            now=bot.now(),
        )
    is_gone = is_voice_gone(guild_of(interaction), done.posted)
    await whisper(interaction, render.edited(done, is_voice_gone=is_gone, mention=bot.mention))
    await tell(interaction, done)


async def hand_over(
    interaction: NexusInteraction,
    typed: str | None,
    member: discord.User | discord.Member,
    scope: Scope,
    reason: str = "",
) -> None:
    bot, guild_id = interaction.client, guild_of(interaction).id
    number = (await chosen(interaction, typed)).number
    if member.bot:
        raise Refusal("Bots host no sessions. Choose a member.")
    if not isinstance(member, discord.Member):
        raise Refusal(f"{member.mention} is no longer here. Choose another member.")
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, guild_id)
        done = await session_acts.hand_over(
            session,
            guild_id,
            number,
            rights.actor(interaction, settings, reason),
            to_id=member.id,
            scope=scope,
            ask_in=rights.ask_in(interaction, settings),
            now=bot.now(),
        )
    await whisper(interaction, render.handed_over(done))
    await tell(interaction, done)


async def undo(interaction: NexusInteraction, number: int, *, is_private: bool) -> None:
    """Bring it back; pressed on the session's own card, that one shows it."""
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, guild_id)
        done = await session_ends.undo(
            session,
            guild_id,
            number,
            rights.actor(interaction, settings),
            ask_in=rights.ask_in(interaction, settings),
            now=bot.now(),
        )
    say = redraw if is_private else whisper
    await say(interaction, render.back_card(done))
    await tell(interaction, done)


async def tell(interaction: NexusInteraction, done: Done) -> None:
    """Have it known: first by those whom it concerns, and then by all who see the card."""
    bot = interaction.client
    if done.posts:
        await bot.delivery.send_now(*done.posts)
    await bot.redraws.redraw_now(done.posted.guild_id)


def is_voice_gone(guild: discord.Guild, posted: Posted) -> bool:
    channel_id = posted.plan.voice_channel_id
    return channel_id is not None and guild.get_channel(channel_id) is None
