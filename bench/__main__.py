"""`uv run python -m bench [NAMES]`: measure, and print the tables or put them into a document."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bench.machine import described
from bench.tables import LONG, SMOKE, USUAL, Run, Size, Table, as_markdown, with_block

# Each is a module of this package; loaded when it is its turn, so that none disturbs another.
BENCHES: Mapping[str, str] = {
    "wire": "interactions over a socket, and bursts of them",
    "start": "until Discord says READY, and the memory it takes",
    "store": "transactions through the database's one writer",
    "search": "how fast questions are found, and how well look-alikes are told apart",
    "when": "how fast what people type for a moment is read, and which string is the slowest",
    "match": "one round of matching, beside other ways to match, and in a process of its own",
    "digest": "a week read out of a long history, its picture, and a thousand digests at one hour",
}


def measured(names: Sequence[str], size: Size) -> dict[str, Sequence[Table]]:
    """The tables of each bench."""
    found: dict[str, Sequence[Table]] = {}
    for name in names:
        _say(f"{name}: {BENCHES[name]} ...")
        run: Run = import_module(f"bench.{name}").run
        found[name] = run(size)
    return found


def about(size: Size) -> str:
    """Where, when and how often it was measured."""
    today = datetime.now(UTC)
    rounds = "1 round" if size.rounds == 1 else f"medians of {size.rounds} rounds"
    return f"{described()}. {today:%d %B %Y}, {rounds}."


def main(args: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}")
    parser.add_argument("--into", type=Path, help="a Markdown file, with marks for each bench")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--smoke", action="store_true", help="tiny: only to see that all runs")
    how.add_argument("--long", action="store_true", help="the largest forms too")
    given = parser.parse_args(args)
    names: list[str] = given.names or list(BENCHES)
    if unknown := set(names) - set(BENCHES):
        parser.error(f"there is no bench {', '.join(sorted(unknown))}")
    size = SMOKE if given.smoke else LONG if given.long else USUAL
    if given.into is None:
        tables = measured(names, size)
        blocks = [about(size), *(as_markdown(tables[name]) for name in names)]
        sys.stdout.write("\n\n".join(blocks) + "\n")
        return
    # Found out before the work, and not after it; and meanwhile somebody may write on.
    _put(dict.fromkeys(names, ""), given.into.read_text(encoding="utf-8"))
    blocks = {
        name: f"{as_markdown(tables)}\n\n<sub>{about(size)}</sub>"
        for name, tables in measured(names, size).items()
    }
    text = _put(blocks, given.into.read_text(encoding="utf-8"))
    given.into.write_text(text, encoding="utf-8")


def _put(blocks: Mapping[str, str], text: str) -> str:
    for name, block in blocks.items():
        text = with_block(text, name, block)
    return text


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
