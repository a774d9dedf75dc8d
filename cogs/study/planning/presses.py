"""Buttons, selects and the form of a draft that only its host sees."""

from bot.client import NexusInteraction
from bot.domain import zones
from bot.domain.errors import Refusal
from bot.places import Purpose, guild_of, place
from bot.replies import amend, ask, redraw, whisper
from bot.roads import Press, Roads
from cogs.study import asking, posts, rights
from cogs.study.planning import forms, render
from db import guilds, members, session_drafts
from db.session_drafts import Draft
from db.study import Posted

roads = Roads("study")


@roads("zone")
async def zone_chosen(interaction: NexusInteraction, press: Press) -> None:
    chosen = zones.require(press.choice() or "")
    bot, user_id = interaction.client, interaction.user.id
    # Saved on its own: the zone stays said, even where the time that was typed is over there.
    async with bot.acting(interaction) as session:
        await session_drafts.find(session, press.guild_id, user_id, press.id(), bot.now())
        await members.set_zone(session, press.guild_id, user_id, chosen)
    await _read(interaction, press, chosen)


@roads("read")
async def zone_saved_elsewhere(interaction: NexusInteraction, press: Press) -> None:
    async with interaction.client.db.read() as session:
        zone = await members.zone(session, press.guild_id, interaction.user.id)
    if zone is None:
        raise Refusal(asking.no_zone_yet(interaction.client.mention("me timezone")))
    await _read(interaction, press, zone)


async def _read(interaction: NexusInteraction, press: Press, zone: str) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        draft = await session_drafts.read(
            session, press.guild_id, interaction.user.id, press.id(), zone=zone, now=bot.now()
        )
    await _show(interaction, draft)


@roads("meant")
async def time_chosen(interaction: NexusInteraction, press: Press) -> None:
    """Which of the times was meant that what was typed may mean."""
    bot, user_id = interaction.client, interaction.user.id
    starts_at = press.moment(1)
    async with bot.acting(interaction) as session:
        draft = await session_drafts.choose(
            session,
            press.guild_id,
            user_id,
            press.id(),
            starts_at,
            zone=await members.zone(session, press.guild_id, user_id),
            now=bot.now(),
        )
    await _show(interaction, draft)


@roads("details", opens_form=True)
async def open_details(interaction: NexusInteraction, press: Press) -> None:
    bot, user_id = interaction.client, interaction.user.id
    async with bot.db.read() as session:
        draft = await session_drafts.find(session, press.guild_id, user_id, press.id(), bot.now())
    await ask(interaction, render.details_form(draft))


@roads("detailed")
async def save_details(interaction: NexusInteraction, press: Press) -> None:
    bot, user_id = interaction.client, interaction.user.id
    details, is_link_taken = forms.details(press)
    async with bot.acting(interaction) as session:
        draft = await session_drafts.detail(
            session, press.guild_id, user_id, press.id(), details=details, now=bot.now()
        )
    await _show(interaction, draft)
    if not is_link_taken:
        await whisper(interaction, render.NO_LINK)


async def _show(interaction: NexusInteraction, draft: Draft) -> None:
    bot = interaction.client
    await redraw(interaction, render.draft_card(draft, bot.mention, bot.now()))


@roads("drop")
async def drop(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        await session_drafts.drop(session, press.guild_id, interaction.user.id, press.id())
    await redraw(interaction, render.dropped_card(bot.mention))


@roads("post")
async def post(interaction: NexusInteraction, press: Press) -> None:
    bot, guild = interaction.client, guild_of(interaction)
    channel = await place(interaction, Purpose.SESSIONS)
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, guild.id)
        posted = await session_drafts.post(
            session,
            press.guild_id,
            interaction.user.id,
            press.id(),
            channel_id=channel.id,
            held_in=rights.held_in(interaction, settings),
            now=bot.now(),
        )
    await tell_posted(interaction, posted, channel.id)


async def tell_posted(interaction: NexusInteraction, posted: Posted, channel_id: int) -> None:
    """Have the card posted that was just stored; tell its host so where they pressed."""
    if posted.is_held:
        await redraw(interaction, render.held_card(posted))
        return
    if posted.message_id is not None:
        await redraw(interaction, render.posted_card(posted, interaction.user.id))
        return
    await redraw(interaction, render.posting_card(posted, channel_id))
    shown = await posts.publish(interaction.client, posted)
    await amend(
        interaction,
        render.posted_card(shown, interaction.user.id)
        if shown.message_id is not None
        else render.postponed_card(posted, channel_id),
    )
