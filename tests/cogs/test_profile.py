"""What a member tells Nexus of themselves."""

from tests.world import World, seen


async def test_a_member_finds_their_zone_by_city_and_hears_it_back(world: World) -> None:
    ann = world.member("Ann")

    offered = await ann.autocomplete(world.home, "me timezone", "zone", "lag")
    answer = await ann.slash(world.home, "me timezone", zone=offered[0]["value"])

    assert offered[0] == {"name": "Lagos (Africa), now 13:00", "value": "Africa/Lagos"}
    assert answer.ephemeral
    assert "Your time zone is **Lagos (Africa), now 13:00**" in seen(answer)


async def test_a_zone_is_found_by_what_the_watch_shows(world: World) -> None:
    ann = world.member("Ann")

    offered = await ann.autocomplete(world.home, "me timezone", "zone", "15:00")

    assert "Africa/Nairobi" in [one["value"] for one in offered]


async def test_a_zone_that_does_not_exist_is_refused_with_a_way_on(world: World) -> None:
    ann = world.member("Ann")

    answer = await ann.slash(world.home, "me timezone", zone="Atlantis")

    assert answer.ephemeral
    assert "Type your city and choose from the list" in seen(answer)
