"""Buttons that take, edit, close and reopen a question, and the forms that they open."""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.places import guild_of, moderates
from bot.replies import ask, redraw, whisper
from bot.roads import Press, Roads
from cogs.qa.asking.forms import written
from cogs.qa.asking.render import as_file
from cogs.qa.finding import looking
from cogs.qa.tending import acts, forms, render
from db import claims, closing, guilds, question_posts, tending

roads = Roads("qa")


@roads("take", is_toggle=True)
async def take(interaction: NexusInteraction, press: Press) -> None:
    """Take it, or give it back. On the private card of a question that is shown at once."""
    bot, number = interaction.client, press.id()
    shown_at = press.id(1) if len(press.args) > 1 else None
    async with bot.acting(interaction) as session:
        question = await claims.take(
            session, press.guild_id, number, interaction.user.id, bot.now()
        )
    if shown_at is not None:
        await redraw(interaction, await looking.shown_card(interaction, number, shown_at))
    else:
        await whisper(interaction, render.taken(question, interaction.user.id, bot.now()))
    await bot.redraws.redraw_now(press.guild_id)


@roads("edit", opens_form=True)
async def edit(interaction: NexusInteraction, press: Press) -> None:
    await ask(interaction, forms.edit_form(await acts.may(interaction, press.id(), "edit")))


@roads("edited")
async def edited(interaction: NexusInteraction, press: Press) -> None:
    bot, typed = interaction.client, written(press)
    if not typed.is_complete:
        missing = "details" if typed.title else "a title"
        await whisper(interaction, render.not_edited(missing), file=as_file(typed))
        return
    try:
        async with bot.acting(interaction) as session:
            settings = await guilds.settings(session, guild_of(interaction).id)
            question = await tending.edit(
                session,
                press.guild_id,
                press.id(),
                interaction.user.id,
                typed,
                is_moderator=moderates(interaction, settings),
                now=bot.now(),
            )
    except Refusal as no:
        await whisper(interaction, render.not_changed(str(no)), file=as_file(typed))
        return
    behind = {
        kind for kind, key in await bot.redraws.redraw_now(press.guild_id) if key == question.id
    }
    await whisper(
        interaction,
        render.edited(
            question,
            is_renamed=question_posts.NAME not in behind,
            is_shown=question_posts.CARD not in behind,
        ),
    )


@roads("close", opens_form=True)
async def close(interaction: NexusInteraction, press: Press) -> None:
    await ask(interaction, forms.close_form(await acts.may_close(interaction, press.id())))


@roads("closed")
async def closed(interaction: NexusInteraction, press: Press) -> None:
    reason = forms.reason(press)
    if not reason:
        raise Refusal(render.NO_REASON)
    await acts.close(interaction, press.id(), reason)


@roads("unclose")
async def undo(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, guild_of(interaction).id)
        question = await closing.undo(
            session,
            press.guild_id,
            press.id(),
            interaction.user.id,
            is_moderator=moderates(interaction, settings),
            now=bot.now(),
        )
    await redraw(interaction, render.open_card(question))
    await bot.redraws.redraw_now(press.guild_id)


@roads("reopen")
async def reopen(interaction: NexusInteraction, press: Press) -> None:
    await acts.reopen(interaction, press.id())
