"""The one file that knows SimCord's private names: it knows no others, and they are still there."""

import ast
import asyncio
from collections.abc import AsyncGenerator
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import discord
import pytest
import simcord.preview
from aiohttp import web
from aiohttp.test_utils import unused_port
from playwright.async_api import Locator, Page, expect
from simcord import Env, SetupError
from simcord.preview import Preview, _markdown
from simcord.preview._pages import _Page  # pyright: ignore[reportPrivateUsage]
from simcord.preview._server import PreviewServer

from bot.client import PERMISSIONS
from bot.demo import stage
from bot.door import _TRY_SECONDS  # pyright: ignore[reportPrivateUsage]
from tests.cogs import qa_acts
from tests.demo.playing import PHONE, chromium, needs_chromium, new_page
from tests.world import NOON, World, seen

DEMO = Path(stage.__file__).parent


def private_names(path: Path) -> set[str]:
    """Names with a leading underscore that are reached for on something else than `self`."""
    return {
        node.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and not node.attr.startswith("__")
        and not (isinstance(node.value, ast.Name) and node.value.id in {"self", "_"})
    }


def test_simcord_is_the_version_whose_inside_we_know() -> None:
    assert version("simcord") == "3.2.1"


def test_only_the_stage_reaches_behind_simcords_handles() -> None:
    inside = {path.name for path in DEMO.glob("*.py") if ".backend" in path.read_text("utf-8")}

    assert inside == {"stage.py"}


def test_every_private_name_is_still_there(world: World) -> None:
    preview = world.env.preview(world.home, viewers=[world.member("Ann")])
    server = PreviewServer(preview)
    owners = (Env, _markdown, world.env.backend.clock, preview, server, web.AppRunner)
    names = private_names(DEMO / "stage.py")

    assert {one for one in names if not any(hasattr(owner, one) for owner in owners)} == set()
    assert "revision" in _Page.__dataclass_fields__


def test_simcords_page_is_still_made_as_we_change_it() -> None:
    server = vars(PreviewServer)
    headers, files = server["_SECURITY_HEADERS"], server["_STATIC_FILES"]
    static = Path(simcord.preview.__file__).with_name("static")
    page, script = (static / "index.html").read_text(), (static / "actions.js").read_text()

    assert headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Pragma" in headers
    assert (files["/preview.css"], files["/app.js"]) == ("preview.css", "app.js")
    assert 'href="/preview.css"' in page
    assert 'src="/app.js"' in page
    for name in ("channel-timeline", "channel-message-list", "history-older", "new-messages"):
        assert f'id="{name}"' in page
    assert "published_revision" in script
    assert "button.dataset.controlKey" in (static / "components.js").read_text()


@pytest.fixture
async def window(world: World) -> AsyncGenerator[tuple[Preview, asyncio.Lock]]:
    """SimCord's page, open in a frame of ours, and the turn that it takes."""
    ann, turn = world.member("Ann"), asyncio.Lock()
    await ann.send(world.home, "hello")
    preview = await stage.open_window(
        world.env,
        world.home,
        ann,
        port=unused_port(),
        zone="Africa/Lagos",
        framed_by="http://127.0.0.1:1",
        turn=turn,
    )
    yield preview, turn
    await preview.close()


async def test_the_front_page_alone_may_frame_the_page_and_it_looks_like_ours(
    window: tuple[Preview, asyncio.Lock],
) -> None:
    address = window[0].url.partition("#")[0]
    async with aiohttp.ClientSession(address) as browser:
        page = await browser.get("/")
        style, script = await browser.get("/preview.css"), await browser.get("/app.js")
        theirs = await browser.get("/simcord.css"), await browser.get("/simcord.js")

        assert "X-Frame-Options" not in page.headers
        policy = page.headers["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors http://127.0.0.1:1")
        assert (style.content_type, script.content_type) == ("text/css", "application/javascript")
        assert '@import "/simcord.css"' in await style.text()
        assert 'import "/simcord.js"' in await script.text()
        assert [one.status for one in theirs] == [200, 200]


async def test_an_act_in_the_page_waits_its_turn_and_never_holds_up_its_closing(
    window: tuple[Preview, asyncio.Lock],
) -> None:
    preview, turn = window
    async with turn:
        act = asyncio.create_task(vars(preview)["_action"]("p_unknown", {}))
        for _ in range(10):
            await asyncio.sleep(0)
        assert not act.done()
        await preview.close()
        with pytest.raises(SetupError):
            await act


