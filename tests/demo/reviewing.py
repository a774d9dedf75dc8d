"""Reviews in the demo, from the form to the thanks, and back to whoever has the time."""

from playwright.async_api import Browser

from tests.demo.playing import DESK, PHONE
from tests.demo.visitor import Visitor, visiting


async def review_each_others_code(browser: Browser, address: str) -> None:
    async with visiting(browser, address, DESK) as desk:
        await desk.arrive()
        await desk.go("prodevprojectnexus")
        await ask_for_one(desk)
        await see_the_others(desk)

    async with visiting(browser, address, PHONE) as phone:
        await phone.arrive()
        await review_it(phone)
        await thank_for_it(phone)
        await lose_it_to_the_clock(phone)


async def ask_for_one(visitor: Visitor) -> None:
    await visitor.be("Wanjiru")
    await visitor.run("review ask")
    await visitor.shoot("review-form")
    await visitor.fill(
        link="git.example.org/wanjiru/polls/pull/2", look_at="Can one vote twice in a second?"
    )
    await visitor.is_shown("Your review is asked for")
    await visitor.sees("Can one vote twice in a second?")
    await visitor.fits("review-asked")


async def see_the_others(visitor: Visitor) -> None:
    """Up the channel: one that waits, one that somebody has, and one that was done."""
    for words in (
        "My first GraphQL schema",
        "@Selam Tesfaye is on it",
        "Reviewed by @Ngozi Eze",
        "@Tendai Moyo, @Ngozi Eze reviewed",
    ):
        await visitor.sees(words)


async def review_it(phone: Visitor) -> None:
    await phone.be("Kwame")
    await phone.run("review list")
    await phone.is_shown("Waiting for a review")
    await phone.fits("review-list")
    await phone.select("Open one", "wanjiru/polls")
    await phone.is_shown("Can one vote twice in a second?")
    await phone.press("I'll review this")
    await phone.is_shown("It is yours until")
    await phone.fits("review-claimed")
    await phone.open_form("Done")
    await phone.fill(word="Nice and short! Next: a unique constraint, or two taps are two votes.")
    await phone.is_shown("Thank you!")
    await phone.sees("@Wanjiru Kamau, @Kwame Mensah reviewed")
    await phone.fits("review-done")


async def thank_for_it(phone: Visitor) -> None:
    await phone.be("Wanjiru")
    await phone.press("Thanks")
    await phone.is_shown("thanks from you")
    await phone.sees("@Wanjiru Kamau says thanks.")
    await phone.fits("review-thanked")


async def lose_it_to_the_clock(phone: Visitor) -> None:
    """Two days later what Selam had is free again, and she was not pinged."""
    await phone.be("Zawadi")
    for _ in range(2):
        await phone.leap("+1 day")
    await phone.run("review list")
    await phone.is_shown("yours")
    await phone.select("Open one", "zawadi/shop-front")
    await phone.is_shown("@Selam Tesfaye had it for 48 hours")
    await phone.fits("review-lapsed")
    await phone.press("Withdraw")
    await phone.is_shown("is withdrawn, and its card says so")
    await phone.shoot("review-withdrawn")
