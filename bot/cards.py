"""The look of Nexus: cards, buttons, selects and forms, within Discord's limits.

A card is a Components V2 layout: one container of texts and rows. Feature by feature, `render.py`
fills it; nothing here knows any feature.
"""

from collections.abc import Collection, Iterable, Sequence
from enum import IntEnum

import discord
from discord import ButtonStyle

from bot.domain.text import fit, units

# All text displays of one message together.
TEXT_LIMIT = 4000
LABEL_LIMIT = 34
OPTION_LIMIT = 100


class Accent(IntEnum):
    """The stripe of a card: what state the thing is in, always said in words too."""

    OPEN = 0x5865F2
    DONE = 0x2E9E5B
    WAITING = 0xE0A526
    QUIET = 0x80848E


Row = discord.ui.ActionRow[discord.ui.LayoutView]
Beside = discord.ui.Section[discord.ui.LayoutView]
Block = str | Row | Beside | None
"""A part of a card: a paragraph of markdown, with a button or without, or a row; None leaves no
trace."""


def card(*blocks: Block, accent: Accent = Accent.OPEN) -> discord.ui.LayoutView:
    """A card of paragraphs and rows, in order."""
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(
        accent_colour=int(accent)
    )
    room = TEXT_LIMIT
    for block in blocks:
        if isinstance(block, discord.ui.ActionRow | discord.ui.Section):
            container.add_item(block)
        elif block:
            shown = fit(block, room)
            room -= units(shown)
            if shown:  # Discord takes no empty text
                container.add_item(discord.ui.TextDisplay(shown))
    return discord.ui.LayoutView(timeout=None).add_item(container)


def together(*parts: discord.ui.LayoutView) -> discord.ui.LayoutView:
    """Several cards as one message, in order."""
    made = discord.ui.LayoutView(timeout=None)
    for container in [one for part in parts for one in part.children]:
        made.add_item(container)
    return made


# Component ids are 32 bits; those that Discord gives by itself begin at 1.
FIRST_TAG = 1_000_000_000


def tag(card: discord.ui.LayoutView, number: int) -> discord.ui.LayoutView:
    """Number the card itself, unseen: Discord keeps the ids of components; `tags` reads them."""
    card.children[0].id = number
    return card


def tags(message: discord.Message) -> set[int | None]:
    """The numbers of a message's cards."""
    return {one.id for one in message.components if isinstance(one, discord.Container)}


def keep_tag(message: discord.Message, card: discord.ui.LayoutView) -> None:
    """Let a message keep its number when it is redrawn as `card`."""
    for number in tags(message):
        if number is not None and number >= FIRST_TAG:
            tag(card, number)


def custom_id(road: str, *args: object) -> str:
    """`qa:accept` with 3 and 17 is `qa:accept:3:17`."""
    made = ":".join((road, *map(str, args)))
    if len(made) > 100:
        raise ValueError(f"custom_id over 100 characters: {road}")
    return made


def row(*items: discord.ui.Item[discord.ui.LayoutView]) -> Row:
    """Up to five buttons, or one select."""
    return discord.ui.ActionRow(*items)


def beside(text: str, one: discord.ui.Button[discord.ui.LayoutView]) -> Beside:
    """A short paragraph with the button that belongs to it on its right."""
    return discord.ui.Section(text, accessory=one)


def button(
    label: str,
    road: str,
    *args: object,
    style: ButtonStyle = ButtonStyle.secondary,
    disabled: bool = False,
) -> discord.ui.Button[discord.ui.LayoutView]:
    return discord.ui.Button(
        label=fit(label, LABEL_LIMIT),
        custom_id=custom_id(road, *args),
        style=style,
        disabled=disabled,
    )


def link(label: str, url: str) -> discord.ui.Button[discord.ui.LayoutView]:
    return discord.ui.Button(label=fit(label, LABEL_LIMIT), url=url)


def options(
    labels: Iterable[tuple[str, str]], chosen: str | Collection[str] = ()
) -> list[discord.SelectOption]:
    """Select options out of (value, label); Discord takes 25."""
    known = {chosen} if isinstance(chosen, str) else set(chosen)
    return [
        discord.SelectOption(label=fit(label, OPTION_LIMIT), value=value, default=value in known)
        for value, label in labels
    ][:25]


def select(
    road: str, *args: object, choices: Sequence[discord.SelectOption], placeholder: str
) -> discord.ui.Select[discord.ui.LayoutView]:
    return discord.ui.Select(
        custom_id=custom_id(road, *args),
        options=list(choices),
        placeholder=fit(placeholder, OPTION_LIMIT),
    )


