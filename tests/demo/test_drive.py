"""The demo as a person meets it: the real command, seeded, in a browser; then two find each other.

One demo for both: it takes as long to begin as either.
"""

from playwright.async_api import expect

from tests.demo.pairing import find_each_other_and_somebody_new
from tests.demo.playing import DESK, PHONE, chromium, needs_chromium, running_demo
from tests.demo.visitor import Visitor, visiting

pytestmark = needs_chromium


async def test_a_person_plays_through_the_demo_and_two_find_each_other() -> None:
    async with running_demo() as address, chromium() as browser:
        async with visiting(browser, address, DESK) as visitor:
            await visitor.arrive()
            await visitor.sees("Waiting for an answer")
            await visitor.shoot("channel")

            await ask_answer_and_accept(visitor)
            await be_kept_out(visitor)

        async with visiting(browser, address, PHONE) as phone:
            await phone.arrive()
            await look_around(phone)

        await find_each_other_and_somebody_new(browser, address)


async def ask_answer_and_accept(visitor: Visitor) -> None:
    await visitor.be("Amina")
    await visitor.run("qa ask")
    await visitor.shoot("form")
    await visitor.fill(
        title="Why does my cart forget its items?",
        details="They live in `request.session`.",
        choose="Django & DRF",
    )
    await visitor.sees("Your question is #22")
    await visitor.shoot("asked")

    await visitor.be("Kwame")
    await visitor.go("#22 Why does my cart")
    await visitor.open_form("Answer")
    await visitor.fill(text="Set `request.session.modified = True` when you change a list in it.")
    await visitor.sees("Your answer to #22 is posted")

    await visitor.be("Amina")
    await visitor.press("Accept")
    await visitor.sees("Accepted answer by")
    await visitor.shoot("accepted")

    await visitor.go("prodevprojectnexus")
    await visitor.sees("Solved by @Kwame Mensah")
    await visitor.run("qa search", words="cart items")
    await visitor.sees("Solved: Set")
    await visitor.shoot("found")
    await visitor.frame.get_by_role("link", name="#22").last.click()
    await expect(visitor.page.locator("#title")).to_contain_text("#22 Why does my cart")


async def be_kept_out(visitor: Visitor) -> None:
    await visitor.be("Eric")
    await visitor.page.locator(".channel", has_text="staff").click()
    await expect(visitor.page.locator("#notice")).to_contain_text("Eric can't see #staff")
    await visitor.shoot("kept-out")
    await visitor.go("prodevprojectnexus")


async def look_around(phone: Visitor) -> None:
    """Everything fits on a phone: channels, threads, private answers, forms and the drawer."""
    await phone.page.locator("#open-sidebar").click()
    await expect(phone.page.locator("#sidebar")).to_be_in_viewport(ratio=1)
    await phone.shoot("drawer")
    await phone.page.locator("#close-sidebar").click()
    await phone.be("Eric")
    for channel in ("#22", "#19", "prodevprojectnexus"):
        await phone.go(channel)
        await phone.fits(f"in-{channel[:9].strip('#')}")
    await phone.be("Grace")
    for command, title in (("session list", "Coming sessions"), ("nexus setup", "Set up Nexus")):
        await phone.run(command)
        await phone.sees(title)
        await phone.fits(command.replace(" ", "-"))
    await phone.run("qa ask")
    await expect(phone.form).to_be_visible()
    await phone.fits("form")
