"""What moderators press: on new sessions that wait for them, and in their settings."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.record import Kind
from bot.domain.text import clean, plural
from bot.places import guild_of
from bot.replies import ask, redraw, whisper
from bot.roads import STALE, Press, Roads
from cogs.study import rights
from cogs.study.moderating import forms, render
from db import audit, guilds, quotas, session_approvals, study
from db.guilds import Settings
from db.session_approvals import Ruling
from db.study import Posted

roads = Roads("study")

Say = Callable[[NexusInteraction, discord.ui.LayoutView], Awaitable[None]]


@roads("approve")
async def approve(interaction: NexusInteraction, press: Press) -> None:
    await _rule(interaction, press, Ruling.APPROVED)


@roads("change", opens_form=True)
async def ask_to_change(interaction: NexusInteraction, press: Press) -> None:
    await ask(interaction, forms.change_form(await _waiting(interaction, press)))


@roads("changed")
async def asked_to_change(interaction: NexusInteraction, press: Press) -> None:
    await _rule(interaction, press, Ruling.CHANGE, _word(press))


@roads("decline", opens_form=True)
async def decline(interaction: NexusInteraction, press: Press) -> None:
    await ask(interaction, forms.decline_form(await _waiting(interaction, press)))


@roads("declined")
async def declined(interaction: NexusInteraction, press: Press) -> None:
    await _rule(interaction, press, Ruling.DECLINED, _word(press))


@roads("review")
async def review(interaction: NexusInteraction, press: Press) -> None:
    """The card of the moderators' channel, for whoever would have to look for it there."""
    await rights.require_moderator(interaction)
    bot = interaction.client
    async with bot.db.read() as session:
        posted = await study.by_number(session, press.guild_id, press.id())
        held = await session_approvals.to_rule(
            session, press.guild_id, posted.number, posted.sequence, bot.now()
        )
    await whisper(interaction, render.held_card(held))


async def _waiting(interaction: NexusInteraction, press: Press) -> Posted:
    await rights.require_moderator(interaction)
    bot = interaction.client
    async with bot.db.read() as session:
        return await session_approvals.to_rule(
            session, press.guild_id, press.id(), press.id(1), bot.now()
        )


async def _rule(
    interaction: NexusInteraction, press: Press, ruling: Ruling, word: str = ""
) -> None:
    await rights.require_moderator(interaction)
    bot, user_id = interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        done = await session_approvals.rule(
            session,
            press.guild_id,
            press.id(),
            press.id(1),
            user_id,
            ruling=ruling,
            word=word,
            now=bot.now(),
        )
    await redraw(interaction, render.ruled_card(done.posted, ruling, user_id))
    await bot.delivery.send_now(*done.posts)


def _word(press: Press) -> str:
    word = clean(press.text("word"))
    if not word:
        raise Refusal("Write the host a word, so that they know why. Nothing is decided yet.")
    return word[: forms.WORD_LIMIT]


@roads("settings")
async def settings(interaction: NexusInteraction, _: Press) -> None:
    await show_settings(interaction, await rights.require_moderator(interaction), redraw)


@roads("approval")
async def turn_approval(interaction: NexusInteraction, press: Press) -> None:
    """On or off, as the button said: pressing it twice does it once."""
    said = press.args[0] if press.args else ""
    if said not in render.APPROVAL:
        raise Refusal(STALE)
    await _save(
        interaction,
        {"sessions_need_approval": said == render.ON},
        act=f"turned {said}",
        subject="the approval of new sessions",
    )


@roads("per_member")
async def choose_per_member(interaction: NexusInteraction, press: Press) -> None:
    most = _one_of(press, render.PER_MEMBER)
    await _save(
        interaction,
        {"sessions_per_member": most},
        act="set",
        subject=f"coming sessions of a member to {most}",
        was=quotas.per_member,
    )


@roads("per_guild")
async def choose_per_guild(interaction: NexusInteraction, press: Press) -> None:
    most = _one_of(press, render.PER_GUILD)
    await _save(
        interaction,
        {"sessions_per_guild": most},
        act="set",
        subject=f"coming sessions of all to {most}",
        was=quotas.per_guild,
    )


def _one_of(press: Press, offered: tuple[int, ...]) -> int:
    chosen = press.picked()
    if chosen not in offered:
        raise Refusal(STALE)
    return chosen


async def _save(
    interaction: NexusInteraction,
    change: dict[str, Any],
    *,
    act: str,
    subject: str,
    was: Callable[[Settings], int] | None = None,
) -> None:
    before = await rights.require_moderator(interaction)
    guild, bot, user_id = guild_of(interaction), interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        settings = await guilds.change(session, guild.id, **change)
        if settings != before:
            await audit.note(
                session,
                guild.id,
                user_id,
                kind=Kind.SESSIONS,
                act=act,
                subject=subject,
                reason=f"before: {was(before)}" if was else "",
                now=bot.now(),
            )
    await show_settings(interaction, settings, redraw)


@roads("again")
async def ask_again(interaction: NexusInteraction, _: Press) -> None:
    """Post the cards of those that wait once more: one may be lost, with its channel."""
    settings = await rights.require_moderator(interaction)
    guild, bot = guild_of(interaction), interaction.client
    channel = rights.moderators_channel(guild, settings)
    if channel is None:
        raise Refusal(render.no_channel(bot.mention))
    async with bot.acting(interaction) as session:
        count = await session_approvals.ask_again(session, guild.id, channel.id, bot.now())
        if count:
            await audit.note(
                session,
                guild.id,
                interaction.user.id,
                kind=Kind.SESSIONS,
                act="posted again",
                subject=f"the cards of what waits: {plural(count, 'session')}",
                now=bot.now(),
            )
    await show_settings(interaction, settings, redraw)


async def show_settings(interaction: NexusInteraction, settings: Settings, say: Say) -> None:
    guild, bot = guild_of(interaction), interaction.client
    async with bot.db.read() as session:
        waiting = await session_approvals.waiting(session, guild.id, bot.now())
    channel = rights.moderators_channel(guild, settings)
    await say(interaction, render.settings_card(settings, channel, len(waiting), bot.mention))
