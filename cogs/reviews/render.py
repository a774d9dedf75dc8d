"""What Nexus shows and says about reviews. Pure: values in, cards and texts out."""

from collections.abc import Callable, Iterator
from datetime import datetime

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent, Row
from bot.domain import links
from bot.domain.matching import Track
from bot.domain.people import who
from bot.domain.text import escape, fit, prose
from db.review_lists import Page
from db.reviews import LASTS, Review, Stage

# A narrow phone shows about 30 characters in a row of a card.
ROW = 30
_NAME_LIMIT = 52  # two rows, bold and broken between words
_PROSE_LIMIT = 1000
# Beside what its reviewer said there is less room for what was asked, and on the card for either.
_LOOK_LIMIT_DONE, _WORD_LIMIT = 58, 78
_HOURS = int(LASTS.total_seconds() // 3600)

_ACCENTS = {
    Stage.WAITING: Accent.WAITING,
    Stage.CLAIMED: Accent.OPEN,
    Stage.DONE: Accent.DONE,
    Stage.WITHDRAWN: Accent.QUIET,
}

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""
_Button = discord.ui.Button[discord.ui.LayoutView]


# For everybody


def review_card(review: Review) -> discord.ui.LayoutView:
    """The card in the project's channel, as the review stands now; and for who opens it alone."""
    if review.stage is Stage.WITHDRAWN:
        # Of what moderators took away there is nothing left to follow.
        who_asked = f"-# {who(review.asker_id)} asked"
        return cards.card(
            "### Review withdrawn", f"{who_asked}\n{_withdrawn(review)}", accent=Accent.QUIET
        )
    is_done = review.stage is Stage.DONE
    look_at = fit(review.look_at, _LOOK_LIMIT_DONE) if is_done else review.look_at
    return cards.card(
        f"### {'Reviewed' if is_done else 'Review wanted'}{_side(review)}\n{_named(review)}",
        f"-# {who(review.asker_id)} asks \u00b7 {format_dt(review.waits_since, 'R')}",
        prose(look_at, _PROSE_LIMIT),
        "\n".join(_stands(review)),
        _thanks(review),
        cards.row(*_buttons(review)),
        accent=_ACCENTS[review.stage],
    )


def _side(review: Review) -> str:
    return f" \u00b7 {Track(review.track).label}" if review.track else ""


def _named(review: Review) -> str:
    return f"**{escape(fit(links.name(review.link), _NAME_LIMIT))}**"


def _short(review: Review) -> str:
    """For one row of a phone, where nothing leads to the code."""
    return f"**{escape(fit(links.short(review.link), ROW))}**"


def _stands(review: Review) -> Iterator[str]:
    """Where it stands, in words."""
    match review.stage:
        case Stage.CLAIMED:
            until = format_dt(review.claimed_until, "R") if review.claimed_until else "soon"
            yield f"**{who(review.reviewer_id)} is on it**, free again {until}"
        case Stage.DONE:
            yield f"**Reviewed by {who(review.reviewer_id)}**"
            yield f"> {prose(fit(review.word, _WORD_LIMIT), _PROSE_LIMIT)}"
        case _:
            yield "**Waiting for a reviewer**"
            if review.lapsed_by_id is not None:
                yield f"-# {who(review.lapsed_by_id)} had it for {_HOURS} hours."


def _thanks(review: Review) -> str | None:
    return f"-# {who(review.asker_id)} says thanks." if review.thanked_at is not None else None


def _withdrawn(review: Review) -> str:
    if review.withdrawn_by_id is None:
        return "**Closed: who asked has left the server**"
    return f"**Withdrawn by {who(review.withdrawn_by_id)}**"


def _buttons(review: Review) -> Iterator[_Button]:
    match review.stage:
        case Stage.WAITING:
            yield cards.button(
                "I'll review this", "review:claim", review.id, style=ButtonStyle.primary
            )
        case Stage.CLAIMED:
            yield _done(review)
            yield _free(review)
        case _:
            yield from _answers(review)
    yield cards.link("Open it", review.link)
    if review.is_open:
        yield cards.button("Withdraw", "review:withdraw", review.id)


def _answers(review: Review) -> Iterator[_Button]:
    """What its asker says to a review that is done."""
    if review.thanked_at is None:
        yield cards.button("Thanks", "review:thank", review.id, style=ButtonStyle.primary)
    yield cards.button("Ask for another look", "review:again", review.id)


def _done(review: Review) -> _Button:
    return cards.button("Done", "review:finish", review.id, style=ButtonStyle.primary)


def _free(review: Review, *more: str) -> _Button:
    return cards.button("Give it back", "review:free", review.id, *more)


def word_card(review: Review, *, is_current: bool) -> discord.ui.LayoutView:
    """With this the asker is pinged; what can be done is left out once it is said."""
    if not is_current:
        return cards.card(
            f"{who(review.asker_id)} asked for another look at {_short(review)}.",
            accent=Accent.QUIET,
        )
    card_url = url(review)
    return cards.card(
        f"{who(review.asker_id)}, {who(review.reviewer_id)} reviewed\n{_short(review)}",
        f"> {prose(review.word, _PROSE_LIMIT)}",
        _thanks(review),
        cards.row(
            *_answers(review), *([cards.link("Open its card", card_url)] if card_url else ())
        ),
        accent=Accent.DONE,
    )


def url(review: Review) -> str | None:
    """Where its card stands; None as long as it does not."""
    if review.message_id is None:
        return None
    place = f"{review.guild_id}/{review.channel_id}/{review.message_id}"
    return f"https://discord.com/channels/{place}"


# For its reviewer

MINE = "mine"  # that the card which was pressed is the reviewer's own, and shows what comes of it


def claimed_card(review: Review) -> discord.ui.LayoutView:
    assert review.claimed_until is not None
    return cards.card(
        f"**It is yours until {format_dt(review.claimed_until, 'F')}**, and then free again.",
        f"{_named(review)}\n> {prose(review.look_at, _PROSE_LIMIT)}",
        cards.row(_done(review), _free(review, MINE), cards.link("Open it", review.link)),
    )


def given_back(review: Review) -> discord.ui.LayoutView:
    return cards.card(
        f"{_short(review)} is free again. Thank you for looking!", accent=Accent.QUIET
    )


def finished(review: Review) -> str:
    return (
        f"Thank you! {who(review.asker_id)} is pinged in <#{review.channel_id}> with what you said,"
        " and the digest thanks you both."
    )


ASKER_LEFT = (
    "Whoever asked for this has left the server, so I closed it: nobody would read your review."
    " `/review list` shows what else waits."
)


# For its asker


def saved(review: Review) -> str:
    return f"Saved. Posting it in <#{review.channel_id}>\u2026"


def asked(review: Review) -> str:
    return (
        f"Your review is asked for: [its card]({url(review)}) is in <#{review.channel_id}>. You are"
        " pinged there once somebody has done it."
    )


def postponed(review: Review, trouble: str) -> str:
    why = trouble or "Discord did not take it."
    return (
        f"Saved, but I could not post it in <#{review.channel_id}> yet. {why} I will post it as"
        " soon as possible: you need not ask again."
    )


def thanked(review: Review) -> str:
    return f"Said: the card tells {who(review.reviewer_id)} thanks from you."


AGAIN = "It is free again, for another pair of eyes. You are pinged once somebody has looked."


def withdrawn(review: Review) -> str:
    return f"{_short(review)} is withdrawn, and its card says so."


# Lists


def list_card(page: Page, reader_id: int, now: datetime, mention: Mention) -> discord.ui.LayoutView:
    if not page.count:
        ask = mention("review ask")
        return cards.card(
            f"Nothing waits for a review. Have your own code looked at: {ask}.", accent=Accent.QUIET
        )
    place = f" \u00b7 {page.at + 1} of {page.last + 1}" if page.last else ""
    choices = cards.options((str(one.id), choice_label(one)) for one in page.shown)
    return cards.card(
        f"**Waiting for a review** \u00b7 {page.count}{place}",
        *(_entry(one, reader_id, now) for one in page.shown),
        cards.row(cards.select("review:open", choices=choices, placeholder="Open one")),
        _turns(page),
        accent=Accent.WAITING,
    )


def _entry(review: Review, reader_id: int, now: datetime) -> str:
    """A review in two rows of a phone."""
    return f"{_short(review)}\n-# {_waits(review, reader_id, now)}{_side(review)}"


def _waits(review: Review, reader_id: int, now: datetime) -> str:
    holder = review.claimed_by(now)
    until = format_dt(review.claimed_until, "R") if review.claimed_until else ""
    since = format_dt(review.waits_since, "R")
    if holder == reader_id:
        return f"you are on it, free again {until}"
    if reader_id != review.asker_id:
        return f"{who(review.asker_id)} asks \u00b7 {since}"
    return f"yours \u00b7 {who(holder)} is on it" if holder else f"yours \u00b7 asked {since}"


def _turns(page: Page) -> Row | None:
    around = (("Back", page.at - 1), ("More", page.at + 1))
    turns = [cards.button(label, "review:list", at) for label, at in around if 0 <= at <= page.last]
    return cards.row(*turns) if turns else None


def choice_label(review: Review) -> str:
    return fit(f"{fit(links.short(review.link), 50)} \u00b7 {review.look_at}", 100)


WHICH = "Choose the review from the list: type a part of its link."
