"""The machine and the libraries that the figures belong to, in words."""

import os
import platform
import re
import sqlite3
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("discord.py", "SQLAlchemy", "aiosqlite")


def described() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"{cores} cores of {_processor()}, {platform.system()}; Python"
        f" {platform.python_version()}, {libraries}, SQLite {sqlite3.sqlite_version}"
    )


def _processor() -> str:
    """Its name as it tells it; what kind it is, where it tells none."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        told = ""
    found = re.search(r"^model name\s*:\s*(.+)$", told, re.MULTILINE)
    return f"{found[1].strip()} ({platform.machine()})" if found else platform.machine()
