"""What moderators are told of a knowledge base. Pure: values in, cards out."""

import discord

from bot import cards
from bot.cards import Accent
from bot.domain.knowledge import Base
from bot.domain.knowledge_archive import Archive
from bot.domain.text import listed, plural

FAILED = (
    "Making the archive took too long. Try again when it is quieter here, or ask who runs me to use"
    " `nexus kb DIR` on the machine."
)


def archive_card(base: Base, archive: Archive, publish: str) -> discord.ui.LayoutView:
    parts: list[str] = []
    if base.questions:
        parts.append(f"{plural(len(base.questions), 'question')} with answers")
    if base.learnings:
        parts.append(plural(len(base.learnings), "shared entry", "shared entries"))
    left_out = (
        f"⚠️ Discord takes no larger file, so the oldest {archive.left_out} are left out. Who runs"
        " me gets all of it with `nexus kb DIR` on the machine."
        if archive.left_out
        else None
    )
    return cards.card(
        f"### Knowledge base\n{listed(parts)}: all that their authors let the next cohort read.",
        left_out,
        "Unpack it, and `mkdocs build --strict` makes a site of it, ready for GitHub Pages.",
        f"-# Members decide about theirs with {publish}. Make it again before you publish: some may"
        " have changed their mind.",
        accent=Accent.WAITING if archive.left_out else Accent.DONE,
    )


def nothing_yet(publish: str) -> str:
    return (
        "Nothing may be published yet: of a question, both who asked and whose answer was accepted"
        f" have to allow it, and of a shared entry who wrote it. Ask them to use {publish}."
    )
