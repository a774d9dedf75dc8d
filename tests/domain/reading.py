"""How Discord's clients read what is sent: which of its characters mean something to them."""

import re
from collections.abc import Iterator

# As far as it matters here: the first pattern that fits at a place wins, and what none takes is
# text, character by character.
_CLIENT = re.compile(
    r"(?P<escaped>\\[^0-9A-Za-z\s])"
    r"|(?P<block>```(?:[a-zA-Z0-9_+\-.#]+?\n)?\n*[^\n](?s:.*?)\n*```)"
    r"|(?P<span>(?P<ticks>`+)(?s:.*?)[^`](?P=ticks)(?!`))"
    r"|<(?P<pointed>https?://[^ >\n]+)>"
    r"|(?P<url>https?://[^\s<]+[^<.,:;\"'\]\s])"
    r"|(?P<text>(?s:.))"
)


def read(shown: str) -> Iterator[tuple[str, str]]:
    """(what it is, the characters) for each part of a message, as a client reads it."""
    for match in _CLIENT.finditer(shown):
        kind = match.lastgroup or ""
        yield ("span" if kind == "ticks" else kind), match[kind]


def plain(shown: str) -> str:
    """What a client would look for markdown in."""
    return "".join(part if kind == "text" else "\0" for kind, part in read(shown))


_MASKED = re.compile(r"\[([^\[\]]+)\]\(\s*<?([^\s<>()]+)")


def masked_links(shown: str) -> list[tuple[str, str]]:
    """The words of each masked link, and the address that a click on them would open."""
    # What is escaped stands for itself, and a bracket that is escaped makes no link.
    bare = "".join(
        ("\0" if part[-1] in "[]()" else part[-1])
        if kind == "escaped"
        else "\0"
        if kind in ("block", "span")
        else part
        for kind, part in read(shown)
    )
    return [(found[1], found[2]) for found in _MASKED.finditer(bare)]
