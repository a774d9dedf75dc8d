"""The demo's first pair keeps its API contract, at a desk and on a phone; then code is reviewed.

One demo for both: it takes as long to begin as either.
"""

from tests.demo.playing import DESK, PHONE, chromium, needs_chromium, running_demo
from tests.demo.reviewing import review_each_others_code
from tests.demo.visitor import Visitor, visiting

pytestmark = needs_chromium


async def test_a_pair_keeps_its_contract_and_members_review_each_others_code() -> None:
    async with running_demo() as address, chromium() as browser:
        async with visiting(browser, address, DESK) as desk:
            await desk.arrive()
            await look(desk)

        async with visiting(browser, address, PHONE) as phone:
            await phone.arrive()
            await look(phone)
            await add_and_set_live(phone)
            await plan_what_is_needed(phone)

        await review_each_others_code(browser, address)


async def look(visitor: Visitor) -> None:
    await visitor.be("Thabo")
    await visitor.go("E-Commerce")
    await visitor.sees("REST · JWT · 5 endpoints")
    await visitor.fits("contract-card")
    await visitor.press("More")
    await visitor.is_shown("History")
    await visitor.fits("contract-shown")
    await visitor.press("History")
    await visitor.is_shown("What changed")
    await visitor.fits("contract-history")


async def add_and_set_live(phone: Visitor) -> None:
    await phone.be("Wanjiru")
    await phone.open_form("Add an endpoint")
    await phone.shoot("contract-add")
    await phone.fill(path="/coupons", purpose="What is cheaper", request="", response='{"off": 5}')
    await phone.is_shown("Added: GET /coupons")
    await phone.run("contract show")
    await phone.is_shown("1 of 2")
    await phone.press("More")
    await phone.is_shown("2 of 2")
    await phone.select("Open one of these", "GET /coupons")
    await phone.is_shown("Take it out")
    await phone.fits("contract-endpoint")
    await phone.select("How far is it?", "live")
    await phone.is_shown("🟢 Live ·")
    await phone.be("Thabo")
    await phone.leap("+1 hour")
    await phone.sees("added GET /coupons (live)")
    await phone.fits("contract-news")


async def plan_what_is_needed(phone: Visitor) -> None:
    await phone.be("Wanjiru")
    await phone.press("Feedback: 1 open", at=0)
    await phone.is_shown("1 open")
    await phone.fits("contract-feedback")
    await phone.select("Open one of these", "#1")
    await phone.is_shown("Plan it")
    await phone.fits("contract-need")
    await phone.press("Plan it")
    await phone.is_shown("GET /cart is planned")
    await phone.fits()
