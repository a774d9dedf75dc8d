"""What a host alone sees of a session that is being planned."""

from datetime import datetime
from zoneinfo import ZoneInfo

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent
from bot.domain import recurrence, zones
from bot.domain.text import escape, fit, plural
from bot.domain.when import Reading
from cogs.study import asking
from cogs.study.planning import forms
from cogs.study.render import Mention, excerpt, length, time, url, wall, where
from db.session_drafts import Draft
from db.study import Posted


def draft_card(draft: Draft, mention: Mention, now: datetime) -> discord.ui.LayoutView:
    """The session as it was understood, or what is still to be said."""
    if draft.options:
        return _choice_card(draft)
    if draft.reading is None:
        return _zone_card(draft, mention, now)
    return cards.card(
        f"### {escape(draft.topic)}",
        f"{time(draft.reading.starts_at)}\n{_length(draft, draft.reading)}",
        _details(draft),
        _echo(draft, draft.reading),
        cards.row(
            cards.button("Post it", "study:post", draft.id, style=ButtonStyle.primary),
            cards.button("Details", "study:details", draft.id),
            cards.button("Discard", "study:drop", draft.id),
        ),
        accent=Accent.WAITING,
    )


def _length(draft: Draft, reading: Reading) -> str:
    parts = [length(reading.minutes)]
    if draft.rule is not None:
        parts.append(recurrence.words(draft.rule))
    if draft.plan.seats is not None:
        parts.append(plural(draft.plan.seats, "seat"))
    return ", ".join(parts)


def _details(draft: Draft) -> str:
    plan = draft.plan
    warm_up = f"Warm-up: {escape(fit(plan.warm_up, 60))}" if plan.warm_up else ""
    return "\n".join(one for one in (where(plan), excerpt(plan.description, 2), warm_up) if one)


def _choice_card(draft: Draft) -> discord.ui.LayoutView:
    """Several times may be meant: each is shown as everybody will see it, beside its button."""
    several = len(draft.options) > 1
    lines = [
        f"**{place}.** {time(one.starts_at)}" if several else time(one.starts_at)
        for place, one in enumerate(draft.options, start=1)
    ]
    which = "Which one do you mean?" if several else "Is that it?"
    return cards.card(
        f"### {escape(draft.topic)}",
        f"\u201c{escape(draft.typed_when)}\u201d may be read in more than one way. {which}",
        "\n".join(lines),
        cards.row(
            *(
                cards.button(
                    wall(one),
                    "study:meant",
                    draft.id,
                    f"{one.starts_at.timestamp():.0f}",
                )
                for one in draft.options
            )
        ),
        cards.row(cards.button("Discard", "study:drop", draft.id)),
        accent=Accent.WAITING,
    )


def _zone_card(draft: Draft, mention: Mention, now: datetime) -> discord.ui.LayoutView:
    return asking.zone_card(
        draft.topic,
        f"In which time zone is \u201c{escape(draft.typed_when)}\u201d? I will remember it.",
        cards.select(
            "study:zone",
            draft.id,
            choices=asking.zone_options(now),
            placeholder=asking.YOUR_ZONE,
        ),
        cards.button("Go on", "study:read", draft.id),
        cards.button("Discard", "study:drop", draft.id),
        mention=mention,
    )


def _echo(draft: Draft, reading: Reading) -> str | None:
    """The time as clocks show it where it was read; nothing where no zone was needed."""
    if reading.zone is None:
        return None
    at = reading.starts_at.astimezone(ZoneInfo(reading.zone))
    return (
        f"-# I read \u201c{escape(draft.typed_when)}\u201d as {at:%A} {at.day} {at:%B, %H:%M}"
        f" in {zones.place(reading.zone)}. Only you see this."
    )


def details_form(draft: Draft) -> discord.ui.Modal:
    return cards.form("The details", "study:detailed", draft.id, fields=forms.fields(draft.plan))


def posting_card(posted: Posted, channel_id: int) -> discord.ui.LayoutView:
    return cards.card(
        f"Saved as session **#{posted.number}**. Posting it in <#{channel_id}>\u2026",
        accent=Accent.WAITING,
    )


def posted_card(posted: Posted, reader_id: int) -> discord.ui.LayoutView:
    """What stands where the preview was, once the session is posted."""
    link = url(posted)
    going = "You are going" if posted.going == (reader_id,) else f"{len(posted.going)} going"
    return cards.card(
        f"Session **#{posted.number}** is posted in <#{posted.channel_id}>. {going}.",
        cards.row(cards.link("Open it", link)) if link else None,
        accent=Accent.DONE,
    )


def postponed_card(posted: Posted, channel_id: int) -> discord.ui.LayoutView:
    return cards.card(
        f"Saved as session **#{posted.number}**, but Discord did not take its card in"
        f" <#{channel_id}> yet. I post it as soon as possible: you need not do it again.",
        accent=Accent.WAITING,
    )


def held_card(posted: Posted) -> discord.ui.LayoutView:
    return cards.card(
        f"Saved as session **#{posted.number}**. Here moderators look at sessions before they are"
        " posted: I tell you as soon as they have.",
        accent=Accent.WAITING,
    )


def dropped_card(mention: Mention) -> discord.ui.LayoutView:
    return cards.card(
        f"Discarded; nobody else saw it. {mention('session create')} plans another one.",
        accent=Accent.QUIET,
    )


NO_TOPIC = "There was nothing readable in the topic. Say in a few words what you will study."
NO_LINK = (
    "All but the link is saved: a link begins with `https://` and has no spaces in it."
    " Press **Details** again to put it right."
)
