"""Frontend and backend learners find each other, or hear honestly where they stand."""

from datetime import timedelta

from tests.cogs.pairing_acts import (
    BACKEND,
    FRONTEND,
    JOBS,
    POLL,
    SHOP,
    choose_roles,
    find,
    make_pair,
    pair,
    press,
    say,
    the_thread,
    told,
)
from tests.world import World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def test_who_waits_alone_hears_so(world: World) -> None:
    answer = await find(world, world.member("Ann"), track=FRONTEND)

    assert answer.ephemeral
    assert "You're in the queue\n" in told(answer)
    assert "**E-Commerce**, frontend: you are **number 1** in line" in told(answer)
    assert "Waiting on the other side: nobody yet." in told(answer)
    assert "Joined today: 1 on your side, 0 across." in told(answer)
    assert "Usual wait" not in told(answer)  # nobody was matched yet
    assert "As soon as a good partner comes, I open a private thread" in told(answer)
    assert world.home.threads == []


async def test_another_project_or_the_same_track_is_no_match_and_the_queue_says_so(
    world: World,
) -> None:
    await find(world, world.member("Ann"), SHOP, FRONTEND)

    same_track = await find(world, world.member("Bob"), SHOP, FRONTEND)
    other_project = await find(world, world.member("Cleo"), JOBS, BACKEND)

    assert "you are **number 2** in line" in told(same_track)
    assert "**Job Board**, backend: you are **number 1** in line" in told(other_project)
    assert "Waiting on the other side: 2 for E-Commerce." in told(other_project)
    assert "Joined today: 1 on your side, 2 across." in told(other_project)
    assert world.home.threads == []


async def test_today_begins_at_midnight_of_the_server(world: World) -> None:
    mo = world.moderator()
    await mo.slash(world.home, "nexus setup", zone="Africa/Nairobi")
    await find(world, world.member("Ann"), track=FRONTEND)  # at three in the afternoon there

    await world.wait(timedelta(hours=8, minutes=30))
    evening = await find(world, world.member("Bob"), JOBS, BACKEND)
    await world.wait(HOUR)
    after_midnight = await find(world, world.member("Cleo"), JOBS, BACKEND)

    assert "Joined today: 1 on your side, 1 across." in told(evening)
    assert "Joined today: 1 on your side, 0 across." in told(after_midnight)


async def test_who_waits_hears_how_long_those_matched_last_had_waited(world: World) -> None:
    await find(world, world.member("Ann"), track=FRONTEND)
    await world.wait(6 * HOUR)
    await find(world, world.member("Bob"), track=BACKEND)

    alone = await find(world, world.member("Cleo"), track=BACKEND)

    assert "Usual wait: about 3 hours." in told(alone)  # six, and none


async def test_the_longest_wait_is_over_first(world: World) -> None:
    ann, bob, cleo = (world.member(name) for name in ("Ann", "Bob", "Cleo"))
    await find(world, ann, track=FRONTEND)
    await world.wait(MINUTE)
    await find(world, bob, track=FRONTEND)

    found = await find(world, cleo, track=BACKEND)

    assert f"You and {ann.mention} are a pair" in told(found)
    assert "you are **number 1** in line" in told(await find(world, bob, track=FRONTEND))


async def test_the_same_two_are_not_paired_again_while_somebody_new_may_come(
    world: World,
) -> None:
    ann, bob, cleo = (world.member(name) for name in ("Ann", "Bob", "Cleo"))
    await make_pair(world, ann, bob)
    thread = the_thread(world)

    await find(world, ann, track=FRONTEND)
    again = await find(world, bob, track=BACKEND)
    found = await find(world, cleo, track=FRONTEND)

    assert "1 for E-Commerce (of E-Commerce 1 you were paired with before)." in told(again)
    assert f"1 pair of yours on: **E-Commerce** in {thread.mention}." in told(again)
    assert f"You and {bob.mention} are a pair" in told(found)


async def test_two_who_met_are_not_paired_again_with_their_sides_swapped(world: World) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")
    await make_pair(world, ann, bob)

    await make_pair(world, bob, ann)

    assert len(world.home.threads) == 1


async def test_two_who_want_different_apis_wait_until_one_of_them_is_open(world: World) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")
    await say(world, ann, track=FRONTEND, project=SHOP, api="rest")
    await say(world, bob, track=BACKEND, project=SHOP, api="graphql")
    await pair(world, ann, "find")

    waits = await pair(world, bob, "find")
    await say(world, bob, api="either")
    found = await pair(world, bob, "find")

    assert "1 for E-Commerce (of E-Commerce 1 with another kind of API)." in told(waits)
    assert f"You and {ann.mention} are a pair" in told(found)


