"""The buttons of a review's cards, the select of the list, and the forms that are submitted."""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.places import Purpose, guild_of, lacking, place
from bot.presence import has_left
from bot.replies import amend, ask, redraw, whisper
from bot.roads import STALE, Press, Roads
from cogs.reviews import acts, forms, posts, render
from db import review_ends, review_posts, reviews

roads = Roads("review")


@roads("asked")
async def asked(interaction: NexusInteraction, press: Press) -> None:
    written, channel = forms.asked(press), await place(interaction, Purpose.DIGEST)
    bot = interaction.client
    async with bot.acting(interaction) as session:
        review = await reviews.ask(
            session,
            press.guild_id,
            interaction.user.id,
            link=written.link,
            look_at=written.look_at,
            track=written.track,
            channel_id=channel.id,
            now=bot.now(),
        )
    await whisper(interaction, render.saved(review))
    review = await posts.publish(bot, review)
    if review.message_id is not None:
        await amend(interaction, render.asked(review))
    else:
        await amend(interaction, render.postponed(review, lacking(channel, Purpose.DIGEST)))


@roads("claim")
async def claim(interaction: NexusInteraction, press: Press) -> None:
    bot, me, number = interaction.client, interaction.user.id, press.id()
    async with bot.db.read() as session:
        review = await reviews.claimable(session, press.guild_id, number, me, bot.now())
    if await has_left(guild_of(interaction), review.asker_id):
        async with bot.acting(interaction) as session:
            await review_ends.asker_left(session, press.guild_id, number, bot.now())
        await bot.redraws.redraw_now(press.guild_id)
        raise Refusal(render.ASKER_LEFT)
    async with bot.acting(interaction) as session:
        review = await reviews.claim(session, press.guild_id, number, me, bot.now())
    await whisper(interaction, render.claimed_card(review))
    await bot.redraws.redraw_now(press.guild_id)


@roads("free")
async def give_back(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        review = await reviews.give_back(
            session, press.guild_id, press.id(), interaction.user.id, bot.now()
        )
    is_private = press.args[1:] == (render.MINE,)
    await (redraw if is_private else whisper)(interaction, render.given_back(review))
    await bot.redraws.redraw_now(press.guild_id)


@roads("finish", opens_form=True)
async def finish(interaction: NexusInteraction, press: Press) -> None:
    await ask(interaction, await acts.word_form(interaction, press.id()))


@roads("finished")
async def finished(interaction: NexusInteraction, press: Press) -> None:
    bot, word = interaction.client, forms.word(press)
    async with bot.acting(interaction) as session:
        review = await reviews.finish(
            session, press.guild_id, press.id(), interaction.user.id, word=word, now=bot.now()
        )
    await whisper(interaction, render.finished(review))
    if review.done_at is not None:
        await bot.delivery.send_now(review_posts.word_key(review.id, review.done_at))
    await bot.redraws.redraw_now(press.guild_id)


@roads("thank")
async def thank(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        review = await review_ends.thank(
            session, press.guild_id, press.id(), interaction.user.id, bot.now()
        )
    await whisper(interaction, render.thanked(review))
    await bot.redraws.redraw_now(press.guild_id)


@roads("again")
async def look_again(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        await review_ends.look_again(
            session, press.guild_id, press.id(), interaction.user.id, bot.now()
        )
    await whisper(interaction, render.AGAIN)
    await bot.redraws.redraw_now(press.guild_id)


@roads("withdraw")
async def withdraw(interaction: NexusInteraction, press: Press) -> None:
    await acts.withdraw(interaction, press.id())


@roads("list")
async def turn_page(interaction: NexusInteraction, press: Press) -> None:
    await redraw(interaction, await acts.list_card(interaction, press.id()))


@roads("open")
async def open_one(interaction: NexusInteraction, press: Press) -> None:
    review_id = press.picked()
    if review_id is None:
        raise Refusal(STALE)
    async with interaction.client.db.read() as session:
        review = await reviews.find(session, press.guild_id, review_id)
    await whisper(interaction, render.review_card(review))
