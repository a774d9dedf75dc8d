"""The calendar of the demo's cohort, which is in the tenth of its twelve weeks."""

from datetime import date, timedelta

from simcord import ChannelHandle, InteractionResult, MemberActor

from bot.demo import programme

WEEKS = 12
FOCUSES = (
    *("Git and the command line", "Python, again and better", "Databases and SQL", "Django"),
    *("REST APIs", "Authentication", "GraphQL", "Queues and caching", "Docker and CI"),
    *("Project Nexus: design and pairs", "Project Nexus: build and deploy", "Present it"),
)
# (name, days after the demo opens)
_MILESTONES = (("API docs are online", 4), ("Deployed, and reviewed by another learner", 10))
_PRESENTED = 17
# Who lets the next cohort read what they wrote, and how.
CONSENTS = {
    "Amina": "Yes, as Amina Bello",
    "Kwame": "Yes, as Kwame Mensah",
    "Thabo": "Yes, as Thabo Dlamini",
    "Wanjiru": "Yes, without my name",
    "Ngozi": "No",
}


async def lay_out(moderator: MemberActor, home: ChannelHandle, today: date) -> None:
    """A moderator says what the programme is, how its weeks go, and what it works towards."""
    await programme.describe(moderator, home)
    shown = await moderator.slash(home, "nexus calendar")
    form = await _press(moderator, shown, "Weeks")
    lines = (f"{week}. {focus}" for week, focus in enumerate(FOCUSES, start=1))
    await moderator.submit_modal(form, {"weeks": str(WEEKS), "focuses": "\n".join(lines)})
    for name, ahead in _MILESTONES:
        form = await _press(moderator, shown, "Add a milestone")
        day = (today + timedelta(days=ahead)).isoformat()
        await moderator.submit_modal(form, {"name": name, "day": day})
    form = await _press(moderator, shown, "Final presentation")
    day = (today + timedelta(days=_PRESENTED)).isoformat()
    await moderator.submit_modal(form, {"name": "Final presentation", "day": day})


async def consent(member: MemberActor, home: ChannelHandle, label: str) -> None:
    shown = await member.slash(home, "privacy publish")
    await _press(member, shown, label)


async def _press(who: MemberActor, shown: InteractionResult, label: str) -> InteractionResult:
    assert shown.response is not None
    return await who.click(shown.response, label=label)
