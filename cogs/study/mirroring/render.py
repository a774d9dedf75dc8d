"""What a session's event in the server's own list shows. Pure: values in, values out."""

from urllib.parse import urlsplit

from bot.domain.mirror import Entity, Look, Place
from bot.domain.text import fit, one_line, prose, units
from cogs.study.render import url
from db.plans import Plan
from db.study import Posted

# Discord's own limits.
NAME = 100
DESCRIPTION = 1000
LOCATION = 100


def look(posted: Posted, place: Place) -> Look:
    return Look(
        name=fit(one_line(posted.topic), NAME),
        description=_description(posted, place),
        starts_at=posted.starts_at,
        ends_at=posted.ends_at,
        place=place,
    )


def is_of(description: str | None, number: int) -> bool:
    """Whether an event of ours is this session's: what it begins with, no other does."""
    return (description or "").partition("\n")[0].strip() == _tag(number)


def _tag(number: int) -> str:
    return f"Session #{number}"


def _description(posted: Posted, place: Place) -> str:
    where = _link(posted)
    said = (
        f"Who hosts it and who comes: {where}"
        if where
        else "Its card is posted once it is the next one: say **Going** there."
    )
    lines = [_tag(posted.number), said]
    if place.is_hosted and posted.plan.link:
        lines.append(posted.plan.link)
    head = "\n".join(lines)
    about = prose(posted.plan.description, DESCRIPTION - units(head) - 2)
    return f"{head}\n\n{about}" if about else head


def _link(posted: Posted) -> str | None:
    """To its thread; to its card as long as that has none."""
    if posted.thread_id is None:
        return url(posted)
    return f"https://discord.com/channels/{posted.guild_id}/{posted.thread_id}"


def elsewhere(plan: Plan, channel: str) -> Place:
    """Outside of all channels for talking: behind the session's link, or where it is talked of."""
    return Place(Entity.EXTERNAL, location=_shown_link(plan.link) or fit(f"#{channel}", LOCATION))


def _shown_link(link: str) -> str:
    """Its host first, which a link can hide; that alone where the link is too long."""
    host = urlsplit(link).hostname or "" if link else ""
    whole = f"{host} {link}".strip()
    return whole if units(whole) <= LOCATION else fit(host, LOCATION)
