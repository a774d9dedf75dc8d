"""Fail where a test was skipped that the list of allowed skips does not name.

Each line of the list is a test's id, as pytest prints it, and behind it the reason.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree


def main(report: str, allowed: str) -> int:
    lines = Path(allowed).read_text(encoding="utf-8").splitlines()
    known = {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}
    skipped = {
        f"{one.get('classname')}.{one.get('name')}".strip("."): skip.get("message")
        for one in ElementTree.parse(report).iter("testcase")
        if (skip := one.find("skipped")) is not None
    }
    for name, reason in skipped.items():
        verdict = "allowed" if name in known else "NOT ALLOWED"
        sys.stdout.write(f"{verdict}: {name} ({reason})\n")
    sys.stdout.write(f"{len(skipped)} skipped\n")
    return 1 if skipped.keys() - known else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
