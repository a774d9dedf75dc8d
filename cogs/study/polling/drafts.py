"""What buttons, selects and the form of a poll's draft do; only its host sees it."""

from datetime import timedelta

import discord

from bot.client import NexusInteraction
from bot.domain import zones
from bot.domain.availability import best_slots
from bot.domain.errors import Refusal
from bot.places import Purpose, place
from bot.replies import amend, ask, redraw, whisper
from bot.roads import Press, Roads
from cogs.study import asking
from cogs.study.polling import draft_render as render
from cogs.study.polling import posts
from cogs.study.polling.draft_render import Crowd
from db import members, poll_drafts
from db.poll_drafts import Draft

roads = Roads("study")

# So many of those who said when they can are asked; more would keep everybody else waiting.
_MOST_ASKED = 200
# What is proposed lies so far ahead that others see it in time.
_AHEAD = timedelta(hours=2)


async def card(interaction: NexusInteraction, draft: Draft) -> discord.ui.LayoutView:
    """The draft as it stands, with what is proposed for it."""
    bot = interaction.client
    if draft.zone is None:
        return render.zone_card(draft, bot.mention, bot.now())
    return render.draft_card(draft, draft.zone, await _crowd(interaction, draft, draft.zone))


async def _crowd(interaction: NexusInteraction, draft: Draft, zone: str) -> Crowd:
    bot, guild_id = interaction.client, interaction.guild_id or 0
    async with bot.db.read() as session:
        people = await members.availabilities(session, guild_id, _MOST_ASKED)
    since = bot.now() + _AHEAD
    slots = best_slots(people, minutes=draft.minutes, since=since, zone=zone)
    return Crowd(len(people), [one for one in slots if one.starts_at not in draft.times])


async def tell_unread(interaction: NexusInteraction, draft: Draft) -> None:
    """Tell each line that became no time, and why."""
    for one in render.unread_cards(draft.told):
        await whisper(interaction, one)


async def _show(interaction: NexusInteraction, draft: Draft) -> None:
    await redraw(interaction, await card(interaction, draft))
    await tell_unread(interaction, draft)


@roads("poll_zone")
async def zone_chosen(interaction: NexusInteraction, press: Press) -> None:
    chosen = zones.require(press.choice() or "")
    bot, user_id = interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        await poll_drafts.find(session, press.guild_id, user_id, press.id())
        await members.set_zone(session, press.guild_id, user_id, chosen)
        draft = await poll_drafts.read(session, press.guild_id, user_id, press.id(), bot.now())
    await _show(interaction, draft)


@roads("poll_read")
async def zone_saved_elsewhere(interaction: NexusInteraction, press: Press) -> None:
    bot, user_id = interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        draft = await poll_drafts.read(session, press.guild_id, user_id, press.id(), bot.now())
    if draft.zone is None:
        raise Refusal(asking.no_zone_yet(bot.mention("me timezone")))
    await _show(interaction, draft)


@roads("poll_add", opens_form=True)
async def open_times(interaction: NexusInteraction, press: Press) -> None:
    async with interaction.client.db.read() as session:
        draft = await poll_drafts.find(session, press.guild_id, interaction.user.id, press.id())
    await ask(interaction, render.times_form(draft))


@roads("poll_added")
async def times_typed(interaction: NexusInteraction, press: Press) -> None:
    bot, user_id, typed = interaction.client, interaction.user.id, press.text("times")
    async with bot.acting(interaction) as session:
        draft = await poll_drafts.type_in(
            session, press.guild_id, user_id, press.id(), typed=typed, now=bot.now()
        )
    await _show(interaction, draft)


@roads("poll_best")
async def take_proposed(interaction: NexusInteraction, press: Press) -> None:
    bot, user_id = interaction.client, interaction.user.id
    times = press.moments()
    async with bot.acting(interaction) as session:
        draft = await poll_drafts.add(
            session, press.guild_id, user_id, press.id(), times=times, now=bot.now()
        )
    await _show(interaction, draft)


@roads("poll_out")
async def take_out(interaction: NexusInteraction, press: Press) -> None:
    bot, user_id = interaction.client, interaction.user.id
    times = press.moments()
    async with bot.acting(interaction) as session:
        draft = await poll_drafts.take_out(
            session, press.guild_id, user_id, press.id(), times=times
        )
    await _show(interaction, draft)


@roads("poll_drop")
async def drop(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        await poll_drafts.drop(session, press.guild_id, interaction.user.id, press.id())
    await redraw(interaction, render.dropped_card(bot.mention))


@roads("poll_post")
async def post(interaction: NexusInteraction, press: Press) -> None:
    bot, user_id = interaction.client, interaction.user.id
    channel = await place(interaction, Purpose.SESSIONS)
    async with bot.acting(interaction) as session:
        poll = await poll_drafts.post(
            session, press.guild_id, user_id, press.id(), channel_id=channel.id, now=bot.now()
        )
    if poll.message_id is not None:
        await redraw(interaction, render.posted_card(poll))
        return
    await redraw(interaction, render.posting_card(channel.id))
    await amend(interaction, render.posted_card(await posts.publish(bot, poll)))
