"""The buttons of a pair's card: propose a time, we have started; and a public thread or none."""

from datetime import timedelta

from bot import notices
from bot.client import NexusInteraction
from bot.domain import when
from bot.domain.errors import Refusal
from bot.domain.shared_time import MINUTES, shared_starts
from bot.domain.text import one_line
from bot.domain.when import Ambiguous, Reading
from bot.places import guild_of
from bot.replies import amend, ask, redraw, whisper
from bot.roads import STALE, Press, Roads
from cogs.pairing.meeting import proposing_render, render
from cogs.pairing.meeting.threads import PublicOnly, moderators, threads_of
from db import (
    members,
    outbox,
    pair_lives,
    pair_profiles,
    pair_sessions,
    pair_threads,
    pairs,
    session_posts,
)

roads = Roads("pairing")


@roads("started")
async def started(interaction: NexusInteraction, press: Press) -> None:
    bot, me = interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        pair, is_news = await pair_lives.start(session, press.guild_id, press.id(), me, bot.now())
    await whisper(interaction, render.started(pair, is_news=is_news))
    await bot.redraws.redraw_now(press.guild_id)


@roads("propose")
async def propose(interaction: NexusInteraction, press: Press) -> None:
    """Show the times that suit all; what is missing for that is said to the one who pressed."""
    bot, me, now = interaction.client, interaction.user.id, interaction.client.now()
    async with bot.acting(interaction) as session:
        pair = await pairs.mine(session, press.guild_id, press.id(), me)
        await pairs.heard(session, press.guild_id, pair.id, {me: now})
        found = await pair_profiles.of(session, press.guild_id, pair.people)
    profiles = [found[one] for one in pair.people]
    lacking = proposing_render.lacking(
        profiles,
        me,
        timezone=bot.mention("me timezone"),
        availability=bot.mention("me availability"),
    )
    zone = found[me].zone or "UTC"
    said = [(one.availability, one.zone) for one in profiles if one.availability and one.zone]
    starts = [] if lacking else shared_starts(said, now, zone=zone)
    await whisper(interaction, proposing_render.times_card(pair, starts, zone, lacking))


@roads("meet")
async def meet(interaction: NexusInteraction, press: Press) -> None:
    """One of the times that were shown: it becomes a session of the pair."""
    minutes = press.id(2) if len(press.args) > 2 else MINUTES
    if not when.SHORTEST <= timedelta(minutes=min(minutes, 10_000)) <= when.LONGEST:
        raise Refusal(STALE)
    starts_at, now = press.moment(1), interaction.client.now()
    if starts_at > now + when.FARTHEST:
        raise Refusal(STALE)
    await _plan(interaction, press, Reading(starts_at, minutes, None), is_form=False)


@roads("when", opens_form=True)
async def open_form(interaction: NexusInteraction, press: Press) -> None:
    async with interaction.client.db.read() as session:
        pair = await pairs.mine(session, press.guild_id, press.id(), interaction.user.id)
    await ask(interaction, proposing_render.time_form(pair.id))


@roads("at")
async def typed(interaction: NexusInteraction, press: Press) -> None:
    """A time in their own words."""
    bot, me = interaction.client, interaction.user.id
    async with bot.db.read() as session:
        pair = await pairs.mine(session, press.guild_id, press.id(), me)
        zone = await members.zone(session, press.guild_id, me)
    try:
        reading = when.read(one_line(press.text("when")), zone, bot.now())
    except when.ZoneNeeded as unknown:
        raise Refusal(proposing_render.zone_needed(bot.mention("me timezone"))) from unknown
    except Ambiguous as several:
        await whisper(interaction, proposing_render.which_card(pair.id, several))
        return
    await _plan(interaction, press, reading, is_form=True)


async def _plan(interaction: NexusInteraction, press: Press, at: Reading, *, is_form: bool) -> None:
    bot, me = interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        zone = at.zone or await members.zone(session, press.guild_id, me)
        posted = await pair_sessions.propose(
            session,
            press.guild_id,
            press.id(),
            me,
            at=Reading(at.starts_at, at.minutes, zone),
            now=bot.now(),
        )
    say = whisper if is_form else redraw
    await say(interaction, proposing_render.proposed_card(posted, me))
    await bot.delivery.send_now(session_posts.card_key(posted.id))


@roads("public")
async def public(interaction: NexusInteraction, press: Press) -> None:
    """A public thread is fine, or rather not: from the channel's card, or the finder's own."""
    said = press.args[1] if len(press.args) > 1 else ""
    if said not in ("yes", "no"):
        raise Refusal(STALE)
    bot, me, agrees = interaction.client, interaction.user.id, said == "yes"
    told_in = await moderators(bot, guild_of(interaction))
    async with bot.acting(interaction) as session:
        pair = await pair_threads.answer(
            session, press.guild_id, press.id(), me, agrees=agrees, now=bot.now()
        )
        if not agrees and told_in is not None:
            notice = notices.threadless_row(pair.id, bot.now())
            await outbox.enqueue(session, press.guild_id, told_in.id, **notice)
    if not agrees:
        await whisper(interaction, render.DECLINED)
    elif pair_threads.agree(pair):
        await whisper(interaction, "Noted. I'm opening it…")
        await _open_agreed(interaction, pair)
    elif pair_threads.refuse(pair):
        await whisper(interaction, render.public_only(pair))
    else:
        await whisper(interaction, render.agreed_words(pair, me))
    await bot.redraws.redraw_now(press.guild_id)


async def _open_agreed(interaction: NexusInteraction, pair: pairs.Pair) -> None:
    try:
        thread_id = await threads_of(interaction.client).open(pair)
    except PublicOnly as why:
        await amend(interaction, str(why))
    except Refusal as why:
        await amend(interaction, f"It is not open yet. {why} I try again every minute.")
    else:
        await amend(interaction, render.open_words(thread_id))
