"""What moderators change in the calendar, and the file that everybody may take."""

from bot.client import NexusInteraction
from bot.domain import calendars as files
from bot.domain import cohort
from bot.domain.errors import Refusal
from bot.door import TextFile
from bot.places import guild_of, require_moderator
from bot.replies import ask, redraw, whisper
from bot.roads import STALE, Press, Roads
from cogs.calendar import looking, render
from db import calendars

roads = Roads("calendar")


@roads("show")
async def show(interaction: NexusInteraction, _: Press) -> None:
    await require_moderator(interaction)
    await _redraw(interaction)


@roads("weeks", opens_form=True)
async def ask_for_weeks(interaction: NexusInteraction, _: Press) -> None:
    await require_moderator(interaction)
    seen = await looking.look(interaction)
    await ask(interaction, render.weeks_form(seen.calendar))


@roads("weeks_said")
async def take_weeks(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    weeks = cohort.read_weeks(press.text("weeks"))
    focuses = cohort.read_focuses(press.text("focuses"), weeks)
    bot = interaction.client
    async with bot.acting(interaction) as session:
        await calendars.say_weeks(
            session,
            press.guild_id,
            interaction.user.id,
            weeks=weeks,
            focuses=focuses,
            seen=press.id(),
            now=bot.now(),
        )
    await _redraw(interaction, "Saved.")


@roads("add", opens_form=True)
async def ask_for_milestone(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    await ask(interaction, render.add_form(is_final=_is_final(press)))


@roads("added")
async def add_milestone(interaction: NexusInteraction, press: Press) -> None:
    settings = await require_moderator(interaction)
    bot = interaction.client
    name, day = render.milestone_of(press, settings, bot.now())
    async with bot.acting(interaction) as session:
        added = await calendars.add_milestone(
            session,
            press.guild_id,
            interaction.user.id,
            name,
            day,
            is_final=_is_final(press),
            now=bot.now(),
        )
    await _redraw(interaction, render.done("Added", added))


@roads("open")
async def open_milestone(interaction: NexusInteraction, press: Press) -> None:
    chosen = press.picked()
    if chosen is None:
        raise Refusal(STALE)
    await _show_one(interaction, press, chosen)


@roads("one")
async def back_to_milestone(interaction: NexusInteraction, press: Press) -> None:
    await _show_one(interaction, press, press.id())


async def _show_one(interaction: NexusInteraction, press: Press, milestone_id: int) -> None:
    settings = await require_moderator(interaction)
    async with interaction.client.db.read() as session:
        one = await calendars.milestone(session, press.guild_id, milestone_id)
    await redraw(interaction, render.milestone_card(one, settings.zone))


@roads("edit", opens_form=True)
async def ask_for_changes(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    async with interaction.client.db.read() as session:
        one = await calendars.milestone(session, press.guild_id, press.id())
    await ask(interaction, render.edit_form(one))


@roads("edited")
async def change_milestone(interaction: NexusInteraction, press: Press) -> None:
    settings = await require_moderator(interaction)
    bot, milestone_id = interaction.client, press.id()
    name, day = render.milestone_of(press, settings, bot.now())
    async with bot.acting(interaction) as session:
        changed = await calendars.change_milestone(
            session,
            press.guild_id,
            interaction.user.id,
            milestone_id,
            name=name,
            day=day,
            now=bot.now(),
        )
    await _redraw(interaction, render.done("Changed", changed))


@roads("remove")
async def ask_to_remove(interaction: NexusInteraction, press: Press) -> None:
    settings = await require_moderator(interaction)
    async with interaction.client.db.read() as session:
        one = await calendars.milestone(session, press.guild_id, press.id())
    await redraw(interaction, render.remove_card(one, settings.zone))


@roads("removed")
async def remove_milestone(interaction: NexusInteraction, press: Press) -> None:
    await require_moderator(interaction)
    bot = interaction.client
    async with bot.acting(interaction) as session:
        removed = await calendars.remove_milestone(
            session, press.guild_id, interaction.user.id, press.id(), bot.now()
        )
    await _redraw(interaction, render.done("Removed", removed))


@roads("file")
async def take_file(interaction: NexusInteraction, _: Press) -> None:
    bot, guild = interaction.client, guild_of(interaction)
    seen = await looking.look(interaction)
    days = render.days_of(seen.calendar, guild.id, bot.now())
    if not days:
        raise Refusal("There is no milestone in the calendar any more.")
    name = seen.settings.cohort_name or guild.name
    text = files.calendar(f"Milestones, {name}", [], [], bot.now(), days)
    file = TextFile(files.file_name(f"milestones {name}"), text)
    await whisper(interaction, render.FILE, file=file)


async def _redraw(interaction: NexusInteraction, note: str = "") -> None:
    seen = await looking.look(interaction)
    await redraw(interaction, render.calendar_card(seen, interaction.client.mention, note))


def _is_final(press: Press) -> bool:
    return press.args[:1] == (render.IS_FINAL,)
