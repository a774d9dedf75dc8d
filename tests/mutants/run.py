"""Run tests in copies of the project: a JSON list of [folder, test, ...] is read from stdin.

Each copy has its run in a fork of this process, which has imported what is not of the project:
that is most of a run. Into the copy's folder comes what it wrote (`said.txt`) and what became of it
(`found.json`): pytest's exit code, which tests failed, which did not even come to be run, and which
modules of ours were not the copy's own.
"""

import importlib
import json
import os
import signal
import sys
import traceback
from pathlib import Path

import pytest

ROOMS = {"bot", "cogs", "db", "tests"}
PRELOADED = (
    *("aiosqlite", "alembic.command", "apscheduler.schedulers.asyncio", "dateutil.rrule"),
    *("discord.ext.commands", "hypothesis", "icalendar", "jsonschema_rs", "pydantic_settings"),
    *("pytest_asyncio", "simcord", "simcord.preview", "sqlalchemy.ext.asyncio", "typer"),
)
# Rewritten assertions would tell more of failures that are wanted, and take a second each; and what
# such a failure leaves open is nobody's fault.
QUICK = ("-q", "-x", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:unraisableexception")
TOGETHER = 3  # one of them may well be waiting
PATIENCE_SECONDS = 120


class Watch:
    """What pytest reports of tests that did not pass."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.broken: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and report.when != "teardown":  # what failed may leave a mess behind
            (self.failed if report.when == "call" else self.broken).append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken.append(report.nodeid)


def strays(folder: Path) -> list[str]:
    return [
        name
        for name, module in sys.modules.items()
        if name.partition(".")[0] in ROOMS
        and not Path(module.__file__ or "").resolve().is_relative_to(folder.resolve())
    ]


def attempt(folder: Path, tests: list[str]) -> None:
    """Be the process that runs these."""
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    os.environ["PYTHONPATH"] = str(folder)  # for the processes that the tests start
    watch = Watch()
    code = pytest.main([*QUICK, f"--basetemp={folder}.tmp", *tests], plugins=[watch])
    found = {
        "code": code,
        "failed": watch.failed,
        "broken": watch.broken,
        "strays": strays(folder),
    }
    Path("found.json").write_text(json.dumps(found), encoding="utf-8")


def forked(folder: Path, tests: list[str]) -> int:
    if child := os.fork():
        return child
    signal.alarm(PATIENCE_SECONDS)
    said = os.open(folder / "said.txt", os.O_WRONLY | os.O_CREAT)
    os.dup2(said, 1)
    os.dup2(said, 2)
    try:
        attempt(folder, tests)
    except BaseException:  # noqa: BLE001 - as Python itself would
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def main() -> None:
    asked: list[list[str]] = json.load(sys.stdin)
    for name in PRELOADED:
        importlib.import_module(name)
    running: set[int] = set()
    for folder, *tests in asked:
        if len(running) == TOGETHER:
            running.remove(os.wait()[0])
        running.add(forked(Path(folder), tests))
    while running:
        running.remove(os.wait()[0])


if __name__ == "__main__":
    main()
