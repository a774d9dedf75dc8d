"""Members invite each other by the menu of a name: to pair, and to sessions."""

from datetime import timedelta

import discord
import pytest
from simcord import InteractionResult, MemberActor

from bot.domain.matching import Track
from db import pair_profiles
from tests.cogs import pairing_acts, study_acts
from tests.cogs.pairing_acts import BACKEND, FRONTEND, SHOP
from tests.cogs.qa_acts import as_it_stands, cards_in, pinged
from tests.guards import forge
from tests.world import World, card, seen

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAIR, SESSION = "Invite to pair", "Invite to session"
OVER = "An invitation to pair was here. It is over."
PRIVATE = "They can't be invited"


async def builds(world: World, who: MemberActor, track: str, project: str = SHOP) -> None:
    async with world.bot.db.begin() as session:
        await pair_profiles.say(
            session,
            world.guild.id,
            who.id,
            track=Track(track),
            project=project,
            now=world.bot.now(),
        )


async def invite(world: World, who: MemberActor, whom: MemberActor) -> InteractionResult:
    return await who.context_menu(world.home, PAIR, whom)


def plain(message: discord.Message) -> str:
    """As it looks: without the backslashes that keep it so."""
    return card(message).replace("\\", "")


async def two(world: World) -> tuple[MemberActor, MemberActor]:
    """Ann builds a frontend; Ben has said nothing of himself."""
    ann, ben = world.member("Ann"), world.member("Ben")
    await builds(world, ann, FRONTEND)
    return ann, ben


# Invite to pair


async def test_who_is_invited_is_asked_once_in_the_channel_and_a_yes_makes_the_pair(
    world: World,
) -> None:
    ann, ben = await two(world)

    told = await invite(world, ann, ben)
    [asked] = cards_in(world.home)
    notified = pinged(world, asked)
    accepted = await ben.click(asked, label="Accept")

    assert told.ephemeral
    assert f"I asked {ben.mention} in <#{world.home.id}> to pair with you" in seen(told)
    assert plain(asked).startswith(f"{ben.mention}, {ann.mention} asks you to build **E-Commerce**")
    assert notified == [ben.id]
    assert accepted.ephemeral
    thread = pairing_acts.the_thread(world)
    assert f"<#{thread.id}>" in as_it_stands(world, accepted)
    together = f"{ann.mention} and {ben.mention} build **E-Commerce** together."
    assert plain(cards_in(world.home)[0]) == together
    status = pairing_acts.told(await ann.slash(world.home, "pair status"))
    assert "1 pair of yours on: **E-Commerce**" in status


async def test_a_no_is_told_to_nobody_and_ends_it(world: World) -> None:
    ann, ben = await two(world)
    await invite(world, ann, ben)
    [asked] = cards_in(world.home)

    told = await ben.click(asked, label="Not now")
    [left] = cards_in(world.home)
    late = await forge.press(ben, world.home, "pairing:accept:1")
    again = await invite(world, ann, ben)

    assert "nobody is notified" in seen(told)
    assert card(left) == f"-# {OVER}"
    assert "This invitation is over" in seen(late)
    assert PRIVATE in seen(again)


async def test_only_who_is_asked_answers_and_who_asked_may_take_it_back(world: World) -> None:
    ann, ben = await two(world)
    await invite(world, ann, ben)
    [asked] = cards_in(world.home)

    for label in ("Accept", "Not now"):
        answer = await world.member(f"Cy {label}").click(asked, label=label)
        assert f"Only {ben.mention} can answer this." in seen(answer)
    assert "Only" in seen(await ann.click(asked, label="Accept"))
    taken = await ann.click(asked, label="Not now")

    assert "Taken back" in seen(taken)
    assert OVER in card(cards_in(world.home)[0])


async def test_it_is_over_after_two_days_also_if_the_bot_was_restarted(world: World) -> None:
    ann, ben = await two(world)
    await invite(world, ann, ben)
    await world.restart()
    await world.wait(47 * HOUR)
    open_still = card(cards_in(world.home)[0])

    await world.wait(2 * HOUR)

    assert "asks you to build" in open_still
    assert OVER in card(cards_in(world.home)[0])


async def test_it_is_accepted_after_a_restart(world: World) -> None:
    ann, ben = await two(world)
    await invite(world, ann, ben)
    await world.restart()

    await ben.click(cards_in(world.home)[0], label="Accept")

    assert len(world.home.threads) == 1
    assert "1 pair of yours" in seen(await ann.slash(world.home, "pair status"))


