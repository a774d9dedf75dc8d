"""Tables as files for a spreadsheet, in which nothing that anybody typed becomes a formula.

RFC 4180, in UTF-8 with the mark by which Excel knows it. A cell that a spreadsheet might take for a
formula begins with an apostrophe, and so does one that has one already: one is to be taken away
again. What consists of digits, as ids do, is marked like that too: as a number it would be rounded.
"""

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from io import StringIO

MARK = "\ufeff"
_TEXT = "'"
# The wide ones too: some spreadsheets read them as the plain ones.
_FORMULAS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_BREAKS = ("\t", "\r", "\n")

Cell = str | int | None


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The whole file; a number stays one, what is not there is empty, all else is text."""
    written = StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(map(_cells, rows))
    return MARK + written.getvalue()


def safe(text: str) -> str:
    """`text` as a cell that stays text, whatever unseen things stand before a formula's sign."""
    is_formula = text.startswith(_BREAKS) or _visible(text).startswith(_FORMULAS)
    is_marked = is_formula or text.isdecimal() or text.startswith(_TEXT)
    return f"{_TEXT}{text}" if is_marked else text


def plain(cell: str) -> str:
    """The text that `safe` made a cell of."""
    return cell.removeprefix(_TEXT)


def _cells(row: Sequence[Cell]) -> list[Cell]:
    return [safe(one) if isinstance(one, str) else one for one in row]


def _visible(text: str) -> str:
    """From the first character on that is no blank, and not a control or a format character."""
    at = next((at for at, char in enumerate(text) if not _is_blank(char)), len(text))
    return text[at:]


def _is_blank(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in {"Cc", "Cf"}
