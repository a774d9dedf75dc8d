"""What tests have done in a process of its own; it imports what the process imports."""

import json
import os
import sys
import threading
import time

BEGUN = time.monotonic()


def shout(text: str) -> str:
    return text.upper()


def refuse(text: str) -> str:
    raise ValueError(text)


def die(text: str) -> str:
    os.abort()


def hang(text: str) -> str:
    """Hold the pipe named by the text for as long as the process lives."""
    with open(text, "w", encoding="utf-8") as pipe:  # noqa: PTH123 - it is no file
        pipe.write("here\n")
        pipe.flush()
        threading.Event().wait()
    return text


def imported(text: str) -> str:
    return json.dumps([name for name in sys.modules if "." not in name])


def moments(text: str) -> str:
    """From when until when the process worked, on the clock of the whole machine."""
    total = 0
    while time.monotonic() < BEGUN + 0.05:
        total += 1
    return json.dumps([BEGUN, time.monotonic()])
