"""A digest as moderators look at it: the next one, or one that can still be changed."""

from collections.abc import Mapping
from dataclasses import dataclass

import discord

from bot.client import Nexus
from bot.domain import weekly
from bot.domain.errors import Refusal
from bot.domain.weekly import Due
from bot.names import names
from bot.places import Purpose, find
from cogs.digest.posts import Week, posts_of
from db import digest_contents, digests, guilds
from db.digest_items import Helped, Reviewed
from db.digests import Fate


@dataclass(frozen=True, slots=True)
class Look:
    """`posted` is the digest of the last seven days; `skipped` the next one, if none is to be.

    `named` are the names of those whom it thanks: in a list, a mention would be a number.
    """

    week: Week
    fate: Fate | None
    posted: Due | None
    skipped: Due | None
    channel: discord.TextChannel | None
    named: Mapping[int, str]

    @property
    def is_posted(self) -> bool:
        return self.fate is Fate.QUEUED


async def look(bot: Nexus, guild: discord.Guild, iso_week: str | None = None) -> Look:
    """The next digest; or that of a week, or a Refusal if that is over and done with."""
    now = bot.now()
    async with bot.db.read() as session:
        settings = await guilds.settings(session, guild.id)
        rhythm = digests.rhythm(settings)
        coming = await digests.upcoming(session, guild.id, settings, now)
        posted = await digests.last_posted(session, guild.id, now)
        following, latest = weekly.following(rhythm, now), weekly.latest(rhythm, now)
        known = [coming, *([posted] if posted else []), following, latest]
        wanted = coming.iso_week if iso_week is None else iso_week
        due = next((one for one in known if one.iso_week == wanted), None)
        if due is None:
            raise Refusal(
                "That digest is over, and can't be changed any more. Look at the next one:"
                f" {bot.mention('nexus digest preview')}"
            )
        fate = await digests.fate(session, guild.id, due.iso_week)
        next_fate = await digests.fate(session, guild.id, following.iso_week)
        contents = await digest_contents.contents(session, guild.id, settings, due, now)
    return Look(
        posts_of(bot).week(guild, settings, due, contents),
        fate,
        posted,
        following if next_fate is Fate.SKIPPED else None,
        find(guild, settings, Purpose.DIGEST),
        await names(guild, [*_thanked(contents)]),
    )


def _thanked(contents: digest_contents.Contents) -> frozenset[int]:
    found: set[int] = set()
    for one in contents.told.values():
        match one:
            case Reviewed():
                found.add(one.reviewer_id)
            case Helped():
                found.add(one.earned.user_id)
            case _:
                pass
    return frozenset(found)