async def test_a_browser_that_reads_no_further_does_not_hold_up_the_closing(
    window: tuple[Preview, asyncio.Lock],
) -> None:
    address = urlsplit(window[0].url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port, limit=1)
    font = "noto-sans-sc-v2.004.ttf"  # larger than what the sockets between the two can hold
    writer.write(f"GET /fonts/{font} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
    await reader.readexactly(1)

    async with asyncio.timeout(30):
        await window[0].close()

    writer.close()


def test_simcord_drops_no_answer_that_the_bot_itself_still_works_on(world: World) -> None:
    """On a busy machine; the page then shows no form, nor says why."""
    assert world.env.settle_timeout > _TRY_SECONDS


_TWO_FRAMES = "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"


def message(page: Page, words: str) -> Locator:
    return page.locator(".channel-message").get_by_text(words, exact=True)


@pytest.fixture
async def long_page(world: World, window: tuple[Preview, asyncio.Lock]) -> AsyncGenerator[Page]:
    """The window in a browser, with more messages than a phone shows at once."""
    for number in range(30):
        await world.member("Ann").send(world.home, f"message {number}")
    await window[0].refresh()
    async with chromium() as browser:
        page = await new_page(browser, PHONE)
        await page.goto(window[0].url)
        await expect(message(page, "message 29")).to_be_in_viewport()
        await page.evaluate(_TWO_FRAMES)
        yield page


@needs_chromium
async def test_nothing_takes_a_person_back_who_left_the_end_of_the_page_by_any_means(
    world: World, window: tuple[Preview, asyncio.Lock], long_page: Page
) -> None:
    """Search in the page, a screen reader and a drive scroll without a wheel, a finger or a key."""
    early = message(long_page, "message 3")

    await early.scroll_into_view_if_needed()
    await long_page.evaluate(_TWO_FRAMES)
    await expect(early).to_be_in_viewport()

    await world.member("Ann").send(world.home, "the newest")
    await window[0].refresh()
    await expect(message(long_page, "the newest")).to_be_attached()
    await long_page.evaluate(_TWO_FRAMES)
    await expect(early).to_be_in_viewport()


@needs_chromium
async def test_keys_scroll_the_page_after_a_click_on_a_message(long_page: Page) -> None:
    await message(long_page, "message 28").click()
    await long_page.keyboard.press("Home")

    await expect(message(long_page, "hello")).to_be_in_viewport()
    await long_page.evaluate(_TWO_FRAMES)
    await expect(message(long_page, "hello")).to_be_in_viewport()


@needs_chromium
async def test_whoever_reads_the_end_of_the_page_stays_there_when_more_comes(
    world: World, window: tuple[Preview, asyncio.Lock], long_page: Page
) -> None:
    await message(long_page, "message 3").scroll_into_view_if_needed()
    await message(long_page, "message 20").hover()
    await long_page.mouse.wheel(0, 100_000)
    await expect(message(long_page, "message 29")).to_be_in_viewport()
    await long_page.evaluate(_TWO_FRAMES)

    # So does SimCord's script where it takes what it sees for the person's place.
    await long_page.locator("#channel-timeline").evaluate("one => { one.scrollTop = 0 }")
    await world.member("Ann").send(world.home, "the newest")
    await window[0].refresh()

    await expect(message(long_page, "the newest")).to_be_in_viewport()


# As SimCord draws its list anew: shorter for a moment, and at the end as long as before, or longer.
_DRAWN_ANEW = """(longer) => {
  const list = document.getElementById("channel-message-list");
  const shown = [...list.children];
  shown.at(-1).remove();
  document.getElementById("channel-timeline").getBoundingClientRect();
  const more = document.createElement("div");
  more.style.height = `${longer}px`;
  list.replaceChildren(...shown, more);
}"""
_LEFT_BELOW = """() => {
  const page = document.getElementById("channel-timeline");
  return page.scrollHeight - page.scrollTop - page.clientHeight;
}"""


@needs_chromium
@pytest.mark.parametrize("longer", [0, 500])
async def test_whoever_reads_the_end_stays_there_though_the_page_is_drawn_anew(
    long_page: Page, longer: int
) -> None:
    await long_page.evaluate(_DRAWN_ANEW, longer)
    await long_page.evaluate(_TWO_FRAMES)

    assert await long_page.evaluate(_LEFT_BELOW) < 2


@needs_chromium
async def test_a_press_counts_though_the_button_is_drawn_anew_before_its_release(
    world: World, window: tuple[Preview, asyncio.Lock]
) -> None:
    await qa_acts.ask(world, world.member("Ben"))
    await window[0].refresh()
    async with chromium() as browser:
        page = await new_page(browser, PHONE)
        await page.goto(window[0].url)
        button = await page.get_by_role("button", name="Answer", exact=True).element_handle()
        await page.evaluate(_TWO_FRAMES)
        await button.hover()
        await page.mouse.down()
        await qa_acts.answer(world, world.member("Cy"), "Page by cursor.")  # the card counts it
        await window[0].refresh()
        await page.wait_for_function("one => !one.isConnected", arg=button)
        await page.mouse.up()

        await expect(page.locator(".modal-dialog")).to_be_visible()


async def test_the_bot_keeps_time_with_the_stage_and_has_what_the_invite_asks_for(
    world: World,
) -> None:
    assert world.bot.now() == world.env.now() == NOON
    me = world.guild.me
    assert me is not None
    assert me.display_name == "Nexus"
    assert [one.permissions for one in me.roles if one.managed] == [PERMISSIONS]


async def test_two_channels_of_one_name_are_both_listed(world: World) -> None:
    twin = world.guild.create_text_channel(str(world.home.name))

    listed = [one.id for one in stage.text_channels(world.env, world.guild)]

    assert {world.home.id, twin.id} <= set(listed)


async def test_private_answers_are_forgotten_and_others_stay(world: World) -> None:
    ann = world.member("Ann")
    await ann.send(world.home, "hello")
    answer = await ann.slash(world.home, "me timezone", zone="Lagos")
    assert "Lagos" in seen(answer)

    stage.forget_whispers(world.env)

    assert [one.content for one in world.home.history(viewer=ann)] == ["hello"]


async def test_a_thread_is_changed_by_whoever_opened_it_or_manages_threads(world: World) -> None:
    home = world.bot.get_channel(world.home.id)
    assert isinstance(home, discord.TextChannel)
    kind = discord.ChannelType.public_thread
    mine = await home.create_thread(name="mine", type=kind)
    model = world.env.backend.create_thread(world.home.id, "hers", world.member("Ann").id)
    await world.env.settle()
    hers = home.get_thread(model.id)
    assert hers is not None

    await hers.edit(name="hers, renamed")
    await world.forbid(world.home, manage_threads=False)
    await mine.edit(name="mine, renamed")
    with pytest.raises(discord.Forbidden):
        await hers.edit(name="hers again")
