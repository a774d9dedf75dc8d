"""Work that takes long, or much memory, in a process of its own that ends with it.

The loop is never blocked meanwhile, and what a library took is given back. What is asked for is a
pure function of text, by its module and name; the process imports that module and little else.
"""

import asyncio
import logging
import os
import sys
import traceback
from asyncio.subprocess import PIPE
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

LIMIT_SECONDS = 60.0
# What `bot` is imported from, a checkout as well as an installed wheel: they run the same code.
_HOME = Path(__file__).resolve().parents[1]
# numpy would start a thread for each core, and each takes memory.
_ENV = {"OPENBLAS_NUM_THREADS": "1"}

# A lock belongs to the loop in which it was first waited for.
_Locks = defaultdict[str, asyncio.Lock]
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, _Locks] = WeakKeyDictionary()


class WorkFailed(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The process took too long, died, or raised; the log has what can be told of it."""


async def in_process(work: str, text: str, *, seconds: float = LIMIT_SECONDS) -> str:
    """What `work` makes of the text, such as "bot.domain.replays:draw_packed".

    One process at a time does the same work; the others wait, and their time does not run.
    """
    locks = _turns.setdefault(asyncio.get_running_loop(), defaultdict(asyncio.Lock))
    async with locks[work]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.workers", work),
            cwd=_HOME,
            env=os.environ | _ENV,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
        )
        try:
            async with asyncio.timeout(seconds):
                out, err = await process.communicate(text.encode())
        except TimeoutError:
            log.error("%s was ended: it took more than %g s", work, seconds)  # noqa: TRY400 - all is said
            raise WorkFailed(f"{work} took more than {seconds:g} s") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode:
        log.error("%s failed (%d):\n%s", work, process.returncode, err.decode(errors="replace"))
        raise WorkFailed(f"{work} failed ({process.returncode})")
    return out.decode()


def main() -> None:
    """In the process: read the text, do the work, write what comes of it."""
    (_, named) = sys.argv
    module, _, name = named.partition(":")
    text = sys.stdin.buffer.read().decode()
    try:
        work: Callable[[str], str] = getattr(import_module(module), name)
        made = work(text)
    except Exception as error:  # noqa: BLE001 - told where it is logged
        # Its kind and its place, and not its words: they may repeat what a member wrote.
        place = "".join(traceback.format_tb(error.__traceback__))
        sys.exit(f"{place}{type(error).__qualname__}")
    sys.stdout.buffer.write(made.encode())


if __name__ == "__main__":
    main()
