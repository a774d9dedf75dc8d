"""What moderators press below a digest, on a notice about one, and in its settings."""

from typing import Any

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.record import Kind
from bot.domain.text import plural
from bot.domain.weekly import HOURS, WEEKDAYS
from bot.notices import private_place
from bot.places import Purpose, find, guild_of, place_in, require_moderator
from bot.replies import amend, redraw
from bot.roads import STALE, Press, Roads
from cogs.digest.moderating import render
from cogs.digest.moderating.looks import Look, look
from cogs.digest.moderating.showing import show, show_again
from cogs.digest.posts import posts_of
from db import audit, digest_letters, digest_posts, digest_previews, digests, guilds
from db.guilds import Settings

roads = Roads("digest")


@roads("post")
async def post_now(interaction: NexusInteraction, press: Press) -> None:
    seen = await _looked_at(interaction, press)
    bot, guild = interaction.client, guild_of(interaction)
    channel = await place_in(bot, guild, Purpose.DIGEST)
    async with bot.acting(interaction) as session:
        keys = await digests.post_now(
            session, guild.id, channel.id, seen.week.due, parts=seen.week.parts, now=bot.now()
        )
        await digest_letters.queue(session, guild.id, seen.week.due, bot.now())
        await audit.note(session, guild.id, **_act(interaction, "posted", seen))
    await redraw(interaction, render.posting_card())
    await bot.delivery.send_now(*keys)
    await amend(interaction, render.posted_card(channel))


@roads("skip")
async def skip(interaction: NexusInteraction, press: Press) -> None:
    seen = await _looked_at(interaction, press)
    bot, guild = interaction.client, guild_of(interaction)
    async with bot.acting(interaction) as session:
        await digests.skip(session, guild.id, seen.week.due, bot.now())
        await audit.note(session, guild.id, **_act(interaction, "skipped", seen))
    await redraw(interaction, render.skipped_card(seen.week.due))


@roads("unskip")
async def unskip(interaction: NexusInteraction, press: Press) -> None:
    seen = await _looked_at(interaction, press)
    bot, guild = interaction.client, guild_of(interaction)
    async with bot.acting(interaction) as session:
        await digests.unskip(session, guild.id, seen.week.due.iso_week)
        await audit.note(session, guild.id, **_act(interaction, "brought back", seen))
    await show_again(interaction, await look(bot, guild, seen.week.due.iso_week))


@roads("omit")
async def leave_out(interaction: NexusInteraction, press: Press) -> None:
    """What is chosen is left out, and nothing else of what the list offers."""
    seen = await _looked_at(interaction, press)
    bot, guild, contents = interaction.client, guild_of(interaction), seen.week.contents
    known = {one.name for one in contents.items}
    if not known.issuperset(press.values):
        raise Refusal(STALE)
    async with bot.acting(interaction) as session:
        more, less = await digest_previews.leave_out(
            session, guild.id, seen.week.due.iso_week, press.values
        )
        said = [f"{plural(more, 'item')} left out"] if more else []
        said += [f"{plural(less, 'item')} put back"] if less else []
        if said:
            act = _act(interaction, "changed", seen)
            await audit.note(session, guild.id, **act, reason=", ".join(said))
    await show_again(interaction, await look(bot, guild, seen.week.due.iso_week))


@roads("look")
async def look_at(interaction: NexusInteraction, press: Press) -> None:
    await show(interaction, await _looked_at(interaction, press))


@roads("again")
async def run_again(interaction: NexusInteraction, press: Press) -> None:
    seen = await _looked_at(interaction, press)
    bot, guild, week = interaction.client, guild_of(interaction), seen.week
    channel = await place_in(bot, guild, Purpose.DIGEST)
    async with bot.acting(interaction) as session:
        keys = await digest_posts.run_again(
            session, guild.id, channel.id, week.due.iso_week, parts=week.parts, now=bot.now()
        )
        await audit.note(session, guild.id, **_act(interaction, "ran again", seen))
    posts_of(bot).forget(guild.id, week.due.iso_week)
    await redraw(interaction, render.posting_card())
    await bot.redraws.redraw_now(guild.id)
    await bot.delivery.send_now(*keys)
    await amend(interaction, render.again_card(channel))


async def _looked_at(interaction: NexusInteraction, press: Press) -> Look:
    """The digest that the button is about, for moderators alone."""
    await require_moderator(interaction)
    iso_week = press.args[0] if press.args else ""
    return await look(interaction.client, guild_of(interaction), iso_week)


def _act(interaction: NexusInteraction, act: str, seen: Look) -> dict[str, Any]:
    return {
        "actor_id": interaction.user.id,
        "kind": Kind.DIGEST,
        "act": act,
        "subject": f"digest of {seen.week.due.iso_week}",
        "now": interaction.client.now(),
    }


# Settings


@roads("settings")
async def settings(interaction: NexusInteraction, _: Press) -> None:
    await show_settings(interaction, await require_moderator(interaction), redraw)


@roads("weekday")
async def choose_weekday(interaction: NexusInteraction, press: Press) -> None:
    await _save(interaction, digest_weekday=press.below(len(WEEKDAYS)))


@roads("hour")
async def choose_hour(interaction: NexusInteraction, press: Press) -> None:
    await _save(interaction, digest_hour=press.below(HOURS))


@roads("least")
async def choose_least(interaction: NexusInteraction, press: Press) -> None:
    chosen = press.picked()
    if chosen not in render.LEAST:
        raise Refusal(STALE)
    await _save(interaction, digest_threshold=chosen)


@roads("evening")
async def choose_evening(interaction: NexusInteraction, press: Press) -> None:
    if press.args[:1] not in ((render.ON,), (render.OFF,)):
        raise Refusal(STALE)
    await _save(interaction, digest_is_previewed=press.args[0] == render.ON)


async def _save(interaction: NexusInteraction, **change: Any) -> None:
    before = await require_moderator(interaction)
    guild, bot, now = guild_of(interaction), interaction.client, interaction.client.now()
    async with bot.acting(interaction) as session:
        settings = await guilds.change(session, guild.id, **change)
        if digests.rhythm(settings) != digests.rhythm(before):
            await digests.moved(session, guild.id, settings, now)
        if settings != before:
            await audit.note(
                session,
                guild.id,
                interaction.user.id,
                kind=Kind.DIGEST,
                act="changed",
                subject="digest settings",
                reason=render.told_change(before, settings),
                now=now,
            )
    await show_settings(interaction, settings, redraw)


async def show_settings(interaction: NexusInteraction, settings: Settings, say: Any) -> None:
    guild, bot = guild_of(interaction), interaction.client
    async with bot.db.read() as session:
        due = await digests.upcoming(session, guild.id, settings, bot.now())
    channel, moderators = find(guild, settings, Purpose.DIGEST), private_place(guild, settings)
    await say(interaction, render.settings_card(settings, channel, moderators, due, bot.mention))
