"""What a drive that fails tells of its page."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser

from tests.demo.playing import PHONE, chromium, needs_chromium
from tests.demo.visitor import visiting

pytestmark = needs_chromium

# As SimCord's page gives an account of itself, with one action that was refused.
_PAGE = """<p id="action-status">Action was not completed.</p>
<script>
  window.simcordPreview = {
    pendingAction: { kind: "click" }, transport: { state: "uncertain" },
    renderState: { modalHandle: null },
    activity: [
      { rejected: true, settlement: "rejected", diagnostics: [{ code: "busy" }] },
      { rejected: false, settlement: "settled", diagnostics: [] },
    ],
  };
  console.error("one thing is missing");
  const called = new AbortController();
  const gone = fetch("/slow", { signal: called.signal }).catch(() => {});
  called.abort();
  const fail = () => { throw new Error("out of order"); };
  gone.then(() => fetch("/none")).then(() => setTimeout(fail));
</script>"""


async def test_a_drive_that_fails_tells_what_went_wrong_in_its_page() -> None:
    async def page(_: web.Request) -> web.Response:
        return web.Response(text=_PAGE, content_type="text/html")

    is_over = asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        await is_over.wait()  # whatever is called off was on its way until then
        return web.Response()

    app = web.Application()
    app.router.add_get("/", page)
    app.router.add_get("/slow", slow)
    async with TestServer(app) as server, chromium() as browser:
        address = str(server.make_url("/"))
        with pytest.raises(AssertionError, match="never shown") as failure:
            await drive_and_fail(browser, address)
        is_over.set()

    assert failure.value.__notes__[0].splitlines() == [
        "In the page:",
        "console: one thing is missing",
        f"GET {address}none: 404",
        "script: out of order",
        "status: Action was not completed.",
        "waits for: click",
        "connection: uncertain",
        "form: none",
        'asked: {"rejected":true,"settlement":"rejected","diagnostics":[{"code":"busy"}]}',
        'asked: {"rejected":false,"settlement":"settled","diagnostics":[]}',
    ]


async def drive_and_fail(browser: Browser, address: str) -> None:
    async with visiting(browser, address, PHONE) as visitor:
        async with visitor.page.expect_event("pageerror"):
            await visitor.page.goto(address)
        raise AssertionError("never shown")