async def test_who_builds_either_side_meets_both(world: World) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")
    await find(world, ann, track="both")

    found = await find(world, bob, track="both")

    assert f"You and {ann.mention} are a pair" in told(found)


async def test_who_takes_two_partners_waits_for_the_second(world: World) -> None:
    ann, bob, cleo, dan = (world.member(name) for name in ("Ann", "Bob", "Cleo", "Dan"))
    await say(world, ann, track=BACKEND, project=SHOP, partners="2")
    await pair(world, ann, "find")

    await find(world, bob, track=FRONTEND)
    between = await pair(world, ann, "status")
    await find(world, cleo, track=FRONTEND)
    full = await pair(world, ann, "status")
    late = await find(world, dan, track=FRONTEND)

    assert "you are **number 1** in line" in told(between)
    assert "1 pair of yours on" in told(between)
    assert "You aren't waiting for a partner" in told(full)
    assert "2 pairs of yours on" in told(full)
    assert "Waiting on the other side: nobody yet." in told(late)


async def test_a_long_wait_is_told_what_may_help(world: World) -> None:
    ann = world.member("Ann")
    await find(world, ann, SHOP, FRONTEND)
    await find(world, world.member("Cleo"), JOBS, BACKEND)
    soon = await pair(world, ann, "status")

    await world.wait(DAY + MINUTE)
    later = await pair(world, ann, "status")

    assert "What may help" not in told(soon)
    assert "What may help: **Job Board**, where 1 waits. **My profile** changes it." in told(later)
    await press(ann, later, "My profile")
    assert "Your profile for pairing" in told(later)


async def test_a_long_wait_for_which_nothing_helps_is_promised_no_more_than_before(
    world: World,
) -> None:
    ann = world.member("Ann")
    await find(world, ann, track=FRONTEND)
    await world.wait(2 * DAY)

    shown = told(await pair(world, ann, "status"))

    assert "What may help" not in shown
    assert "As soon as a good partner comes" in shown


async def test_asking_again_keeps_the_place(world: World) -> None:
    ann = world.member("Ann")
    await find(world, ann, track=FRONTEND)
    await world.wait(MINUTE)
    await find(world, world.member("Bob"), track=FRONTEND)

    again = await pair(world, ann, "find")

    assert "You're in the queue already" in told(again)
    assert "you are **number 1** in line" in told(again)


async def test_another_project_moves_to_the_back_of_its_line(world: World) -> None:
    ann = world.member("Ann")
    await find(world, ann, SHOP, FRONTEND)
    await world.wait(MINUTE)
    await find(world, world.member("Bob"), JOBS, FRONTEND)
    await world.wait(MINUTE)

    moved = await find(world, ann, JOBS, FRONTEND)
    alone = await find(world, world.member("Cleo"), SHOP, BACKEND)

    assert "Changed: back of this line" in told(moved)
    assert "**Job Board**, frontend: you are **number 2** in line" in told(moved)
    assert "you are **number 1** in line" in told(alone)


async def test_a_project_that_is_not_offered_is_refused_and_those_that_are_are_suggested(
    world: World,
) -> None:
    ann = world.member("Ann")

    refused = await find(world, ann, "Space Rocket", FRONTEND)
    offered = await ann.autocomplete(world.home, "pair find", "project", "o")

    assert refused.ephemeral
    assert "isn't on this server's list" in told(refused)
    assert "You aren't waiting" in told(await pair(world, ann, "status"))
    assert [one["name"] for one in offered] == [
        "E-Commerce",
        "Social Media Feed",
        "Movie Recommendation",
        "Job Board",
        "Online Poll",
    ]


async def test_a_project_may_be_typed_in_any_case(world: World) -> None:
    assert "**Online Poll**, frontend:" in told(
        await find(world, world.member("Ann"), " online  poll ", FRONTEND)
    )


async def test_the_role_tells_the_track(world: World) -> None:
    painters = world.guild.create_role("Painters")
    await choose_roles(world, frontend=painters.id)

    answer = await find(world, world.member("Ann", painters))

    assert "**E-Commerce**, frontend:" in told(answer)


async def test_the_choice_counts_more_than_the_role(world: World) -> None:
    painters = world.guild.create_role("Painters")
    await choose_roles(world, frontend=painters.id)
    ann = world.member("Ann", painters)

    await find(world, ann, track=BACKEND)
    again = await pair(world, ann, "find")

    assert "**E-Commerce**, backend:" in told(again)


