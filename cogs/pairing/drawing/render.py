"""What moderators see of who waits, of a draw, and of the pairs. Pure: values in, cards out."""

from collections.abc import Callable, Mapping, Sequence

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain.matching import Api, Candidate, Match, Why
from bot.domain.people import who
from bot.domain.text import escape, fit, plural
from cogs.pairing.meeting.render import names
from db.pairs import Pair
from db.rounds import Seen

# As many as fit on a phone, where each takes four rows, and a draw has three more around them.
LISTED, DRAWN = 3, 2

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""

SOMEBODY_CAME = "-# Somebody came or went: drawn anew."
NOT_THESE = (
    "These two can't be paired. Choose somebody else; I don't say more, since reasons are private."
)

WAITS_NO_MORE = "They don't wait any more: they found a partner, or left the queue."


def nobody_for(user_id: int, mention: Mention) -> discord.ui.LayoutView:
    """True whatever keeps them apart, which may be private."""
    return cards.card(
        f"### Nobody for {who(user_id)} yet\nNobody who waits suits them now: it takes a frontend"
        f" and a backend of the same project. {mention('nexus pair make')} pairs any two.",
        accent=Accent.QUIET,
    )


def drawn_card(seen: Seen, at: int, *, is_anew: bool = False) -> discord.ui.LayoutView:
    """A few of the pairs that a draw would make, each with its reasons."""
    drawn = seen.drawn
    if not drawn.matches:
        return cards.card(
            "### Nobody to pair",
            SOMEBODY_CAME if is_anew else None,
            f"{plural(len(drawn.waiting), 'member waits', 'members wait')}, but no frontend and"
            " backend of the same project who may be paired."
            if drawn.waiting
            else "Nobody waits for a partner.",
            accent=Accent.QUIET,
        )
    first = _first(at, len(drawn.matches), DRAWN)
    shown = list(zip(drawn.matches, drawn.whys, strict=True))[first : first + DRAWN]
    return cards.card(
        f"### {plural(len(drawn.matches), 'pair')} to make",
        SOMEBODY_CAME if is_anew else None,
        *(_match(one, why) for one, why in shown),
        f"-# {len(drawn.waiting)} would wait on. Confirm until {format_dt(seen.until, 't')}.",
        cards.row(
            cards.button("Confirm", "pairing:confirm", seen.id, style=ButtonStyle.primary),
            *(
                cards.button(label, "pairing:drawn", seen.id, to)
                for label, to in _turns(first, len(drawn.matches), DRAWN)
            ),
        ),
    )


def _first(at: int, count: int, page: int) -> int:
    """Where the page begins that has the entry `at`, or the nearest to it that there is."""
    return max(0, min(at, count - 1)) // page * page


def _turns(first: int, count: int, page: int) -> list[tuple[str, int]]:
    """The pages on both sides, where there are any: what their buttons say, and where they lead."""
    found = (("Back", first - page), ("More", first + page))
    return [(label, to) for label, to in found if 0 <= to < count]


def _match(found: Match, why: Why) -> str:
    return f"{names(found.people)}\n-# {escape(found.project)} · {reasons(why)}"


def reasons(why: Why) -> str:
    """`REST · 6 shared hours · first time`: a week's hours, and as short as a phone is narrow."""
    api = "API to agree on" if why.api is None else _API[why.api]
    shared = why.shared_hours
    hours = "hours unknown" if shared is None else plural(shared, "shared hour")
    return f"{api} · {hours} · {'first time' if why.is_first_time else 'met before'}"


_API = {Api.REST: Api.REST.label, Api.GRAPHQL: Api.GRAPHQL.label, Api.EITHER: "any API"}


def confirmed_card(made: Sequence[Pair]) -> discord.ui.LayoutView:
    return cards.card(
        f"### {plural(len(made), 'pair')} made\nI open a private thread for each, and mention them"
        " there. **/nexus pair list** shows them.",
        accent=Accent.DONE,
    )


def list_card(waiting: Sequence[Candidate], on: Sequence[Pair], at: int) -> discord.ui.LayoutView:
    """Who waits, the longest first, then the pairs that are on, the newest first."""
    entries = [*map(_waiting, waiting), *map(_on, on)]
    first = _first(at, len(entries), LISTED)
    if not entries:
        return cards.card(
            "### Pairs\nNobody waits for a partner, and no pair is on. `/pair find` is how learners"
            " begin.",
            accent=Accent.QUIET,
        )
    turns = _turns(first, len(entries), LISTED)
    return cards.card(
        f"### Pairs: {len(waiting)} waiting, {len(on)} on",
        *entries[first : first + LISTED],
        cards.row(*(cards.button(label, "pairing:list", to) for label, to in turns))
        if turns
        else None,
        accent=Accent.QUIET,
    )


def _waiting(one: Candidate) -> str:
    since = format_dt(one.joined_at, "R")
    what = f"{escape(one.project)}, {one.track.label.lower()}"
    return f"{who(one.user_id)} waits since {since}\n-# {what}"


def _on(pair: Pair) -> str:
    where = f"<#{pair.thread_id}>" if pair.thread_id else "no thread yet"
    how = "started" if pair.started_at else _silence(pair)
    return f"**#{pair.number}** {names(pair.people)}\n-# {escape(pair.project)} · {where} · {how}"


def _silence(pair: Pair) -> str:
    if pair.nudged_at is not None:
        return f"nudged {format_dt(pair.nudged_at, 'R')}"
    return f"heard {format_dt(pair.heard_at or pair.made_at, 'R')}"


def made(pair: Pair) -> str:
    return (
        f"{names(pair.people)} are pair **#{pair.number}** now. I open their thread and mention"
        " them there."
    )


def together(pair: Pair) -> str:
    return f"These two are together already, in pair **#{pair.number}**."


def ended(pair: Pair) -> str:
    told = (
        "They have no thread yet, so it is yours to tell them."
        if pair.thread_id is None
        else "I tell them in their thread what they can do next."
    )
    return f"Pair **#{pair.number}** has ended. {told}"


def label(pair: Pair, called: Mapping[int, str]) -> str:
    """`#7 E-Commerce: Ann, Bob`, of whom Discord has told their names."""
    known = ", ".join(called[one] for one in pair.people if one in called)
    return fit(f"#{pair.number} {pair.project}{f': {known}' if known else ''}", 100)
