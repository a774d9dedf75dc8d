"""What members typed on Discord, as Markdown for the pages of a site.

Sites are made of another kind of Markdown than GitHub's (Python-Markdown), in which a backslash
does not stop HTML: here everything that may mean something is an entity. What means something on
Discord alone, a mention or an emoji of the server, is put in words; so no member's number gets out.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.domain import days
from bot.domain.markdown import BULLET, FENCED, INLINE, code, entities, fenced
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
    return "\n\n".join("\n".join(one) for one in _blocks(neutral(clean(said))))


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


def _blocks(said: str) -> Iterator[list[str]]:
    at = 0
    for found in FENCED.finditer(said):
        yield from _paragraphs(said[at : found.start()])
        if clean(found["code"]):
            yield list(fenced(found["code"].expandtabs(4), found["language"] or "text"))
        at = found.end()
    yield from _paragraphs(said[at:])


def _paragraphs(said: str) -> Iterator[list[str]]:
    gathered: list[str] = []
    is_list = False
    for typed in (*said.split("\n"), ""):
        bullet = BULLET.match(typed)
        shown = line(typed[bullet.end() :] if bullet else typed)
        if gathered and (not shown or (bullet is not None) != is_list):
            yield gathered if is_list else [f"{one}  " for one in gathered[:-1]] + gathered[-1:]
            gathered = []
        if shown:
            is_list = bullet is not None
            gathered.append(f"- {shown}" if is_list else shown)


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
