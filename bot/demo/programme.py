"""What the demo's cohort takes part in, as a moderator puts it for the overview of READMEs."""

from simcord import ChannelHandle, MemberActor

PROGRAMME = (
    "ALX ProDev Backend is a programme of twelve weeks for software engineers: databases, APIs in"
    " REST and GraphQL, queues, security and deployment.\n\nIt ends with Project Nexus, in which"
    " backend and frontend learners build one product together."
)


async def describe(moderator: MemberActor, home: ChannelHandle) -> None:
    shown = await moderator.slash(home, "nexus readme")
    assert shown.response is not None
    form = await moderator.click(shown.response, label="Describe the programme")
    await moderator.submit_modal(form, {"programme": PROGRAMME})
