"""What the selects of a member's own cards do; each choice is saved as it is made."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from bot import direct
from bot.client import NexusInteraction
from bot.domain.availability import Availability, Part
from bot.domain.errors import Refusal
from bot.domain.reminders import Offset
from bot.replies import redraw
from bot.roads import STALE, Press, Roads
from cogs.profile import render
from db import digest_letters, members

roads = Roads("profile")
Choice = TypeVar("Choice")


@roads("weekdays")
async def choose_weekdays(interaction: NexusInteraction, press: Press) -> None:
    await _save(interaction, press, weekdays=_parts(press))


@roads("weekends")
async def choose_weekends(interaction: NexusInteraction, press: Press) -> None:
    await _save(interaction, press, weekends=_parts(press))


@roads("reminders")
async def choose_reminders(interaction: NexusInteraction, press: Press) -> None:
    chosen = _known(press, {str(one.value): one for one in Offset})
    unwanted = frozenset(Offset) - chosen
    async with interaction.client.acting(interaction) as session:
        await members.set_unwanted(session, press.guild_id, interaction.user.id, unwanted)
    await redraw(interaction, render.reminders_card(unwanted))


@roads("letters")
async def be_written_to(interaction: NexusInteraction, press: Press) -> None:
    if press.args != ("on",):
        raise Refusal(STALE)
    bot, me = interaction.client, interaction.user.id
    channel_id = await direct.channel_with(interaction.user)
    async with bot.acting(interaction) as session:
        hello = await digest_letters.want(session, press.guild_id, me, channel_id, bot.now())
    await direct.must_arrive(interaction, hello, digest_letters.stop)
    await redraw(interaction, render.letters_card(press.guild_id, is_on=True))


@roads("quiet", in_letters=True)
async def be_left_alone(interaction: NexusInteraction, press: Press) -> None:
    """On a letter too."""
    bot, me = interaction.client, interaction.user.id
    async with bot.acting(interaction, press.guild_id) as session:
        await digest_letters.stop(session, press.guild_id, me)
    await redraw(interaction, render.stopped_card(bot.mention))


def _parts(press: Press) -> frozenset[Part]:
    return _known(press, {part.value: part for part in Part})


def _known(press: Press, offered: Mapping[str, Choice]) -> frozenset[Choice]:
    """What was chosen; a card of another version may have offered something else."""
    if not offered.keys() >= set(press.values):
        raise Refusal(STALE)
    return frozenset(offered[one] for one in press.values)


async def _save(interaction: NexusInteraction, press: Press, **said: frozenset[Part]) -> None:
    """Save one half of a member's availability, whatever was said in the other since."""
    bot, user_id = interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        known = await members.availability(session, press.guild_id, user_id)
        changed = replace(known or Availability(), **said)
        await members.set_availability(session, press.guild_id, user_id, changed)
        zone = await members.zone(session, press.guild_id, user_id)
    await redraw(interaction, render.availability_card(changed, zone, bot.mention))
