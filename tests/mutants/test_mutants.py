"""Each guard of the promise is held by a test: without the guard, that very test fails."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.mutants import run
from tests.mutants.patches import MUTANTS

ROOT = Path(__file__).parents[2]


def test_without_its_guard_each_test_fails_and_with_every_guard_they_pass(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """All at once, for to start takes Python longer than what it is started for.

    What the tests would find broken where no guard is missing is the copy. The slowest of them
    need no such proof more than the others.
    """
    is_long = request.config.getoption("--long")
    chosen = [one for one in MUTANTS if is_long or not one.is_extra]
    chosen.sort(key=lambda one: not one.test.startswith("tests/process"))  # which wait most
    mutants = {one.name: one for one in chosen}
    tests = {name: [one.test] for name, one in mutants.items()}
    tests["nothing is missing"] = sorted(
        {one.test for one in MUTANTS if not one.test.startswith("tests/process")}
    )
    folders = {name: copied(tmp_path / name.replace(" ", "-")) for name in tests}
    for name, mutant in mutants.items():
        mutant.apply(folders[name])

    run_in_copies([[str(folders[name]), *those] for name, those in tests.items()])

    wanted = {name: outcome(1, failed=those) for name, those in tests.items()}
    wanted["nothing is missing"] = outcome(0)
    found = {name: found_in(folder) for name, folder in folders.items()}
    assert found == wanted, "\n".join(
        (folder / "said.txt").read_text(encoding="utf-8")
        for name, folder in folders.items()
        if found[name] != wanted[name]
    )


def copied(folder: Path) -> Path:
    for room in run.ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file() and path.suffix in {".toml", ".md", ".example"}:
            shutil.copy(path, folder)
    return folder


def run_in_copies(asked: Sequence[Sequence[str]]) -> None:
    # Nothing of the run that this is a part of: neither its options nor its workers.
    env = {name: said for name, said in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-P", run.__file__],
        input=json.dumps(asked),
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout


def outcome(code: int, failed: Sequence[str] = ()) -> dict[str, Any]:
    return {"code": code, "failed": [*failed], "broken": [], "strays": []}


def found_in(folder: Path) -> Mapping[str, Any]:
    """What became of the tests in a copy; nothing if they came to no end."""
    path = folder / "found.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
