"""A knowledge base as one zip file, no larger than it may be: work for a process of its own."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.domain.knowledge import Base, Learning, Solved, files
from bot.domain.log import LogKind

FOLDER = "knowledge-base"


@dataclass(frozen=True, slots=True)
class Archive:
    data: bytes
    left_out: int
    """How many of the oldest entries had no room."""


def order(base: Base, most: int) -> str:
    """What `make` makes an archive of; `most` is how many bytes it may have."""
    return json.dumps({"base": asdict(base), "most": most}, default=date.isoformat)


def make(text: str) -> str:
    said = json.loads(text)
    archive = within(_base(said["base"]), said["most"])
    return json.dumps({"data": b64encode(archive.data).decode(), "left_out": archive.left_out})


def made(text: str) -> Archive:
    """What `make` returned."""
    said = json.loads(text)
    return Archive(b64decode(said["data"]), said["left_out"])


def within(base: Base, most: int) -> Archive:
    """As much of it, the newest first, as fits."""
    kept, data = base, zipped(base)
    while len(data) > most and not kept.is_empty:
        # A little less than fits by the average, so that few tries do.
        share = most / len(data) * 0.95
        kept = replace(
            kept,
            questions=kept.questions[: int(len(kept.questions) * share)],
            learnings=kept.learnings[: int(len(kept.learnings) * share)],
        )
        data = zipped(kept)
    return Archive(data, _count(base) - _count(kept))


def zipped(base: Base) -> bytes:
    """The same base is the same file, byte for byte."""
    packed = BytesIO()
    day = (base.made_on.year, base.made_on.month, base.made_on.day, 0, 0, 0)
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for path, text in files(base).items():
            entry = ZipInfo(f"{FOLDER}/{path}", day)
            entry.external_attr = 0o644 << 16  # else nobody may read it where it is unpacked
            archive.writestr(entry, text, ZIP_DEFLATED)
    return packed.getvalue()


def _count(base: Base) -> int:
    return len(base.questions) + len(base.learnings)


def _base(said: Mapping[str, Any]) -> Base:
    return Base(
        said["name"],
        date.fromisoformat(said["made_on"]),
        [_solved(**one) for one in said["questions"]],
        [_learning(**one) for one in said["learnings"]],
    )


def _solved(*, solved_on: str, **said: Any) -> Solved:
    return Solved(**said, solved_on=date.fromisoformat(solved_on))


def _learning(*, kind: str, day: str, **said: Any) -> Learning:
    return Learning(**said, kind=LogKind(kind), day=date.fromisoformat(day))
