"""What is wrong in a guild, told from how it stands."""

from datetime import UTC, datetime

import pytest

from bot.domain.troubles import Lost, Parked, Place, Standing, Tag, Trouble, Wrong, found

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOME, HELP = 1, 2
WELL = Standing((Place("digest", HOME), Place("qa", HELP, tag=Tag.FOUND)), (), "Africa/Lagos")


def stands(*places: Place, gone_roles: tuple[str, ...] = (), zone: str | None = "UTC") -> Standing:
    return Standing(places, gone_roles, zone)


def test_nothing_is_wrong_where_all_is_well() -> None:
    assert found(WELL) == ()


@pytest.mark.parametrize(
    ("standing", "trouble"),
    [
        (
            stands(Place("digest", None), Place("qa", None)),
            Trouble(Wrong.NOWHERE, ("digest", "qa")),
        ),
        (stands(Place("digest", None, is_gone=True)), Trouble(Wrong.GONE, ("digest",))),
        (
            stands(Place("digest", HOME, is_gone=True), Place("qa", HOME, is_gone=True)),
            Trouble(Wrong.GONE, ("digest", "qa")),
        ),
        (
            stands(
                Place("digest", HOME, lacking=("Send Messages",)),
                Place("qa", HOME, lacking=("Send Messages", "Create Public Threads")),
            ),
            Trouble(Wrong.DENIED, ("Send Messages", "Create Public Threads"), HOME),
        ),
        (
            stands(Place("moderators", HOME, is_public=True)),
            Trouble(Wrong.PUBLIC, ("moderators",), HOME),
        ),
        (
            stands(Place("qa", HELP, tag=Tag.MISSING)),
            Trouble(Wrong.TAG_MISSING, ("qa",), HELP),
        ),
        (
            stands(Place("qa", HELP, tag=Tag.UNNAMED)),
            Trouble(Wrong.TAG_UNNAMED, ("qa",), HELP),
        ),
        (
            stands(gone_roles=("frontend", "backend")),
            Trouble(Wrong.ROLE_GONE, ("frontend", "backend")),
        ),
        (stands(zone=None), Trouble(Wrong.NO_ZONE)),
        (stands(zone="Africa/Atlantis"), Trouble(Wrong.UNKNOWN_ZONE, ("Africa/Atlantis",))),
    ],
)
def test_what_is_wrong_is_told_once_however_much_it_concerns(
    standing: Standing, trouble: Trouble
) -> None:
    assert found(standing) == (trouble,)


def test_a_channel_that_refuses_posts_is_told_once() -> None:
    """What is lacking there says more than that nothing is taken."""
    places = (Place("digest", HOME, lacking=("Send Messages",)),)
    parked = (Parked(HOME, NOON), Parked(9, NOON))

    assert found(Standing(places, (), "UTC", parked)) == (
        Trouble(Wrong.DENIED, ("Send Messages",), HOME),
        Trouble(Wrong.PARKED, channel_id=9, until=NOON),
    )


def test_posts_that_are_lost_alike_are_counted() -> None:
    alike, other = Lost("digest", HOME, "dead"), Lost("digest", HOME, "expired")

    assert found(Standing((), (), "UTC", lost=(alike, other, alike))) == (
        Trouble(Wrong.LOST, ("digest", "dead"), HOME, times=2),
        Trouble(Wrong.LOST, ("digest", "expired"), HOME),
    )


def test_what_stops_most_comes_first() -> None:
    standing = stands(
        Place("digest", HOME, is_gone=True),
        Place("qa", HELP, lacking=("Send Messages",), tag=Tag.UNNAMED),
        gone_roles=("frontend",),
        zone=None,
    )

    assert [one.wrong for one in found(standing)] == [
        Wrong.GONE,
        Wrong.DENIED,
        Wrong.TAG_UNNAMED,
        Wrong.ROLE_GONE,
        Wrong.NO_ZONE,
    ]
