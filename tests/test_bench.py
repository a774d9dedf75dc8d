"""The benches run, and the README has a place for what they find; the figures are not tested."""

import re
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from bench.__main__ import BENCHES
from bench.tables import Table, as_markdown, percentile, ratio, with_block

ROOT = Path(__file__).parents[1]
# How many rows each bench's tables have at least, one number a table; the group `bench` adds some.
ROWS = {
    "wire": (5, 5, 4, 1),
    "start": (3,),
    "store": (4,),
    "search": (12, 9),
    "when": (4,),
    "match": (11, 3),
    "digest": (2, 2, 1),
}


# Those that need a database by themselves share what it takes to load all that.
SHORT = [("store", "match"), ("search",), ("when",)]
# Those that start bots as well run with `--long`.
LONG = [("wire", "start"), ("digest",)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "names" in metafunc.fixturenames:
        is_long = bool(metafunc.config.getoption("--long"))
        metafunc.parametrize("names", SHORT + LONG if is_long else SHORT, ids="-".join)


async def test_benches_run_and_fill_their_tables(names: tuple[str, ...]) -> None:
    process = await create_subprocess_exec(
        *(sys.executable, "-m", "bench", *names, "--smoke"), cwd=ROOT, stdout=PIPE, stderr=PIPE
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()

    tables = re.findall(r"^\|---.*\n((?:\|.*\n?)+)", out.decode(), re.MULTILINE)
    found = [len(rows.splitlines()) for rows in tables]
    wanted = [rows for name in names for rows in ROWS[name]]
    assert [min(pair) for pair in zip(found, wanted, strict=True)] == wanted


def test_no_bench_is_left_out() -> None:
    assert sorted(name for names in SHORT + LONG for name in names) == sorted(BENCHES)


@pytest.mark.parametrize("name", BENCHES)
def test_the_readme_has_a_place_for_each_bench(name: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert "found" in with_block(readme, name, "found")


def test_a_document_without_a_place_is_refused_by_the_marks_it_lacks() -> None:
    with pytest.raises(ValueError, match="no marks <!-- bench wire -->"):
        with_block("# Nexus\n<!-- bench store --><!-- end of bench store -->", "wire", "found")


def test_a_ratio_is_that_of_the_rounds_and_not_of_the_medians() -> None:
    # All three rounds say twice as much, though the machine was slower in each.
    assert ratio([2, 20, 200], [1, 10, 100]) == 2


def test_percentiles_are_values_that_were_measured() -> None:
    assert [percentile(range(1, 101), one) for one in (50, 95, 99)] == [50, 95, 99]
    assert percentile([7.0], 50) == 7.0


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Table("Speed", ("what", "ms"), [("a click",)])


def test_tables_are_markdown() -> None:
    table = Table("Speed", ("what", "ms"), [("a click", "2")], ["On this machine."])

    assert as_markdown([table]).splitlines() == [
        *("**Speed**", "", "| what | ms |", "|---|---:|", "| a click | 2 |", ""),
        "On this machine.",
    ]
