"""Work in a process of its own that tells the seconds and the megabytes it took there."""

import json
import os
import re
import resource
import time
from importlib import import_module
from pathlib import Path

from bot.domain.replays import draw_packed

DRAW = "bench.worked:draw_and_tell"
PAINT = "bench.worked:paint_and_tell"


def draw_and_tell(text: str) -> str:
    import_module("bot.domain.solving")  # and scipy, before the clock runs
    started = time.perf_counter()
    drawn = draw_packed(text)
    return json.dumps([drawn, time.perf_counter() - started, _peak()])


def paint_and_tell(text: str) -> str:
    paint = import_module("bot.domain.pictures").draw_packed  # and matplotlib
    started = time.perf_counter()
    return json.dumps([paint(text), time.perf_counter() - started, _peak()])


def _peak() -> float:
    """Megabytes, since the process has its program: what `getrusage` says is its parent's too."""
    status = Path(f"/proc/{os.getpid()}/status")
    if status.exists():
        found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="ascii"))
        if found:
            return int(found[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
