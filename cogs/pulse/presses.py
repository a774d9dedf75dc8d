"""What moderators press on their screen: each act leaves a line, and the screen shows what came.

A row that is no longer true is no fault: the screen says so, and shows what is.
"""

from collections.abc import Awaitable, Callable

import discord

from bot.client import NexusInteraction
from bot.domain import record
from bot.domain.errors import Refusal
from bot.domain.pulse import Kind
from bot.listening import listen, lost_one
from bot.places import Place, Purpose, channel_for, guild_of, missing, place_in, require_moderator
from bot.replies import redraw
from bot.roads import STALE, Press, Roads
from cogs.pulse import render
from cogs.pulse.looking import show_all, show_kind
from db import audit, host_calls, pair_lives, pairs, parking, questions, reminding, study
from db.guilds import Settings

roads = Roads("pulse")

_LAST = 10**6  # what a forged page may count up to

Act = Callable[[NexusInteraction, Press, Settings], Awaitable[str]]
"""Does something, once; what is said of it above the rows."""


@roads("all")
async def look_at_all(interaction: NexusInteraction, _: Press) -> None:
    await show_all(interaction, await require_moderator(interaction), redraw)


@roads("list")
async def turn_page(interaction: NexusInteraction, press: Press) -> None:
    settings = await require_moderator(interaction)
    said = press.args[0] if press.args else ""
    if said not in set(Kind):
        raise Refusal(STALE)
    await show_kind(interaction, settings, Kind(said), _page(press), redraw)


@roads("bring_up")
async def bring_up(interaction: NexusInteraction, press: Press) -> None:
    await _do(interaction, press, Kind.QUESTIONS, _bring_up)


@roads("nudge")
async def nudge(interaction: NexusInteraction, press: Press) -> None:
    await _do(interaction, press, Kind.PAIRS, _nudge)


@roads("find_host")
async def find_host(interaction: NexusInteraction, press: Press) -> None:
    await _do(interaction, press, Kind.SESSIONS, _find_host)


@roads("try_again")
async def try_again(interaction: NexusInteraction, press: Press) -> None:
    await _do(interaction, press, Kind.POSTS, _try_again)


async def _do(interaction: NexusInteraction, press: Press, kind: Kind, act: Act) -> None:
    settings = await require_moderator(interaction)
    await _find(interaction, press, kind)
    at = _page(press)
    try:
        note = await act(interaction, press, settings)
    except Refusal as no:
        note = str(no)
    await show_kind(interaction, settings, kind, at, redraw, note=note)


async def _find(interaction: NexusInteraction, press: Press, kind: Kind) -> None:
    """What never was on this screen is refused before anything is done, or shown."""
    guild, wanted = guild_of(interaction), press.id()
    async with interaction.client.db.read() as session:
        match kind:
            case Kind.QUESTIONS:
                await questions.by_number(session, guild.id, wanted)
            case Kind.SESSIONS:
                await study.by_number(session, guild.id, wanted)
            case Kind.PAIRS:
                if await pairs.by_id(session, guild.id, wanted) is None:
                    raise Refusal(STALE)
            case _:
                is_ours = guild.get_channel_or_thread(wanted) is not None
                if not is_ours and wanted not in await parking.parked(session, guild.id):
                    raise Refusal(STALE)


async def _bring_up(interaction: NexusInteraction, press: Press, settings: Settings) -> str:
    bot, guild = interaction.client, guild_of(interaction)
    channel = await channel_for(bot, guild, Purpose.QA)
    # A forum takes no messages: there the question's own post comes up.
    place = channel.id if isinstance(channel, discord.TextChannel) else None
    async with bot.acting(interaction) as session:
        key = await reminding.bring_up_this(
            session,
            guild.id,
            press.id(),
            interaction.user.id,
            channel_id=place,
            zone=settings.zone or "UTC",
            now=bot.now(),
        )
    await bot.delivery.send_now(key)
    return render.brought_up(press.id(), channel.mention)


async def _nudge(interaction: NexusInteraction, press: Press, _: Settings) -> str:
    """Messages of this very moment, and a partner who is gone, count as well."""
    bot, guild = interaction.client, guild_of(interaction)
    async with bot.db.read() as session:
        pair = await pairs.by_id(session, guild.id, press.id())
    if pair is not None and pair.is_on:
        await listen(bot, pair)
        if await lost_one(bot, guild, pair):
            return render.lost(pair)
    async with bot.acting(interaction) as session:
        pair, key = await pair_lives.nudge_anew(
            session, guild.id, press.id(), interaction.user.id, bot.now()
        )
    await bot.delivery.send_now(key)
    return render.nudged(pair)


async def _find_host(interaction: NexusInteraction, press: Press, _: Settings) -> str:
    bot, guild = interaction.client, guild_of(interaction)
    channel = await place_in(bot, guild, Purpose.SESSIONS)
    async with bot.acting(interaction) as session:
        key = await host_calls.call(
            session,
            guild.id,
            press.id(),
            interaction.user.id,
            channel_id=channel.id,
            now=bot.now(),
        )
    await bot.delivery.send_now(key)
    return render.called(press.id(), channel.mention)


async def _try_again(interaction: NexusInteraction, press: Press, _: Settings) -> str:
    bot, guild, channel_id = interaction.client, guild_of(interaction), press.id()
    channel = guild.get_channel(channel_id)
    lacking = missing(channel, Purpose.MODERATORS) if isinstance(channel, Place) else []
    if lacking:
        raise Refusal(render.not_allowed(channel_id, lacking))
    async with bot.acting(interaction) as session:
        if channel_id not in await parking.parked(session, guild.id):
            raise Refusal(render.TAKES_POSTS)
        await parking.lift(session, guild.id, [channel_id])
        await audit.note(
            session,
            guild.id,
            interaction.user.id,
            kind=record.Kind.SETUP,
            act="tried again to post in",
            subject=f"<#{channel_id}>",
            now=bot.now(),
        )
    await bot.delivery.send_due()
    return render.trying(channel_id)


def _page(press: Press) -> int:
    return min(press.id(1), _LAST) if len(press.args) > 1 else 0
