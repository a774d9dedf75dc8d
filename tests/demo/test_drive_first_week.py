"""The first week of those who are new, a moderator and a learner with a phone; then the week after.

One demo for both: it takes as long to begin as either.
"""

from tests.demo.learning import make_readmes_and_read_the_digest
from tests.demo.playing import DESK, PHONE, chromium, needs_chromium, running_demo
from tests.demo.visitor import Visitor, visiting

pytestmark = needs_chromium

HOME = "prodevprojectnexus"
TOPIC = "Read one traceback together"
# As many as anybody should need who has never done it before.
FEW = 4


async def test_those_who_are_new_find_their_way_and_a_week_later_there_is_a_digest() -> None:
    async with running_demo() as address, chromium() as browser:
        async with visiting(browser, address, DESK) as moderator:
            await moderator.arrive()
            await moderator.go(HOME)
            await moderator.be("Kofi")
            await welcome(moderator)
            await set_up(moderator)
            await feel_the_pulse(moderator)

        async with visiting(browser, address, PHONE) as learner:
            await learner.arrive()
            await learner.go(HOME)
            await learner.be("Lerato")
            await learner.sees("Welcome! What do you need?")
            await ask(learner)
            await look_for_a_partner(learner)
            await go_to_a_session(learner)
            await make_a_readme(learner)
            await look_for_help(learner)
            await plan_a_session(learner)

        async with visiting(browser, address, DESK) as moderator:
            await moderator.arrive()
            await moderator.go(HOME)
            await moderator.be("Kofi")
            await approve(moderator)
            await post_the_digest(moderator)

        await make_readmes_and_read_the_digest(browser, address)


async def welcome(moderator: Visitor) -> None:
    with moderator.in_taps(FEW):
        await moderator.run("nexus welcome")
        await moderator.is_shown("Only you see this. It goes to")
        await moderator.fits()
        await moderator.press("Post it")
        await moderator.is_shown("The card stands in")
    await moderator.shoot("welcome")


async def set_up(moderator: Visitor) -> None:
    with moderator.in_taps(FEW):
        await moderator.run("nexus setup")
        await moderator.is_shown("Set up Nexus: channels")
        await moderator.fits()
        await moderator.select_place("Choose a channel", "staff")
        await moderator.is_shown("Moderators: #staff")
    await moderator.shoot("setup")
    with moderator.in_taps(FEW):
        await moderator.run("nexus session settings")
        await moderator.press("Turn approval on")
        await moderator.is_shown("New sessions wait for your approval")
    await moderator.run("nexus settings")
    await moderator.is_shown("Nothing is wrong")
    await moderator.fits("settings")


async def feel_the_pulse(moderator: Visitor) -> None:
    with moderator.in_taps(FEW):
        await moderator.run("nexus pulse")
        await moderator.is_shown("Cohort pulse")
        await moderator.fits("pulse")
        await moderator.press("Questions")
        await moderator.press("Bring up")
        await moderator.is_shown("comes up in")
    await moderator.fits("brought-up")


async def ask(learner: Visitor) -> None:
    with learner.in_taps(FEW):
        await learner.press("Ask")
        await learner.fill(
            title="What does a 301 do to my POST?",
            details="The form is sent, and the view sees a GET.",
            choose="Django & DRF",
        )
        await learner.is_shown("Your question is")
    await learner.shoot("asked")
    await learner.is_shown("First time here?")


async def look_for_a_partner(learner: Visitor) -> None:
    with learner.in_taps(FEW):
        await learner.press("Find a partner")
        await learner.is_shown("still say your project")
        await learner.fits()
        await learner.select("Which project?", "Online Poll")
        await learner.is_shown("Time zone: not said")
        await learner.press("Find a partner")
        await learner.is_shown("queue")
    await learner.fits("queued")


async def go_to_a_session(learner: Visitor) -> None:
    with learner.in_taps(FEW):
        await learner.press("Sessions")
        await learner.is_shown("Coming sessions")
        await learner.fits()
        await learner.select("Open one", "#7")
        await learner.is_shown("hosted by")
        await learner.press("Going")
        await learner.is_shown("you go")
    await learner.shoot("going")


async def make_a_readme(learner: Visitor) -> None:
    with learner.in_taps(FEW):
        await learner.press("My log")
        await learner.is_shown("Your log is empty")
        await learner.fits("log")
        await learner.press("My README")
        await learner.is_shown("Your README has")
    await learner.fits("readme")


async def look_for_help(learner: Visitor) -> None:
    with learner.in_taps(FEW):
        await learner.run("help")
        await learner.is_shown("What you can do here")
        await learner.fits("help")
        await learner.select("All that there is", "Study sessions")
        await learner.is_shown("/session create")
    await learner.fits("help-sessions")
    await learner.run("me card")
    await learner.is_shown("What you did here")
    await learner.fits("me-card")
    await learner.run("privacy show")
    await learner.is_shown("What I keep of you here")
    await learner.fits("privacy")


async def plan_a_session(learner: Visitor) -> None:
    with learner.in_taps(FEW):
        await learner.run("session create", topic=TOPIC, when="tomorrow 18:00 Lagos")
        await learner.press("Post it")
        await learner.is_shown("moderators")
    await learner.shoot("planned")


async def approve(moderator: Visitor) -> None:
    await moderator.go("staff")
    await moderator.sees(TOPIC)
    await moderator.fits()
    with moderator.in_taps(FEW):
        await moderator.press("Approve")
        await moderator.sees("approved it")
    await moderator.shoot("approved")
    await moderator.run("nexus audit")
    await moderator.is_shown("What moderators did")
    await moderator.fits("audit")


async def post_the_digest(moderator: Visitor) -> None:
    await moderator.go(HOME)
    with moderator.in_taps(FEW):
        await moderator.run("nexus digest preview")
        await moderator.is_shown("Only you see this. The digest")
        await moderator.press("Post now")
        await moderator.is_shown("The digest is on its way")
    await moderator.shoot("digest")
