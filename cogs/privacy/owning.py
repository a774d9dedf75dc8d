"""What a member does with what is kept of them: look at it, take it along, delete it."""

import asyncio

from bot.client import NexusInteraction
from bot.domain import own_archive
from bot.domain.errors import Refusal
from bot.domain.own_archive import Taken
from bot.kinds import Attached
from bot.places import guild_of
from bot.replies import ask, whisper
from bot.roads import STALE, Press
from cogs.privacy import owning_render
from cogs.privacy.presses import roads
from db import erasing, own_data
from db.whom import Choice, Whom

# Discord takes files of 10 MB, and no more for a bot.
MOST = 9_500_000


async def show(interaction: NexusInteraction) -> None:
    async with interaction.client.db.read() as session:
        counts = await own_data.counts(session, guild_of(interaction).id, interaction.user.id)
    await whisper(interaction, owning_render.show_card(counts))


async def export(interaction: NexusInteraction) -> None:
    bot, guild = interaction.client, guild_of(interaction)
    async with bot.db.read() as session:
        own = await own_data.gather(session, guild.id, interaction.user.id)
    parts = {str(part): rows for part, rows in own.parts.items()}
    taken = Taken(guild.name, str(interaction.user.id), bot.now(), parts, own.acts)
    data = await asyncio.to_thread(own_archive.zipped, taken)
    if len(data) > MOST:
        raise Refusal(owning_render.TOO_LARGE)
    await whisper(
        interaction,
        owning_render.exported_card(bot.mention("privacy delete")),
        file=Attached(f"{own_archive.FOLDER}.zip", data),
    )


async def explain_deleting(interaction: NexusInteraction) -> None:
    export = interaction.client.mention("privacy export")
    await whisper(interaction, owning_render.delete_card(export))


@roads("export")
async def press_export(interaction: NexusInteraction, _: Press) -> None:
    await export(interaction)


@roads("delete")
async def press_delete(interaction: NexusInteraction, _: Press) -> None:
    await explain_deleting(interaction)


@roads("choose", opens_form=True)
async def choose(interaction: NexusInteraction, press: Press) -> None:
    await ask(interaction, owning_render.confirm_form(_choice(press)))


@roads("erase")
async def erase(interaction: NexusInteraction, press: Press) -> None:
    choice = _choice(press)
    owning_render.check_word(press.text("word"))
    bot, user_id = interaction.client, interaction.user.id
    whom = Whom(press.guild_id, user_id, choice, bot.now())
    bot.seen.forget(press.guild_id, user_id)  # what is taken of it already is written before this
    buried = bot.erasing.buried(press.guild_id, user_id, choice)
    async with buried as made, bot.acting(interaction) as session:
        posts = await erasing.erase(session, whom, made)
    bot.seen.forget(press.guild_id, user_id)
    bot.dispatch("member_erased", press.guild_id, user_id)
    await whisper(interaction, owning_render.erased_card(choice))
    if posts:
        await bot.delivery.send_now(*posts)
    await bot.redraws.redraw_now(press.guild_id)


def _choice(press: Press) -> Choice:
    said = press.args[0] if press.args else ""
    if said not in set(Choice):
        raise Refusal(STALE)
    return Choice(said)
