"""What moderators see of who waits, of a draw, and of the pairs. Pure: values in, cards out."""

from collections.abc import Mapping, Sequence

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain.matching import Api, Candidate, Match, Why
from bot.domain.text import escape, fit, plural
from cogs.pairing.meeting.render import names
from db.pairs import Pair
from db.rounds import Seen

PAGE = 4

SOMEBODY_CAME = "-# Somebody came or went since you looked: this is drawn anew."
NOT_THESE = (
    "These two can't be paired. Choose somebody else; I don't say more, since reasons are private."
)


def drawn_card(seen: Seen, at: int, *, is_anew: bool = False) -> discord.ui.LayoutView:
    """A few of the pairs that a draw would make, each with its reasons."""
    drawn = seen.drawn
    left = plural(len(drawn.waiting), "member")
    if not drawn.matches:
        return cards.card(
            "### Nobody to pair",
            SOMEBODY_CAME if is_anew else None,
            f"{left} {'waits' if len(drawn.waiting) == 1 else 'wait'}, but no frontend and backend"
            " of the same project who may be paired."
            if drawn.waiting
            else "Nobody waits for a partner.",
            accent=Accent.QUIET,
        )
    first = max(0, min(at, len(drawn.matches) - 1)) // PAGE * PAGE
    shown = list(zip(drawn.matches, drawn.whys, strict=True))[first : first + PAGE]
    return cards.card(
        f"### {plural(len(drawn.matches), 'pair')} to make",
        SOMEBODY_CAME if is_anew else None,
        *(_match(one, why) for one, why in shown),
        f"-# {left} would wait on. You can confirm until {format_dt(seen.until, 't')}.",
        cards.row(
            cards.button("Confirm", "pairing:confirm", seen.id, style=ButtonStyle.primary),
            *(
                cards.button(label, "pairing:drawn", seen.id, to)
                for label, to in _turns(first, len(drawn.matches))
            ),
        ),
    )


def _turns(first: int, count: int) -> list[tuple[str, int]]:
    """The pages on both sides, where there are any: what their buttons say, and where they lead."""
    found = (("Back", first - PAGE), ("More", first + PAGE))
    return [(label, to) for label, to in found if 0 <= to < count]


def _match(found: Match, why: Why) -> str:
    return f"{names(found.people)}\n-# {escape(found.project)} · {reasons(why)}"


def reasons(why: Why) -> str:
    """`REST · 6 shared hours a week · first time`."""
    said = "API style to agree on" if why.api is None else _API.get(why.api, "any API style")
    hours = (
        "hours unknown"
        if why.shared_hours is None
        else f"{plural(why.shared_hours, 'shared hour')} a week"
    )
    return f"{said} · {hours} · {'first time' if why.is_first_time else 'were a pair before'}"


_API = {Api.REST: Api.REST.label, Api.GRAPHQL: Api.GRAPHQL.label}


def confirmed_card(made: Sequence[Pair]) -> discord.ui.LayoutView:
    return cards.card(
        f"### {plural(len(made), 'pair')} made\nI open a private thread for each, and mention them"
        " there. **/nexus pair list** shows them.",
        accent=Accent.DONE,
    )


def list_card(waiting: Sequence[Candidate], on: Sequence[Pair], at: int) -> discord.ui.LayoutView:
    """Who waits, the longest first, then the pairs that are on, the newest first."""
    entries = [*map(_waiting, waiting), *map(_on, on)]
    first = max(0, min(at, len(entries) - 1)) // PAGE * PAGE
    if not entries:
        return cards.card(
            "### Pairs\nNobody waits for a partner, and no pair is on. `/pair find` is how learners"
            " begin.",
            accent=Accent.QUIET,
        )
    turns = [cards.button(label, "pairing:list", to) for label, to in _turns(first, len(entries))]
    return cards.card(
        f"### Pairs: {len(waiting)} waiting, {len(on)} on",
        *entries[first : first + PAGE],
        cards.row(*turns) if turns else None,
        accent=Accent.QUIET,
    )


def _waiting(one: Candidate) -> str:
    since = format_dt(one.joined_at, "R")
    return (
        f"<@{one.user_id}> waits since {since}\n-# {escape(one.project)}, {one.track.label.lower()}"
    )


def _on(pair: Pair) -> str:
    where = f"<#{pair.thread_id}>" if pair.thread_id else "no thread yet"
    how = "have started" if pair.started_at else _silence(pair)
    return f"**#{pair.number}** {names(pair.people)}\n-# {escape(pair.project)} · {where} · {how}"


def _silence(pair: Pair) -> str:
    if pair.nudged_at is not None:
        return f"silent, nudged {format_dt(pair.nudged_at, 'R')}"
    return f"last heard {format_dt(pair.heard_at or pair.made_at, 'R')}"


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