async def test_who_has_not_said_what_they_build_says_so_first(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")

    shown = await invite(world, ann, ben)

    assert "Your profile for pairing" in seen(shown)
    assert f"Then invite {ben.mention} again." in seen(shown)
    assert cards_in(world.home) == []


async def test_a_role_tells_the_side_of_who_has_not_said_it(world: World) -> None:
    role = world.guild.create_role("Frontend")
    await pairing_acts.choose_roles(world, frontend=role.id)
    ann, ben = world.member("Ann", role), world.member("Ben")
    await pairing_acts.say(world, ann, project=SHOP)

    told = await invite(world, ann, ben)

    assert "I asked" in seen(told)


async def reasons(world: World, ann: MemberActor, ben: MemberActor, reason: str) -> None:
    match reason:
        case "blocks":
            await ben.slash(world.home, "pair block", member=ann)
        case "is blocked":
            await ann.slash(world.home, "pair block", member=ben)
        case "rests":
            await builds(world, ben, BACKEND)
            await pairing_acts.find(world, ben, SHOP, BACKEND)
            await ben.slash(world.home, "pair pause")
        case "has no room":
            await pairing_acts.make_pair(world, world.member("Cy"), ben)
        case _:
            await builds(world, ben, FRONTEND)


@pytest.mark.parametrize(
    "reason", ["blocks", "is blocked", "rests", "has no room", "builds the same side"]
)
async def test_why_somebody_cant_be_invited_is_never_told(world: World, reason: str) -> None:
    """Whatever it is, whoever asks hears the very same, and the one who is asked nothing."""
    ann, ben = await two(world)
    await reasons(world, ann, ben, reason)

    told = await invite(world, ann, ben)

    assert told.ephemeral
    assert seen(told) == (
        "They can't be invited to pair just now. I don't say more, since reasons are private."
        " `/pair find` finds you somebody."
    )
    assert cards_in(world.home) == []


async def test_who_blocks_after_they_were_asked_is_never_paired(world: World) -> None:
    ann, ben = await two(world)
    await invite(world, ann, ben)
    await ann.slash(world.home, "pair block", member=ben)

    told = await ben.click(cards_in(world.home)[0], label="Accept")

    assert "is not possible any more" in seen(told)
    assert OVER in card(cards_in(world.home)[0])
    assert world.home.threads == []


async def test_bots_oneself_and_a_partner_are_not_invited(world: World) -> None:
    ann, ben = await two(world)
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    await pairing_acts.make_pair(world, ann, ben)

    assert "That is you." in seen(await invite(world, ann, ann))
    assert "That is a bot" in seen(await invite(world, ann, robot))
    thread = pairing_acts.the_thread(world)
    assert f"You two are a pair already, in <#{thread.id}>." in seen(await invite(world, ann, ben))


async def test_who_has_as_many_partners_as_they_take_invites_nobody(world: World) -> None:
    ann, ben = await two(world)
    await pairing_acts.make_pair(world, ann, world.member("Cy"))

    assert "as many partners" in seen(await invite(world, ann, ben))


async def test_a_member_has_few_invitations_open_and_makes_few_a_day(world: World) -> None:
    ann, ben = await two(world)
    others = [world.member(f"Cy{one}") for one in range(5)]
    for one in (ben, *others[:2]):
        assert "I asked" in seen(await invite(world, ann, one))
    told = [seen(await invite(world, ann, one)) for one in (ben, others[2])]
    for one in cards_in(world.home):
        await ann.click(one, label="Not now")
    for one in others[2:4]:
        assert "I asked" in seen(await invite(world, ann, one))

    assert "They have your invitation to pair already" in told[0]
    assert "3 invitations to pair of yours wait" in told[1]
    assert "within a day" in seen(await invite(world, ann, others[4]))
    await world.wait(DAY)
    assert "I asked" in seen(await invite(world, ann, others[4]))


async def test_two_who_would_ask_each_other_are_asked_once(world: World) -> None:
    ann, ben = await two(world)
    await builds(world, ben, BACKEND)
    await invite(world, ann, ben)

    told = await invite(world, ben, ann)

    assert "They have invited you to pair already" in seen(told)
    assert len(cards_in(world.home)) == 1


async def test_one_whose_card_was_deleted_is_over(world: World) -> None:
    ann, ben = await two(world)
    await invite(world, ann, ben)
    [asked] = cards_in(world.home)
    world.env.backend.delete_message(asked.channel.id, asked.id)
    await world.wait(49 * HOUR)

    assert "This invitation is over" in seen(await forge.press(ben, world.home, "pairing:accept:1"))


# Invite to session


async def asked_to(
    world: World, who: MemberActor, whom: MemberActor, number: int = 1
) -> InteractionResult:
    """Choose the session, where there is a choice; what is said in the end."""
    shown = await who.context_menu(world.home, SESSION, whom)
    if shown.response is None or not shown.response.components:
        return shown
    return await who.select(shown.response.message, [str(number)])


def told_in_thread(world: World, session: discord.Message) -> list[discord.Message]:
    return study_acts.cards_in(study_acts.thread_of(world, session))


async def test_whoever_goes_brings_somebody_along_who_is_mentioned_once(world: World) -> None:
    ann, ben, cy = (world.member(name) for name in ("Ann", "Ben", "Cy"))
    session = await study_acts.post(world, ann)
    await ben.click(session, label="Going")

    shown = await ben.context_menu(world.home, SESSION, cy)
    assert shown.response is not None
    await ben.select(shown.response.message, ["1"])
    asked = told_in_thread(world, session)[-1]
    went = await cy.click(asked, label="Going")

    assert shown.ephemeral
    assert f"{cy.mention} is invited to **#1 JWT from scratch**" in as_it_stands(world, shown)
    assert f"{cy.mention}, {ben.mention} invites you to **#1 JWT from scratch**" in card(asked)
    assert pinged(world, asked) == [cy.id]
    assert "You are going to session **#1**" in seen(went)


async def test_nobody_is_invited_to_a_session_twice(world: World) -> None:
    ann, ben, cy = (world.member(name) for name in ("Ann", "Ben", "Cy"))
    session = await study_acts.post(world, ann)
    await ben.click(session, label="Going")
    await asked_to(world, ann, cy)
    before = len(told_in_thread(world, session))

    told = [await asked_to(world, one, cy) for one in (ann, ben)]

    assert all("once is enough" in seen(one) for one in told)
    assert len(told_in_thread(world, session)) == before


async def test_who_goes_to_none_is_shown_where_they_are(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await study_acts.post(world, ann)

    told = await ben.context_menu(world.home, SESSION, ann)

    assert "You go to no coming session yet." in seen(told)


async def test_the_host_those_who_go_bots_and_oneself_are_not_invited(world: World) -> None:
    ann, ben, cy = (world.member(name) for name in ("Ann", "Ben", "Cy"))
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))
    session = await study_acts.post(world, ann)
    for one in (ben, cy):
        await one.click(session, label="Going")

    assert "They host it themselves." in seen(await asked_to(world, ben, ann))
    assert "They go to it already." in seen(await asked_to(world, ben, cy))
    assert "That is you." in seen(await ben.context_menu(world.home, SESSION, ben))
    assert "That is a bot" in seen(await ben.context_menu(world.home, SESSION, robot))


