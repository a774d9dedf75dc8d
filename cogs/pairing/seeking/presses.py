"""What the selects and buttons do of who looks for a partner; each choice is saved at once."""

from typing import TypeVar

from bot.client import NexusInteraction
from bot.domain import projects
from bot.domain.errors import Refusal
from bot.domain.matching import Api, Track
from bot.replies import ask, redraw, whisper
from bot.roads import STALE, Press, Roads
from cogs.pairing.seeking import acts, forms, profile_render, render
from db import pair_profiles, pairs, queue, seekers

roads = Roads("pairing")
Closed = TypeVar("Closed", Track, Api)


@roads("profile")
async def show_profile(interaction: NexusInteraction, _: Press) -> None:
    await acts.show_profile(interaction, redraw)


@roads("track")
async def choose_track(interaction: NexusInteraction, press: Press) -> None:
    await acts.say(interaction, redraw, track=_one_of(press, Track))


@roads("api")
async def choose_api(interaction: NexusInteraction, press: Press) -> None:
    await acts.say(interaction, redraw, api=_one_of(press, Api))


@roads("project")
async def choose_project(interaction: NexusInteraction, press: Press) -> None:
    async with interaction.client.db.read() as session:
        offered = await pair_profiles.projects(session, press.guild_id)
    chosen = projects.named(press.choice() or "", offered)
    if chosen is None:
        raise Refusal(render.PROJECT_GONE)
    await acts.say(interaction, redraw, project=chosen)


@roads("partners")
async def choose_partners(interaction: NexusInteraction, press: Press) -> None:
    chosen = profile_render.read_partners(press.choice() or "")
    if chosen is None:
        raise Refusal(STALE)
    room, shares = chosen
    await acts.say(interaction, redraw, room=room, shares=shares)


@roads("goals", opens_form=True)
async def ask_for_goals(interaction: NexusInteraction, press: Press) -> None:
    async with interaction.client.db.read() as session:
        profile = await pair_profiles.find(session, press.guild_id, interaction.user.id)
    await ask(interaction, forms.goals_form(profile))


@roads("goals_said")
async def take_goals(interaction: NexusInteraction, press: Press) -> None:
    await acts.say(interaction, redraw, **forms.read(press))


@roads("erase")
async def ask_to_erase(interaction: NexusInteraction, _: Press) -> None:
    await redraw(interaction, profile_render.erasing_card(await acts.known(interaction)))


@roads("erased")
async def erase(interaction: NexusInteraction, press: Press) -> None:
    bot, user_id = interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        await seekers.erase(session, press.guild_id, user_id, bot.now())
        on = await pairs.of_member(session, press.guild_id, user_id)
    await redraw(interaction, profile_render.erased_card(on, bot.mention))


@roads("find")
async def find(interaction: NexusInteraction, _: Press) -> None:
    await acts.seek(interaction, redraw)


@roads("seek")
async def seek(interaction: NexusInteraction, _: Press) -> None:
    """As `/pair find` does, from a card that everybody sees."""
    await acts.seek(interaction, whisper)


@roads("wake")
async def wake(interaction: NexusInteraction, press: Press) -> None:
    """Look again; who left the queue meanwhile is not put back into it by an old button."""
    async with interaction.client.db.read() as session:
        waits = await queue.is_waiting(session, press.guild_id, interaction.user.id)
    if waits:
        await acts.seek(interaction, redraw)
    else:
        seeker = await acts.known(interaction)
        await redraw(interaction, render.status_card(seeker, interaction.client.mention))


@roads("leave")
async def leave(interaction: NexusInteraction, press: Press) -> None:
    bot, user_id = interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        project = await queue.leave(session, press.guild_id, user_id, bot.now())
        on = await pairs.of_member(session, press.guild_id, user_id)
    await redraw(interaction, render.left_card(project, user_id, on, bot.mention))


def _one_of(press: Press, offered: type[Closed]) -> Closed:
    try:
        return offered(press.choice())
    except ValueError:
        raise Refusal(STALE) from None
