"""What an announcement looks like, to all and to who writes it. Pure: values in, cards out."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain.people import who
from bot.domain.text import escape, fit, listed, prose
from bot.kinds import late_words
from cogs.announcing.forms import Times
from db.announcements import Announcement

_ROOM = 3000  # for the text, once it is escaped
_SHOWN = 4
_LABEL = 80


def announcement_card(
    announcement: Announcement, late: timedelta | None = None
) -> discord.ui.LayoutView:
    """What everybody sees. It mentions who wrote it, and notifies nobody."""
    return cards.card(
        "\n".join(filter(None, (f"### {escape(announcement.title)}", late_words(late)))),
        prose(announcement.text, _ROOM),
        f"-# From {who(announcement.author_id)}",
    )


def preview_card(
    draft: Announcement, times: Times, channel: discord.TextChannel | None, zone: str | None
) -> discord.ui.LayoutView:
    """The very card, and under it what can be done with it."""
    shown = announcement_card(draft)
    stamps = [f"{one.timestamp():.0f}" for one in times.options]
    later = [
        cards.button(
            _at(one, zone),
            "announcing:post_at",
            draft.id,
            stamp,
            style=ButtonStyle.primary if len(stamps) == 1 else ButtonStyle.secondary,
        )
        for one, stamp in zip(times.options, stamps, strict=True)
    ]
    now_style = ButtonStyle.secondary if later or times.trouble else ButtonStyle.primary
    where = f"It goes to {channel.mention}" if channel else "⚠️ Choose a channel for it below"
    notes = [f"Only you see this. {where}, and notifies nobody.", *_when(times)]
    shown.add_item(discord.ui.TextDisplay("\n".join(f"-# {one}" for one in notes)))
    shown.add_item(
        cards.row(
            cards.channel_select(
                "announcing:channel",
                draft.id,
                *stamps,
                chosen=channel.id if channel else None,
                hint="In another channel?",
            )
        )
    )
    if later:
        shown.add_item(cards.row(*later))
    return shown.add_item(
        cards.row(
            cards.button("Post now", "announcing:post", draft.id, style=now_style),
            cards.button("Edit", "announcing:edit", draft.id, *stamps),
            cards.button("Discard", "announcing:drop", draft.id),
        )
    )


def _when(times: Times) -> Iterator[str]:
    if times.trouble:
        yield f"⚠️ {times.trouble}"
    if times.options:
        meant = listed((format_dt(one, "F") for one in times.options), last="or")
        yield f"Later means {meant}."


def _at(moment: datetime, zone: str | None) -> str:
    wall = moment.astimezone(ZoneInfo(zone or "UTC"))
    return f"Post on {wall:%a} {wall.day} {wall:%b, %H:%M}"


def posting_card(announcement: Announcement) -> discord.ui.LayoutView:
    return cards.card(
        f"Saved. Posting it in <#{announcement.channel_id}>\u2026", accent=Accent.WAITING
    )


def posted_card(announcement: Announcement, guild_id: int) -> discord.ui.LayoutView:
    where = f"{guild_id}/{announcement.channel_id}/{announcement.message_id}"
    return cards.card(
        f"**{escape(announcement.title)}** is posted in <#{announcement.channel_id}>, and will be"
        " in the next digest.",
        cards.row(cards.link("Open it", f"https://discord.com/channels/{where}")),
        accent=Accent.DONE,
    )


def postponed_card(announcement: Announcement) -> discord.ui.LayoutView:
    return cards.card(
        f"Saved, but Discord did not take it in <#{announcement.channel_id}> yet. I post it as soon"
        " as possible: you need not do it again.",
        accent=Accent.WAITING,
    )


def planned_card(announcement: Announcement) -> discord.ui.LayoutView:
    """Stands where the preview was, and where one that waits is opened again."""
    assert announcement.post_at is not None
    at = f"{format_dt(announcement.post_at, 'F')}, {format_dt(announcement.post_at, 'R')}"
    shown = announcement_card(announcement)
    shown.add_item(discord.ui.TextDisplay(f"-# I post it in <#{announcement.channel_id}>: {at}."))
    return shown.add_item(
        cards.row(
            cards.button("Withdraw", "announcing:withdraw", announcement.id),
            cards.button("All that wait", "announcing:list"),
        )
    )


def withdrawn_card(announcement: Announcement) -> discord.ui.LayoutView:
    return cards.card(
        f"**{escape(announcement.title)}** is withdrawn: it will not be posted.",
        cards.row(
            cards.button("Write it again", "announcing:again", announcement.id),
            cards.button("All that wait", "announcing:list"),
        ),
        accent=Accent.QUIET,
    )


def dropped_card() -> discord.ui.LayoutView:
    return cards.card("Discarded; nobody else saw it.", accent=Accent.QUIET)


def list_card(
    waiting: Sequence[Announcement], drafts: Sequence[Announcement]
) -> discord.ui.LayoutView:
    """Those that wait for their time, and what the reader began to write."""
    new = cards.button("Write a new one", "announcing:new", style=ButtonStyle.primary)
    if not waiting and not drafts:
        return cards.card("No announcement waits.", cards.row(new), accent=Accent.QUIET)
    lines = [
        f"{escape(fit(one.title, 60))}\n-# {format_dt(one.post_at, 'F')} in <#{one.channel_id}>"
        for one in waiting[:_SHOWN]
        if one.post_at
    ]
    if len(waiting) > _SHOWN:
        lines.append(f"-# and {len(waiting) - _SHOWN} more, in the list below")
    lines += [f"-# Your draft: {escape(fit(one.title, 60))}" for one in drafts[-2:]]
    # The oldest drafts are left out rather than what will be posted.
    offered = [*waiting, *reversed(drafts)]
    choices = cards.options(
        (str(one.id), one.title if one.post_at else f"Draft: {fit(one.title, _LABEL)}")
        for one in offered
    )
    return cards.card(
        "### Announcements that wait",
        "\n".join(lines),
        cards.row(cards.select("announcing:open", choices=choices, placeholder="Open one")),
        cards.row(new),
        accent=Accent.WAITING,
    )
