"""Tables for a spreadsheet: all that was typed comes back, and none of it is a formula."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import csv_text

BEGINNINGS = ("", " ", "\t", "\r", "\n", "\u00a0", "\u200b", "\ufeff", "\u202e", '"', ",", "'")
SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "")
hostile = st.tuples(
    st.text(st.sampled_from(BEGINNINGS[1:]), max_size=3),
    st.sampled_from(SIGNS),
    st.text(max_size=20)
    | st.sampled_from(('HYPERLINK("https://evil.example")', "1+1", "cmd|'/C'")),
).map("".join)


def read(text: str) -> list[list[str]]:
    """As a spreadsheet does, which knows its mark."""
    assert text.startswith(csv_text.MARK)
    return list(csv.reader(StringIO(text.removeprefix(csv_text.MARK), newline=""), strict=True))


@given(st.lists(st.tuples(hostile, hostile), max_size=5))
def test_every_cell_comes_back_as_it_was_typed_and_none_is_a_formula(
    rows: list[tuple[str, str]],
) -> None:
    [header, *found] = read(csv_text.table(("one", "other"), rows))

    assert header == ["one", "other"]
    assert [tuple(map(csv_text.plain, row)) for row in found] == rows
    for cell in (cell for row in found for cell in row):
        seen = cell.strip("".join(BEGINNINGS[1:-3]))
        assert not seen.startswith(SIGNS[:-1]), cell
        assert cell[:1] not in {"\t", "\r", "\n"}


@pytest.mark.parametrize("sign", SIGNS[:-1])
@pytest.mark.parametrize("before", BEGINNINGS[:9])
def test_what_would_be_a_formula_begins_with_an_apostrophe(before: str, sign: str) -> None:
    assert csv_text.safe(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


def test_a_number_stays_one_and_an_id_stays_whole() -> None:
    text = csv_text.table(("id", "number", "none"), [("1234567890123456789", 12, None)])

    assert text == "\ufeffid,number,none\r\n'1234567890123456789,12,\r\n"


def test_a_cell_of_several_lines_is_one_cell() -> None:
    said = 'She said: "no",\r\nand left'

    assert read(csv_text.table(("said",), [(said,)])) == [["said"], [said]]
