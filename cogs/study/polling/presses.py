"""The buttons of a poll that everybody sees, and of what they open for one member alone."""

from datetime import datetime

import discord

from bot.client import NexusInteraction
from bot.domain import zones
from bot.domain.errors import Refusal
from bot.places import Purpose, place
from bot.replies import redraw, whisper
from bot.roads import Press, Roads
from cogs.study import acting, asking
from cogs.study.planning.presses import tell_posted
from cogs.study.polling import render
from cogs.study.rights import held_in
from db import guilds, members, poll_closing, polls

roads = Roads("study")


@roads("poll_choose")
async def choose_times(interaction: NexusInteraction, press: Press) -> None:
    await _open(interaction, press, render.CHOOSE)


@roads("poll_close")
async def choose_one(interaction: NexusInteraction, press: Press) -> None:
    await _open(interaction, press, render.CLOSE)


async def _open(interaction: NexusInteraction, press: Press, wanted: str) -> None:
    """Show the caller the times on their own clock; what was opened before goes on in place."""
    bot, user_id = interaction.client, interaction.user.id
    async with bot.db.read() as session:
        zone = await members.zone(session, press.guild_id, user_id)
    shown = await _card(interaction, press, wanted, zone)
    if press.args[1:] != (render.AGAIN,):
        await whisper(interaction, shown)
    elif zone is None:
        raise Refusal(asking.no_zone_yet(bot.mention("me timezone")))
    else:
        await redraw(interaction, shown)


@roads("poll_here")
async def zone_chosen(interaction: NexusInteraction, press: Press) -> None:
    chosen = zones.require(press.choice() or "")
    bot, user_id = interaction.client, interaction.user.id
    wanted = render.CLOSE if press.args[1:] == (render.CLOSE,) else render.CHOOSE
    shown = await _card(interaction, press, wanted, chosen)  # or a refusal, before it is saved
    async with bot.acting(interaction) as session:
        await members.set_zone(session, press.guild_id, user_id, chosen)
    await redraw(interaction, shown)


async def _card(
    interaction: NexusInteraction, press: Press, wanted: str, zone: str | None
) -> discord.ui.LayoutView:
    bot, user_id, now = interaction.client, interaction.user.id, interaction.client.now()
    async with bot.db.read() as session:
        if wanted == render.CLOSE:
            may_manage = acting.manages(interaction, await guilds.settings(session, press.guild_id))
            poll = await poll_closing.closable(
                session, press.guild_id, press.id(), user_id, may_manage=may_manage
            )
        else:
            poll = await polls.tickable(session, press.guild_id, press.id(), now)
        mine = await polls.ticks(session, poll.id, user_id)
    if zone is None:
        return render.zone_card(poll, wanted, bot.mention, now)
    if wanted == render.CLOSE:
        return render.close_card(poll, zone, now)
    return render.choose_card(poll, mine, zone, now)


@roads("poll_ticks")
async def tick(interaction: NexusInteraction, press: Press) -> None:
    bot, user_id, now = interaction.client, interaction.user.id, interaction.client.now()
    async with bot.acting(interaction) as session:
        ticked = await polls.tick(
            session, press.guild_id, press.id(), user_id, chosen=press.moments(), now=now
        )
        zone = await members.zone(session, press.guild_id, user_id) or "UTC"
    shown = render.choose_card(ticked.poll, ticked.mine, zone, now, is_saved=True)
    await redraw(interaction, shown)
    if ticked.passed:
        await whisper(interaction, render.passed_words(ticked.passed))
    await bot.redraws.redraw_now(press.guild_id)


@roads("poll_take")
async def take(interaction: NexusInteraction, press: Press) -> None:
    """Make a session of the time that was chosen, or of the one that the button names."""
    bot, channel = interaction.client, await place(interaction, Purpose.SESSIONS)
    starts_at = _which(press)
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, press.guild_id)
        posted = await poll_closing.choose(
            session,
            press.guild_id,
            press.id(),
            interaction.user.id,
            may_manage=acting.manages(interaction, settings),
            starts_at=starts_at,
            channel_id=channel.id,
            held_in=held_in(interaction, settings),
            now=bot.now(),
        )
    await tell_posted(interaction, posted, channel.id)
    await bot.redraws.redraw_now(press.guild_id)


def _which(press: Press) -> datetime:
    if press.values:
        return press.moments()[0]
    return press.moment(1)


@roads("poll_end")
async def end(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, press.guild_id)
        await poll_closing.end(
            session,
            press.guild_id,
            press.id(),
            interaction.user.id,
            may_manage=acting.manages(interaction, settings),
            now=bot.now(),
        )
    await redraw(interaction, render.ended_card())
    await bot.redraws.redraw_now(press.guild_id)
