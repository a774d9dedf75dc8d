"""All settings in words, page by page. It reads a guild as discord.py knows it."""

from collections.abc import Iterator
from enum import StrEnum

import discord
from discord import ButtonStyle

from bot import cards, forums, places
from bot.cards import Accent
from bot.domain import days, zones
from bot.domain.text import escape, fit, plural
from bot.domain.weekly import WEEKDAYS
from bot.places import Purpose
from cogs.admin import wrong
from cogs.admin.names import PURPOSES, ROLES, Page
from cogs.admin.overview.looking import Seen
from db import digests, quotas

MOST = 3  # troubles on a page, each with its button beside it


class Part(StrEnum):
    """The pages; the first is there only where something is wrong."""

    WRONG = "wrong"
    PLACES = "places"
    FEATURES = "features"


def settings_card(seen: Seen, part: Part | None, at: int = 0) -> discord.ui.LayoutView:
    """The page that was asked for; of none, what is wrong before all else."""
    if seen.wrong and part in (None, Part.WRONG):
        return _wrong_card(seen, at)
    return _features_card(seen) if part is Part.FEATURES else _places_card(seen)


def _wrong_card(seen: Seen, at: int) -> discord.ui.LayoutView:
    count = len(seen.wrong)
    at = at if at < count else 0
    shown = seen.wrong[at : at + MOST]
    more = at + MOST if at + MOST < count else 0
    turn = cards.button("More", "admin:settings", Part.WRONG, more)
    return cards.card(
        f"### Settings: {plural(count, 'thing')} to mend",
        *(wrong.row(one, at + place) for place, one in enumerate(shown)),
        cards.row(*([turn] if count > MOST else []), *_turns(seen, Part.WRONG)),
        accent=Accent.WAITING,
    )


def _places_card(seen: Seen) -> discord.ui.LayoutView:
    return cards.card(
        "\n".join(("### Settings: places and people", *_well(seen))),
        "\n".join(one(seen) for one in (_channels, _roles, _zone, _welcome)),
        cards.row(
            cards.button("Channels", "admin:page", Page.CHANNELS),
            cards.button("Roles and cohort", "admin:page", Page.ROLES),
            cards.button("Time zone", "admin:zone", Page.SETTINGS),
            cards.button("Welcome card", "welcome:show"),
        ),
        cards.row(*_turns(seen, Part.PLACES)),
        accent=_accent(seen),
    )


def _features_card(seen: Seen) -> discord.ui.LayoutView:
    return cards.card(
        "### Settings: features",
        "\n".join(one(seen) for one in (_cohort, _sessions, _pairing, _digest, _readmes)),
        cards.row(
            cards.button("Calendar", "calendar:show"),
            cards.button("Sessions", "study:settings"),
            cards.button("Pairing", "pairing:settings"),
            cards.button("Digest", "digest:settings"),
            cards.button("READMEs", "readme:settings"),
        ),
        cards.row(*_turns(seen, Part.FEATURES)),
        accent=_accent(seen),
    )


def _accent(seen: Seen) -> Accent:
    return Accent.WAITING if seen.wrong else Accent.DONE


def _well(seen: Seen) -> Iterator[str]:
    if not seen.wrong:
        yield "-# ✅ Nothing is wrong"


def _turns(seen: Seen, now: Part) -> Iterator[discord.ui.Button[discord.ui.LayoutView]]:
    """The ways to the other pages."""
    if seen.wrong and now is not Part.WRONG:
        label = f"{len(seen.wrong)} to mend"
        yield cards.button(label, "admin:settings", Part.WRONG, style=ButtonStyle.primary)
    if now is not Part.PLACES:
        yield cards.button("Places and people", "admin:settings", Part.PLACES)
    if now is not Part.FEATURES:
        yield cards.button("Features", "admin:settings", Part.FEATURES)


# Places and people


def _channels(seen: Seen) -> str:
    """Each with all that it is for: it may be one for everything."""
    names: dict[str, list[str]] = {}
    for one, name in PURPOSES.items():
        channel = places.find(seen.guild, seen.settings, one)
        names.setdefault(channel.mention if channel else "none", []).append(name)
    said = (f"{where} for {', '.join(each)}" for where, each in names.items())
    return f"**Channels** · {'; '.join(said)}{_tag(seen)}"


def _tag(seen: Seen) -> str:
    forum = places.find(seen.guild, seen.settings, Purpose.QA)
    if not isinstance(forum, discord.ForumChannel):
        return ""
    tag = forums.solved_tag(forum, seen.settings)
    return f"; solved ones get the tag {escape(tag.name)}" if tag else ""


def _roles(seen: Seen) -> str:
    ids = {name: getattr(seen.settings, f"{one}_role_id") or 0 for one, name in ROLES.items()}
    found = ((name, seen.guild.get_role(one)) for name, one in ids.items())
    said = (f"{name} {one.mention if one else 'none'}" for name, one in found)
    return f"**Roles** · {', '.join(said)}"


def _zone(seen: Seen) -> str:
    zone = seen.settings.zone
    return f"**Time zone** · {zones.place(zone) if zone else 'none, so UTC counts'}"


def _welcome(seen: Seen) -> str:
    channel_id = seen.settings.welcome_channel_id
    return f"**Welcome card** · {f'in <#{channel_id}>' if channel_id else 'not posted'}"


# Features


def _cohort(seen: Seen) -> str:
    settings, calendar = seen.settings, seen.calendar
    said = [escape(fit(settings.cohort_name, 30)) if settings.cohort_name else "not named yet"]
    said += [f"since {days.shown(settings.first_day)}"] if settings.first_day else []
    said += [plural(calendar.weeks, "week")] if calendar.weeks else []
    said += [plural(len(calendar.milestones), "milestone")] if calendar.milestones else []
    return f"**Cohort** · {', '.join(said)}"


def _sessions(seen: Seen) -> str:
    first = "you approve new ones" if seen.settings.sessions_need_approval else "posted at once"
    per_member, per_guild = quotas.per_member(seen.settings), quotas.per_guild(seen.settings)
    return f"**Sessions** · {first}; {per_member} a member, {per_guild} in all"


def _pairing(seen: Seen) -> str:
    whose = "your own list" if seen.settings.projects else "the programme's list"
    return f"**Pairing** · {plural(seen.projects, 'project')}, {whose}"


def _digest(seen: Seen) -> str:
    rhythm = digests.rhythm(seen.settings)
    least = plural(digests.threshold(seen.settings), "item")
    preview = ", previewed" if seen.settings.digest_is_previewed else ""
    return (
        f"**Digest** · {WEEKDAYS[rhythm.weekday]} at {rhythm.hour:02}:00, from {least} on{preview}"
    )


def _readmes(seen: Seen) -> str:
    count = seen.headings
    own = f"{plural(count, 'heading')} of your own" if count else "the brief's headings"
    about = "described" if seen.settings.programme else "not described"
    return f"**READMEs** · {own}, programme {about}"
