"""Buttons and selects of study sessions."""

from bot.client import NexusInteraction
from bot.domain import zones
from bot.domain.errors import Refusal
from bot.places import Purpose, place
from bot.replies import amend, redraw
from bot.roads import Press, Roads
from cogs.study import posts, render
from db import members, study

roads = Roads("study")


@roads("zone")
async def zone_chosen(interaction: NexusInteraction, press: Press) -> None:
    chosen = zones.require(press.choice() or "")
    bot = interaction.client
    # Saved on its own: the zone stays said, even where the time that was typed is over there.
    async with bot.acting(interaction) as session:
        await study.find_draft(session, press.guild_id, interaction.user.id, press.id())
        await members.set_zone(session, press.guild_id, interaction.user.id, chosen)
    await _preview(interaction, press, chosen)


@roads("read")
async def zone_saved_elsewhere(interaction: NexusInteraction, press: Press) -> None:
    async with interaction.client.db.read() as session:
        zone = await members.zone(session, press.guild_id, interaction.user.id)
    if zone is None:
        raise Refusal(render.no_zone_yet(interaction.client.mention("me timezone")))
    await _preview(interaction, press, zone)


async def _preview(interaction: NexusInteraction, press: Press, zone: str) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        draft = await study.read_draft(
            session, press.guild_id, interaction.user.id, press.id(), zone=zone, now=bot.now()
        )
    await redraw(interaction, render.draft_card(draft, bot.mention, bot.now()))


@roads("drop")
async def drop(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        await study.drop(session, press.guild_id, interaction.user.id, press.id())
    await redraw(interaction, render.dropped_card(bot.mention))


@roads("post")
async def post(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    channel = await place(interaction, Purpose.SESSIONS)
    async with bot.acting(interaction) as session:
        posted = await study.post(
            session,
            press.guild_id,
            interaction.user.id,
            press.id(),
            channel_id=channel.id,
            now=bot.now(),
        )
    if posted.message_id is not None:
        await redraw(interaction, render.posted_card(posted))
        return
    await redraw(interaction, render.posting_card(posted, channel.id))
    shown = await posts.publish(bot, posted)
    await amend(
        interaction,
        render.posted_card(shown)
        if shown.message_id is not None
        else render.postponed_card(posted, channel.id),
    )


@roads("going")
async def going(interaction: NexusInteraction, press: Press) -> None:
    await _answer(interaction, press, is_going=True)


@roads("cant")
async def cant(interaction: NexusInteraction, press: Press) -> None:
    await _answer(interaction, press, is_going=False)


async def _answer(interaction: NexusInteraction, press: Press, *, is_going: bool) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        posted = await study.answer(
            session,
            press.guild_id,
            press.id(),
            interaction.user.id,
            is_going=is_going,
            now=bot.now(),
        )
    await redraw(interaction, render.session_card(posted))


@roads("list")
async def turn_page(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.db.read() as session:
        found = await study.coming(session, press.guild_id, bot.now(), limit=render.LIST_LIMIT)
    await redraw(interaction, render.list_card(found, interaction.user.id, press.id(), bot.mention))
