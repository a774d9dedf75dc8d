"""What members told of themselves is kept: each thing by itself, and each guild's own."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.availability import Availability, Part
from bot.domain.publishing import Consent, Publishing
from bot.domain.reminders import Offset
from db import members
from tests.db.qa_rows import ANN, BEN, CY, GUILD, MO, OTHER

EVENINGS = Availability(weekdays=frozenset({Part.EVENING}))
WEEKENDS = Availability(weekends=frozenset({Part.EARLY, Part.NIGHT}))
NEVER = Availability()


async def test_nothing_is_known_of_a_member_before_they_say_it(session: AsyncSession) -> None:
    await members.set_zone(session, GUILD, BEN, "Africa/Lagos")

    for who in (ANN, BEN):
        assert await members.availability(session, GUILD, who) is None
        assert await members.unwanted(session, GUILD, who) == frozenset()


async def test_what_is_said_of_one_thing_changes_no_other(session: AsyncSession) -> None:
    await members.set_availability(session, GUILD, ANN, WEEKENDS)
    await members.set_unwanted(session, GUILD, ANN, {Offset.DAY, Offset.START})
    await members.set_zone(session, GUILD, ANN, "Africa/Lagos")
    await members.set_unlisted(session, GUILD, ANN, is_unlisted=True)
    await members.set_availability(session, OTHER, ANN, EVENINGS)

    assert await members.availability(session, GUILD, ANN) == WEEKENDS
    assert await members.unwanted(session, GUILD, ANN) == {Offset.DAY, Offset.START}
    assert await members.zone(session, GUILD, ANN) == "Africa/Lagos"
    assert await members.availability(session, OTHER, ANN) == EVENINGS
    assert await members.unwanted(session, OTHER, ANN) == frozenset()


async def test_what_is_said_last_holds(session: AsyncSession) -> None:
    for availability, unwanted in ((WEEKENDS, {Offset.HOUR}), (EVENINGS, set[Offset]())):
        await members.set_availability(session, GUILD, ANN, availability)
        await members.set_unwanted(session, GUILD, ANN, unwanted)

    assert await members.availability(session, GUILD, ANN) == EVENINGS
    assert await members.unwanted(session, GUILD, ANN) == frozenset()


async def test_whoever_has_no_time_at_all_has_said_nothing(session: AsyncSession) -> None:
    await members.set_availability(session, GUILD, ANN, EVENINGS)
    await members.set_availability(session, GUILD, ANN, NEVER)

    assert await members.availability(session, GUILD, ANN) is None


async def test_those_are_counted_on_who_have_said_a_zone_and_a_time(session: AsyncSession) -> None:
    for who, zone, availability in (
        (ANN, "Africa/Lagos", EVENINGS),
        (BEN, "Africa/Cairo", WEEKENDS),
        (CY, "Africa/Lagos", NEVER),
    ):
        await members.set_zone(session, GUILD, who, zone)
        await members.set_availability(session, GUILD, who, availability)
    await members.set_availability(session, GUILD, MO, EVENINGS)  # of no zone
    await members.set_zone(session, OTHER, MO, "UTC")
    await members.set_availability(session, OTHER, MO, EVENINGS)

    both = [(EVENINGS, "Africa/Lagos"), (WEEKENDS, "Africa/Cairo")]
    assert await members.availabilities(session, GUILD, 10) == both
    assert await members.availabilities(session, GUILD, 1) == both[:1]
    assert await members.availabilities(session, OTHER, 10) == [(EVENINGS, "UTC")]


async def test_a_name_is_kept_of_those_alone_who_want_to_be_named(session: AsyncSession) -> None:
    before = await members.consent(session, GUILD, ANN)
    await members.set_consent(session, GUILD, ANN, Consent(Publishing.NAMED, "Ann"))
    named = await members.consent(session, GUILD, ANN)
    await members.set_consent(session, GUILD, ANN, Consent(Publishing.UNNAMED, "Ann"))

    assert before is None
    assert named == Consent(Publishing.NAMED, "Ann")
    assert await members.consent(session, GUILD, ANN) == Consent(Publishing.UNNAMED)
    assert await members.consent(session, OTHER, ANN) is None
