"""What the selects and the form of the set-up do; each choice is saved as it is made."""

from datetime import date, timedelta
from typing import Any

import discord

from bot.client import NexusInteraction
from bot.domain import zones
from bot.domain.errors import Refusal
from bot.domain.text import escape, fit, one_line
from bot.places import Purpose, find, guild_of, require_moderator, suits, unseen
from bot.replies import ask, redraw, whisper
from bot.roads import STALE, Press, Roads
from cogs.admin import render
from cogs.admin.names import ROLES, Page
from cogs.admin.overview import presses as overview
from cogs.admin.saving import save
from cogs.admin.standing import standing
from db import backlog
from db.guilds import Settings

roads = Roads("admin")

_PLAUSIBLE = timedelta(days=730)


@roads("channel")
async def choose_channel(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    guild = guild_of(interaction)
    purpose = press.args[0] if press.args else ""
    if purpose not in set(Purpose):
        raise Refusal(STALE)
    chosen = press.picked()
    channel = guild.get_channel(chosen) if chosen else None
    if chosen and not (channel and suits(channel, Purpose(purpose))):
        kind = "text channel or forum" if purpose == Purpose.QA else "text channel"
        raise Refusal(unseen(kind))
    await _save(
        interaction, {f"{purpose}_channel_id": channel.id if channel else None}, Page.CHANNELS
    )


@roads("solved")
async def choose_solved_tag(interaction: NexusInteraction, press: Press) -> None:
    settings = await require_moderator(interaction)
    forum = find(guild_of(interaction), settings, Purpose.QA)
    if not isinstance(forum, discord.ForumChannel):
        raise Refusal("Questions are no longer asked in a forum, so there is no tag to choose.")
    tag = forum.get_tag(press.picked() or 0)
    if tag is None:
        raise Refusal("That tag is no longer there. Choose another one.")
    await _save(interaction, {"solved_tag_id": tag.id}, Page.CHANNELS)


@roads("role")
async def choose_role(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    guild = guild_of(interaction)
    part = press.args[0] if press.args else ""
    if part not in ROLES:
        raise Refusal(STALE)
    chosen = press.picked()
    role = guild.get_role(chosen) if chosen else None
    if chosen and (role is None or role.is_default()):
        raise Refusal("Choose a role that only some people have.")
    await _save(interaction, {f"{part}_role_id": role.id if role else None}, Page.ROLES)


@roads("cohort", opens_form=True)
async def open_cohort(interaction: NexusInteraction, _: Press) -> None:
    await ask(interaction, render.cohort_form(await require_moderator(interaction)))


@roads("dates")
async def save_cohort(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    typed = one_line(press.text("first_day"))
    day = _read_day(typed, interaction.client.now().date()) if typed else None
    changes: dict[str, Any] = {
        "cohort_name": one_line(press.text("name"))[: render.NAME_LIMIT] or None
    }
    is_unread = bool(typed) and day is None
    if not is_unread:
        changes["first_day"] = day
    await _save(interaction, changes, Page.ROLES)
    if is_unread:
        await whisper(
            interaction,
            f"The name is saved, but I can't read **{escape(fit(typed, 40))}** as its first day."
            " Press the button again and type it like **2026-09-07**.",
        )


def _read_day(typed: str, today: date) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if abs(day - today) <= _PLAUSIBLE else None


async def _save(interaction: NexusInteraction, changes: dict[str, Any], page: Page) -> None:
    settings = await save(interaction, **changes)
    await _show(interaction, settings, page)


async def _show(interaction: NexusInteraction, settings: Settings, page: Page) -> None:
    guild, bot = guild_of(interaction), interaction.client
    async with bot.db.read() as session:
        troubles = await backlog.troubles(session, guild.id, bot.now())
    stands = standing(guild, settings, troubles)
    await redraw(interaction, render.setup_card(guild, settings, stands, page))


@roads("zone", opens_form=True)
async def open_zone(interaction: NexusInteraction, press: Press) -> None:
    settings = await require_moderator(interaction)
    await ask(interaction, render.zone_form(settings, _page(press)))


@roads("zoned")
async def save_zone(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    settings, page = await save(interaction, zone=zones.require(press.text("zone"))), _page(press)
    if page is Page.SETTINGS:
        await overview.show(interaction, settings, redraw)
    else:
        await _show(interaction, settings, page)


@roads("page")
async def turn_page(interaction: NexusInteraction, press: Press) -> None:
    settings = await require_moderator(interaction)
    await _show(interaction, settings, _page(press))


def _page(press: Press) -> Page:
    said = press.args[0] if press.args else ""
    return Page(said) if said in set(Page) else Page.CHANNELS
