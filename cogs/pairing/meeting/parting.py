"""Re-match, Find somebody new, and how it was: what a pair's other buttons do."""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import one_line
from bot.listening import listen
from bot.places import guild_of
from bot.presence import has_left
from bot.replies import ask, redraw, whisper
from bot.roads import STALE, Press, Roads
from cogs.pairing.meeting import parting_render
from cogs.pairing.meeting.introducing import introduce
from db import pair_ends, pair_lives, pairs
from db.pair_ends import Parted
from db.pairs import Pair, Verdict

roads = Roads("pairing")


@roads("rematch")
async def rematch(interaction: NexusInteraction, press: Press) -> None:
    async with interaction.client.db.read() as session:
        pair = await pairs.by_id(session, press.guild_id, press.id())
    if pair is None or interaction.user.id not in pair.people:
        raise pairs.not_yours()
    await confirm(interaction, pair)


async def confirm(interaction: NexusInteraction, pair: Pair) -> None:
    """Ask once. Of one that another has ended there is nothing to confirm."""
    me = interaction.user.id
    if not pair.is_on:
        await _part(interaction, pair.id)
        return
    pair = await listen(interaction.client, pair) or pair
    gone = await _gone(interaction, pair)
    is_first = all(one in gone or pair.was_silent(one) for one in pair.others(me))
    await whisper(interaction, parting_render.confirm_card(pair, me, is_first=is_first))


@roads("part")
async def part(interaction: NexusInteraction, press: Press) -> None:
    """They mean it. Messages of this very moment, and a partner who is gone, count as well."""
    bot, guild = interaction.client, guild_of(interaction)
    async with bot.db.read() as session:
        pair = await pairs.by_id(session, guild.id, press.id())
    if pair is None or interaction.user.id not in pair.people:
        raise pairs.not_yours()
    await listen(bot, pair)
    await _part(interaction, pair.id, is_confirmed=True)


@roads("new")
async def find_new(interaction: NexusInteraction, press: Press) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        parted = await pair_ends.find_new(
            session, press.guild_id, press.id(), interaction.user.id, bot.now()
        )
    await _tell(interaction, parted)


@roads("stay")
async def stay(interaction: NexusInteraction, press: Press) -> None:
    bot, me = interaction.client, interaction.user.id
    async with bot.acting(interaction) as session:
        pair = await pairs.mine(session, press.guild_id, press.id(), me)
        await pairs.heard(session, press.guild_id, pair.id, {me: bot.now()})
    await redraw(interaction, parting_render.kept_card())


async def _part(interaction: NexusInteraction, pair_id: int, *, is_confirmed: bool = False) -> None:
    bot, guild, me = interaction.client, guild_of(interaction), interaction.user.id
    async with bot.db.read() as session:
        pair = await pairs.by_id(session, guild.id, pair_id)
    gone = await _gone(interaction, pair) if pair and pair.is_on else []
    async with bot.acting(interaction) as session:
        parted = await pair_ends.part(session, guild.id, pair_id, me, gone=gone, now=bot.now())
    await _tell(interaction, parted, is_confirmed=is_confirmed)


async def _gone(interaction: NexusInteraction, pair: Pair) -> list[int]:
    others = pair.others(interaction.user.id)
    return [one for one in others if await has_left(guild_of(interaction), one)]


async def _tell(
    interaction: NexusInteraction, parted: Parted, *, is_confirmed: bool = False
) -> None:
    """Answer, have the others told, and introduce them if somebody new was found at once.

    Once it `is_confirmed`, the card that asked for that says so.
    """
    bot, pair = interaction.client, parted.pair
    words = parting_render.parted_words(
        parted, interaction.user.id, bot.mention("pair profile"), bot.mention("pair status")
    )
    if parted.sought is not None and parted.sought.pair is not None:
        await introduce(
            interaction, parted.sought.pair, before=parting_render.over(parted, interaction.user.id)
        )
    elif is_confirmed:
        await redraw(interaction, parting_render.parted_card(words))
    else:
        await whisper(interaction, words)
    if parted.posts:
        await bot.delivery.send_now(*parted.posts)
    await bot.redraws.redraw_now(pair.guild_id)


@roads("verdict")
async def verdict(interaction: NexusInteraction, press: Press) -> None:
    said = press.args[1] if len(press.args) > 1 else ""
    if said not in set(Verdict):
        raise Refusal(STALE)
    bot, found = interaction.client, Verdict(said)
    async with bot.acting(interaction) as session:
        await pair_lives.judge(
            session,
            press.guild_id,
            press.id(),
            interaction.user.id,
            verdict=found,
            now=bot.now(),
        )
    await whisper(interaction, parting_render.noted_card(press.id(), found))


@roads("line", opens_form=True)
async def open_line(interaction: NexusInteraction, press: Press) -> None:
    async with interaction.client.db.read() as session:
        said = await pair_lives.said(session, press.guild_id, press.id(), interaction.user.id)
    await ask(interaction, parting_render.line_form(press.id(), said))


@roads("lined")
async def add_line(interaction: NexusInteraction, press: Press) -> None:
    bot, text = interaction.client, one_line(press.text("line"))
    async with bot.acting(interaction) as session:
        await pair_lives.add_line(session, press.guild_id, press.id(), interaction.user.id, text)
    await whisper(interaction, parting_render.LINED)
