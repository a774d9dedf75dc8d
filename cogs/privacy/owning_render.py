"""What Nexus says of what it keeps of a member. Pure: values in, cards and forms out."""

from collections.abc import Callable, Iterator, Mapping

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent
from bot.domain.errors import Refusal
from bot.domain.text import plural
from db.whom import Choice

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""

WORD = "DELETE"

# What is counted under which name: a noun, its plural, and the tables.
_COUNTED: Mapping[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "Q&A": (
        ("question", "questions", ("questions",)),
        ("answer", "answers", ("answers",)),
        ("vote", "votes", ("helpful_votes", "helped_again")),
    ),
    "Log": (
        ("entry", "entries", ("log_entries",)),
        ("README", "READMEs", ("readmes",)),
    ),
    "Pairing": (
        ("profile", "profiles", ("pair_profiles",)),
        ("wait", "waits", ("queue_entries",)),
        ("pair", "pairs", ("pair_members",)),
        ("block that only you see", "blocks that only you see", ("pair_blocks",)),
        ("contract note", "contract notes", ("contract_changes", "contract_feedback")),
    ),
    "Sessions": (
        ("hosted", "hosted", ("study_sessions",)),
        ("RSVP", "RSVPs", ("rsvps",)),
        ("time there", "times there", ("attendances",)),
    ),
    "Reviews": (("review", "reviews", ("reviews",)),),
    "Moderating": (("act on record", "acts on record", ("audit_entries",)),),
}
_NAMED = {one for row in _COUNTED.values() for _, _, tables in row for one in tables}
_SETTINGS, _SEEN = "members", "members_seen"


def show_card(counts: Mapping[str, int]) -> discord.ui.LayoutView:
    return cards.card(
        "### What I keep of you here",
        "\n".join(_lines(counts)) or "Nothing.",
        "-# Why, and for how long: `PRIVACY.md`, from whoever runs me.",
        cards.row(
            cards.button("Export", "privacy:export", style=ButtonStyle.primary),
            cards.button("Delete my data", "privacy:delete"),
        ),
        accent=Accent.QUIET,
    )


def _lines(counts: Mapping[str, int]) -> Iterator[str]:
    small = sum(counts[one] for one in counts.keys() - _NAMED - {_SETTINGS, _SEEN})
    you = [
        "zone and settings" if counts.get(_SETTINGS) else "",
        "your last day" if counts.get(_SEEN) else "",
        plural(small, "other note") if small else "",
    ]
    if any(you):
        yield f"**You:** {', '.join(filter(None, you))}"
    for name, row in _COUNTED.items():
        found = [
            plural(count, noun, many)
            for noun, many, tables in row
            if (count := sum(counts.get(one, 0) for one in tables))
        ]
        if found:
            yield f"**{name}:** {', '.join(found)}"


def exported_card(delete: str) -> discord.ui.LayoutView:
    return cards.card(
        "### Your data\nAll that I keep of you in this server: `my-data.md` to read, and"
        " `my-data.json` for programs. What others wrote is theirs, and is not in it.",
        f"-# {delete} deletes it.",
        accent=Accent.DONE,
    )


TOO_LARGE = (
    "Your data is more than Discord takes in one file. Ask whoever runs me for it: it is yours."
)


def delete_card(export: str) -> discord.ui.LayoutView:
    return cards.card(
        "### Delete your data?\nYour profile, log, README, votes, RSVPs, pairs and reviews go **for"
        " good**. Sessions that you host are called off, and your pair ends.",
        "What others wrote stays, and calls you *a former member*. And what you asked and"
        " answered?",
        cards.row(
            cards.button(
                "Delete it too", "privacy:choose", Choice.DELETE, style=ButtonStyle.danger
            ),
            cards.button("Keep it as a former member's", "privacy:choose", Choice.KEEP),
        ),
        f"-# You confirm it first. {export} takes all along.",
        accent=Accent.WAITING,
    )


_TITLES = {
    Choice.DELETE: "Delete all, with what I asked and answered",
    Choice.KEEP: "Delete all but what I asked and answered",
}


def confirm_form(choice: Choice) -> discord.ui.Modal:
    return cards.form(
        _TITLES[choice],
        "privacy:erase",
        choice,
        fields=[
            cards.line("word", f"Type {WORD} to confirm it", limit=20, hint="It can't be undone")
        ],
    )


def check_word(typed: str) -> None:
    if typed.strip().strip("\"'").upper() != WORD:
        raise Refusal(
            f"Nothing was deleted: type **{WORD}** to confirm it. Press the button again."
        )


def erased_card(choice: Choice) -> discord.ui.LayoutView:
    kept = (
        "What you asked and answered is gone too; what others answered stays."
        if choice is Choice.DELETE
        else "What you asked and answered stays, as a former member's."
    )
    return cards.card(
        f"### Your data is deleted\n{kept}",
        "-# My cards follow within minutes. What you wrote in the channels yourself is yours to"
        " delete on Discord. Use me again whenever you like: you begin from the start.",
        accent=Accent.DONE,
    )


def emptied_card() -> discord.ui.LayoutView:
    """What stands in the place of what is gone."""
    return cards.card("-# What stood here was deleted by whoever wrote it.", accent=Accent.QUIET)
