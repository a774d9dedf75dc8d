"""Make what people typed safe to show again, and make it fit."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

# Line breaks and tabs are the only control characters that a person means.
_BLANKS = {"\n", "\t"}
# Cc: control, Cf: format (bidi overrides, zero-width), Cs: lone surrogates. The joiners stay: emoji
# families and several scripts are written with them.
_STRIPPED = {"Cc", "Cf", "Cs"}
_JOINERS = {"\u200c", "\u200d"}
# Letters and signs to Unicode, and nothing to the eye: a title of these would be one of nothing.
_FILLERS = {"\u115f", "\u1160", "\u3164", "\uffa0", "\u2800"}
# Marks that stand on the letter before them. Words hardly need more of them on one; with dozens,
# a line would be drawn over its neighbours.
_MARKS = {"Mn", "Me"}
MOST_MARKS = 4
# Each begins a new line, some of them only for Discord's clients.
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_EDGES = re.compile(r"\A[\s\u200c\u200d]+|[\s\u200c\u200d]+\Z")
_MARKDOWN = re.compile(r"([\\*_`~|\[\]<>#()-])")
_LIST_MARK = re.compile(r"^([^\S\n]*\d+)\.", re.MULTILINE)
_SCHEME = re.compile(r"(https?)://")
# A link shows its own host and stays usable; a backslash inside would break it.
_LINK = (
    r"<https?://[^\s<>]+>"
    r"|(?P<bare>https?://(?:[^\s<>()\[\]`\\]|\([^\s<>()\[\]`\\]*\)){2,}(?<![*_~|.,:;!'\"]))"
)
# What may follow a bare link: Discord's clients count all else up to the next blank as part of it,
# and so the backslash that would escape it.
_AFTER_LINK = re.compile(r"\)?[\].,:;'\"]*(?=\s|\Z)")
# Code as Discord's clients read it, whose patterns these are: what is kept must end where they end
# it, or the code's last part would be read as markdown.
_CODE = (
    r"```(?:[a-zA-Z0-9_+\-.#]+?\n)?\n*[^\n](?s:.*?)```"
    # Of as many ticks as stand there: with fewer, it might end before a client lets it end.
    r"|(?P<ticks>`+)(?!`)[^\n]*?[^`\n](?P=ticks)(?!`)"
)
_FENCE = "```"
_LINKS = re.compile(_LINK)
_CODES = re.compile(_CODE)
_CODES_AND_LINKS = re.compile(f"{_CODE}|{_LINK}")


def clean(text: str) -> str:
    """Drop control, bidi and invisible characters, and blank space around the whole."""
    return _EDGES.sub("", "".join(_kept(_BREAKS.sub("\n", text))))


def _kept(text: str) -> Iterator[str]:
    room = 0  # for marks on the letter before; a blank takes none
    for char in text:
        if _is_stripped(char):
            continue
        if unicodedata.category(char) in _MARKS:
            room -= 1
            if room < 0:
                continue
        elif char not in _JOINERS:
            room = 0 if char.isspace() else MOST_MARKS
        yield char


def _is_stripped(char: str) -> bool:
    if char in _BLANKS or char in _JOINERS:
        return False
    return char in _FILLERS or unicodedata.category(char) in _STRIPPED


def one_line(text: str) -> str:
    """`clean`, with every run of white space made one blank: for titles and names."""
    return " ".join(clean(text).split())


def number(typed: str) -> int | None:
    """12, out of `12` or `#12`; None where it is none, or none that a database takes."""
    digits = typed.strip().removeprefix("#").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else None


def escape(text: str) -> str:
    """Show `text` as it was typed: no markdown, no mention and no masked link comes out of it.

    Links stay links; where something would grow into one, a blank is put between.
    """
    return _outside(_LINKS, text)


def _outside(kept: re.Pattern[str], text: str) -> str:
    """`text`, escaped but for the matches of `kept`."""
    parts: list[str] = []
    at = 0
    for match in kept.finditer(text):
        parts += [_escape(text[at : match.start()]), match.group()]
        at = match.end()
        if match["bare"]:
            after = _AFTER_LINK.match(text, at)
            parts.append(after.group() if after else " ")
            at = after.end() if after else at
    return "".join((*parts, _escape(text[at:])))


def _escape(text: str) -> str:
    escaped = _MARKDOWN.sub(r"\\\1", text).replace("@", "@\u200b")
    # What begins like a link, and is none, must not swallow the backslashes behind it.
    return _SCHEME.sub(r"\1\\://", _LIST_MARK.sub(r"\1\\.", escaped))


def prose(text: str, limit: int) -> str:
    """What a member wrote at length, in at most `limit` UTF-16 units: code stays code.

    Code spans and blocks keep their look, and a block that was left open, by its author or by the
    cut, is closed; everything around them is escaped.
    """
    room = limit
    while True:
        cut = fit(text, room)
        if _FENCE in _CODES.sub("", cut):
            cut += f"\n{_FENCE}"
        shown = _outside(_CODES_AND_LINKS, cut)
        over = units(shown) - limit
        if over <= 0:
            return shown
        room -= max(over // 2, 1)


def code(text: str, limit: int) -> str:
    """A name, path or address as a code span, in which nothing has a meaning to Discord."""
    shown = one_line(text[: 4 * limit]).replace("`", "\u02cb")
    return f"`{fit(shown, limit) or ' '}`"


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
    if limit < 1:
        return ""
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


def listed(words: Iterable[str], *, last: str = "and", most: int | None = None) -> str:
    """`Ann`, `Ann and Ben`, `Ann, Ben and Cy`; nothing of nothing.

    With `most`, so many of them: `Ann, Ben and 3 more`.
    """
    said = list(words)
    if most is not None and len(said) > most:
        said = [*said[:most], f"{len(said) - most} more"]
    return f" {last} ".join(filter(None, (", ".join(said[:-1]), *said[-1:])))
