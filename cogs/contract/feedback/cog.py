"""/contract feedback."""

from discord import app_commands
from discord.ext import commands

from bot import own_pairs
from bot.client import Nexus, NexusInteraction
from bot.domain.contract_news import About
from bot.replies import OPENS_FORM, ask, whisper
from cogs.contract import looking
from cogs.contract.choices import (
    ENDPOINT,
    author,
    endpoint_choices,
    find,
)
from cogs.contract.feedback import forms, presses

_KINDS = [app_commands.Choice(name=one.value, value=one.value) for one in forms.LABELS]


class Feedback(commands.Cog):
    bot: Nexus

    @app_commands.command(extras=OPENS_FORM)
    @app_commands.describe(
        kind="What you have to say; leave this out to see all of it",
        endpoint=f"What it is about. {ENDPOINT}",
        pair=own_pairs.WHICH,
    )
    @app_commands.choices(kind=_KINDS)
    @app_commands.autocomplete(endpoint=endpoint_choices, pair=own_pairs.choices_of_all)
    async def feedback(
        self,
        interaction: NexusInteraction,
        kind: str | None = None,
        endpoint: str | None = None,
        pair: str | None = None,
    ) -> None:
        """Tell your partner what you found in using the API, or see what was said."""
        if kind is None and endpoint is None:
            who = await author(interaction, pair, only_on=False)
            await whisper(interaction, await presses.list_card(interaction, who, 0))
            return
        shared = await looking.changeable(interaction, await author(interaction, pair))
        about = About(kind) if kind else None
        on = find(shared, endpoint) if endpoint else None
        await ask(interaction, forms.feedback_form(shared, about, on))
