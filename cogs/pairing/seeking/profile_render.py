"""What a member says of themselves to be paired, as they alone see it. Pure."""

from collections.abc import Iterator, Sequence

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent
from bot.domain import zones
from bot.domain.matching import MOST_PARTNERS, Api, Track
from bot.domain.text import escape, fit, listed
from cogs.pairing.seeking.render import MOST_PAIRS, Mention, links_shown
from db.pair_profiles import Profile
from db.pairs import Pair
from db.seekers import Seeker

# What a partner sees whole is cut short here, so that the card fits on a phone.
_EXCERPT = 70


def card(seeker: Seeker, mention: Mention, *, has_moved: bool = False) -> discord.ui.LayoutView:
    """The profile, with a select for each of its parts; `has_moved` by what was just chosen."""
    profile = seeker.profile
    buttons = [
        cards.button(
            "Find a partner",
            "pairing:find",
            style=ButtonStyle.primary,
            disabled=not seeker.is_ready,
        ),
        cards.button("Goals and links", "pairing:goals"),
        *([] if profile.is_empty else [cards.button("Erase", "pairing:erase")]),
    ]
    return cards.card(
        "### Your profile for pairing\n-# Each choice is saved at once. Only you see this card.",
        cards.row(_tracks(profile)),
        cards.row(_projects(seeker)),
        cards.row(_apis(profile)),
        cards.row(_partners(profile)),
        "\n".join((*_missing(seeker), *_meanwhile(seeker, has_moved=has_moved))),
        "\n".join(_about(profile, mention)),
        cards.row(*buttons),
        accent=Accent.DONE if seeker.is_ready else Accent.WAITING,
    )


def _tracks(profile: Profile) -> discord.ui.Select[discord.ui.LayoutView]:
    offered = ((one.value, f"I build: {one.label.lower()}") for one in Track)
    return cards.select(
        "pairing:track",
        choices=cards.options(offered, profile.track or ()),
        placeholder="Which side do you build?",
    )


def _projects(seeker: Seeker) -> discord.ui.Select[discord.ui.LayoutView]:
    offered = ((one, one) for one in seeker.projects)
    return cards.select(
        "pairing:project",
        choices=cards.options(offered, seeker.profile.project or ()),
        placeholder="Which project?",
    )


def _apis(profile: Profile) -> discord.ui.Select[discord.ui.LayoutView]:
    offered = ((one.value, f"API: {one.label}") for one in Api)
    return cards.select(
        "pairing:api", choices=cards.options(offered, profile.api), placeholder="Which API?"
    )


def _partners(profile: Profile) -> discord.ui.Select[discord.ui.LayoutView]:
    """How many at once, and whether rather three than wait: one select, as a phone has few rows."""
    return cards.select(
        "pairing:partners",
        choices=cards.options(PARTNERS.items(), partners(profile.room, shares=profile.shares)),
        placeholder="How many partners?",
    )


def partners(room: int, *, shares: bool) -> str:
    return f"{room}{'+' if shares else ''}"


def _in_words(room: int, *, shares: bool) -> str:
    # A phone shows the beginning of it.
    many = "1" if room == 1 else f"up to {room}"
    return f"Partners: {many}, {'or be three rather than wait' if shares else 'never be three'}"


PARTNERS = {
    partners(room, shares=shares): _in_words(room, shares=shares)
    for room in range(1, MOST_PARTNERS + 1)
    for shares in (True, False)
}


def read_partners(said: str) -> tuple[int, bool] | None:
    """How many, and whether they share; None for what is not among `PARTNERS`."""
    return (int(said[0]), said.endswith("+")) if said in PARTNERS else None


def _missing(seeker: Seeker) -> Iterator[str]:
    profile = seeker.profile
    if profile.project and not seeker.has_project:
        yield (
            f"**{escape(profile.project)}** is no longer on this server's list: choose your project"
            " again."
        )
    missing = [] if profile.track else ["your **side**"]
    missing += [] if profile.project else ["your **project**"]
    if missing:
        yield f"To find a partner, still say {listed(missing)}."


def _meanwhile(seeker: Seeker, *, has_moved: bool) -> Iterator[str]:
    """What a change means for the place in the queue, and for the pairs that are on."""
    if seeker.place is not None:
        me = seeker.place.me
        waits = f"**{escape(me.project)}**, {me.track.label.lower()}"
        yield (
            f"You wait for {waits} now, at the back of its line."
            if has_moved
            else f"You wait for {waits}. Another side or project starts at the back of its line."
        )
    if seeker.pairs:
        yield f"{_on(seeker.pairs)} what you change counts for the next."


def _on(pairs: Sequence[Pair]) -> str:
    if len(pairs) > 1:
        return f"Your {len(pairs)} pairs stay as they are:"
    return f"Your pair for **{escape(pairs[0].project)}** stays as it is:"


def _about(profile: Profile, mention: Mention) -> Iterator[str]:
    if profile.goals:
        yield f"Goals: {escape(fit(' '.join(profile.goals.split()), _EXCERPT))}"
    if profile.links:
        yield f"Links: {links_shown(profile.links)}"
    zone = zones.place(profile.zone) if profile.zone else f"not said: {mention('me timezone')}"
    yield f"Time zone: {zone}"
    free = "said" if profile.availability else f"not said: {mention('me availability')}"
    yield f"When you have time: {free}"


def erasing_card(seeker: Seeker) -> discord.ui.LayoutView:
    """Asks once, and says what stays."""
    leaving = " You leave the queue." if seeker.place else ""
    kept = "whom you block, and for 30 days how long you waited"
    staying = f"{_threads(seeker.pairs)}, {kept}" if seeker.pairs else kept
    return cards.card(
        "### Erase your profile?",
        "Your side, project, API, goals and links are forgotten at once, for good." + leaving,
        f"What stays: {staying}.",
        cards.row(
            cards.button("Erase it", "pairing:erased", style=ButtonStyle.danger),
            cards.button("Keep it", "pairing:profile"),
        ),
        accent=Accent.WAITING,
    )


def erased_card(pairs: Sequence[Pair], mention: Mention) -> discord.ui.LayoutView:
    stays = f" What stays: {_threads(pairs)}." if pairs else ""
    return cards.card(
        f"Your profile for pairing is erased, and you don't wait for a partner.{stays}",
        f"{mention('pair profile')} begins a new one.",
        accent=Accent.QUIET,
    )


def _threads(pairs: Sequence[Pair]) -> str:
    """`your 2 pairs that are on (#one, #another)`."""
    threads = ", ".join(f"<#{one.thread_id}>" for one in pairs[:MOST_PAIRS] if one.thread_id)
    which = "your pair that is on" if len(pairs) == 1 else f"your {len(pairs)} pairs that are on"
    return f"{which} ({threads})" if threads else which
