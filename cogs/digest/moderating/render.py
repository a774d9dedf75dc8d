"""What moderators see of a digest beside itself, and of its settings."""

from collections.abc import Iterator

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain import ranking, zones
from bot.domain.ranking import Item
from bot.domain.record import change
from bot.domain.text import plural
from bot.domain.weekly import HOURS, WEEKDAYS, Due
from cogs.digest.lines import HEADS, label
from cogs.digest.moderating.looks import Look
from cogs.digest.render import Mention
from db import digests
from db.guilds import Settings

# What a week has to bring at least.
LEAST = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20)
ON, OFF = "on", "off"
_OPTIONS = 25


def controls_card(look: Look, mention: Mention, *, is_private: bool) -> discord.ui.LayoutView:
    """Below the digest: when it is due, what stands in its way, and what can be done."""
    week = look.week.due.iso_week
    notes = [*_notes(look, mention, is_private=is_private)]
    return cards.card(
        "\n".join(f"-# {one}" for one in notes),
        cards.row(*_buttons(look, week)),
        _leave_out(look, week),
        accent=Accent.QUIET,
    )


def _notes(look: Look, mention: Mention, *, is_private: bool) -> Iterator[str]:
    week = look.week
    where = f" in {look.channel.mention}" if look.channel else ""
    if look.is_posted:
        yield f"The digest of {format_dt(week.due.due_at, 'D')} is posted{where}."
        yield "Run again, it says what you see here, in its own place."
    else:
        due = f"{format_dt(week.due.due_at, 'F')}{where}."
        if is_private:
            yield f"Only you see this. The digest is due {due}"
        else:
            yield f"The digest is due {due}"
        news, least = week.contents.news, digests.threshold(week.settings)
        if 0 < news < least:
            yield (
                f"⚠️ So far it would be skipped: {plural(news, 'item')}, and you asked for {least}"
                " at least."
            )
    if len(week.parts) > 1:
        yield f"It takes {len(week.parts)} messages, of which this is the last."
    if look.skipped:
        yield f"The one due {format_dt(look.skipped.due_at, 'F')} is skipped."
    yield from missing(week.settings, look.channel, mention)


def _buttons(look: Look, week: str) -> Iterator[discord.ui.Button[discord.ui.LayoutView]]:
    if look.is_posted:
        yield cards.button("Run it again", "digest:again", week, style=ButtonStyle.primary)
        return
    is_empty = not look.week.parts
    yield cards.button(
        "Post now", "digest:post", week, style=ButtonStyle.primary, disabled=is_empty
    )
    yield cards.button("Skip this week", "digest:skip", week)
    if look.skipped:
        yield cards.button("Don't skip it", "digest:unskip", look.skipped.iso_week)
    if look.posted:
        yield cards.button("The one that is posted", "digest:look", look.posted.iso_week)


def _leave_out(look: Look, week: str) -> cards.Row | None:
    """What is shown, or left out already, first: a list has but so many places."""
    contents = look.week.contents
    shown = {one.name for section in contents.sections for one in section.items}
    near = [one for one in contents.items if one.name in shown | contents.left_out]
    rest = [one for one in contents.items if one not in near]
    items = ranking.ordered([*near, *rest][:_OPTIONS])
    if not items:
        return None
    options = cards.options(
        ((one.name, _option(look, one)) for one in items),
        contents.left_out & {one.name for one in items},
    )
    return cards.row(
        cards.multi_select("digest:omit", week, choices=options, placeholder="Leave out an item")
    )


def _option(look: Look, item: Item) -> str:
    return f"{HEADS[item.part]}: {label(look.week.contents.told[item.name], look.named)}"


def nothing_card() -> discord.ui.LayoutView:
    return cards.card(
        "There is nothing to say yet. A week without anything has no digest.",
        accent=Accent.QUIET,
    )


# What became of it


def posting_card() -> discord.ui.LayoutView:
    return cards.card("I am posting the digest…", accent=Accent.QUIET)


def posted_card(channel: discord.TextChannel) -> discord.ui.LayoutView:
    return cards.card(
        f"The digest is on its way to {channel.mention}, and this week has no other one.",
        accent=Accent.DONE,
    )


