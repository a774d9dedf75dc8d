"""What members typed on Discord, as Markdown for the pages of a site.

Sites are made of another kind of Markdown than GitHub's (Python-Markdown), in which a backslash
does not stop HTML: here everything that may mean something is an entity. What means something on
Discord alone, a mention or an emoji of the server, is put in words; so no member's number gets out.
"""

import re
from datetime import UTC, datetime

from bot.domain import days
from bot.domain.markdown import INLINE, blocks, code, entities
from bot.domain.text import clean, one_line

_MENTION = re.compile(
    r"<(?:(?P<member>@!?\d+)|(?P<role>@&\d+)|(?P<channel>\#\d+)|a?(?P<emoji>:\w+:)\d+"
    r"|/(?P<command>[\w -]+):\d+|t:(?P<moment>\d{1,11})(?::\w)?|id:\w+)>",
    re.ASCII | re.VERBOSE,
)
_ADDRESS = re.compile(r"https?://[^\s<>|\\`\[\]\"']+")
# At the beginning of a line: a list, or what makes a heading of the line above.
_OPENER = re.compile(r"\A(?:[+=]|(?P<number>\d{1,9})\.)")


def title(said: str) -> str:
    """One line in which nothing is marked up."""
    return _at_the_beginning(entities(one_line(neutral(said)))) or "Untitled"


def line(said: str) -> str:
    """One line, in which code and links stay what they are."""
    shown = one_line(neutral(said))
    parts: list[str] = []
    at = 0
    for found in INLINE.finditer(shown):
        parts += [entities(shown[at : found.start()]), _inline(found)]
        at = found.end()
    return _at_the_beginning("".join((*parts, entities(shown[at:]))))


def prose(said: str) -> str:
    """What was written at length: paragraphs whose lines stay lines, bullets and blocks of code."""
    return "\n\n".join("\n".join(one) for one in blocks(neutral(clean(said)), line, "  "))


def neutral(said: str) -> str:
    """Without what only Discord understands."""
    return _MENTION.sub(_in_words, said)


def _in_words(found: re.Match[str]) -> str:
    if found["member"]:
        return "@member"
    if found["role"]:
        return "@role"
    if found["channel"]:
        return "#channel"
    if found["command"]:
        return f"/{found['command']}"
    if found["moment"]:
        return _day(int(found["moment"]))
    return found["emoji"] or ""


def _day(seconds: int) -> str:
    try:
        return days.shown(datetime.fromtimestamp(seconds, UTC).date())
    except (OverflowError, OSError, ValueError):
        return ""


def _inline(found: re.Match[str]) -> str:
    if said := found["code"]:
        return code(said)
    address = found["bracketed"] or found["bare"]
    return f"<{address}>" if _ADDRESS.fullmatch(address) else entities(found[0])


def _at_the_beginning(shown: str) -> str:
    opener = _OPENER.match(shown)
    if opener is None:
        return shown
    kept = opener["number"] or ""
    return f"{kept}&#{ord(shown[len(kept)])};{shown[len(kept) + 1 :]}"
