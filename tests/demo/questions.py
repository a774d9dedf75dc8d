"""Questions in the demo, from the one that was solved before to the one that nobody answers."""

from playwright.async_api import Browser

from tests.demo.playing import DESK, PHONE
from tests.demo.visitor import Visitor, visiting

ALIKE = {
    "title": "JWT rejected right after I log in",
    "details": "token_not_valid on the very next request, in Docker only.",
}


DRAFT = "Open: JWT rejected right after I…"


async def look_after_questions(browser: Browser, address: str) -> None:
    async with visiting(browser, address, DESK) as visitor:
        await visitor.arrive()
        await visitor.go("prodevprojectnexus")
        await ask_the_like(visitor)
        await visitor.press("This solved it")
        await visitor.sees("Good that #1 solved it")
        await visitor.shoot("solved-before")

    async with visiting(browser, address, PHONE) as phone:
        await phone.arrive()
        await phone.go("prodevprojectnexus")
        await find_the_draft(phone)
        await take_one(phone)
        await mark_a_message(phone)
        await accept_and_save(phone)
        await edit_and_close(phone)
        await be_reminded_by_the_clock(phone)
        await look_around(phone)


async def ask_the_like(visitor: Visitor) -> None:
    await visitor.be("Fatou")
    await visitor.run("qa ask")
    await visitor.fill(**ALIKE, choose="Auth & JWT")
    await visitor.sees("Solved before. Is it this one?")
    await visitor.fits("alike")


async def find_the_draft(phone: Visitor) -> None:
    await ask_the_like(phone)
    await phone.run("qa mine")
    await phone.press(DRAFT)
    await phone.is_shown("Solved before. Is it this one?")
    await phone.press("This solved it")
    await phone.is_shown("Your draft is dropped")
    await phone.fits()


async def take_one(visitor: Visitor) -> None:
    await visitor.be("Yusuf")
    await visitor.run("qa unanswered")
    await visitor.sees("Waiting for a first answer")
    await visitor.shoot("unanswered")
    await visitor.select("Open one to answer or take", "#19")
    await visitor.is_shown("It installs everything again")
    await visitor.shoot("opened")
    await visitor.press("I can take this")
    await visitor.is_shown("@Yusuf Abdi is on it")
    await visitor.fits("taken")


async def mark_a_message(visitor: Visitor) -> None:
    await visitor.be("Thabo")
    await visitor.go("#20")
    await visitor.say("An atomic block around it, and it is enough.")
    await visitor.be("Grace")
    await visitor.choose_in_menu("Mark as answer", "An atomic block")
    await visitor.is_shown("Accepted")
    await visitor.fits("marked")
    await visitor.press("Undo")
    await visitor.is_shown("Undone: no answer to #20 is accepted now.")
    await visitor.shoot("undone")


async def accept_and_save(phone: Visitor) -> None:
    await phone.be("Nadia")
    await phone.run("qa mine")
    await phone.select("Open one of yours", "#5")
    await phone.is_shown("2 answers, none accepted yet")
    await phone.press("Accept")
    await phone.is_shown("Accepted: #5 is solved")
    await phone.fits("accepted")
    await phone.press("Save as Challenge & Solution")
    await phone.is_shown("#5 will be in your README")
    await phone.shoot("saved")


async def edit_and_close(phone: Visitor) -> None:
    await phone.open_form("Edit")
    await phone.fill(title="Where do I keep my access token?")
    await phone.is_shown("#5 is changed")
    await phone.open_form("Close")
    await phone.fill(choose="No longer needed")
    await phone.is_shown("#5 is closed")
    await phone.fits("closed")


async def be_reminded_by_the_clock(visitor: Visitor) -> None:
    await visitor.go("prodevprojectnexus")
    await visitor.leap("+1 day")
    await visitor.sees("still waits for an answer")
    await visitor.fits("brought-up")


async def look_around(phone: Visitor) -> None:
    for command, words in (
        ("qa unanswered", "Waiting for a first answer"),
        ("qa mine", "Your questions"),
        ("qa helpers", "Helpers this month"),
    ):
        await phone.run(command)
        await phone.is_shown(words)
        await phone.fits(command.replace(" ", "-"))
    await phone.run("qa search", words="token")
    await phone.is_shown("found for token")
    await phone.fits("qa-search")
    await phone.go("#19 My Docker build")
    await phone.run("qa show")
    await phone.is_shown("It installs everything again")
    await phone.fits("qa-show")
