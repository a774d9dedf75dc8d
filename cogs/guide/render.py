"""What the guide says. Pure: values in, cards out."""

from collections.abc import Callable, Iterator, Sequence

import discord

from bot import cards
from bot.cards import Row
from bot.catalogue import Entry
from bot.domain import guide
from cogs.guide.topics import Topic

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""

_MENUS = {
    "message": "-# **Bold**: hold a message, then **Apps**.",
    "user": "-# **Bold**: hold a name, then **Apps**.",
}
_ABOUT_MENUS = "-# More is in menus: hold a message or a name (or right-click it), then **Apps**."


def front_card(offered: Sequence[Topic], mention: Mention) -> discord.ui.LayoutView:
    """A line for each topic, with the command to begin with."""
    return cards.card(
        "### What you can do here",
        "\n".join((*(f"{mention(one.begin)} {one.about}" for one in offered), _ABOUT_MENUS)),
        _choice(offered, "", "All that there is, by topic"),
    )


def page_card(
    topic: Topic, entries: Sequence[Entry], at: int, offered: Sequence[Topic], mention: Mention
) -> discord.ui.LayoutView:
    """A leaf of a topic's commands; a number that is too high shows the last."""
    leaves = guide.leaves([_line(one, lambda name: f"/{name}") for one in entries])
    at = min(at, len(leaves) - 1)
    shown = [entries[place] for place in leaves[at]]
    place = f" · {at + 1} of {len(leaves)}" if len(leaves) > 1 else ""
    return cards.card(
        f"### {topic.title}{place}",
        "\n".join((*(_line(one, mention) for one in shown), *_footer(shown))),
        _choice(offered, topic.key, "Another topic"),
        cards.row(*_turns(topic, at, len(leaves))),
    )


def _line(one: Entry, mention: Mention) -> str:
    plain = f"/{one.qualified_name}" if one.kind == "slash" else one.qualified_name
    name = mention(one.qualified_name) if one.kind == "slash" else f"**{plain}**"
    return f"{name} {guide.half(plain, one.description)}"


def _footer(shown: Sequence[Entry]) -> Iterator[str]:
    """How one comes to what stands in menus."""
    kinds = {one.kind for one in shown}
    yield from (said for kind, said in _MENUS.items() if kind in kinds)


def _choice(offered: Sequence[Topic], chosen: str, placeholder: str) -> Row:
    choices = cards.options(((one.key, one.title) for one in offered), chosen)
    return cards.row(cards.select("guide:open", choices=choices, placeholder=placeholder))


def _turns(topic: Topic, at: int, count: int) -> Iterator[discord.ui.Button[discord.ui.LayoutView]]:
    around = (("Back", at - 1), ("More", at + 1))
    for label, to in around:
        if 0 <= to < count:
            yield cards.button(label, "guide:page", topic.key, to)
    yield cards.button("All topics", "guide:front")