async def test_without_a_telling_role_the_profile_asks_for_the_side(world: World) -> None:
    painters, plumbers = world.guild.create_role("Painters"), world.guild.create_role("Plumbers")
    await choose_roles(world, frontend=painters.id, backend=plumbers.id)

    for who in (world.member("Ann"), world.member("Bob", painters, plumbers)):
        answer = await find(world, who)
        assert answer.ephemeral
        assert "To find a partner, still say your **side**." in told(answer)
        assert "You aren't waiting" in told(await pair(world, who, "status"))


async def test_who_leaves_by_command_is_no_longer_matched(world: World) -> None:
    ann = world.member("Ann")
    await find(world, ann, track=FRONTEND)

    answer = await pair(world, ann, "leave")
    await find(world, world.member("Bob"), track=BACKEND)

    assert answer.ephemeral
    assert "You've left the queue for **E-Commerce**" in told(answer)
    assert world.home.threads == []


async def test_the_button_leaves_the_queue_after_a_restart_too(world: World) -> None:
    ann = world.member("Ann")
    place = await find(world, ann, track=FRONTEND)

    await world.restart()
    await press(ann, place, "Leave the queue")
    await find(world, world.member("Bob"), track=BACKEND)

    assert "You've left the queue for **E-Commerce**" in told(place)
    assert "Leave the queue" not in told(place)
    assert world.home.threads == []


async def test_leaving_twice_is_answered_kindly(world: World) -> None:
    ann = world.member("Ann")
    place = await find(world, ann, track=FRONTEND)
    await pair(world, ann, "leave")

    by_command = await pair(world, ann, "leave")
    await press(ann, place, "Leave the queue")

    for answer in (by_command, place):
        assert answer.ephemeral
        assert "You aren't waiting for a partner." in told(answer)


async def test_leaving_after_the_match_says_who_the_partner_is(world: World) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")
    place = await find(world, ann, track=FRONTEND)
    await find(world, bob, track=BACKEND)

    await press(ann, place, "Leave the queue")

    assert f"You aren't waiting any more: Nexus paired you with {bob.mention}" in told(place)
    assert the_thread(world).mention in told(place)


async def test_status_shows_the_place_or_the_pairs_and_joins_nothing(world: World) -> None:
    ann, bob = world.member("Ann"), world.member("Bob")
    nothing = await pair(world, ann, "status")
    await make_pair(world, ann, bob)
    paired = await pair(world, ann, "status")
    await find(world, ann, POLL, FRONTEND)
    both = await pair(world, ann, "status")
    other = await pair(world, world.member("Cleo"), "status")

    assert nothing.ephemeral
    assert "You are in no pair at the moment." in told(nothing)
    assert "You aren't waiting for a partner." in told(paired)
    assert f"**E-Commerce** in {the_thread(world).mention}" in told(paired)
    assert "**Online Poll**, frontend: you are **number 1** in line" in told(both)
    assert the_thread(world).mention in told(both)
    assert the_thread(world).mention not in told(other)


async def test_another_guilds_queue_is_never_matched(world: World) -> None:
    other = world.another_guild("Elsewhere")
    lobby = other.create_text_channel("prodevprojectnexus")
    stranger = world.member("Stranger", guild=other)
    await find(world, world.member("Ann"), track=FRONTEND)

    alone = await stranger.slash(lobby, "pair find", project=SHOP, track=BACKEND)

    assert "Waiting on the other side: nobody yet." in told(alone)
    assert "Joined today: 1 on your side, 0 across." in told(alone)
    assert world.home.threads == []
    assert lobby.threads == []


async def test_one_person_waits_in_two_guilds_apart(world: World) -> None:
    ann = world.member("Ann")
    other = world.another_guild("Elsewhere")
    lobby = other.create_text_channel("prodevprojectnexus")
    elsewhere = other.add_member(ann.user)
    await find(world, ann, track=FRONTEND)

    await elsewhere.slash(lobby, "pair find", project=JOBS, track=BACKEND)
    await elsewhere.slash(lobby, "pair leave")

    assert "You're in the queue already" in told(await find(world, ann, track=FRONTEND))


async def test_without_a_channel_nobody_is_put_into_the_queue(world: World) -> None:
    other = world.another_guild("Elsewhere")
    lobby = other.create_text_channel("lobby")
    ann = world.member("Ann", guild=other)

    refused = await ann.slash(lobby, "pair find", project=SHOP, track=FRONTEND)
    left = await ann.slash(lobby, "pair leave")

    assert "No channel is set up for this yet" in told(refused)
    assert "You aren't waiting" in told(left)
