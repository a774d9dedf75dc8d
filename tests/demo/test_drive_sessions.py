"""Study sessions in the demo, from a plan to a poll that finds a time; then its questions.

One demo for both: it takes as long to begin as either.
"""

from tests.demo.playing import DESK, PHONE, chromium, needs_chromium, running_demo
from tests.demo.questions import look_after_questions
from tests.demo.visitor import Visitor, visiting

pytestmark = needs_chromium

TOPIC = "Test what you ship"


async def test_a_cohort_plans_its_sessions_and_looks_after_its_questions() -> None:
    async with running_demo() as address, chromium() as browser:
        async with visiting(browser, address, DESK) as visitor:
            await visitor.arrive()
            await plan_and_join(visitor)

        async with visiting(browser, address, PHONE) as phone:
            await phone.arrive()
            await be_reminded(phone)
            await cancel_and_undo(phone)
            await find_a_time(phone)

        await look_after_questions(browser, address)


async def plan_and_join(visitor: Visitor) -> None:
    await visitor.be("Selam")
    await visitor.run("session create", topic=TOPIC, when="in 25 hours for 90m")
    await visitor.sees("Post it")
    await visitor.shoot("draft")
    await visitor.press("Post it")
    await visitor.sees("Session #8 is posted")
    for count, name in ((2, "Omar"), (3, "Thabo"), (4, "Nadia")):
        await visitor.be(name)
        await visitor.press("Going")
        await visitor.is_shown("You are going to session #8")
        await visitor.sees(f"{count} going")
    await visitor.fits("going")


async def be_reminded(phone: Visitor) -> None:
    """The hour before is the one in which a day is left."""
    await phone.be("Omar")
    await phone.leap("+1 hour")
    await phone.go(f"Session #8 · {TOPIC}")
    await phone.sees("still coming to")
    await phone.fits("still-coming")
    await phone.press("Still coming")
    await phone.is_shown("Good: you still come to session #8")


async def cancel_and_undo(phone: Visitor) -> None:
    await phone.be("Selam")
    await phone.run("session show")
    await phone.is_shown("4 going")
    await phone.fits("session-show")
    await phone.open_form("Cancel it")
    await phone.fill(reason="I am ill")
    await phone.is_shown("is cancelled")
    await phone.shoot("cancelled")
    await phone.go("prodevprojectnexus")
    await phone.sees("Cancelled by")
    await phone.fits()
    await phone.press("Undo")
    await phone.is_shown("takes place after all")
    await phone.shoot("undone")


async def find_a_time(phone: Visitor) -> None:
    await phone.be("Thabo")
    await phone.run("session poll", topic="Deploy by Friday")
    await phone.open_form("Add times")
    await phone.fill(times="in 2 days; in 3 days; in 4 days")
    await phone.is_shown("Post it")
    await phone.fits("poll-draft")
    await phone.press("Post it")
    await phone.sees("0 ticked")
    for name in ("Nadia", "Thabo"):
        await phone.be(name)
        await phone.press("Choose times")
        await phone.is_shown("Which times suit you?")
        await phone.fits()
        await phone.tick("None of these suits me", 1)
        await phone.is_shown("Noted: 1 time suits you")
    await phone.shoot("poll-ticked")
    await phone.press("Close")
    await phone.is_shown("Choose a time")
    await phone.fits("poll-close")
    await phone.press_first("Take ")
    await phone.sees("This is session #9 now")
    await phone.fits("poll-closed")
