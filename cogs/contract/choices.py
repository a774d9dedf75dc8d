"""How a command finds the pair and the endpoint that a member means."""

from discord import app_commands

from bot import own_pairs
from bot.choices import LIMIT
from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import code, fit, number, one_line
from bot.places import guild_of
from bot.roads import Press
from db import contracts
from db.contracts import Author, Endpoint, Shared

ENDPOINT = "Type a part of its method or path"


def by(interaction: NexusInteraction, press: Press) -> Author:
    """Who pressed, on the contract of which pair: the first argument of every road here."""
    return Author(press.guild_id, press.id(), interaction.user.id)


async def author(
    interaction: NexusInteraction, typed: str | None, *, only_on: bool = True
) -> Author:
    """The caller, on the pair that they mean.

    With `only_on` False, what is asked for still works for a pair that has ended.
    """
    pair = await own_pairs.chosen(interaction, typed, only_on=only_on)
    return Author(guild_of(interaction).id, pair.id, interaction.user.id)


def find(shared: Shared, typed: str) -> Endpoint:
    """The endpoint that was chosen from the list, or whose method and path were typed."""
    if (chosen := number(typed)) is not None:
        return shared.endpoint(chosen)
    sought = one_line(typed).casefold()
    names = {one.operation.name.casefold(): one for one in shared.endpoints}
    found = [names[sought]] if sought in names else [names[one] for one in names if sought in one]
    if len(found) != 1:
        raise Refusal(
            f"{'Several endpoints fit' if found else 'There is no endpoint like'}"
            f" {code(typed, 60)}. Choose one from the list."
        )
    return found[0]


async def endpoint_choices(
    interaction: NexusInteraction, typed: str
) -> list[app_commands.Choice[str]]:
    """Those of the caller's own pair; nothing where there is none, or somebody else's was named."""
    try:
        who = await author(interaction, getattr(interaction.namespace, "pair", None), only_on=False)
    except Refusal:
        return []
    async with interaction.client.db.read() as session:
        found = await contracts.suggest(
            session, who.guild_id, who.pair_id, one_line(typed), limit=LIMIT
        )
    return [app_commands.Choice(name=fit(name, 100), value=str(number)) for number, name in found]
