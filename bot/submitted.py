"""What somebody typed into a form: read from what Discord sends, and given back where it failed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import discord

from bot.door import TextFile

if TYPE_CHECKING:
    from bot.client import NexusInteraction

GIVEN_BACK = "What you wrote comes back in this file, so that it is not lost."


def fields(components: Any) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """The submitted values of a form, out of Discord's nesting of labels and rows."""
    for one in components:
        if "component" in one:
            yield from fields([one["component"]])
        elif "components" in one:
            yield from fields(one["components"])
        elif "values" in one:
            yield one["custom_id"], tuple(one["values"])
        elif "value" in one:
            yield one["custom_id"], one["value"] or ""


def as_file(interaction: "NexusInteraction") -> TextFile | None:
    """All that was typed into the form that this is; None if it is none, or nothing was."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return None
    data: Any = interaction.data or {}
    typed = (said for _, said in fields(data.get("components", ())) if isinstance(said, str))
    text = "\n\n".join(one.strip() for one in typed if one.strip())
    return TextFile("what-you-wrote.txt", f"{text}\n") if text else None
