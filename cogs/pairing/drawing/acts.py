"""What moderators do with pairs, whether by a command or by a button."""

from collections.abc import Awaitable, Callable

import discord

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.matching import Match
from bot.domain.record import Kind
from bot.domain.text import plural
from bot.places import guild_of, require_moderator
from bot.replies import whisper
from cogs.pairing.drawing import render
from cogs.pairing.drawing.clock import look
from cogs.pairing.meeting.threads import threads_of
from db import audit, matches, pair_ends, pair_lists, pairs, queue, rounds
from db.rounds import Seen

Say = Callable[[NexusInteraction, discord.ui.LayoutView], Awaitable[None]]


async def show_list(interaction: NexusInteraction, at: int, say: Say) -> None:
    await require_moderator(interaction)
    guild_id, now = guild_of(interaction).id, interaction.client.now()
    async with interaction.client.db.read() as session:
        waiting = await queue.candidates(session, guild_id, now)
        on = await pair_lists.on(session, guild_id)
    await say(interaction, render.list_card(waiting, on, at))


async def draw(interaction: NexusInteraction, say: Say, *, is_anew: bool = False) -> None:
    """Show what a draw would make; nobody but moderators hears of it."""
    await require_moderator(interaction)
    seen = await look(interaction.client, guild_of(interaction).id)
    await say(interaction, render.drawn_card(seen, 0, is_anew=is_anew))


async def draw_for(interaction: NexusInteraction, user_id: int) -> None:
    """The same, from the pair on in which this member would be; or that there is none for them."""
    await require_moderator(interaction)
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.db.read() as session:
        if not await queue.is_waiting(session, guild_id, user_id):
            raise Refusal(render.WAITS_NO_MORE)
    seen = await look(bot, guild_id)
    matches_of = (one.people for one in seen.drawn.matches)
    at = next((place for place, people in enumerate(matches_of) if user_id in people), None)
    none = None if at is not None else render.nobody_for(user_id, bot.mention)
    await whisper(interaction, none or render.drawn_card(seen, at or 0))


async def seen_again(interaction: NexusInteraction, round_id: int) -> Seen | None:
    """A draw that moderators look at; None if who waits has changed since."""
    await require_moderator(interaction)
    guild_id, now = guild_of(interaction).id, interaction.client.now()
    async with interaction.client.db.read() as session:
        return await rounds.to_confirm(session, guild_id, round_id, now)


async def confirm(interaction: NexusInteraction, round_id: int, say: Say) -> None:
    await require_moderator(interaction)
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.acting(interaction) as session:
        seen = await rounds.to_confirm(session, guild_id, round_id, bot.now())
        if seen is None:
            made = None
        else:
            made = await rounds.apply(session, guild_id, round_id, seen.drawn, bot.now())
            await audit.note(
                session,
                guild_id,
                interaction.user.id,
                kind=Kind.PAIRS,
                act="drew",
                subject=plural(len(made), "pair"),
                now=bot.now(),
            )
    if made is None:
        await draw(interaction, say, is_anew=True)
        return
    await say(interaction, render.confirmed_card(made))
    await threads_of(bot).open_all()


async def make(
    interaction: NexusInteraction,
    frontend: discord.User | discord.Member,
    backend: discord.User | discord.Member,
    project: str | None,
) -> None:
    await require_moderator(interaction)
    bot, guild_id = interaction.client, guild_of(interaction).id
    two = (frontend.id, backend.id)
    if frontend.id == backend.id:
        raise Refusal("A pair is of two: choose two different members.")
    if frontend.bot or backend.bot:
        raise Refusal("A bot builds nothing with anybody. Choose two members.")
    if not all(isinstance(one, discord.Member) for one in (frontend, backend)):
        raise Refusal("One of them is not in this server any more. Choose somebody else.")
    async with bot.acting(interaction) as session:
        built = await pair_lists.project_of(session, guild_id, two, project)
        theirs = await pairs.of_member(session, guild_id, frontend.id)
        common = next((one for one in theirs if backend.id in one.people), None)
        if common is not None:
            raise Refusal(render.together(common))
        known = await matches.history(session, guild_id, two, bot.now())
        if known.are_apart(*two):
            raise Refusal(render.NOT_THESE)
        why = await pair_lists.why_these(
            session, guild_id, two, project=built, known=known, now=bot.now()
        )
        found = Match(built, (frontend.id,), (backend.id,))
        pair = await pairs.make(session, guild_id, found, why, now=bot.now())
        await audit.note(
            session,
            guild_id,
            interaction.user.id,
            kind=Kind.PAIRS,
            act="made",
            subject="pair",
            number=pair.number,
            now=bot.now(),
        )
    await whisper(interaction, render.made(pair))
    await threads_of(bot).open_all()


async def end(interaction: NexusInteraction, number: str, reason: str) -> None:
    await require_moderator(interaction)
    bot, guild_id = interaction.client, guild_of(interaction).id
    async with bot.acting(interaction) as session:
        pair = await pair_lists.by_typed(session, guild_id, number)
        ended, posts = await pair_ends.end(
            session, guild_id, pair.id, by_id=interaction.user.id, now=bot.now()
        )
        await audit.note(
            session,
            guild_id,
            interaction.user.id,
            kind=Kind.PAIRS,
            act="ended",
            subject="pair",
            number=pair.number,
            reason=reason,
            now=bot.now(),
        )
    await whisper(interaction, render.ended(ended))
    await bot.delivery.send_now(*posts)
    await bot.redraws.redraw_now(guild_id)
