"""Take over a README that a learner has: their text as it is, with places where Nexus may write."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain import readme_marks, readme_reading
from bot.domain.errors import Refusal
from bot.domain.readme import UNDER_LEARNINGS, Part
from bot.domain.readme_marks import Document, Scope, span
from bot.domain.readme_reading import Reading

_NO_README = (
    "I can't read that file: it is no plain text in UTF-8. Save your README as UTF-8, with a name"
    " that ends in **.md**, and send it again."
)


@dataclass(frozen=True, slots=True)
class Taken:
    """The learner's text with its marks, and what stands in it."""

    own_text: str
    reading: Reading


def decode(data: bytes, name: str) -> str:
    """A file as it was sent; a Refusal where it is no text."""
    if not name.lower().endswith((".md", ".markdown")):
        raise Refusal("That is no README: send me the file whose name ends in **.md**.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(_NO_README) from None
    if "\0" in text:
        raise Refusal(_NO_README)
    if not text.strip():
        raise Refusal("That file is empty. `/log readme` writes you a README to begin with.")
    return text


def take_over(
    text: str, *, headings: Mapping[Part, str], first_day: date | None, today: date
) -> Taken:
    document = readme_marks.closed(readme_marks.own(text))
    reading = readme_reading.read(document, headings=headings, first_day=first_day, today=today)
    places: dict[int, list[tuple[Part, Scope]]] = {}
    for part, scope, line in _places(document, reading):
        places.setdefault(line, []).append((part, scope))
    for these in places.values():
        these.sort(key=lambda one: one[1] is Scope.WHOLE)  # what belongs to the section above first
    return Taken(readme_marks.insert(document.lines, places), reading)


def _places(document: Document, reading: Reading) -> Iterator[tuple[Part, Scope, int]]:
    """Where marks are missing: a part with its scope, and the line before which they belong."""
    bottom = _bottom(document)
    marked = {one.part for one in reading.regions}
    for part in Part:
        home = reading.home(part)
        if part in marked or (part is Part.LEARNINGS and not _is_wanted(reading)):
            continue
        if home is not None:
            yield part, Scope.MORE, _behind(document, home.end, bottom)
        elif part is Part.OVERVIEW:
            yield part, Scope.WHOLE, min(_behind_title(document), bottom)
        elif part in UNDER_LEARNINGS and (over := reading.home(Part.LEARNINGS)):
            yield part, Scope.WHOLE, _behind(document, over.end, bottom)
        else:
            yield part, Scope.WHOLE, bottom


def _behind_title(document: Document) -> int:
    """Before the first heading that is not the title of it all."""
    headings = [one for one in document.own_blocks() if one.type == "heading"]
    if headings and headings[0].tag == "h1":
        del headings[0]
    return span(headings[0])[0] if headings else len(document.lines)


def _is_wanted(reading: Reading) -> bool:
    """Whether a heading over what was learned has something to stand over."""
    if reading.home(Part.LEARNINGS) is not None:
        return False
    return any(reading.home(one) is None for one in (Part.TECHNOLOGIES, Part.CONCEPTS))


def _behind(document: Document, end: int, bottom: int) -> int:
    """Behind the last line of a section that says something."""
    line = min(end, bottom)
    while line > 0 and not document.lines[line - 1].strip():
        line -= 1
    return line


def _bottom(document: Document) -> int:
    """Behind all of it; but before HTML that has no end, for it would swallow what follows."""
    if document.blocks:
        last = document.blocks[-1]
        if readme_marks.is_open(document, last):
            return span(last)[0]
    return len(document.lines)
