"""The buttons of a member's own card."""

from bot.client import NexusInteraction
from bot.domain.deeds import as_markdown
from bot.door import TextFile
from bot.places import Purpose, guild_of, place
from bot.replies import redraw, whisper
from bot.roads import Press, Roads
from cogs.profile.deeds import acts, render
from db import deeds, guilds, log_streaks, logs

roads = Roads("profile")


@roads("share")
async def share(interaction: NexusInteraction, press: Press) -> None:
    """Show it, or bring up to date what is shown."""
    bot, me, now = interaction.client, interaction.user.id, interaction.client.now()
    channel = await place(interaction, Purpose.DIGEST)
    async with bot.acting(interaction) as session:
        await deeds.show(session, press.guild_id, me, channel.id, now)
    await bot.delivery.send_now(deeds.key(press.guild_id, me, now))
    await bot.redraws.redraw_now(press.guild_id)
    await redraw(interaction, await acts.own_card(interaction))


@roads("unshare")
async def keep_to_oneself(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        await deeds.hide(session, press.guild_id, interaction.user.id, bot.now())
    await redraw(interaction, await acts.own_card(interaction, render.HIDDEN))
    await bot.redraws.redraw_now(press.guild_id)


@roads("markdown")
async def take_along(interaction: NexusInteraction, press: Press) -> None:
    bot, me = interaction.client, interaction.user
    async with bot.db.read() as session:
        found = await deeds.of(session, press.guild_id, me.id, bot.now())
        streak = (await log_streaks.standing(session, press.guild_id, me.id, bot.now())).streak
        today = await logs.today(session, press.guild_id, me.id, bot.now())
        settings = await guilds.settings(session, press.guild_id)
    cohort = settings.cohort_name or guild_of(interaction).name
    text = as_markdown(me.display_name, cohort, found, streak, today)
    await whisper(interaction, render.TAKEN, file=TextFile("my-cohort.md", text))
