"""The real bot, started and stopped: who leaves is noted, an outage is none, and what was erased
while it was cut off is erased at the next start, before anybody is answered."""

from datetime import UTC, datetime
from random import Random

from db.tombstones import Tombstones
from tests.process.conftest import INVITED, Street

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


async def test_an_outage_is_no_leave_and_an_erasure_that_was_cut_off_is_done_at_the_start(
    street: Street,
) -> None:
    wire, gateway = street.wire, street.wire.gateway
    for who in (street.ana, street.ben):
        await wire.people.slash(who, street.home, "me timezone", zone="Lagos")

    gateway.withdraw(street.guild)
    gateway.bring_back(street.guild)
    shown = await wire.people.slash(street.ana, street.home, "privacy show")
    started = len(wire.transcript.sent("GUILD_CREATE"))
    after_outage = street.count("departed_guilds")
    Tombstones(street.database).bury_member(
        street.guild.id, street.ana.user.id, "delete", now=NOON, rng=Random(7)
    )
    async with street.another_life() as bot:
        await wire.until(lambda: len(wire.transcript.sent("GUILD_CREATE")) > started, within=30)
        left = street.count("members")
        elsewhere = wire.stage.add_guild(bot_may=INVITED)
        there = wire.stage.add_channel(elsewhere, "prodevprojectnexus")
        cy = wire.stage.add_member(elsewhere, "Cy")
        wire.stage.kick_bot(street.guild)
        await wire.people.slash(cy, there, "me timezone", zone="Lagos")  # behind the news
        await wire.until(lambda: street.count("departed_guilds") == 1)

    assert "zone and settings" in shown.text
    assert after_outage == 0
    assert left == 1
    assert "1 erasure done again, of which this copy did not know" in bot.output
