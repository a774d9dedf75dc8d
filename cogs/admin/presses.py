"""What the selects and the form of the set-up do; each choice is saved as it is made."""

from datetime import date, timedelta
from typing import Any

import discord

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import escape, fit, one_line
from bot.places import Purpose, find, guild_of, require_moderator, suits
from bot.replies import ask, redraw, whisper
from bot.roads import STALE, Press, Roads
from cogs.admin import render
from cogs.admin.render import Page
from db import backlog, guilds

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
        raise Refusal(f"That is no {kind} that I can see. Choose another one.")
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
    if part not in render.ROLES:
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
    guild = guild_of(interaction)
    async with interaction.client.acting(interaction) as session:
        settings = await guilds.change(session, guild.id, **changes)
        troubles = await backlog.troubles(session, guild.id, interaction.client.now())
    await redraw(interaction, render.setup_card(guild, settings, troubles, page))


@roads("page")
async def turn_page(interaction: NexusInteraction, press: Press) -> None:
    settings = await require_moderator(interaction)
    guild, bot = guild_of(interaction), interaction.client
    page = Page.ROLES if press.args[:1] == (Page.ROLES,) else Page.CHANNELS
    async with bot.db.read() as session:
        troubles = await backlog.troubles(session, guild.id, bot.now())
    await redraw(interaction, render.setup_card(guild, settings, troubles, page))
