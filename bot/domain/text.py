"""Make what people typed safe to show again, and make it fit."""

import re
import unicodedata
from collections.abc import Callable

# Line breaks and tabs are the only control characters that a person means.
_KEPT = {"\n", "\t"}
# Cc: control, Cf: format (bidi overrides, zero-width), Cs: lone surrogates. The joiners stay: emoji
# families and several scripts are written with them.
_STRIPPED = {"Cc", "Cf", "Cs"}
_JOINERS = {"\u200c", "\u200d"}
_MARKDOWN = re.compile(r"([\\*_`~|\[\]<>#()-])")
_LIST_MARK = re.compile(r"^(\s*\d+)\.", re.MULTILINE)
# A bare link shows its own host and stays usable; a backslash inside would break it.
_LINK = re.compile(r"https?://[^\s<>()\[\]`\\]+")
_CODE = re.compile(r"```.+?```|`[^`\n]+`", re.DOTALL)
_FENCE = "```"


def clean(text: str) -> str:
    """Drop control, bidi and zero-width characters, and blank space around the whole."""
    kept = (
        char
        for char in text.replace("\r\n", "\n").replace("\r", "\n")
        if char in _KEPT or char in _JOINERS or unicodedata.category(char) not in _STRIPPED
    )
    return "".join(kept).strip()


def one_line(text: str) -> str:
    """`clean`, with every run of white space made one blank: for titles and names."""
    return " ".join(clean(text).split())


def escape(text: str) -> str:
    """Show `text` as it was typed: no markdown, no mention and no masked link comes out of it."""
    return _outside(_LINK, text, _escape)


def _escape(text: str) -> str:
    escaped = _MARKDOWN.sub(r"\\\1", text).replace("@", "@\u200b")
    return _LIST_MARK.sub(r"\1\\.", escaped)


def _outside(kept: re.Pattern[str], text: str, change: Callable[[str], str]) -> str:
    """Apply `change` to what lies between the matches of `kept`."""
    parts: list[str] = []
    at = 0
    for match in kept.finditer(text):
        parts += [change(text[at : match.start()]), match.group()]
        at = match.end()
    return "".join((*parts, change(text[at:])))


def prose(text: str, limit: int) -> str:
    """What a member wrote at length, in at most `limit` UTF-16 units: code stays code.

    Code spans and blocks keep their look, and one that the cut left open is closed; everything
    around them is escaped.
    """
    room = limit
    while True:
        cut = fit(text, room)
        if cut.count(_FENCE) % 2:
            cut += f"\n{_FENCE}"
        shown = _outside(_CODE, cut, escape)
        over = units(shown) - limit
        if over <= 0:
            return shown
        room -= max(over // 2, 1)


def units(text: str) -> int:
    """The length that Discord's clients count: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fit(text: str, limit: int) -> str:
    """Cut `text` to at most `limit` UTF-16 units, with an ellipsis where something was cut.

    UTF-16 units are never fewer than code points, so that the result also fits where Discord's
    servers count code points.
    """
    if units(text) <= limit:
        return text
    room = limit - 1
    kept: list[str] = []
    for char in text:
        room -= 2 if ord(char) > 0xFFFF else 1
        if room < 0:
            break
        kept.append(char)
    # A cut between a backslash and what it escapes would escape the ellipsis instead.
    shortened = "".join(kept).rstrip()
    trailing = len(shortened) - len(shortened.rstrip("\\"))
    return shortened[: len(shortened) - trailing % 2] + "\u2026"


def plural(count: int, noun: str, many: str | None = None) -> str:
    """`1 answer`, `2 answers`, `2 people` with `many="people"`."""
    return f"{count} {noun if count == 1 else many or noun + 's'}"
