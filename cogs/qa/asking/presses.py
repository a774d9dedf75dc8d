"""What was typed into the form becomes a draft, and the draft a question."""

from collections.abc import Awaitable, Callable

import discord

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.places import Purpose, lacking, place
from bot.replies import amend, ask, redraw, whisper
from bot.roads import Press, Roads
from cogs.qa import posts
from cogs.qa.asking import forms, render
from db import drafts
from db.drafts import Draft, Gone, Written

roads = Roads("qa")

Say = Callable[[NexusInteraction, discord.ui.LayoutView], Awaitable[None]]


@roads("begin", opens_form=True)
async def begin(interaction: NexusInteraction, _: Press) -> None:
    """As `/qa ask` does."""
    await place(interaction, Purpose.QA)  # so that nobody types in vain
    await ask(interaction, forms.ask_form())


@roads("ask")
async def asked(interaction: NexusInteraction, press: Press) -> None:
    """Keep it first, whatever comes; then ask, unless something like it is solved."""
    written = _readable(press)
    bot = interaction.client
    if press.args:
        draft = await _rewritten(interaction, press, written)
        if draft is None:
            return
    else:
        async with bot.acting(interaction) as session:
            me = interaction.user.id
            draft = await drafts.save(
                session, press.guild_id, me, written, written_by_id=me, now=bot.now()
            )
    async with bot.db.read() as session:
        alike = await drafts.look_alikes(session, draft)
    if alike or not draft.is_complete:
        await whisper(interaction, render.draft_card(draft, alike))
    else:
        await _post(interaction, draft, whisper)


@roads("draft")
async def opened(interaction: NexusInteraction, press: Press) -> None:
    draft = await _own(interaction, press)
    async with interaction.client.db.read() as session:
        alike = await drafts.look_alikes(session, draft)
    await whisper(interaction, render.draft_card(draft, alike))


@roads("draft_post")
async def post(interaction: NexusInteraction, press: Press) -> None:
    await _post(interaction, await _own(interaction, press), redraw)


@roads("draft_edit", opens_form=True)
async def edit(interaction: NexusInteraction, press: Press) -> None:
    await ask(interaction, forms.edit_form(await _own(interaction, press)))


@roads("draft_edited")
async def edited(interaction: NexusInteraction, press: Press) -> None:
    draft = await _rewritten(interaction, press, _readable(press))
    if draft is None:
        return
    async with interaction.client.db.read() as session:
        alike = await drafts.look_alikes(session, draft)
    await redraw(interaction, render.draft_card(draft, alike))


@roads("draft_drop")
async def drop(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        await drafts.throw_away(session, press.guild_id, press.id(), interaction.user.id)
    await redraw(interaction, render.thrown_away(bot.mention("qa ask")))


@roads("draft_solved")
async def solved(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        found = await drafts.solve(
            session,
            press.guild_id,
            press.id(),
            interaction.user.id,
            answer_id=press.id(1),
            now=bot.now(),
        )
    await redraw(interaction, render.solved(found))


async def _post(interaction: NexusInteraction, draft: Draft, say: Say) -> None:
    """Ask, and say so by `say`; where there is nowhere to ask, the draft stays, and comes back."""
    bot = interaction.client
    try:
        channel = await place(interaction, Purpose.QA)
    except Refusal as why:
        held_back = render.held_back(str(why), draft, bot.mention("qa mine"))
        await whisper(interaction, held_back, file=render.as_file(draft))
        return
    async with bot.acting(interaction) as session:
        question = await drafts.post(
            session,
            draft.guild_id,
            draft.id,
            interaction.user.id,
            channel_id=channel.id,
            now=bot.now(),
        )
    await say(interaction, render.saved(question))
    question = await posts.publish(bot, question, channel.id)
    if question.thread_id is not None:
        async with bot.db.read() as session:
            related = await drafts.related(session, question)
        await amend(interaction, render.asked(question, related))
    else:
        await amend(interaction, render.postponed(question, lacking(channel, Purpose.QA)))


async def _own(interaction: NexusInteraction, press: Press) -> Draft:
    async with interaction.client.db.read() as session:
        return await drafts.own(session, press.guild_id, press.id(), interaction.user.id)


async def _rewritten(interaction: NexusInteraction, press: Press, written: Written) -> Draft | None:
    """The draft as it is now; None, and said so, where there is none: what was typed comes back."""
    bot, user_id = interaction.client, interaction.user.id
    try:
        async with bot.acting(interaction) as session:
            return await drafts.rewrite(
                session, press.guild_id, press.id(), user_id, written, now=bot.now()
            )
    except Gone as gone:
        await whisper(interaction, render.no_draft(str(gone)), file=render.as_file(written))
        return None


def _readable(press: Press) -> Written:
    written = forms.written(press)
    if written.is_empty:
        raise Refusal(render.NOTHING_TYPED)
    return written
