"""What the digest says. Pure: values in, cards out.

Its sections stand in cards that a phone shows at once each; its cards in as few messages as Discord
takes them in. Which items stand in which message is laid out once (`layout`), and drawn from what
is true by then (`digest_card`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import discord

from bot import cards
from bot.cards import Block
from bot.domain.ranking import Part, Section
from bot.domain.text import escape, fit, units
from bot.kinds import late_words
from cogs.digest.lines import HEADS, Line, line
from db.digest_contents import Contents
from db.digest_items import Told, Waiting
from db.digest_posts import Part as Posted

# A phone shows about twelve rows of a card.
ROWS = 12
# Of what Discord takes in a message, without what stands there beside the sections: the title, that
# it is late, the picture; and in a preview what moderators can do.
COMPONENTS = 40 - 14
TEXT = cards.TEXT_LIMIT - 900
TITLE = "### The week at a glance"
# The title, and that it is late, take three of the first.
_ROOM = ROWS - 3

PICTURE = "picture"
PICTURE_FILE = "week.png"

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A section in words; the longest has as many rows as the first card has room for."""

    part: Part
    told: Sequence[Told]
    lines: Sequence[Line]

    @property
    def rows(self) -> int:
        leads_on = self.part is Part.PARTNERS
        return 1 + sum(one.rows for one in self.lines) + leads_on

    @property
    def names(self) -> list[str]:
        return [one.item.name for one in self.told]


@dataclass(frozen=True, slots=True)
class _Card:
    """Sections that a phone shows at once."""

    shown: Sequence[_Shown] = ()

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.shown)

    @property
    def names(self) -> list[str]:
        return [name for one in self.shown for name in one.names]


def layout(contents: Contents, guild_id: int, mention: Mention) -> list[list[str]]:
    """The names of the items of each message, in order; none if there is nothing to say."""
    if not contents.news:
        return []
    messages: list[list[str]] = []
    components = text = 0
    for card in _cards(contents, contents.sections, guild_id):
        blocks = list(_blocks(card, contents, mention))
        more = 1 + sum(1 if isinstance(one, str) else 2 for one in blocks)
        longer = sum(units(one) for one in blocks if isinstance(one, str))
        if not messages or components + more > COMPONENTS or text + longer > TEXT:
            messages.append([])
            components = text = 0
        messages[-1] += card.names
        components, text = components + more, text + longer
    if contents.bars.is_worth_a_picture:
        messages[-1].append(PICTURE)
    return messages


def digest_card(
    contents: Contents,
    names: Collection[str],
    guild_id: int,
    mention: Mention,
    *,
    late: timedelta | None = None,
    is_first: bool = True,
    has_picture: bool = False,
) -> discord.ui.LayoutView | None:
    """What is left of these items by now; None where nothing is."""
    found = list(_cards(contents, contents.only(names), guild_id, is_first=is_first))
    if not found:
        return None
    head = [TITLE, late_words(late)] if is_first else [f"{TITLE}, and more", late_words(late)]
    title = "\n".join(filter(None, head))
    made = [cards.card(title, *_blocks(found[0], contents, mention))]
    made += [cards.card(*_blocks(one, contents, mention)) for one in found[1:]]
    view = cards.together(*made)
    return view.add_item(_picture(contents)) if has_picture else view


def letter_card(
    contents: Contents, part: Posted, guild: discord.Guild, mention: Mention
) -> discord.ui.LayoutView | None:
    """The beginning of a posted digest, for somebody who was away: the rest stands behind a link.

    Without its buttons: what they do is done in the server.
    """
    cards_of = _cards(contents, contents.only(part.items), guild.id)
    card = next(iter(cards_of), None)
    if card is None:
        return None
    texts = (one for one in _blocks(card, contents, mention) if isinstance(one, str))
    return cards.card(
        f"### What you missed in {escape(fit(guild.name, 30))}",
        *texts,
        cards.row(*_letter_buttons(part, guild.id)),
    )


def hello_card(guild: discord.Guild) -> discord.ui.LayoutView:
    """By direct message, once somebody wants to be written to."""
    return cards.card(
        f"Hello! When you have not been in **{escape(fit(guild.name, 60))}** for a week, I write"
        " you here what you missed. While you are there, I don't.",
        cards.row(cards.button("Stop these messages", "profile:quiet", guild.id)),
    )


def _letter_buttons(
    part: Posted, guild_id: int
) -> Iterator[discord.ui.Button[discord.ui.LayoutView]]:
    if part.channel_id and part.message_id:
        place = f"{guild_id}/{part.channel_id}/{part.message_id}"
        yield cards.link("Read all of it", f"https://discord.com/channels/{place}")
    yield cards.button("Stop these messages", "profile:quiet", guild_id)


def nothing_left_card() -> discord.ui.LayoutView:
    """In place of a message that a digest no longer needs: Nexus deletes nothing."""
    return cards.card("-# There is nothing more this week.", accent=cards.Accent.QUIET)


def _picture(contents: Contents) -> discord.ui.Container[discord.ui.LayoutView]:
    gallery: discord.ui.MediaGallery[discord.ui.LayoutView] = discord.ui.MediaGallery()
    gallery.add_item(media=f"attachment://{PICTURE_FILE}", description=contents.bars.alt())
    return discord.ui.Container(
        discord.ui.TextDisplay("**The week, day by day**"),
        gallery,
        accent_colour=int(cards.Accent.OPEN),
    )


def _cards(
    contents: Contents, sections: Iterable[Section], guild_id: int, *, is_first: bool = True
) -> Iterator[_Card]:
    """Sections one after the other, each in one card with those before as long as it fits."""
    card, room = _Card(), _ROOM if is_first else ROWS
    for section in sections:
        shown = _shown(contents, section, guild_id)
        if card.shown and card.rows + shown.rows > room:
            yield card
            card, room = _Card(), ROWS
        card = _Card((*card.shown, shown))
    if card.shown:
        yield card


def _shown(contents: Contents, section: Section, guild_id: int) -> _Shown:
    told = [contents.told[one.name] for one in section.items]
    return _Shown(section.part, told, [line(one, guild_id) for one in told])


def _blocks(card: _Card, contents: Contents, mention: Mention) -> Iterator[Block]:
    for shown in card.shown:
        yield from _section(shown, contents, mention)


def _section(shown: _Shown, contents: Contents, mention: Mention) -> Iterator[Block]:
    count = contents.counts.get(shown.part)
    head = f"**{HEADS[shown.part]}**{f' · {count}' if count else ''}"
    on = [f"-# {mention('pair find')} finds you one"] if shown.part is Part.PARTNERS else []
    texts = [one.text for one in shown.lines]
    if shown.part is not Part.HELP:
        yield "\n".join((head, *texts, *on))
        return
    for told, text in zip(shown.told, texts, strict=True):
        yield f"{head}\n{text}" if text is texts[0] else text
        if isinstance(told, Waiting):
            yield cards.row(cards.button("I can take this", "qa:take", told.number))
