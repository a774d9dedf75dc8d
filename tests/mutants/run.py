"""Run tests of the copy in which this is started: `python -m tests.mutants.run TEST...`.

The last line that it writes is JSON: pytest's exit code, which tests failed, which did not even
come to be run, and which modules of ours were not the copy's own.
"""

import json
import sys
from pathlib import Path

import pytest

ROOMS = {"bot", "cogs", "db", "tests"}


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


def strays() -> list[str]:
    here = Path.cwd().resolve()
    return [
        name
        for name, module in sys.modules.items()
        if name.partition(".")[0] in ROOMS
        and not Path(module.__file__ or "").resolve().is_relative_to(here)
    ]


def main() -> None:
    watch = Watch()
    code = pytest.main(sys.argv[1:], plugins=[watch])
    found = {"code": code, "failed": watch.failed, "broken": watch.broken, "strays": strays()}
    sys.stdout.write(f"\n{json.dumps(found)}\n")


if __name__ == "__main__":
    main()
