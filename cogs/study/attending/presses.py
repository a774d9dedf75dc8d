"""I'm here, Who is here, and the two lines of a recap."""

import discord

from bot.cards import MOST_MEMBERS, chosen_in
from bot.client import NexusInteraction
from bot.domain import rollcall
from bot.domain.errors import Refusal
from bot.domain.rollcall import Group, Key
from bot.domain.text import one_line
from bot.places import guild_of
from bot.replies import ask, redraw, whisper
from bot.roads import STALE, Press, Roads
from cogs.study import acting
from cogs.study.attending import render
from db import attendances, guilds, recaps
from db.attendances import Roll

roads = Roads("study")

_TURNS = {"after": rollcall.page_after, "before": rollcall.page_before}


@roads("here")
async def here(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        await attendances.arrive(
            session, press.guild_id, press.id(), interaction.user.id, bot.now()
        )
    await whisper(interaction, render.HERE)
    await bot.redraws.redraw_now(press.guild_id)


@roads("who")
async def who(interaction: NexusInteraction, press: Press) -> None:
    roll = await _roll(interaction, press)
    page = rollcall.page_after(_here(interaction, roll), roll.posted.going, rollcall.START)
    await whisper(interaction, render.roll_card(roll, page))


@roads("turn")
async def turn_page(interaction: NexusInteraction, press: Press) -> None:
    turn = _TURNS.get(press.args[1] if len(press.args) > 1 else "")
    if turn is None:
        raise Refusal(STALE)
    place = _key(press, 2)
    roll = await _roll(interaction, press)
    page = turn(_here(interaction, roll), roll.posted.going, place)
    await redraw(interaction, render.roll_card(roll, page))


@roads("there")
async def chosen(interaction: NexusInteraction, press: Press) -> None:
    """Somebody was chosen, or taken out: the page is saved as it is now."""
    await _save(interaction, press, press.people())


@roads("these")
async def as_shown(interaction: NexusInteraction, press: Press) -> None:
    """The page is right as it was shown: Discord tells nothing of a select that nobody changed."""
    await _save(interaction, press, sorted(chosen_in(interaction.message)))


async def _save(interaction: NexusInteraction, press: Press, people: list[int]) -> None:
    bot, first, last = interaction.client, _key(press, 1), _key(press, 3)
    if len(people) > MOST_MEMBERS:
        raise Refusal(STALE)
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, press.guild_id)
        roll = await attendances.save(
            session,
            press.guild_id,
            press.id(),
            interaction.user.id,
            shown=chosen_in(interaction.message),
            chosen=people,
            is_moderator=acting.manages(interaction, settings),
            now=bot.now(),
        )
    page = rollcall.page_again(_here(interaction, roll), roll.posted.going, first, last, people)
    await redraw(interaction, render.roll_card(roll, page))
    await bot.redraws.redraw_now(press.guild_id)


async def _roll(interaction: NexusInteraction, press: Press) -> Roll:
    bot = interaction.client
    async with bot.db.read() as session:
        settings = await guilds.settings(session, press.guild_id)
        return await attendances.roll(
            session,
            press.guild_id,
            press.id(),
            interaction.user.id,
            is_moderator=acting.manages(interaction, settings),
            now=bot.now(),
        )


def _here(interaction: NexusInteraction, roll: Roll) -> set[int]:
    """Who is noted, or in the session's voice channel.

    Of who was in there before the bot started, Discord has told no more than the id.
    """
    guild = guild_of(interaction)
    channel = guild.get_channel(roll.posted.plan.voice_channel_id or 0)
    if not isinstance(channel, discord.VoiceChannel | discord.StageChannel):
        return {*roll.noted}
    known = {one.id for one in channel.members if one.bot}
    return {*roll.noted, *(one for one in channel.voice_states if one not in known)}


def _key(press: Press, at: int) -> Key:
    group = press.id(at)
    if group not in set(Group):
        raise Refusal(STALE)
    return group, press.id(at + 1)


@roads("recap", opens_form=True)
async def open_recap(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.db.read() as session:
        settings = await guilds.settings(session, press.guild_id)
        done, coming = await recaps.to_write(
            session,
            press.guild_id,
            press.id(),
            interaction.user.id,
            is_moderator=acting.manages(interaction, settings),
            now=bot.now(),
        )
    await ask(interaction, render.recap_form(press.id(), done, coming))


@roads("recapped")
async def write_recap(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, press.guild_id)
        await recaps.write(
            session,
            press.guild_id,
            press.id(),
            interaction.user.id,
            done=one_line(press.text("done")),
            coming=one_line(press.text("coming")),
            is_moderator=acting.manages(interaction, settings),
            now=bot.now(),
        )
    await whisper(interaction, render.WRITTEN)
    await bot.redraws.redraw_now(press.guild_id)
