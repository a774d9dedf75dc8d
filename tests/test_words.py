"""Nexus speaks in one voice: one name for each thing, short labels, and no jargon.

`python -m tests.catalogue` shows all that it says on one page, for a reader's eye.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.catalogue import ROOT, Kind, Text, page, texts

# What people would say, and in its place what we do. Names of Discord's own, of commands and of
# code are none of it: those stand in bold, behind a slash or in backticks.
GLOSSARY = {
    r"users?|students?|participants?|attendees?": "member, or learner",
    r"budd(?:y|ies)|teammates?|matches": "partner, or pair",
    r"tickets?|posts? a question": "question",
    r"guilds?": "server",
    r"mods?|admins?|staff": "moderators",
    r"timezones?|time-zones?": "time zone",
    r"meetings?|meetups?": "session",
    r"DMs?": "direct message",
    r"cancell?ation|canceled|canceling|program|color|favorites?|organi[sz]e": "British spelling",
    r"thrown? away|let be|throw away": "discard",
    r"everyone": "everybody",
    r"anew": "again",
    r"blanks": "spaces",
    r"please": "nothing: say what to do",
    r"ephemeral|snowflakes?|interactions?|the database|payloads?|null|ISO|offsets?|cache|timeout": (
        "words that a learner knows"
    ),
    r"invalid|illegal|failed|forbidden|not allowed": "what to do next",
    r"e\.g\.|i\.e\.|etc\.|via|asap|w/": "such as, and whole words",
    r"oops|sorry|unfortunately|simply|just click": "nothing: say what is so",
}
# The words that begin with a capital wherever they stand in a label.
NAMES = {
    *("API", "APIs", "CI", "DRF", "Django", "Docker", "GraphQL", "JWT", "Markdown", "OpenAPI"),
    *("README", "READMEs", "REST", "React", "URL", "I", "I'll", "I'm", "Nexus", "Git", "Q&A"),
    *("Challenge", "Solution", "Discord", "UTC", "CSV", "JSON", "Friday", "Monday", "Sunday"),
}
MOST = {
    Kind.COMMAND: 100,
    Kind.OPTION: 100,
    Kind.BUTTON: 34,
    Kind.TITLE: 45,
    Kind.FIELD: 45,
    Kind.HINT: 100,
}
_CODE = re.compile(r"`[^`]*`|\*\*[^*]*\*\*|/[a-z]+(?: [a-z]+)*|\{[^{}]*\}|<[#@t:][^>]*>|https?:\S+")
_FILLED = re.compile(r"\{[^{}]*\}")


def told(broken: Iterator[tuple[Text, str]]) -> str:
    """What is wrong, each with its place, which a terminal links to."""
    return "\n".join(f"{one.place}: {why}: {one.words!r}" for one, why in broken)


@pytest.mark.parametrize(("wrong", "right"), GLOSSARY.items(), ids=GLOSSARY.values())
def test_each_thing_has_one_name(wrong: str, right: str) -> None:
    found = re.compile(rf"(?<![\w-])(?:{wrong})(?![\w-])", re.IGNORECASE)

    strays = (
        (one, f"{match.group()}? Say {right}")
        for one in texts()
        if one.kind is not Kind.HINT and (match := found.search(_CODE.sub(" ", one.words)))
    )
    assert not (said := told(strays)), said


def test_labels_and_titles_are_as_short_as_a_phone_needs_them() -> None:
    """What is filled in is cut by `bot.cards`; the words around it have to leave room for it."""
    long = (
        (one, f"{len(bare)} characters, and {MOST[one.kind]} are the most")
        for one in texts()
        if one.kind in MOST and len(bare := _FILLED.sub("", one.words)) > MOST[one.kind]
    )
    assert not (said := told(long)), said


def test_labels_and_titles_begin_with_a_capital_and_have_no_other() -> None:
    def wrong(words: str) -> bool:
        bare = re.split(r"[\s:/&]+", _CODE.sub("7", words).strip())
        others = [one.strip(".,;?!()\u201c\u201d") for one in bare[1:]]
        starts = re.split(r"[.?!:]\s+", words)
        return words[:1].islower() or any(
            one[:1].isupper() and one not in NAMES and not any(s.startswith(one) for s in starts)
            for one in others
        )

    kinds = (Kind.BUTTON, Kind.TITLE, Kind.FIELD)
    strays = (
        (one, "only its first word") for one in texts() if one.kind in kinds and wrong(one.words)
    )
    assert not (said := told(strays)), said


def test_what_is_refused_is_said_in_whole_sentences() -> None:
    """And briefly: three lines of a phone, or four."""
    ends = (".", "?", "!", "`", "}")
    strays = (
        (one, "a whole sentence" if not one.words.endswith(ends) else "shorter")
        for one in texts()
        if one.kind is Kind.REFUSAL
        and (not one.words.endswith(ends) or len(_FILLED.sub("xxxxx", one.words)) > 200)
    )
    assert not (said := told(strays)), said


def test_signs_are_the_same_everywhere() -> None:
    def wrong(words: str) -> str:
        bare = _CODE.sub("x", words)
        found = {
            "three dots: \u2026": "...",
            "a straight apostrophe": "\u2019",
            "a plural in brackets: plural()": "(s)",
            "two blanks": "  ",
            "one exclamation mark is enough": "!!",
        }
        why = next((why for why, sign in found.items() if sign in bare), "")
        is_loud = bare.count("!") > 1
        return why or ("one exclamation mark is enough" if is_loud else "")

    kinds = (Kind.HINT,)
    strays = ((one, why) for one in texts() if one.kind not in kinds and (why := wrong(one.words)))
    assert not (said := told(strays)), said


def test_a_text_is_short_enough_to_be_read_on_a_phone() -> None:
    """Some nine lines; more is two thoughts, and needs two places."""
    long = ((one, "shorter") for one in texts() if len(one.words) > 420)
    assert not (said := told(long)), said


def test_lists_are_read_in_one_place() -> None:
    """`bot.domain.text.listed` puts the "and" where it belongs."""
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for folder in ("bot", "cogs", "db")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "join"
        and isinstance(node.func.value, ast.Constant)
        and str(node.func.value.value).strip() in ("and", "or")
    ]
    assert found == [], "use listed()"


def test_the_page_has_everything_that_people_are_told() -> None:
    """One text of each kind, from each corner of the code."""
    whole = page()

    assert "- command: Find a partner who builds the other side of your project." in whole
    assert "- button: Save as Challenge & Solution" in whole
    assert "- refusal: Session **#{number}** is cancelled. `/session list`" in whole
    assert "- title of a form: Ask a question" in whole
    assert "{2 answers}, none accepted yet" in whole
    assert "### A channel is gone" in whole
    assert {one.feature for one in texts()} >= {"commands", "qa", "study", "pairing", "bot", "db"}
