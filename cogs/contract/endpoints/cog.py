"""/contract show, add, edit, state and remove."""

from discord import app_commands
from discord.ext import commands

from bot import own_pairs
from bot.client import Nexus, NexusInteraction
from bot.domain.contract import State
from bot.replies import OPENS_FORM, ask, whisper
from cogs.contract import looking
from cogs.contract.choices import (
    ENDPOINT,
    author,
    endpoint_choices,
    find,
)
from cogs.contract.endpoints import acts, forms, render
from db import contract_acts

_STATES = [app_commands.Choice(name=one.value, value=one.value) for one in State]


class Endpoints(commands.Cog):
    bot: Nexus

    @app_commands.command()
    @app_commands.describe(
        endpoint=f"One of them, with its examples. {ENDPOINT}", pair=own_pairs.WHICH
    )
    @app_commands.autocomplete(endpoint=endpoint_choices, pair=own_pairs.choices_of_all)
    async def show(
        self, interaction: NexusInteraction, endpoint: str | None = None, pair: str | None = None
    ) -> None:
        """See your pair's API contract, or one endpoint with its examples."""
        who = await author(interaction, pair, only_on=False)
        if endpoint is None:
            await whisper(interaction, await looking.shown_card(interaction, who, 0))
        else:
            shared = await looking.shared(interaction, who)
            await looking.show_endpoint(interaction, shared, find(shared, endpoint))

    @app_commands.command(extras=OPENS_FORM)
    @app_commands.describe(pair=own_pairs.WHICH)
    @app_commands.autocomplete(pair=own_pairs.choices_of_all)
    async def add(self, interaction: NexusInteraction, pair: str | None = None) -> None:
        """Add an endpoint to your pair's API contract; a form opens for it."""
        shared = await looking.changeable(interaction, await author(interaction, pair))
        await ask(interaction, forms.add_form(shared))

    @app_commands.command(extras=OPENS_FORM)
    @app_commands.describe(endpoint=ENDPOINT, pair=own_pairs.WHICH)
    @app_commands.autocomplete(endpoint=endpoint_choices, pair=own_pairs.choices_of_all)
    async def edit(
        self, interaction: NexusInteraction, endpoint: str, pair: str | None = None
    ) -> None:
        """Change what your contract says of an endpoint; a form opens for it."""
        shared = await looking.changeable(interaction, await author(interaction, pair))
        await ask(interaction, forms.edit_form(shared, find(shared, endpoint)))

    @app_commands.command()
    @app_commands.describe(endpoint=ENDPOINT, state="How far it is now", pair=own_pairs.WHICH)
    @app_commands.choices(state=_STATES)
    @app_commands.autocomplete(endpoint=endpoint_choices, pair=own_pairs.choices_of_all)
    async def state(
        self, interaction: NexusInteraction, endpoint: str, state: str, pair: str | None = None
    ) -> None:
        """Say how far an endpoint is: planned, mocked, live, changed or deprecated."""
        who = await author(interaction, pair)
        known = find(await looking.changeable(interaction, who), endpoint)
        async with self.bot.acting(interaction) as session:
            done = await contract_acts.set_state(
                session, who, known.id, State(state), self.bot.now()
            )
        await whisper(interaction, render.stated(done))
        await acts.show_all(interaction, done.shared)

    @app_commands.command()
    @app_commands.describe(endpoint=ENDPOINT, pair=own_pairs.WHICH)
    @app_commands.autocomplete(endpoint=endpoint_choices, pair=own_pairs.choices_of_all)
    async def remove(
        self, interaction: NexusInteraction, endpoint: str, pair: str | None = None
    ) -> None:
        """Take an endpoint out of your contract; for five minutes you can undo that."""
        who = await author(interaction, pair)
        known = find(await looking.changeable(interaction, who), endpoint)
        await acts.remove(interaction, who, known.id, whisper)
