"""Buttons, selects and forms of announcements, which moderators alone may use."""

from datetime import datetime

import discord

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.places import (
    Purpose,
    channel_for,
    find,
    guild_of,
    lacking,
    require_moderator,
    writable,
)
from bot.replies import amend, ask, redraw, whisper
from bot.roads import STALE, Press, Roads
from cogs.announcing import forms, posts, render
from cogs.announcing.forms import Times
from db import announcements
from db.announcements import Announcement
from db.guilds import Settings

roads = Roads("announcing")


@roads("new", opens_form=True)
async def begin(interaction: NexusInteraction, _: Press) -> None:
    await require_moderator(interaction)
    await ask(interaction, forms.new_form())


@roads("written")
async def written(interaction: NexusInteraction, press: Press) -> None:
    settings = await require_moderator(interaction)
    title, text = forms.written(press)
    bot = interaction.client
    async with bot.acting(interaction) as session:
        draft = await announcements.draft(
            session, press.guild_id, interaction.user.id, title=title, text=text, now=bot.now()
        )
    times = forms.times(press, settings.zone, bot.now())
    await whisper(interaction, _preview(interaction, settings, draft, times))


@roads("edit", opens_form=True)
async def edit(interaction: NexusInteraction, press: Press) -> None:
    settings = await require_moderator(interaction)
    draft = await _draft(interaction, press)
    known = _times(press).options
    await ask(
        interaction, forms.edit_form(draft, known[0] if len(known) == 1 else None, settings.zone)
    )


@roads("rewritten")
async def rewritten(interaction: NexusInteraction, press: Press) -> None:
    settings = await require_moderator(interaction)
    title, text = forms.written(press)
    bot, me = interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        draft = await announcements.rewrite(
            session, press.guild_id, me, press.id(), title=title, text=text
        )
    times = forms.times(press, settings.zone, bot.now())
    await redraw(interaction, _preview(interaction, settings, draft, times))


@roads("channel")
async def choose_channel(interaction: NexusInteraction, press: Press) -> None:
    settings = await require_moderator(interaction)
    chosen, bot = press.picked(), interaction.client
    channel = writable(interaction, chosen) if chosen else None
    async with bot.acting(interaction) as session:
        draft = await announcements.send_to(
            session,
            press.guild_id,
            interaction.user.id,
            press.id(),
            channel.id if channel else None,
        )
    await redraw(interaction, _preview(interaction, settings, draft, _times(press)))


@roads("post")
async def post_now(interaction: NexusInteraction, press: Press) -> None:
    await _post(interaction, press, interaction.client.now())


@roads("post_at")
async def post_later(interaction: NexusInteraction, press: Press) -> None:
    await _post(interaction, press, press.moment(1))


async def _post(interaction: NexusInteraction, press: Press, at: datetime) -> None:
    await require_moderator(interaction)
    bot, guild = interaction.client, guild_of(interaction)
    draft = await _own(interaction, press)
    channel = (
        writable(interaction, draft.channel_id)
        if draft.channel_id
        else await channel_for(bot, guild, Purpose.DIGEST)
    )
    # To speak is all that it takes, as where moderators are spoken to.
    if reason := lacking(channel, Purpose.MODERATORS):
        raise Refusal(reason)
    async with bot.acting(interaction) as session:
        posted = await announcements.post(
            session,
            guild.id,
            interaction.user.id,
            draft.id,
            channel_id=channel.id,
            at=at,
            now=bot.now(),
        )
    if posted.withdrawn_at or (posted.post_at and posted.post_at > bot.now()):
        await redraw(interaction, _standing(posted, guild.id))
        return
    await redraw(interaction, render.posting_card(posted))
    posted = await posts.publish(bot, posted, guild.id)
    is_there = posted.message_id is not None
    await amend(
        interaction,
        render.posted_card(posted, guild.id) if is_there else render.postponed_card(posted),
    )


@roads("drop")
async def drop(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    async with interaction.client.acting(interaction) as session:
        await announcements.drop(session, press.guild_id, interaction.user.id, press.id())
    await redraw(interaction, render.dropped_card())


@roads("list")
async def show_all(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    async with interaction.client.db.read() as session:
        waiting = await announcements.waiting(session, press.guild_id)
        drafts = await announcements.drafts(session, press.guild_id, interaction.user.id)
    await redraw(interaction, render.list_card(waiting, drafts))


@roads("open")
async def open_one(interaction: NexusInteraction, press: Press) -> None:
    """One that waits, or a draft of the caller's."""
    settings = await require_moderator(interaction)
    chosen, me = press.picked(), interaction.user.id
    if chosen is None:
        raise Refusal(STALE)
    async with interaction.client.db.read() as session:
        found = await announcements.by_id(session, press.guild_id, chosen)
        if found is None or found.post_at is None:
            found = await announcements.draft_of(session, press.guild_id, me, chosen)
    if found.post_at is None:
        await redraw(interaction, _preview(interaction, settings, found, Times()))
    else:
        await redraw(interaction, _standing(found, press.guild_id))


def _standing(found: Announcement, guild_id: int) -> discord.ui.LayoutView:
    if found.message_id is not None:
        return render.posted_card(found, guild_id)
    if found.withdrawn_at is not None:
        return render.withdrawn_card(found)
    return render.planned_card(found)


@roads("withdraw")
async def withdraw(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    bot = interaction.client
    async with bot.acting(interaction) as session:
        withdrawn = await announcements.withdraw(
            session, press.guild_id, interaction.user.id, press.id(), bot.now()
        )
    await redraw(interaction, render.withdrawn_card(withdrawn))


@roads("again")
async def write_anew(interaction: NexusInteraction, press: Press) -> None:
    """A draft of the caller's own, with the same words."""
    settings = await require_moderator(interaction)
    bot = interaction.client
    async with bot.acting(interaction) as session:
        before = await announcements.find(session, press.guild_id, press.id())
        draft = await announcements.draft(
            session,
            press.guild_id,
            interaction.user.id,
            title=before.title,
            text=before.text,
            now=bot.now(),
        )
    await redraw(interaction, _preview(interaction, settings, draft, Times()))


async def _draft(interaction: NexusInteraction, press: Press) -> Announcement:
    async with interaction.client.db.read() as session:
        return await announcements.draft_of(
            session, press.guild_id, interaction.user.id, press.id()
        )


async def _own(interaction: NexusInteraction, press: Press) -> Announcement:
    """The caller's, whether a draft or, where they press again, posted."""
    async with interaction.client.db.read() as session:
        found = await announcements.by_id(session, press.guild_id, press.id())
    if found is None or found.author_id != interaction.user.id:
        raise Refusal(announcements.NO_DRAFT)
    return found


def _preview(
    interaction: NexusInteraction, settings: Settings, draft: Announcement, times: Times
) -> discord.ui.LayoutView:
    guild = guild_of(interaction)
    chosen = guild.get_channel(draft.channel_id) if draft.channel_id else None
    channel = chosen or find(guild, settings, Purpose.DIGEST)
    is_text = isinstance(channel, discord.TextChannel)
    return render.preview_card(draft, times, channel if is_text else None, settings.zone)


def _times(press: Press) -> Times:
    """Those that the card offered which was pressed."""
    return Times(tuple(press.moment(at) for at in range(1, len(press.args))))