@pytest.mark.parametrize("reason", ["blocks", "is blocked", "has said no", "was asked enough"])
async def test_why_somebody_cant_be_invited_to_a_session_is_never_told(
    world: World, reason: str
) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    session = await study_acts.post(world, ann)
    match reason:
        case "blocks":
            await ben.slash(world.home, "pair block", member=ann)
        case "is blocked":
            await ann.slash(world.home, "pair block", member=ben)
        case "has said no":
            await ben.click(session, label="Can't")
        case _:
            for number in (2, 3, 4):
                await study_acts.post(world, world.member(f"Host {number}"), "sat 18:00 Lagos")
                host = world.member(f"Guest {number}")
                await host.click(study_acts.cards_in(world.home)[-1], label="Going")
                await asked_to(world, host, ben, number)
    before = len(told_in_thread(world, session))

    told = await asked_to(world, ann, ben)

    assert told.ephemeral
    assert "They can't be invited to this session." in seen(told)
    assert "reasons are private" in seen(told)
    assert len(told_in_thread(world, session)) == before


async def test_a_member_invites_few_a_day(world: World) -> None:
    ann = world.member("Ann")
    await study_acts.post(world, ann)
    guests = [world.member(f"Guest {one}") for one in range(6)]
    told = [await asked_to(world, ann, one) for one in guests]

    assert "within a day" in seen(told[5])
    await world.wait(DAY)
    assert "within a day" not in seen(await asked_to(world, ann, guests[5]))


async def test_only_who_goes_invites_also_by_a_card_of_yesterday(world: World) -> None:
    ann, ben, cy = (world.member(name) for name in ("Ann", "Ben", "Cy"))
    session = await study_acts.post(world, ann)
    await ben.click(session, label="Going")
    shown = await ben.context_menu(world.home, SESSION, cy)
    await ben.click(session, label="Can't")
    assert shown.response is not None

    told = await ben.select(shown.response.message, ["1"])

    assert "Only those who go to a session" in seen(told)


async def test_who_has_left_is_not_invited(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await study_acts.post(world, ann)
    shown = await ann.context_menu(world.home, SESSION, ben)
    world.env.backend.remove_member(world.guild.id, ben.id)
    assert shown.response is not None

    told = await ann.select(shown.response.message, ["1"])

    assert "They are not in this server any more" in seen(told)