def again_card(channel: discord.TextChannel) -> discord.ui.LayoutView:
    return cards.card(
        f"The digest in {channel.mention} says what is true by now.", accent=Accent.DONE
    )


def skipped_card(due: Due) -> discord.ui.LayoutView:
    return cards.card(
        f"There will be no digest on {format_dt(due.due_at, 'F')}.",
        cards.row(cards.button("Don't skip it", "digest:unskip", due.iso_week)),
        accent=Accent.QUIET,
    )


# Settings


def told_change(before: Settings, after: Settings) -> str:
    """For the record: what of the settings is another than before."""
    was, now = _told(before), _told(after)
    return ", ".join(
        change(was[name], said, what=name) for name, said in now.items() if said != was[name]
    )


def _told(settings: Settings) -> dict[str, str]:
    rhythm = digests.rhythm(settings)
    return {
        "day": WEEKDAYS[rhythm.weekday],
        "hour": f"{rhythm.hour:02}:00",
        "at least": plural(digests.threshold(settings), "item"),
        "preview": "on" if settings.digest_is_previewed else "off",
    }


def settings_card(
    settings: Settings,
    channel: discord.TextChannel | None,
    moderators: discord.TextChannel | None,
    due: Due,
    mention: Mention,
) -> discord.ui.LayoutView:
    rhythm, least = digests.rhythm(settings), digests.threshold(settings)
    where = f" in {channel.mention}" if channel else ""
    lines = [
        "### Weekly digest",
        f"Every **{WEEKDAYS[rhythm.weekday]} at {rhythm.hour:02}:00**, {zones.place(rhythm.zone)}"
        f"{where}. Next: {format_dt(due.due_at, 'F')}.",
        *missing(settings, channel, mention),
    ]
    days = ((str(at), name) for at, name in enumerate(WEEKDAYS))
    hours = ((str(hour), f"{hour:02}:00") for hour in range(HOURS))
    leasts = ((str(one), f"At least {plural(one, 'item')}") for one in LEAST)
    return cards.card(
        "\n".join(lines),
        cards.row(
            cards.select(
                "digest:weekday",
                choices=cards.options(days, chosen=str(rhythm.weekday)),
                placeholder="Day",
            )
        ),
        cards.row(
            cards.select(
                "digest:hour",
                choices=cards.options(hours, chosen=str(rhythm.hour)),
                placeholder="Hour",
            )
        ),
        cards.row(
            cards.select(
                "digest:least",
                choices=cards.options(leasts, chosen=str(least)),
                placeholder="At least how much",
            )
        ),
        _thin(least, moderators),
        _evening(settings, moderators, mention),
        cards.row(_evening_button(settings), cards.button("All settings", "admin:settings")),
        "-# Each choice is saved at once. A week without anything has no digest.",
        accent=Accent.DONE if channel and settings.zone else Accent.WAITING,
    )


def _thin(least: int, moderators: discord.TextChannel | None) -> str:
    if least == 1:
        return "-# A week with any news at all has its digest."
    told = f"; I say so in {moderators.mention}" if moderators else ""
    return f"-# A week with less has no digest{told}."


def _evening(
    settings: Settings, moderators: discord.TextChannel | None, mention: Mention
) -> str | None:
    if not settings.digest_is_previewed:
        return None
    if moderators is None:
        return f"⚠️ The preview needs a moderators' channel: {mention('nexus setup')}."
    return f"The evening before, at 20:00, you see it in {moderators.mention}."


def _evening_button(settings: Settings) -> discord.ui.Button[discord.ui.LayoutView]:
    is_on = settings.digest_is_previewed
    label = "No preview the evening before" if is_on else "Preview the evening before"
    return cards.button(label, "digest:evening", OFF if is_on else ON)


def missing(
    settings: Settings, channel: discord.TextChannel | None, mention: Mention
) -> Iterator[str]:
    setup = mention("nexus setup")
    if settings.zone is None:
        yield f"⚠️ This server has no time zone yet, so UTC counts: set it with {setup}."
    if channel is None:
        yield f"⚠️ There is no channel for it yet: choose one with {setup}."
