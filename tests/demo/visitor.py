"""A person in front of the demo, in a real browser: what they do, and what they then see."""

import os
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from playwright.async_api import Browser, FrameLocator, Locator, Page, ViewportSize, expect

from tests.demo.playing import new_page
from tests.demo.troubles import Troubles

# Where to keep pictures of what the visitor saw: nowhere, unless told.
SHOTS = os.environ.get("NEXUS_SHOTS")

# The height of each card's texts in lines of plain text, beside how it begins.
_CARDS = """() => [...document.querySelectorAll(".component-container")].map((card) => {
  const line = parseFloat(getComputedStyle(document.documentElement).lineHeight);
  const texts = [...card.querySelectorAll(".text-display")];
  const height = texts.reduce((sum, one) => sum + one.getBoundingClientRect().height, 0);
  return [Math.ceil(height / line - 0.25), card.innerText.slice(0, 60)];
})"""
# SimCord's page takes no other act meanwhile, and what comes back may redraw what is pressed next.
_IS_AT_REST = """() => {
  const page = window.simcordPreview;
  return page.ready && page.awaitingRevision === null && !page.pendingQuery;
}"""
_REVISION = "() => window.simcordPreview.publishedRevision"
_IS_NEWER = "before => window.simcordPreview.publishedRevision > before"
_TOO_WIDE = "() => document.scrollingElement.scrollWidth > window.innerWidth"


@asynccontextmanager
async def visiting(
    browser: Browser, address: str, viewport: ViewportSize
) -> AsyncGenerator["Visitor"]:
    """A visitor with a window of that size; what fails there tells what went wrong in the page."""
    page = await new_page(browser, viewport)
    troubles = Troubles(page)
    try:
        yield Visitor(page, address)
    except BaseException as failure:
        failure.add_note(await troubles.told())
        raise
    finally:
        await page.close()


