"""What who looks for a partner sees. Pure: values in, cards and texts out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import discord

from bot.cards import Accent, Row, button, card, row
from bot.domain import own_links
from bot.domain.lengths import about
from bot.domain.people import who
from bot.domain.text import escape, listed, plural
from cogs.pairing.reasons import reasons
from db.pair_profiles import Profile
from db.pairs import Pair
from db.queue import Arrival
from db.queue_places import Place
from db.seekers import Seeker

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""

NO_SUCH_PROJECT = "That project isn't on this server's list: choose it from what I suggest."
PROJECT_GONE = (
    "That project is no longer on this server's list. `/pair profile` shows what is there now."
)
NOT_BLOCKED = "You don't block them."
A_BOT = "That is a bot: nobody is ever paired with one."

# Who waited for longer is told what may help.
LONG = timedelta(days=1)
MOST_PAIRS = 4

_HEADINGS = {
    Arrival.JOINED: "You're in the queue",
    Arrival.STAYED: "You're in the queue already",
    Arrival.MOVED: "Changed: back of this line",
    Arrival.WOKEN: "Awake again: place kept",
    Arrival.RESTED: "Your rest is over: place kept",
}


def place_card(
    place: Place, arrival: Arrival | None = None, pairs: Sequence[Pair] = ()
) -> discord.ui.LayoutView:
    """Where a member stands, honestly, and what happens next; no `arrival` if they only look."""
    me = place.me
    return card(
        f"### {_HEADINGS[arrival] if arrival else 'Where you stand'}",
        f"**{escape(me.project)}**, {me.track.label.lower()}: you are **number {place.position}**"
        f" in line. You joined {_when(me.joined_at, 'R')}.",
        _across(place),
        _today(place) if not pairs else None,  # a phone has room for one of them
        _next(place),
        _together(pairs),
        _ways_out(place),
        accent=Accent.QUIET if place.rests_until else Accent.WAITING,
    )


def _across(place: Place) -> str:
    """Who waits on the other side, and why those of the same project are no partners yet."""
    mine = place.me.project
    counts = [f"{count} for {escape(one)}" for one, count in place.across.items()]
    reasons = [f"{place.other_api} with another kind of API"] if place.other_api else []
    if place.met:
        reasons.append(f"{place.met} you were paired with before")
    why = f" (of {escape(mine)} {', '.join(reasons)})" if reasons else ""
    return f"Waiting on the other side: {', '.join(counts) or 'nobody yet'}{why}."


def _today(place: Place) -> str:
    joined = f"Joined today: {place.joined_mine} on your side, {place.joined_other} across."
    if place.median_wait is None:
        return joined
    return f"{joined} Usual wait: {about(place.median_wait)}."


def _next(place: Place) -> str:
    if place.rests_until:
        return (
            f"You rest until {_when(place.rests_until, 'F')}: you keep your place, and nobody is"
            " matched with you before."
        )
    helps = list(_helps(place)) if place.waited > LONG else []
    if helps:
        return f"What may help: {'; '.join(helps)}. **My profile** changes it."
    rested = ""
    if place.rested_until:
        rested = f"Your rest ended {_when(place.rested_until, 'R')}. "
    return (
        f"{rested}As soon as a good partner comes, I open a private thread for you two and mention"
        " you."
    )


def _helps(place: Place) -> Iterator[str]:
    others = {one: count for one, count in place.across.items() if one != place.me.project}
    if others:
        most = max(others, key=lambda one: others[one])
        yield f"**{escape(most)}**, where {others[most]} wait{'s' if others[most] == 1 else ''}"


def _together(pairs: Sequence[Pair]) -> str | None:
    """The pairs that are on, the newest first."""
    if not pairs:
        return None
    where = (f"**{escape(one.project)}** in {_thread(one)}" for one in pairs)
    return f"{plural(len(pairs), 'pair')} of yours on: {listed(where, most=MOST_PAIRS)}."


def _thread(pair: Pair) -> str:
    return f"<#{pair.thread_id}>" if pair.thread_id else "a thread that I am opening"


def _ways_out(place: Place) -> Row:
    wake = [button("Wake up", "pairing:wake", style=discord.ButtonStyle.primary)]
    return row(
        *(wake if place.rests_until else []),
        button("My profile", "pairing:profile"),
        button("Leave the queue", "pairing:leave"),
    )


def status_card(seeker: Seeker, mention: Mention) -> discord.ui.LayoutView:
    """A member's place, their pairs and their rest."""
    if seeker.place is not None:
        return place_card(seeker.place, pairs=seeker.pairs)
    return card(
        "### Where you stand",
        f"You aren't waiting for a partner. {mention('pair find')} puts you in the queue.",
        _together(seeker.pairs) or "You are in no pair at the moment.",
        row(button("My profile", "pairing:profile")),
        accent=Accent.DONE if seeker.pairs else Accent.QUIET,
    )


def left(project: str | None, me: int, pairs: Sequence[Pair], mention: Mention) -> str:
    find = mention("pair find")
    if project is not None:
        return f"You've left the queue for **{escape(project)}**. {find} brings you back any time."
    if pairs:
        newest = pairs[0]
        return (
            f"You aren't waiting any more: Nexus paired you with {_others(newest, me)}, in"
            f" {_thread(newest)}."
        )
    return f"You aren't waiting for a partner. {find} puts you in the queue."


def left_card(
    project: str | None, me: int, pairs: Sequence[Pair], mention: Mention
) -> discord.ui.LayoutView:
    return card(left(project, me, pairs, mention), accent=Accent.QUIET)


def resting_card(until: datetime) -> discord.ui.LayoutView:
    return card(
        f"You rest until {_when(until, 'F')} ({_when(until, 'R')}). You keep your place in the"
        " queue, and nobody is matched with you before. It ends by itself.",
        row(button("Wake up", "pairing:wake")),
        accent=Accent.QUIET,
    )


def blocked(member_id: int, pairs: Sequence[Pair], mention: Mention) -> str:
    """What only the one who blocks ever hears of it."""
    said = (
        f"You won't be paired with {who(member_id)}. Only you see this, and they never hear of it."
        f" {mention('pair unblock')} takes it back."
    )
    together = [_thread(one) for one in pairs if member_id in one.others(0)]
    if together:
        said += (
            f"\nThe pair that you are in {together[0]} stays on: {mention('pair rematch')} ends it."
        )
    return said


def unblocked(member_id: int) -> str:
    return f"You don't block {who(member_id)} any more. They never heard of it."


def why_card(
    pair: Pair, profiles: Mapping[int, Profile], me: int, now: datetime
) -> discord.ui.LayoutView:
    """For the members of a pair alone."""
    return card(
        f"### Why you and {_others(pair, me)}",
        *reasons(pair, profiles, now),
        accent=Accent.DONE,
    )


def words_card(profile: Profile) -> discord.ui.LayoutView | None:
    """What a partner says of themselves, if they do."""
    said = [escape(" ".join(profile.goals.split()))] if profile.goals else []
    if profile.links:
        said.append(links_shown(profile.links))
    return card(f"{who(profile.user_id)} says:", *said, accent=Accent.QUIET) if said else None


def links_shown(lines: str) -> str:
    """Each by its host, and leading there."""
    return ", ".join(f"[{escape(own_links.host(one))}]({one})" for one in lines.splitlines())


def _others(pair: Pair, me: int) -> str:
    return listed(map(who, pair.others(me)))


def _when(moment: datetime, style: str) -> str:
    return f"<t:{moment.timestamp():.0f}:{style}>"
