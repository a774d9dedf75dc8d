"""Each guard of the promise is held by a test: without the guard, that very test fails."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.mutants.patches import MUTANTS, Mutant

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "cogs", "db", "tests")
# Rewritten assertions would tell more of failures that are wanted, and take a second each; and what
# such a failure leaves open is nobody's fault.
QUICK = ("-q", "-x", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:unraisableexception")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file() and path.suffix in {".toml", ".md", ".example"}:
            shutil.copy(path, folder)
    return folder


def run(folder: Path, *tests: str) -> tuple[Any, str]:
    """What became of the tests in the copy, and what they wrote."""
    # Nothing of the run that this is a part of: neither its options nor its workers.
    env = {name: said for name, said in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutants.run", *QUICK, f"--basetemp={folder}.tmp", *tests],
        cwd=folder,
        env=env | {"PYTHONPATH": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    said, _, found = done.stdout.rstrip().rpartition("\n")
    return json.loads(found), said


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "mutant" in metafunc.fixturenames:
        is_long = metafunc.config.getoption("--long")
        chosen = [one for one in MUTANTS if is_long or not one.is_extra]
        metafunc.parametrize("mutant", chosen, ids=[one.name.replace(" ", "-") for one in chosen])


def test_without_its_guard_the_test_fails(copy: Path, mutant: Mutant) -> None:
    mutant.apply(copy)

    found, said = run(copy, mutant.test)

    assert found == {"code": 1, "failed": [mutant.test], "broken": [], "strays": []}, said


def test_with_every_guard_in_its_place_they_pass(copy: Path) -> None:
    """What these would find broken is the copy. The slowest need no proof more than the others."""
    quick = {one.test for one in MUTANTS if not one.test.startswith("tests/process")}

    found, said = run(copy, *sorted(quick))

    assert found == {"code": 0, "failed": [], "broken": [], "strays": []}, said