def multi_select(
    road: str, *args: object, choices: Sequence[discord.SelectOption], placeholder: str
) -> discord.ui.Select[discord.ui.LayoutView]:
    """A select of any number of choices, none among them; `Press.values` has them all."""
    made = select(road, *args, choices=choices, placeholder=placeholder)
    made.min_values, made.max_values = 0, len(choices)
    return made


def form(
    title: str, road: str, *args: object, fields: Iterable[discord.ui.Label[discord.ui.LayoutView]]
) -> discord.ui.Modal:
    """A modal; its submission walks `road` with `args`, after a restart too."""
    made = discord.ui.Modal(title=fit(title, 45), custom_id=custom_id(road, *args), timeout=None)
    for one in fields:
        made.add_item(one)
    return made


def line(
    name: str,
    label: str,
    *,
    limit: int,
    hint: str = "",
    long: bool = False,
    required: bool = True,
    value: str = "",
) -> discord.ui.Label[discord.ui.LayoutView]:
    """A text input in a form; `Press.text(name)` reads it."""
    return discord.ui.Label(
        text=fit(label, 45),
        component=discord.ui.TextInput(
            custom_id=name,
            style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
            placeholder=fit(hint, 100) or None,
            max_length=limit,
            required=required,
            default=value or None,
        ),
    )


def pick(
    name: str, label: str, choices: Sequence[discord.SelectOption], *, hint: str = ""
) -> discord.ui.Label[discord.ui.LayoutView]:
    """A select in a form; `Press.choice(name)` reads it."""
    return discord.ui.Label(
        text=fit(label, 45),
        component=discord.ui.Select(
            custom_id=name, options=list(choices), placeholder=fit(hint, 100) or None
        ),
    )


def voice_pick(
    name: str, label: str, *, chosen: int | None
) -> discord.ui.Label[discord.ui.LayoutView]:
    """A select of the guild's voice channels in a form, of which none need be chosen."""
    return discord.ui.Label(
        text=fit(label, 45),
        component=discord.ui.ChannelSelect(
            custom_id=name,
            channel_types=[discord.ChannelType.voice, discord.ChannelType.stage_voice],
            min_values=0,
            required=False,
            default_values=_default(chosen, discord.SelectDefaultValueType.channel),
        ),
    )


def channel_select(
    road: str, *args: object, chosen: int | None, hint: str, with_forums: bool = False
) -> discord.ui.ChannelSelect[discord.ui.LayoutView]:
    """A select of the guild's text channels; choosing none clears it."""
    forums = [discord.ChannelType.forum] if with_forums else []
    return discord.ui.ChannelSelect(
        custom_id=custom_id(road, *args),
        channel_types=[discord.ChannelType.text, *forums],
        placeholder=fit(hint, OPTION_LIMIT),
        min_values=0,
        default_values=_default(chosen, discord.SelectDefaultValueType.channel),
    )


def role_select(
    road: str, *args: object, chosen: int | None, hint: str
) -> discord.ui.RoleSelect[discord.ui.LayoutView]:
    """A select of the guild's roles; choosing none clears it."""
    return discord.ui.RoleSelect(
        custom_id=custom_id(road, *args),
        placeholder=fit(hint, OPTION_LIMIT),
        min_values=0,
        default_values=_default(chosen, discord.SelectDefaultValueType.role),
    )


MOST_MEMBERS = 25


def member_select(
    road: str, *args: object, chosen: Sequence[int], hint: str
) -> discord.ui.UserSelect[discord.ui.LayoutView]:
    """A select of the guild's members, of whom some are chosen already; `Press.people` has them."""
    return discord.ui.UserSelect(
        custom_id=custom_id(road, *args),
        placeholder=fit(hint, OPTION_LIMIT),
        min_values=0,
        max_values=MOST_MEMBERS,
        default_values=[
            discord.SelectDefaultValue(id=one, type=discord.SelectDefaultValueType.user)
            for one in chosen
        ],
    )


def chosen_in(message: discord.Message | None) -> frozenset[int]:
    """Who, or what, was chosen already in the selects of a message when it was drawn."""
    selects = [
        one
        for container in (message.components if message else ())
        if isinstance(container, discord.Container)
        for row in container.children
        if isinstance(row, discord.components.ActionRow)
        for one in row.children
        if isinstance(one, discord.SelectMenu)
    ]
    return frozenset(value.id for one in selects for value in one.default_values)


def _default(
    chosen: int | None, kind: discord.SelectDefaultValueType
) -> list[discord.SelectDefaultValue]:
    return [discord.SelectDefaultValue(id=chosen, type=kind)] if chosen else []