class Visitor:
    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.taps = 0
        """How often a thumb would have touched the screen, but for what it typed."""

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("#stage iframe")

    @property
    def form(self) -> Locator:
        return self.frame.locator(".modal-dialog")

    @contextmanager
    def in_taps(self, most: int) -> Generator[None]:
        """Whatever is done here takes no more than that."""
        before = self.taps
        yield
        assert self.taps - before <= most, f"{self.taps - before} taps, and not {most}"

    async def arrive(self) -> None:
        await self.page.goto(self.address)
        await self._settled()

    async def be(self, name: str) -> None:
        """Look at the same channel as somebody else."""
        await self._draw(is_out=True)
        label = await self.page.locator("#member option", has_text=name).inner_text()
        async with self.page.expect_response("**/open"):
            await self.page.locator("#member").select_option(label=label.strip())
        await self._draw(is_out=False)
        await self._settled()

    async def go(self, channel: str) -> None:
        """Open the first channel or thread whose name holds `channel`."""
        await self._draw(is_out=True)
        found = self.page.locator(".channel", has_text=channel).first
        every = self.page.locator(".more", has_text="Show all").first
        await expect(found.or_(every).first).to_be_visible()  # on a phone they slide in
        if not await found.is_visible():
            await every.click()
        async with self.page.expect_response("**/open"):
            await found.click()
        await self._settled()

    async def run(self, command: str, **options: str) -> None:
        """Type a command and its options into the box, as on Discord."""
        self.taps += 2  # the command in the list of those that begin so, and to send it
        await self.frame.locator("#channel-composer-input").press_sequentially(f"/{command}")
        await self.frame.locator(".command-entry", has_text=f"/{command}").first.click()
        for name, value in options.items():
            pill = self.frame.locator(f'input.command-option-input[data-option="{name}"]')
            others = self.frame.locator(".command-ghost")  # those that may be left out
            await expect(pill.or_(others).first).to_be_visible()
            if not await pill.is_visible():
                await others.click()
                await self.frame.locator(".command-suggestion", has_text=name).first.click()
            await pill.press_sequentially(value)
            choice = self.frame.locator(".command-suggestion", has_text=value)
            if name in _CHOSEN:
                await choice.first.click()
        await self.frame.locator("#send-message").click()

    async def say(self, words: str) -> None:
        """Write an ordinary message."""
        await self.frame.locator("#channel-composer-input").press_sequentially(words)
        await self.frame.locator("#send-message").click()
        await self.sees(words)

    async def press(self, label: str, *, at: int = -1) -> None:
        """Press the newest button of that name, or the one `at` that place from the top."""
        self.taps += 1
        await self._rest()
        await self.frame.get_by_role("button", name=label, exact=True).nth(at).click()

    async def select(self, placeholder: str, words: str) -> None:
        """Choose from the newest select of that placeholder what holds `words`."""
        self.taps += 2
        await self._rest()
        await self.frame.get_by_role("combobox", name=placeholder).last.click()
        await self.frame.get_by_role("option", name=words).last.click()

    async def open_form(self, label: str) -> None:
        """Press the newest button of that name, and wait for its form."""
        await self.press(label)
        await expect(self.form).to_be_visible()

    async def press_first(self, beginning: str) -> None:
        """Press the newest button whose label begins so."""
        self.taps += 1
        await self._rest()
        await self.frame.get_by_role("button", name=beginning).last.click()

    async def select_place(self, placeholder: str, words: str) -> None:
        """Choose a channel from the newest select of that placeholder."""
        self.taps += 2
        box = self.frame.get_by_role("combobox", name=placeholder).last
        await self._rest()
        frame = await self._frame()
        before = await frame.evaluate(_REVISION)
        await box.click()
        # A moment later its channels are asked for: what was chosen before they come is forgotten.
        await frame.wait_for_function(_IS_NEWER, arg=before, polling=50)
        await self._rest()
        await self.frame.get_by_role("option", name=words).last.click()
        # In the demo alone this list stays open for more, and is saved as it is closed.
        await self._rest()
        await box.click()

    async def tick(self, placeholder: str, place: int) -> None:
        """Choose one of the options of the newest select of that placeholder that takes several."""
        self.taps += 3
        await self._rest()
        box = self.frame.get_by_role("combobox", name=placeholder).last
        await box.click()
        await self.frame.get_by_role("listbox").last.get_by_role("option").nth(place).click()
        await box.click()  # to close the list saves it

    async def fill(self, *, choose: str = "", **texts: str) -> None:
        """Fill in the form that is open, field by field in the order of `texts`, and send it."""
        await expect(self.form).to_be_visible()
        fields = self.form.locator("input.modal-input, textarea.modal-input")
        for at, text in enumerate(texts.values()):
            await fields.nth(at).fill(text)
        self.taps += 3 if choose else 1
        if choose:
            await self.form.get_by_role("combobox").last.click()
            await self.frame.get_by_role("option", name=choose, exact=True).click()
        await self.form.get_by_role("button", name="Submit").click()
        await expect(self.form).to_be_hidden()

    async def choose_in_menu(self, command: str, words: str) -> None:
        """Run a message command on the newest message that holds `words`."""
        self.taps += 3  # the message, its menu, the command
        await self.page.locator("#apps").click()
        target = self.page.locator(".target", has_text=words).first
        async with self.page.expect_response("**/menu"):
            await target.get_by_role("button", name=command).click()
        await self._settled()

    async def sees(self, words: str) -> None:
        await self._look_at(self.frame.locator(".channel-message", has_text=words).last)

    async def is_shown(self, words: str) -> None:
        """See it alone, in an answer that nobody else sees."""
        mine = self.frame.locator(".channel-message", has_text="Only you can see this")
        await self._look_at(mine.filter(has_text=words).last)

    async def leap(self, label: str) -> None:
        await self._draw(is_out=True)
        async with self.page.expect_response("**/clock"):
            await self.page.get_by_role("button", name=label).click()
        await self._draw(is_out=False)
        await self._settled()

    async def fits(self, picture: str = "") -> None:
        """Nothing is wider than the screen, and no card longer than a phone shows at once.

        The picture of that name is taken first: of what does not fit, too.
        """
        if picture:
            await self.shoot(picture)
        await self._rest()
        frame = await self._frame()
        assert not await self.page.evaluate(_TOO_WIDE), "the front page scrolls sideways"
        assert not await frame.evaluate(_TOO_WIDE), "the channel scrolls sideways"
        cards = await frame.evaluate(_CARDS)
        long = [(lines, start) for lines, start in cards if lines > 12]
        assert long == [], long

    async def shoot(self, name: str) -> None:
        if SHOTS:
            if await self.page.locator("#stage iframe").count():  # none where one may not look
                await self._rest()
            width = (self.page.viewport_size or {"width": 0})["width"]
            await self.page.screenshot(path=f"{SHOTS}/{width}-{name}.png")

    async def _draw(self, *, is_out: bool) -> None:
        """On a phone the sidebar is a drawer."""
        button = self.page.locator("#open-sidebar" if is_out else "#close-sidebar")
        if await button.is_visible():
            await button.click()

    async def _settled(self) -> None:
        """The page has drawn what it was told, and the frame has its channel."""
        await expect(self.page.locator("body:not(.is-busy)")).to_be_visible()
        await expect(self.frame.locator("#channel-composer-input")).to_be_visible()

    async def _rest(self) -> None:
        """Whatever was pressed before is done, and its answer is there."""
        frame = await self._frame()
        await frame.wait_for_function(_IS_AT_REST, polling=50)

    async def _look_at(self, message: Locator) -> None:
        """It may have come below what the visitor pressed."""
        await expect(message).to_be_visible()
        await message.scroll_into_view_if_needed()

    async def _frame(self) -> Any:
        handle = await self.page.locator("#stage iframe").element_handle()
        return await handle.content_frame()


# Options with a list to choose from.
_CHOSEN = {"kind", "project", "track", "zone"}
