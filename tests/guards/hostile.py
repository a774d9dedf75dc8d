"""What somebody may type to do harm, and how that harm would look in what the bot sends.

Every piece that could do something carries a mark of its own, and is none of what Nexus marks up
itself (in bold, and with headings of the third rank), so that this is never taken for it.
"""

import csv
import json
import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO, StringIO
from itertools import cycle
from typing import Any, cast
from urllib.parse import urlsplit
from zipfile import ZipFile

from simcord import HttpLogEntry

from bot.domain.text import MOST_MARKS
from tests.domain.reading import masked_links, plain

NOBODY = 666_000_000_000_000_001
_EVIL = "https://evil.example/x"
_PINGS = (
    *("@everyone", "@here", f"<@{NOBODY}>", f"<@!{NOBODY}>", f"<@&{NOBODY}>", f"<#{NOBODY}>"),
    *(f"</evil:{NOBODY}>", f"</evil deed:{NOBODY}>", "<id:customize>", "<t:1:R>", "@silent "),
    *(f"<:evil:{NOBODY}>", f"<a:evil:{NOBODY}>", "@\u200beveryone", "\\@everyone"),
)
_LINKS = (
    *(f"[click]({_EVIL})", f"[https://alx.dev]({_EVIL})", f"[click](<{_EVIL}>)", f"<{_EVIL}>"),
    *(f"[a](  {_EVIL})", f'[a]({_EVIL} "t")', f"[a\n]({_EVIL})", f"[a]\n({_EVIL})", f"]({_EVIL})"),
    *(f"\\[a]({_EVIL})", f"[[a]]({_EVIL})", f"![a]({_EVIL})", "[a](javascript:alert(1))"),
    *(f"{_EVIL}[a]({_EVIL})", f"{_EVIL}`[a]({_EVIL})`", f"{_EVIL}<@{NOBODY}>", "javascript:x()"),
    *("https://", "http://[", "https://xn--e1awd7f.example", f"<{_EVIL}", f"{_EVIL}||SPOILER||"),
    "discord.gg/evil",
)
_MARKED = (
    *("# HEADLINE", "\n# HEADLINE", "\n## HEADLINE", "\n-# SMALL", "\n> QUOTE", "\n>>> QUOTE"),
    *("**BOLD**", "__UNDER__", "~~STRUCK~~", "||SPOILER||", "*SLANT*", "_SLANT_"),
    *("\n- ITEM", "\n* ITEM", "\n1. ITEM", "\n|a|b|\n|-|-|", "\n---\n", "\\", "\\\\", "\\*"),
)
_CODES = (
    *("```", "``", "`", "```py\n", "\n```\n", "```\n```", "````", "`a", "a`", "`` ` ``"),
    *(f"```\n<@{NOBODY}>", "```\n@everyone", f"`<@{NOBODY}>", "~~~"),
)
_UNSEEN = (
    *("\u202e", "\u202d\u202b", "\u2066\u2069", "\u2068", "\u200e\u200f", "\u061c", "\ufeff"),
    *("\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029", "\r\n", "\r", "\x0b"),
    *("\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\u034f", "\u3164", "\u2800", "\u115f"),
    *("\ufe0f", "\U000e0041\U000e007f", "\ufff9", "\u180e", "\u17b4"),
)
_LETTERS = (
    *(
        "\U0001f469\u200d\U0001f4bb",
        "\U0001f1ec\U0001f1ed",
        "\U0001f44b\U0001f3ff",
        "1\ufe0f\u20e3",
    ),
    *("\u0633\u0644\u0627\u0645", "\u05e9\u05dc\u05d5\u05dd", "\u0e01\u0e33", "\u0928\u092e\u0938"),
    *("e\u0301", "\u00df", "\u0130", "\ufb03", "\u1e9e", "\ufdfa", "\U00012031", "\U0010ffff"),
)
_ELSEWHERE = (
    *("=HYPERLINK(1)", "+1", "-2", "@SUM(1)", "\t=1", "<script>alert(1)</script>", "<!--", "-->"),
    *("<img src=x onerror=alert(1)>", "&lt;b&gt;", "&#64;everyone", "END:VEVENT", "\nATTACH:evil"),
    *(
        "'; DROP TABLE questions; --",
        "%s %d {0} {x}",
        "$(id)",
        "../../etc/passwd",
        '"}, {"',
        "NULL",
    ),
    *("a OR b", "NEAR(", '"', "*", "{{ x }}", "{% raw %}", ":::", "[^1]: x", "1e309", "NaN"),
)
_WORDS = ("so", "Redis", "a", "I tried", "how", "5", "?", ".", ", ", " ", "  ", "\n", "\n\n", "-")
_ALL = (_PINGS, _LINKS, _MARKED, _CODES, _UNSEEN, _LETTERS, _ELSEWHERE, _WORDS)
_LONGEST = 4000


def texts(seed: int) -> Iterator[str]:
    """Without an end, of each kind as many: the same ones for the same seed."""
    chance = random.Random(seed)
    return (make(chance) for make in cycle(_KINDS))


def _mixed(chance: random.Random) -> str:
    return "".join(chance.choice(chance.choice(_ALL)) for _ in range(chance.randint(1, 24)))


def _spaced(chance: random.Random) -> str:
    return " ".join(chance.choice(chance.choice(_ALL)) for _ in range(chance.randint(1, 12)))


def _one(chance: random.Random) -> str:
    return chance.choice(chance.choice(_ALL))


def _lines(chance: random.Random) -> str:
    return "\n".join(_one(chance) for _ in range(chance.randint(2, 40)))


