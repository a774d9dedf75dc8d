"""What is kept of a member, as a file for them to take away: for machines, and for people."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.domain import markdown

FOLDER = "my-data"

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """`parts` are rows by the name of their table, and these by what they are called."""

    server: str
    member: str
    made_at: datetime
    parts: Mapping[str, Mapping[str, Sequence[_Row]]]
    acts: Sequence[_Row]


def zipped(taken: Taken) -> bytes:
    """The same is the same file, byte for byte."""
    packed = BytesIO()
    at = taken.made_at.timetuple()[:6]
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, text in (("my-data.json", as_json(taken)), ("my-data.md", as_markdown(taken))):
            entry = ZipInfo(f"{FOLDER}/{name}", at)
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, text, ZIP_DEFLATED)
    return packed.getvalue()


def as_json(taken: Taken) -> str:
    said = {
        "server": taken.server,
        "member": taken.member,
        "made_at": taken.made_at,
        "data": taken.parts,
        "acts": taken.acts,
    }
    return json.dumps(said, indent=2, ensure_ascii=False, default=_iso) + "\n"


def as_markdown(taken: Taken) -> str:
    return "\n".join(_lines(taken)) + "\n"


def _lines(taken: Taken) -> Iterator[str]:
    yield "# What Nexus keeps of you"
    yield ""
    yield f"{markdown.line(taken.server)}, {taken.made_at:%Y-%m-%d %H:%M} UTC"
    if not taken.parts and not taken.acts:
        yield ""
        yield "Nothing."
    for part, tables in taken.parts.items():
        yield from ("", f"## {part}")
        for name, rows in tables.items():
            yield from ("", f"### {_words(name)}")
            for row in rows:
                yield ""
                yield from _row(row)
    if taken.acts:
        yield from ("", "## What you did to what is others'", "")
        for act in taken.acts:
            where = ", ".join(f"{_words(name)} {value}" for name, value in act.items())
            yield f"- {markdown.line(where)}"


def _row(row: _Row) -> Iterator[str]:
    """A list of what was said; what never was is left out."""
    for name, value in row.items():
        if value in (None, ""):
            continue
        said = str(_iso(value) if isinstance(value, date) else value)
        if "\n" in said:
            yield f"- {_words(name)}:"
            yield ""
            yield from (f"  {line}" for line in markdown.fenced(said))
            yield ""
        else:
            yield f"- {_words(name)}: {markdown.line(said)}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _iso(one: date) -> str:
    return one.isoformat()
