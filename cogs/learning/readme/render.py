"""What a learner sees of their README: how complete it is, and what a file of theirs would add."""

from collections import Counter
from collections.abc import Iterator, Sequence

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent, Block
from bot.domain.log import LogKind
from bot.domain.readme import OVERVIEW_LIMIT, Part
from bot.domain.readme_meter import Standing, State
from bot.domain.readme_reading import MOST_ENTRIES, Reading
from bot.domain.text import escape, fit, listed, plural
from db.readme_imports import Change

# Each with its button is two rows of a phone.
_MISSING_SHOWN, _THIN_SHOWN = 4, 2
_HEADINGS_SHOWN, _UNKNOWN_SHOWN = 3, 2
_NAME, _SHORT = 24, 18
_ENTRY = ("entry", "entries")
NAMES = {
    Part.OVERVIEW: "Overview",
    Part.TECHNOLOGIES: "Technologies",
    Part.CONCEPTS: "Concepts",
    Part.CHALLENGES: "Challenges",
    Part.PRACTICES: "Practices",
    Part.COLLABORATION: "Collaboration",
    Part.WORK_LOG: "Work log",
    Part.MILESTONES: "Milestones",
    Part.NEXT_STEPS: "Next steps",
    Part.CONTRACT: "API contract",
}
_NOUNS = {
    LogKind.TECHNOLOGY: ("technology", "technologies"),
    LogKind.CONCEPT: ("concept", "concepts"),
    LogKind.CHALLENGE: ("challenge", "challenges"),
    LogKind.PRACTICE: ("practice", "practices"),
    LogKind.TAKEAWAY: ("takeaway", "takeaways"),
    LogKind.FOCUS: ("focus", "focuses"),
    LogKind.TOOL: ("tool", "tools"),
    LogKind.MILESTONE: ("milestone", "milestones"),
    LogKind.NEXT_STEP: ("next step", "next steps"),
    LogKind.DONE: ("line of work", "lines of work"),
    LogKind.TOGETHER: ("line of collaboration", "lines of collaboration"),
}


def meter_card(standings: Sequence[Standing], *, has_overview: bool) -> discord.ui.LayoutView:
    """Part by part: what is done, what is thin and why, and what is missing with a way to it."""
    done, thin, missing = (
        [one for one in standings if one.state is state]
        for state in (State.DONE, State.THIN, State.MISSING)
    )
    is_whole = len(done) == len(standings)
    count = "is whole" if is_whole else f"has {len(done)} of {len(standings)} parts"
    overview = "Edit the overview" if has_overview else "Write the overview"
    return cards.card(
        f"### Your README {count}",
        f"\u2705 {', '.join(NAMES[one.part] for one in done)}" if done else None,
        "\n".join(_thin(thin)),
        *_missing(missing),
        "-# The file below is for your repository. Only you see this.",
        cards.row(
            cards.button(overview, "readme:overview"), cards.button("Make it again", "readme:make")
        ),
        accent=Accent.DONE if is_whole else Accent.WAITING,
    )


def _thin(thin: Sequence[Standing]) -> Iterator[str]:
    yield from (f"\U0001f7e1 {NAMES[one.part]}: {one.why}" for one in thin[:_THIN_SHOWN])
    if more := thin[_THIN_SHOWN:]:
        yield f"\U0001f7e1 Thin: {', '.join(NAMES[one.part] for one in more)}"


def _missing(missing: Sequence[Standing]) -> Iterator[Block]:
    for one in missing[:_MISSING_SHOWN]:
        said = f"\u2b1c **{NAMES[one.part]}**: {one.why}"
        if one.part is Part.CONTRACT:
            yield f"{said}. `/contract add`"
        else:
            yield cards.beside(said, cards.button("Add now", "readme:add", one.part.value))
    more = [one.part for one in missing[_MISSING_SHOWN:] if one.part is not Part.CONTRACT]
    if more:
        choices = cards.options((part.value, NAMES[part]) for part in more)
        hint = f"{len(more)} more: add to one now"
        yield cards.row(cards.select("readme:add", choices=choices, placeholder=hint))


def overview_form(known: str) -> discord.ui.Modal:
    field = cards.line(
        "overview",
        "What is this about, in your own words?",
        limit=OVERVIEW_LIMIT,
        hint="Why you joined, what you build, for whom",
        long=True,
        required=False,
        value=known,
    )
    return cards.form("The overview of your README", "readme:said", fields=[field])


def preview_card(import_id: int, change: Change, reading: Reading) -> discord.ui.LayoutView:
    """Which headings become which entries, before any does."""
    if not change:
        return cards.card(
            "Nothing is different: I have this text, and your log has all that stands in it.",
            accent=Accent.DONE,
        )
    return cards.card(
        f"**{plural(len(change.new), 'new entry', 'new entries')} for your log**",
        "\n".join(_headings(change)),
        "\n".join(_notes(change, reading)),
        cards.row(
            cards.button("Take it over", "readme:apply", import_id, style=ButtonStyle.primary),
            cards.button("Discard", "readme:drop", import_id),
        ),
        accent=Accent.WAITING,
    )


def whole_preview(change: Change) -> str:
    """Each new entry below its heading, where the card has no room for all; else nothing."""
    below: dict[str, list[str]] = {}
    for one in change.new:
        below.setdefault(one.heading, []).append(f"  {one.words.kind.label}: {one.words.title}\n")
    if len(below) <= _HEADINGS_SHOWN:
        return ""
    return "\n".join(f"{heading}\n{''.join(told)}" for heading, told in below.items())


def _headings(change: Change) -> Iterator[str]:
    counts: dict[str, Counter[LogKind]] = {}
    for one in change.new:
        counts.setdefault(one.heading, Counter())[one.words.kind] += 1
    for heading, kinds in list(counts.items())[:_HEADINGS_SHOWN]:
        told = ", ".join(plural(count, *_NOUNS[kind]) for kind, count in kinds.items())
        yield f"{escape(fit(heading, _NAME))} \u2192 {told}"
    if (more := len(counts) - _HEADINGS_SHOWN) > 0:
        yield f"and {plural(more, 'more heading')}"


def _notes(change: Change, reading: Reading) -> Iterator[str]:
    if change.known:
        yield f"-# In your log already: {plural(change.known, *_ENTRY)}."
    if change.gone:
        yield f"-# Gone from this file, and so from your log: {plural(change.gone, *_ENTRY)}."
    if reading.has_more:
        yield f"-# I take {MOST_ENTRIES} at most: the rest stays as text."
    if reading.unknown:
        shown = listed((fit(one, _SHORT) for one in reading.unknown), most=_UNKNOWN_SHOWN)
        yield f"-# Kept as text: {escape(shown)}."
    yield "-# Your text stays as it is, line by line."


def applied_card(change: Change) -> discord.ui.LayoutView:
    count = plural(len(change.new), "entry is", "entries are")
    return cards.card(
        f"Taken over: {count} new in your log, for you alone. Your README comes back with your own"
        " text, and what your log has beyond it.",
        cards.row(
            cards.button("Make my README", "readme:make", style=ButtonStyle.primary),
            cards.button("See my log", "log:list", 0, ""),
        ),
        accent=Accent.DONE,
    )


def dropped_card() -> discord.ui.LayoutView:
    return cards.card("Discarded: nothing of it is kept.", accent=Accent.QUIET)
