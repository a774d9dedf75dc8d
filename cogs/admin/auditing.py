"""What moderators did, shown to moderators a page at a time."""

from collections.abc import Awaitable, Callable, Sequence

import discord
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.client import NexusInteraction
from bot.domain.people import who
from bot.domain.text import escape
from bot.places import guild_of, require_moderator
from bot.replies import redraw
from bot.roads import Press, Roads
from db import audit
from db.audit import Entry

roads = Roads("admin")

PAGE = 3  # more, each with a reason, are more than a phone shows
LAST = 10**6  # what a forged page may count up to

Say = Callable[[NexusInteraction, discord.ui.LayoutView], Awaitable[None]]


@roads("audit")
async def turn_page(interaction: NexusInteraction, press: Press) -> None:
    await show(interaction, min(press.id(), LAST), redraw)


async def show(interaction: NexusInteraction, page: int, say: Say) -> None:
    await require_moderator(interaction)
    guild_id = guild_of(interaction).id
    async with interaction.client.db.read() as session:
        found = await audit.recent(session, guild_id, limit=PAGE + 1, skip=page * PAGE)
    await say(interaction, audit_card(found[:PAGE], page, has_more=len(found) > PAGE))


def audit_card(found: Sequence[Entry], page: int, *, has_more: bool) -> discord.ui.LayoutView:
    if not found and page == 0:
        return cards.card(
            "### What moderators did\nNothing yet: what they do to other people's things will stand"
            " here, with who, when and why.",
            accent=Accent.QUIET,
        )
    turns = [("Newer", page - 1)] if page else []
    turns += [("Older", page + 1)] if has_more else []
    return cards.card(
        "### What moderators did",
        *map(_line, found),
        cards.row(*(cards.button(label, "admin:audit", to) for label, to in turns))
        if turns
        else None,
        accent=Accent.QUIET,
    )


def _line(entry: Entry) -> str:
    number = f" #{entry.number}" if entry.number is not None else ""
    why = f" · {escape(entry.reason)}" if entry.reason else ""
    what = f"{entry.act} **{entry.subject}{number}**"
    return f"{who(entry.actor_id)} {what}\n-# {format_dt(entry.at, 'R')}{why}"
