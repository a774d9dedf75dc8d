"""The demo as a process, and Chromium to look at it."""

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

CHROMIUM = shutil.which("chromium")
DESK, PHONE = ViewportSize(width=1200, height=800), ViewportSize(width=390, height=844)
# A slow machine may take its time, in milliseconds; where all is well, nobody waits for it.
PATIENCE = 60_000
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium: install Debian's package `chromium` to drive the demo"
)


# All but these. Chromium opens connections ahead of need: one that arrives while the server closes
# is nobody's. And discord.py uses a module that Python is about to drop.
WARNINGS = (
    "default,ignore:unclosed <socket:ResourceWarning,ignore:unclosed transport:ResourceWarning,"
    "ignore:'audioop' is deprecated:DeprecationWarning"
)


@asynccontextmanager
async def running_demo() -> AsyncGenerator[str]:
    """The command in a process of its own; it must end well, and have nothing to complain of.

    It reads no settings: these would keep the bot itself from starting.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--port", "0", "--no-browser"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONWARNINGS": WARNINGS, "DATABASE_URL": "nonsense"},
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert found is not None, line
        yield found.group()
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        _, complaints = await process.communicate()
    assert (process.returncode, complaints.decode()) == (0, "")


@asynccontextmanager
async def chromium() -> AsyncGenerator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, headless=True, args=QUIET
        )
        yield browser
        await browser.close()


async def new_page(browser: Browser, viewport: ViewportSize) -> Page:
    page = await browser.new_page(viewport=viewport)
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    return page
