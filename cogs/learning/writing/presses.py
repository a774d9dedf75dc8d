"""The forms of the log, and the buttons of an entry's card."""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.log import Made, Source
from bot.places import Purpose, guild_of, lacking, place
from bot.replies import ask, redraw, whisper
from bot.roads import Press, Roads
from cogs.learning import choices
from cogs.learning.render import entry_card, whole_card
from cogs.learning.writing import acts, forms, render
from db import log_acts, log_offers, log_posts, logs

roads = Roads("log")


@roads("choose")
async def choose(interaction: NexusInteraction, press: Press) -> None:
    del press
    await redraw(interaction, await acts.choose_card(interaction))


@roads("kind", opens_form=True)
async def choose_kind(interaction: NexusInteraction, press: Press) -> None:
    await ask(interaction, forms.add_form(choices.kind(press.choice())))


@roads("added")
async def added(interaction: NexusInteraction, press: Press) -> None:
    bot, words = interaction.client, forms.words(choices.kind("".join(press.args[:1])), press)
    async with bot.acting(interaction) as session:
        entry = await logs.write(
            session,
            press.guild_id,
            interaction.user.id,
            words,
            day=press.text("day"),
            now=bot.now(),
        )
    await acts.tell_added(interaction, entry)


@roads("kept")
async def kept(interaction: NexusInteraction, press: Press) -> None:
    """The form that a message filled."""
    bot, words = interaction.client, forms.kept_words(press)
    async with bot.acting(interaction) as session:
        entry = await logs.write(
            session,
            press.guild_id,
            interaction.user.id,
            words,
            day=press.text("day"),
            now=bot.now(),
            made=Made(Source.MESSAGE, press.id()),
        )
    await acts.tell_added(interaction, entry)


@roads("take")
async def take(interaction: NexusInteraction, press: Press) -> None:
    """Add what was offered."""
    bot, source = interaction.client, "".join(press.args[:1])
    async with bot.acting(interaction) as session:
        entry = await log_offers.take(
            session, press.guild_id, interaction.user.id, source, press.id(1), now=bot.now()
        )
    await redraw(interaction, await acts.added_card(interaction, entry))
    await bot.redraws.redraw_now(press.guild_id)


@roads("edit", opens_form=True)
async def edit(interaction: NexusInteraction, press: Press) -> None:
    await ask(interaction, await acts.edit_form(interaction, press.id()))


@roads("edited")
async def edited(interaction: NexusInteraction, press: Press) -> None:
    bot, me = interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        known = await logs.find(session, press.guild_id, me, press.id())
        entry = await logs.edit(
            session,
            press.guild_id,
            me,
            known.id,
            forms.words(known.words.kind, press),
            day=press.text("day"),
            now=bot.now(),
        )
    await whisper(interaction, entry_card(entry, render.CHANGED))
    await bot.redraws.redraw_now(press.guild_id)


@roads("remove")
async def remove(interaction: NexusInteraction, press: Press) -> None:
    await redraw(interaction, await acts.remove(interaction, press.id()))
    await interaction.client.redraws.redraw_now(press.guild_id)


@roads("undo")
async def undo(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        entry = await log_acts.undo(
            session, press.guild_id, interaction.user.id, press.id(), bot.now()
        )
    await redraw(interaction, entry_card(entry, render.BACK))
    await bot.redraws.redraw_now(press.guild_id)


@roads("share")
async def share(interaction: NexusInteraction, press: Press) -> None:
    bot, me, now = interaction.client, interaction.user.id, interaction.client.now()
    async with bot.db.read() as session:
        await logs.find(session, press.guild_id, me, press.id())
    channel = await place(interaction, Purpose.DIGEST)
    async with bot.acting(interaction) as session:
        entry = await log_acts.share(
            session, press.guild_id, me, press.id(), channel_id=channel.id, now=now
        )
    assert entry.shared_at is not None
    await bot.delivery.send_now(log_posts.entry_key(entry.id, entry.shared_at))
    await bot.redraws.redraw_now(press.guild_id)
    async with bot.db.read() as session:
        stands_in = await log_posts.stands_in(session, press.guild_id, entry.id)
    trouble = lacking(channel, Purpose.DIGEST) or "Discord did not take it."
    said = render.shared(stands_in or channel.id, "" if stands_in else trouble)
    await redraw(interaction, entry_card(entry, said))


@roads("unshare")
async def take_back(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        entry = await log_acts.take_back(
            session, press.guild_id, interaction.user.id, press.id(), bot.now()
        )
    await redraw(interaction, entry_card(entry, render.PRIVATE))
    await bot.redraws.redraw_now(press.guild_id)


@roads("read")
async def read(interaction: NexusInteraction, press: Press) -> None:
    """All of an entry: for whose it is, and for everybody once it is shared."""
    async with interaction.client.db.read() as session:
        entry = await logs.by_id(session, guild_of(interaction).id, press.id())
    if entry is None or (entry.shared_at is None and entry.user_id != interaction.user.id):
        raise Refusal(render.NOT_SHARED)
    await whisper(interaction, whole_card(entry))
