"""What moderators press in the settings of pairing."""

from bot.client import NexusInteraction
from bot.domain import projects
from bot.places import require_moderator
from bot.replies import ask, redraw
from bot.roads import Press, Roads
from cogs.pairing.moderating import acts, render
from db import pair_profiles

roads = Roads("pairing")


@roads("settings")
async def settings(interaction: NexusInteraction, _: Press) -> None:
    await require_moderator(interaction)
    await acts.show_settings(interaction, redraw)


@roads("projects", opens_form=True)
async def ask_for_projects(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    async with interaction.client.db.read() as session:
        offered = await pair_profiles.projects(session, press.guild_id)
    await ask(interaction, render.projects_form(offered))


@roads("listed")
async def take_projects(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    await acts.save(interaction, redraw, projects.read(press.text("projects")))


@roads("standard")
async def use_the_programmes(interaction: NexusInteraction, _: Press) -> None:
    await require_moderator(interaction)
    await acts.save(interaction, redraw, None)
