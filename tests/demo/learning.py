"""A learner's README in the demo, and the week's digest, as the days pass."""

from playwright.async_api import Browser, expect

from tests.demo.playing import DESK, PHONE
from tests.demo.visitor import Visitor, visiting


async def make_readmes_and_read_the_digest(browser: Browser, address: str) -> None:
    async with visiting(browser, address, DESK) as visitor:
        await visitor.arrive()
        await visitor.go("prodevprojectnexus")
        await make_a_readme(visitor, "Eric")
        await visitor.leap("+1 week")
        await read_the_digest(visitor)

    async with visiting(browser, address, PHONE) as phone:
        await phone.arrive()
        await phone.go("prodevprojectnexus")
        await read_the_digest(phone)
        await make_a_readme(phone, "Nadia")
        await look_back(phone)


async def make_a_readme(visitor: Visitor, name: str) -> None:
    await visitor.be(name)
    await visitor.run("log readme")
    await visitor.is_shown("Your README has")
    await visitor.fits("readme")
    await visitor.open_form("Add now")
    await visitor.shoot("readme-add")
    await visitor.fill(title="Agree on one thing a day", text="Small steps are seen to work.")
    await visitor.is_shown("Agree on one thing a day")
    await visitor.fits()
    await visitor.press("Make it again")
    await visitor.is_shown("Your README has")
    await visitor.shoot("readme-again")


async def read_the_digest(visitor: Visitor) -> None:
    await visitor.sees("The week at a glance")
    await visitor.fits("digest")
    picture = visitor.frame.get_by_alt_text("The cohort's week in bars").last
    await picture.scroll_into_view_if_needed()
    await expect(picture).to_have_js_property("naturalWidth", 720)
    await visitor.shoot("digest-picture")


async def look_back(visitor: Visitor) -> None:
    for command, words in (
        ("log list", "Agree on one thing a day"),
        ("log streak", "1 day"),
        ("when", "Final presentation"),
    ):
        await visitor.run(command)
        await visitor.is_shown(words)
        await visitor.fits(command.replace(" ", "-"))
