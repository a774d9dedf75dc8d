"""What moderators did, shown to moderators a page at a time, and handed out as a file."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import discord

from bot.client import NexusInteraction
from bot.domain.people import FORMER
from bot.door import TextFile
from bot.names import names
from bot.places import guild_of, require_moderator
from bot.replies import redraw, whisper
from bot.roads import Press, Roads
from cogs.admin.auditing import asked, render
from cogs.admin.auditing.asked import Asked
from db import audit

roads = Roads("admin")

LAST = 10**6  # what a forged page may count up to
MOST = 5000  # lines of a file: a term's worth, and far below what Discord takes

Say = Callable[[NexusInteraction, discord.ui.LayoutView], Awaitable[None]]


@roads("audit")
async def turn_page(interaction: NexusInteraction, press: Press) -> None:
    await show(interaction, asked.read(press, 1), redraw, page=min(press.id(), LAST))


@roads("audit_kind")
async def choose_kind(interaction: NexusInteraction, press: Press) -> None:
    chosen, before = press.choice() or "", asked.read(press, 0)
    kind = None if chosen == render.EVERY else asked.read_kind(chosen)
    await show(interaction, replace(before, kind=kind), redraw)


async def show(interaction: NexusInteraction, which: Asked, say: Say, *, page: int = 0) -> None:
    settings = await require_moderator(interaction)
    guild_id = guild_of(interaction).id
    async with interaction.client.db.read() as session:
        found = await audit.recent(
            *(session, guild_id, which.filter(settings.zone)),
            limit=render.PAGE + 1,
            skip=page * render.PAGE,
        )
    has_more = len(found) > render.PAGE
    await say(interaction, render.record_card(found[: render.PAGE], which, page, has_more=has_more))


@roads("audit_file")
async def hand_out(interaction: NexusInteraction, press: Press) -> None:
    settings = await require_moderator(interaction)
    bot, guild, which = interaction.client, guild_of(interaction), asked.read(press, 0)
    meant = which.filter(settings.zone)
    async with bot.db.read() as session:
        found = await audit.recent(session, guild.id, meant, limit=MOST)
        count = await audit.count(session, guild.id, meant)
    people = {one.actor_id for one in found} - {FORMER}
    known = await names(guild, list(people))
    text = await asyncio.to_thread(render.as_csv, found, known)
    file = TextFile(f"what-moderators-did-{bot.now():%Y-%m-%d}.csv", text)
    await whisper(interaction, render.handed_out(len(found), count), file=file)
