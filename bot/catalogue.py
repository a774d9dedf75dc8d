"""The bot's commands as plain values, and as the table that the README shows."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from bot.client import Nexus

# Between these stands the table in a Markdown file.
START = "<!-- commands: made by `nexus commands --into README.md` -->"
END = "<!-- end of commands -->"

_KINDS = {
    discord.AppCommandType.chat_input: "slash",
    discord.AppCommandType.message: "message",
    discord.AppCommandType.user: "user",
}


@dataclass(frozen=True, slots=True)
class Option:
    """What a command asks for, in Discord's own words; `choices` are the only answers, if any."""

    name: str
    type: str
    required: bool
    description: str
    autocomplete: bool
    choices: tuple[str | int | float, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A command as Discord shows it.

    `default_permissions` are what a member needs to see it at all, unless the server's owners
    decide otherwise; none means that everybody does.
    """

    qualified_name: str
    kind: str
    description: str
    options: tuple[Option, ...]
    default_permissions: tuple[str, ...]
    contexts: tuple[str, ...]

    def usage(self) -> str:
        """The command as one would type it, or where its menu item is found."""
        if self.kind != "slash":
            owner = "member" if self.kind == "user" else "message"
            return f"{self.qualified_name} (in the menu of a {owner})"
        asked = (f"<{one.name}>" if one.required else f"[{one.name}]" for one in self.options)
        return f"`{' '.join((f'/{self.qualified_name}', *asked))}`"


async def catalogue(bot: Nexus) -> list[Entry]:
    """Every command of `bot`, by name; needs no connection."""
    await bot.load_features()
    return entries(bot)


def entries(bot: Nexus) -> list[Entry]:
    """Every command whose feature is loaded, by name; what stands in menus comes last."""
    return sorted(_entries(bot), key=lambda one: (one.kind != "slash", one.qualified_name))


def as_table(entries: Sequence[Entry]) -> str:
    """The commands as a Markdown table."""
    rows = (
        f"| {one.usage()} | {one.description or '-'} | {_who(one)} |".replace("\n", " ")
        for one in entries
    )
    return "\n".join(("| command | what it does | who sees it |", "|---|---|---|", *rows))


def with_table(text: str, table: str) -> str:
    """`text` with `table` between the marks that say where it belongs."""
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"it has no marks {START} and {END}")
    return f"{before}{start}\n{table}\n{end}{after}"


def _who(entry: Entry) -> str:
    names = [
        one.replace("guild", "the server").replace("_", " ") for one in entry.default_permissions
    ]
    return f"who may {' and '.join(names)}" if names else "everyone"


def _entries(bot: Nexus) -> Iterator[Entry]:
    for root in bot.tree.get_commands():
        leaves: Sequence[Any] = (
            [one for one in root.walk_commands() if isinstance(one, app_commands.Command)]
            if isinstance(root, app_commands.Group)
            else [root]
        )
        for leaf in leaves:
            is_menu = isinstance(leaf, app_commands.ContextMenu)
            yield Entry(
                qualified_name=leaf.qualified_name,
                kind=_KINDS[leaf.type] if is_menu else "slash",
                description=_first_line(leaf.callback) if is_menu else leaf.description,
                options=() if is_menu else tuple(_option(one) for one in leaf.parameters),
                # Discord knows both for whole groups only, never for a command within one.
                default_permissions=_names(root.default_permissions),
                contexts=_contexts(root.allowed_contexts or bot.tree.allowed_contexts),
            )


def _first_line(callback: Callable[..., object]) -> str:
    """Discord shows no description of what stands in a menu; its docstring is one."""
    return (inspect.getdoc(callback) or "").partition("\n")[0]


def _option(parameter: app_commands.Parameter) -> Option:
    return Option(
        name=parameter.display_name,
        type=parameter.type.name,
        required=parameter.required,
        description=str(parameter.description),
        autocomplete=parameter.autocomplete,
        choices=tuple(one.value for one in parameter.choices),
    )


def _names(permissions: discord.Permissions | None) -> tuple[str, ...]:
    return tuple(name for name, is_set in permissions or () if is_set)


def _contexts(allowed: app_commands.AppCommandContext) -> tuple[str, ...]:
    named = {
        "server": allowed.guild,
        "direct message": allowed.dm_channel,
        "group": allowed.private_channel,
    }
    return tuple(name for name, is_allowed in named.items() if is_allowed)
