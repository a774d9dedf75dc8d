"""A pair in the demo, from what two say of themselves to the silence that ends it.

What a pair does with its endpoints, and on a phone with feedback, is in test_drive_pairs.py.
"""

from dataclasses import dataclass

from playwright.async_api import Browser

from tests.demo.playing import DESK, PHONE
from tests.demo.visitor import Visitor, visiting


@dataclass(frozen=True, slots=True)
class Couple:
    """A backend and a frontend who look for each other; a frontend who comes later, if any."""

    backend: str
    frontend: str
    project: str
    thread: str
    late: str = ""


AT_A_DESK = Couple("Tendai Moyo", "Eric Uwimana", "E-Commerce", "pair 3")
ON_A_PHONE = Couple("Yusuf Abdi", "Nadia El Amrani", "Online Poll", "pair 4", late="Fatou Diop")


async def find_each_other_and_somebody_new(browser: Browser, address: str) -> None:
    async with visiting(browser, address, DESK) as visitor:
        await visitor.arrive()
        await describe_oneself(visitor, AT_A_DESK)
        await find(visitor, AT_A_DESK)
        await read_the_card(visitor, AT_A_DESK)
        await miss_a_time(visitor, AT_A_DESK)
        await propose_a_time(visitor, AT_A_DESK)
        await give_feedback(visitor, AT_A_DESK)

    async with visiting(browser, address, PHONE) as phone:
        await phone.arrive()
        await describe_oneself(phone, ON_A_PHONE)
        await say_when(phone)
        await find(phone, ON_A_PHONE)
        await read_the_card(phone, ON_A_PHONE)
        await phone.sees("shared hours a week")
        await phone.be(ON_A_PHONE.backend)
        await propose_a_time(phone, ON_A_PHONE)
        for time in ("+1 day", "+1 day", "+1 hour"):  # silence is looked for now and then
            await phone.leap(time)
        await wait_meanwhile(phone, ON_A_PHONE)
        await ask_for_another(phone, ON_A_PHONE)
        await find_another(phone, ON_A_PHONE)


async def describe_oneself(visitor: Visitor, two: Couple) -> None:
    await visitor.go("prodevprojectnexus")
    await visitor.be(two.backend)
    await visitor.run("pair profile")
    await visitor.is_shown("To find a partner, still say your project")
    await visitor.fits("pair-profile-empty")
    await visitor.select("Which side do you build?", "backend")
    await visitor.select("Which project?", two.project)
    await visitor.is_shown("Erase")  # it is saved: there is something to forget
    await visitor.select("Which API?", "API: GraphQL")
    await visitor.select("How many partners?", "Partners: 1, never be three")
    await visitor.is_shown("API: GraphQL")
    await visitor.is_shown("Partners: 1, never be three")
    await visitor.open_form("Goals and links")
    await visitor.shoot("pair-goals")
    await visitor.fill(
        goals="Deploy it, with tests, by Sunday. I have never written a frontend's types.",
        links="https://git.example.org/me/alx-project-nexus",
    )
    await visitor.is_shown("Goals: Deploy it, with tests")
    await visitor.fits("pair-profile")


async def find(visitor: Visitor, two: Couple) -> None:
    await visitor.press("Find a partner")
    await visitor.is_shown("number 1 in line")
    await visitor.fits("pair-queue")
    await visitor.be(two.frontend)
    await say_when(visitor)
    await visitor.run("pair find", project=two.project)
    await visitor.is_shown(f"You and @{two.backend} are a pair")
    await visitor.fits("pair-found")


async def say_when(visitor: Visitor) -> None:
    await visitor.run("me availability")
    await visitor.is_shown("When you have time")
    await visitor.tick("Monday to Friday", 3)
    await visitor.is_shown("Monday to Friday: evening")
    await visitor.fits()


async def read_the_card(visitor: Visitor, two: Couple) -> None:
    await visitor.go(two.thread)
    await visitor.sees("You two are a pair")
    await visitor.fits("pair-card")
    await visitor.run("pair why")
    await visitor.is_shown(f"Why you and @{two.backend}")
    await visitor.is_shown("Deploy it, with tests, by Sunday")
    await visitor.fits("pair-why")


async def miss_a_time(visitor: Visitor, two: Couple) -> None:
    """One of them has not said yet when they have time."""
    await visitor.press("Propose a time")
    await visitor.is_shown(f"@{two.backend} has not said yet when they have time")
    await visitor.fits("pair-no-times")
    await visitor.be(two.backend)
    await say_when(visitor)


async def propose_a_time(visitor: Visitor, two: Couple) -> None:
    """Both have said when: one tap plans it, and the other sees it."""
    await visitor.press("Propose a time")
    await visitor.is_shown("An hour that suits you both")
    await visitor.fits("pair-times")
    await visitor.press_first(":00")
    await visitor.is_shown("is planned")
    await visitor.fits("pair-planned")
    await visitor.be(two.frontend)
    await visitor.sees("1 of 2 going")
    await visitor.press("Going")
    await visitor.sees("2 of 2 going")
    await visitor.fits("pair-session")


async def give_feedback(visitor: Visitor, two: Couple) -> None:
    await visitor.press("Contract")
    await visitor.is_shown(f"What frontend and backend of {two.project} agree on")
    await visitor.fits("pair-contract")
    await visitor.run("contract feedback", kind="question")
    await visitor.fill(text="Which dates do I get? Mine fail on the time zone.")
    await visitor.is_shown("Noted as feedback #1")
    await visitor.fits()
    await visitor.be(two.backend)
    await visitor.press("Contract")
    await visitor.press_first("Feedback")
    await visitor.is_shown("1 open, 0 done")
    await visitor.fits("pair-feedback")
    await visitor.select("Open one of these", "#1")
    await visitor.is_shown("Mine fail on the time zone")
    await visitor.press("Done")
    await visitor.is_shown(f"done by @{two.backend}")
    await visitor.fits("pair-feedback-done")


async def wait_meanwhile(phone: Visitor, two: Couple) -> None:
    await phone.go("prodevprojectnexus")
    await phone.be(two.late)
    await phone.run("pair find", project=two.project)
    await phone.is_shown("number 1 in line")


async def ask_for_another(phone: Visitor, two: Couple) -> None:
    """Nobody wrote for two days: who asks for somebody new is before who came meanwhile."""
    await phone.be(two.frontend)
    await phone.go(two.thread)
    await phone.sees("it has been quiet here for two days")
    await phone.fits("pair-nudge")
    await phone.press("Re-match")
    await phone.is_shown("You go to the front of the queue")
    await phone.fits("pair-rematch")
    await phone.press("Yes, find me somebody new")
    await phone.is_shown("You are at the front of the queue")
    await phone.run("pair status")
    await phone.is_shown("number 1 in line")
    await phone.fits("pair-front")


async def find_another(phone: Visitor, two: Couple) -> None:
    """Whom they left is paired with somebody else, never with the same again."""
    await phone.be(two.backend)
    await phone.sees(f"@{two.frontend} has asked for a new partner")
    await phone.fits("pair-over")
    await phone.press("Find somebody new")
    await phone.is_shown(f"You and @{two.late} are a pair")
    await phone.fits("pair-new")