def _again(chance: random.Random) -> str:
    """One piece, up to as often as a form takes it."""
    piece = _one(chance)
    return piece * chance.randint(1, max(_LONGEST // len(piece), 1))


def _endless(chance: random.Random) -> str:
    """A very long word."""
    letters = chance.choice(("a", "w", "\u3042", "\U0001f600", "\\", "_", "/", "m\u0336"))
    return (letters * _LONGEST)[:_LONGEST]


def _zalgo(chance: random.Random) -> str:
    above = [chr(code) for code in range(0x300, 0x370)]
    return "".join(
        letter + "".join(chance.choices(above, k=chance.randint(0, 30))) for letter in "Zalgo comes"
    )


def _framed(chance: random.Random) -> str:
    """Long enough that it is cut, with what does harm where it may be cut."""
    filler = "a" * chance.randint(10, 3990)
    return f"{_one(chance)}{filler}{_mixed(chance)}"[:_LONGEST]


_KINDS: tuple[Callable[[random.Random], str], ...] = (
    *(_mixed, _spaced, _lines, _framed, _mixed, _one, _again, _zalgo, _endless),
)


# What is wrong with a request

_LIVE = re.compile(
    rf"<(?:@[!&]?|#|a?:\w+:|/[\w -]+:){NOBODY}>|@(?:everyone|here)|<id:customize>|<t:1:R>"
    r"|__UNDER|~~STRUCK|\|\|SPOILER|\*SLANT\*|_SLANT_"
    r"|^\s*(?:#{1,2} HEADLINE|-# SMALL|>{1,3} QUOTE|[-*] ITEM|1\. ITEM)",
    re.MULTILINE,
)
_MEANT = frozenset("\n\t\u200b\u200c\u200d")  # the blank of no width is what we break with
_OURS = "https://discord.com/channels/"
_FOLD = re.compile("\r?\n[ \t]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harms(requests: list[HttpLogEntry], people: frozenset[int]) -> Iterator[str]:
    """One sentence for each harm; `people` are those who may be pinged."""
    for one in requests:
        body: Any = json.loads(json.dumps(one.json)) if one.json else None
        for problem in _of_body(body, people):
            yield f"{one.method} {one.path}: {problem}"


def _of_body(body: Any, people: frozenset[int]) -> Iterator[str]:
    for message in _things(body):
        if message.get("components") or message.get("content"):
            yield from _pings(message, people)
        for key in ("content", "description", "topic"):
            yield from of_text(message.get(key) or "")
        for value in message.values():
            if isinstance(value, str):
                yield from of_string(value)


def _pings(message: Mapping[str, Any], people: frozenset[int]) -> Iterator[str]:
    if "custom_id" in message or "type" in message:
        return  # a form, or a component
    allowed = message.get("allowed_mentions")
    if allowed is None:
        yield "everybody may be pinged: no allowed_mentions"
    elif allowed.get("parse") or allowed.get("roles"):
        yield f"more than people may be pinged: {allowed}"
    elif strangers := {*map(int, allowed.get("users") or ())} - people:
        yield f"who is this that may be pinged? {strangers}"


def of_file(name: str, content: bytes) -> Iterator[str]:
    """What is wrong with a file that somebody takes along."""
    if name.endswith(".zip"):
        with ZipFile(BytesIO(content)) as archive:
            for one in archive.namelist():
                yield from of_file(one, archive.read(one))
        return
    # A spreadsheet takes the mark before a text as a sign of its encoding.
    text = content.decode("utf-8-sig" if name.endswith(".csv") else "utf-8")
    yield from of_string(text.replace("\r\n", "\n") if name.endswith((".ics", ".csv")) else text)
    if name.endswith(".ics"):
        names = {re.split("[:;]", one)[0] for one in _FOLD.sub("", text).splitlines()}
        yield from (f"{one} was written into a calendar" for one in names & {"ATTACH", "ATTENDEE"})
    if name.endswith(".csv"):
        cells = (one for row in csv.reader(StringIO(text)) for one in row)
        yield from (f"{one!r} is a formula" for one in cells if one.startswith(_FORMULA))


def of_text(shown: str) -> Iterator[str]:
    """What is wrong with a text in which Discord's clients look for markdown."""
    bare = plain(shown)
    for found in _LIVE.finditer(bare):
        yield f"{found.group()!r} means something in {shown!r}"
    if "```" in bare:
        yield f"code is left open in {shown!r}"
    for words, address in masked_links(shown):
        host = urlsplit(address).hostname or ""
        is_open = address.split("://")[-1].startswith(words.rstrip("\u2026")) or words == host
        if not address.startswith(_OURS) and not is_open:
            yield f"{words!r} hides that it leads to {address}"


def of_string(said: str) -> Iterator[str]:
    """What is wrong with a string wherever it is shown."""
    stray = {one for one in said if unicodedata.category(one) in ("Cc", "Cf", "Cs")} - _MEANT
    if stray:
        yield f"{sorted(stray)!r} in {said!r}"
    if most_marks(said) > MOST_MARKS:
        yield f"letters with too many marks in {said!r}"


def most_marks(said: str) -> int:
    """How many marks that take no room of their own stand on one letter at most."""
    most = count = 0
    for one in said:
        count = count + 1 if unicodedata.category(one) in ("Mn", "Me") else 0
        most = max(most, count)
    return most


def _things(body: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(body, Mapping):
        yield cast("Mapping[str, Any]", body)
        for value in cast("Mapping[str, Any]", body).values():
            yield from _things(value)
    elif isinstance(body, list):
        for one in cast("list[Any]", body):
            yield from _things(one)
