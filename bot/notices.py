"""What moderators are told unasked: what keeps Nexus from doing what it is there for."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import discord

from bot.cards import Accent, button, card
from bot.cards import row as row_of
from bot.domain.people import who
from bot.domain.text import escape, plural
from bot.domain.weekly import Due
from bot.places import Place, Purpose, find, may_make_events, missing
from db import pairs, study
from db.guilds import Settings
from db.study import Stage

if TYPE_CHECKING:
    from bot.client import Nexus

KIND = "notice"
LASTS = timedelta(days=2)


class About(StrEnum):
    PARKED = "parked"
    GONE = "gone"
    HOSTLESS = "hostless"
    EVENTS_DENIED = "events denied"
    EVENTS_FULL = "events full"
    THREADLESS = "pair without a thread"
    THIN = "thin week"


def place(
    guild: discord.Guild, settings: Settings, *, but_not: int | None = None
) -> discord.TextChannel | None:
    """The moderators' channel, else the project's; never the one that the notice is about."""
    for chosen in (settings, Settings()):
        channel = find(guild, chosen, Purpose.MODERATORS)
        if channel and channel.id != but_not and not missing(channel, Purpose.MODERATORS):
            return channel
    return None


def private_place(guild: discord.Guild, settings: Settings) -> discord.TextChannel | None:
    """The channel that moderators chose for themselves, for what is of no use to others."""
    chosen = settings.moderators_channel_id
    channel = guild.get_channel(chosen) if chosen else None
    is_ours = isinstance(channel, discord.TextChannel)
    return channel if is_ours and not missing(channel, Purpose.MODERATORS) else None


def row(about: About, channel_id: int, now: datetime) -> dict[str, Any]:
    """What `outbox.enqueue` needs to know of a notice; of a channel that is gone there is one."""
    key = f"{about}:{channel_id}"
    if about is not About.GONE:
        key += f":{now:%Y%m%dT%H%M%S}"
    return _row(about, key, now, channel_id=channel_id)


def hostless_row(session_id: int, host_id: int, now: datetime) -> dict[str, Any]:
    """The same of the notice that a session's host has left."""
    key = f"{About.HOSTLESS}:{session_id}:{host_id}"
    return _row(About.HOSTLESS, key, now, id=session_id, host_id=host_id)


def threadless_row(pair_id: int, now: datetime) -> dict[str, Any]:
    """The same of the notice that a pair has nowhere to talk."""
    return _row(About.THREADLESS, f"{About.THREADLESS}:{pair_id}", now, id=pair_id)


def thin_row(guild_id: int, due: Due, news: int, least: int, now: datetime) -> dict[str, Any]:
    """The same of the notice that a week was too thin for a digest."""
    key = f"{About.THIN}:{guild_id}:{due.iso_week}"
    said = _row(About.THIN, key, now, news=news, least=least)
    return {**said, "payload": {**said["payload"], "week": due.iso_week}}


def of_guild(about: About, guild_id: int, now: datetime) -> dict[str, Any]:
    """What is true of a whole server: said once, and then not for as long as its row is kept."""
    return _row(about, f"{about}:{guild_id}", now)


def _row(about: About, key: str, now: datetime, **said: int) -> dict[str, Any]:
    return {
        "kind": KIND,
        "dedupe_key": key,
        "payload": {"about": about.value, **said},
        "due_at": now,
        "expires_at": now + LASTS,
    }


async def notice_card(
    bot: "Nexus", guild: discord.Guild, said: Mapping[str, Any]
) -> discord.ui.LayoutView | None:
    """The notice, with what is true now; None where nobody needs to do anything any more."""
    if said["about"] == About.HOSTLESS:
        return await _hostless_card(bot, guild, said)
    if said["about"] == About.THREADLESS:
        return await _threadless_card(bot, guild, said)
    if said["about"] == About.THIN:
        return _thin_card(bot, said)
    setup = bot.mention("nexus setup")
    match said["about"]:
        case About.GONE:
            text = (
                "### A channel is gone\nI had something to post in a channel that was deleted."
                f" Choose another one with {setup}."
            )
        case About.EVENTS_DENIED:
            if may_make_events(guild):
                return None
            text = (
                "### I may not make server events\nStudy sessions work without them. If you want"
                " them in the server's own list of events, allow me: **Create Events**."
            )
        case About.EVENTS_FULL:
            text = (
                "### The server's list of events is full\nDiscord takes 100 and no more. Study"
                " sessions work without it, and come into it as soon as there is room again."
            )
        case _:
            text = _parked(guild, said["channel_id"], setup)
    return card(text, accent=Accent.WAITING)


def _parked(guild: discord.Guild, channel_id: int, setup: str) -> str:
    channel = guild.get_channel(channel_id)
    lacking = missing(channel, Purpose.MODERATORS) if isinstance(channel, Place) else []
    allow = f": **{', '.join(lacking)}**" if lacking else ""
    return (
        f"### I may not post in <#{channel_id}>\nAllow me there{allow}. I keep what is waiting,"
        f" and try again every hour. {setup} shows how it stands."
    )


async def _hostless_card(
    bot: "Nexus", guild: discord.Guild, said: Mapping[str, Any]
) -> discord.ui.LayoutView | None:
    async with bot.db.read() as session:
        posted = await study.by_id(session, guild.id, said["id"])
    if posted is None or posted.stage is not Stage.OPEN or posted.ends_at <= bot.now():
        return None
    if posted.host_id != said["host_id"]:
        return None
    return card(
        f"### Session #{posted.number} has lost its host\n"
        f"{who(posted.host_id)} has left the server, and **{escape(posted.topic)}** starts"
        f" <t:{posted.starts_at.timestamp():.0f}:R>. Choose somebody else with"
        f" {bot.mention('nexus session host')}, or let {bot.mention('nexus pulse')} ask the"
        " cohort.",
        accent=Accent.WAITING,
    )


async def _threadless_card(
    bot: "Nexus", guild: discord.Guild, said: Mapping[str, Any]
) -> discord.ui.LayoutView | None:
    """It may stand where all can read it: it names none of them."""
    async with bot.db.read() as session:
        pair = await pairs.by_id(session, guild.id, said["id"])
    if pair is None or not pair.is_on or pair.thread_id is not None:
        return None
    return card(
        f"### Pair {pair.number} has nowhere to talk\n"
        "I may not open private threads in the project's channel, and not all of them want a"
        " public one. Allow me there: **Create Private Threads**. I open theirs by myself then.",
        accent=Accent.WAITING,
    )


def _thin_card(bot: "Nexus", said: Mapping[str, Any]) -> discord.ui.LayoutView:
    news, least = plural(said["news"], "item"), said["least"]
    return card(
        "### No digest this week\n"
        f"There was too little to say: **{news}**, and you asked for {least} at least."
        f" {bot.mention('nexus digest settings')} changes that.",
        row_of(button("Post it all the same", "digest:post", said["week"])),
        accent=Accent.QUIET,
    )
