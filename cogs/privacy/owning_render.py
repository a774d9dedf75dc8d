"""What Nexus says of what it keeps of a member. Pure: values in, cards and forms out."""

from collections.abc import Callable, Iterator, Mapping

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent
from bot.domain.errors import Refusal
from bot.domain.text import plural
from db.erasing import Choice

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""

WORD = "DELETE"

# What is counted under which name: a noun, its plural, and the tables.
_COUNTED: Mapping[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "Q&A": (
        ("question", "questions", ("questions",)),
        ("draft", "drafts", ("question_drafts",)),
        ("answer", "answers", ("answers",)),
        ("vote", "votes", ("helpful_votes", "helped_again")),
    ),
    "Log": (
        ("entry", "entries", ("log_entries",)),
        ("README", "READMEs", ("readmes",)),
        ("planned break", "planned breaks", ("log_breaks",)),
    ),
    "Pairing": (
        ("profile", "profiles", ("pair_profiles",)),
        ("wait", "waits", ("queue_entries",)),
        ("pair", "pairs", ("pair_members",)),
        ("block", "blocks", ("pair_blocks",)),
    ),
    "Contracts": (
        ("change", "changes", ("contract_changes",)),
        ("feedback", "feedbacks", ("contract_feedback",)),
    ),
    "Reviews": (("review", "reviews", ("reviews",)),),
    "Sessions": (
        ("hosted", "hosted", ("study_sessions",)),
        ("poll", "polls", ("study_polls",)),
        ("RSVP", "RSVPs", ("rsvps", "study_poll_ticks")),
        ("time there", "times there", ("attendances",)),
    ),
    "Moderating": (
        ("act on record", "acts on record", ("audit_entries",)),
        ("announcement", "announcements", ("announcements",)),
    ),
}
_NAMED = {one for row in _COUNTED.values() for _, _, tables in row for one in tables}
_SETTINGS, _SEEN = "members", "members_seen"


def show_card(counts: Mapping[str, int]) -> discord.ui.LayoutView:
    lines = "\n".join(_lines(counts))
    blocks = "-# Only you see whom you block." if counts.get("pair_blocks") else None
    return cards.card(
        "### What I keep of you in this server",
        lines or "Nothing.",
        blocks,
        "-# Why, and for how long, is in the `PRIVACY.md` that whoever runs me has.",
        cards.row(
            cards.button("Export", "privacy:export", style=ButtonStyle.primary),
            cards.button("Delete my data", "privacy:delete"),
        ),
        accent=Accent.QUIET,
    )


def _lines(counts: Mapping[str, int]) -> Iterator[str]:
    if counts.get(_SETTINGS):
        yield "**You:** your time zone and settings"
    for name, row in _COUNTED.items():
        found = [
            plural(count, noun, many)
            for noun, many, tables in row
            if (count := sum(counts.get(one, 0) for one in tables))
        ]
        if found:
            yield f"**{name}:** {', '.join(found)}"
    small = sum(counts[one] for one in counts.keys() - _NAMED - {_SETTINGS, _SEEN})
    if small:
        yield f"**Beside these:** {plural(small, 'note')} of reminders, places and the like"
    if counts.get(_SEEN):
        yield "**Seen:** the last day on which you used me"


def exported_card(delete: str) -> discord.ui.LayoutView:
    return cards.card(
        "### Your data\nAll that I keep of you in this server: `my-data.md` to read, and"
        " `my-data.json` for programs. What others wrote is theirs, and is not in it.",
        f"-# {delete} deletes it.",
        accent=Accent.DONE,
    )


TOO_LARGE = (
    "Your data are more than Discord takes in one file. Ask who runs me for them: they are yours."
)


def delete_card(export: str) -> discord.ui.LayoutView:
    return cards.card(
        "### Delete your data?",
        "**Goes for good:** your profile, log and README, votes, RSVPs, pairs, reviews and waits,"
        " and what you wrote there. Sessions that you host are called off, and a pair that you are"
        " of ends.",
        "**Stays:** what others wrote, and what you announced as a moderator. Where you are named"
        " there, it says *a former member*.",
        "**And what you asked and answered?**",
        cards.row(
            cards.button(
                "Delete it too", "privacy:choose", Choice.DELETE, style=ButtonStyle.danger
            ),
            cards.button("Keep it as a former member's", "privacy:choose", Choice.KEEP),
        ),
        f"-# Nothing happens before you confirm it. {export} lets you take it all along first.",
        accent=Accent.WAITING,
    )


def confirm_form(choice: Choice) -> discord.ui.Modal:
    what = "also what I asked" if choice is Choice.DELETE else "not what I asked"
    return cards.form(
        "Delete my data for good",
        "privacy:erase",
        choice,
        fields=[cards.line("word", f"Type {WORD} ({what})", limit=20, hint="It can't be undone")],
    )


def check_word(typed: str) -> None:
    if typed.strip().strip("\"'").upper() != WORD:
        raise Refusal(
            f"Nothing was deleted: type **{WORD}** to confirm it. Press the button again."
        )


def erased_card(choice: Choice) -> discord.ui.LayoutView:
    kept = (
        "What you asked and answered is deleted too; what others answered is theirs, and stays."
        if choice is Choice.DELETE
        else "What you asked and answered stays, as a former member's."
    )
    return cards.card(
        f"### Your data are deleted\n{kept}",
        "-# My cards here follow within minutes. Messages that you wrote yourself, and mentions in"
        " old ones of mine, are Discord's: delete those there. Use me again whenever you like: you"
        " begin anew.",
        accent=Accent.DONE,
    )


def emptied_card() -> discord.ui.LayoutView:
    """What stands in the place of what is gone."""
    return cards.card("-# What stood here was deleted by whoever wrote it.", accent=Accent.QUIET)
