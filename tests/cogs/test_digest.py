"""The weekly digest: once a week, at the cohort's own hour, as moderators saw it before."""

import asyncio
from datetime import UTC, datetime, timedelta

from simcord import InteractionResult, MemberActor

from tests.cogs import qa_acts, review_acts
from tests.cogs.digest_acts import DUE, MINUTE, digests_in, in_lagos, pass_to, preview
from tests.world import World, seen


async def choose(mo: MemberActor, shown: InteractionResult, what: str, value: str) -> None:
    assert shown.response is not None
    await mo.select(shown.response.message, [value], custom_id=f"digest:{what}")


async def test_it_is_posted_on_monday_at_nine_of_the_cohorts_clock(world: World) -> None:
    await in_lagos(world)
    await qa_acts.ask(world, world.member("Ann"))

    await pass_to(world, DUE - MINUTE)
    before = digests_in(world.home)
    await pass_to(world, DUE)

    assert before == []
    [posted] = digests_in(world.home)
    assert qa_acts.TITLE[:20] in posted
    assert "Late" not in posted


async def test_it_is_posted_once_though_nexus_restarts_and_ticks_run_at_once(world: World) -> None:
    await in_lagos(world)
    await qa_acts.ask(world, world.member("Ann"))
    await pass_to(world, DUE)

    await world.restart()
    await asyncio.gather(*(world.bot.jobs.run_due() for _ in range(5)))
    for _ in range(3):
        await world.wait(MINUTE)

    assert len(digests_in(world.home)) == 1


async def test_every_week_has_its_own(world: World) -> None:
    await in_lagos(world)
    await qa_acts.ask(world, world.member("Ann"))

    for week in range(3):
        await pass_to(world, DUE + timedelta(weeks=week))

    assert len(digests_in(world.home)) == 3


async def test_a_week_without_anything_has_none_even_if_something_comes_later(
    world: World,
) -> None:
    await in_lagos(world)
    await pass_to(world, DUE)

    await qa_acts.ask(world, world.member("Ann"))
    await world.wait(timedelta(hours=2))

    assert digests_in(world.home) == []


async def test_the_preview_is_private_and_is_what_is_posted(world: World) -> None:
    mo = await in_lagos(world)
    ann, ben = world.member("Ann"), world.member("Ben")
    await qa_acts.ask(world, ann)
    await qa_acts.answer(world, ben, "Sign it in UTC.")
    await ann.click(qa_acts.cards_in(qa_acts.thread_of(world))[-1], label="Accept")
    await qa_acts.ask(world, ben, "Where do I host it?", "Which free service is good?")
    shown = await mo.slash(
        world.home, "session create", topic="Queues", when="2026-03-11 18:00 Lagos"
    )
    assert shown.response is not None
    await mo.click(shown.response.message, label="Post it")
    await pass_to(world, DUE - MINUTE)

    before = await mo.slash(world.home, "nexus digest preview")
    await pass_to(world, DUE)

    [posted] = digests_in(world.home)
    assert before.ephemeral
    assert seen(before).startswith(posted)
    order = [posted.index(one) for one in ("Where do I host it?", qa_acts.TITLE[:9], "Queues")]
    assert order == sorted(order)
    assert f"https://discord.com/channels/{world.guild.id}/" in posted


async def test_the_longest_wait_comes_first_and_the_card_fits_a_phone(world: World) -> None:
    """Nobody's questions take more than two of its places."""
    await in_lagos(world)
    ann, others = world.member("Ann"), [world.member(name) for name in ("Ben", "Cy", "Dee")]
    for number, asker in enumerate((ann, ann, ann, ann, *others)):
        await qa_acts.ask(world, asker, f"Question {number} {'at length ' * 8}")
        await world.wait(MINUTE)

    await pass_to(world, DUE)

    [posted] = digests_in(world.home)
    found = [number for number in range(7) if f"Question {number} " in posted]
    assert found == [0, 1, 4, 5]
    places = [posted.index(f"Question {number} ") for number in found]
    assert places == sorted(places)
    assert "**Waiting for an answer** · 7" in posted
    buttons = posted.count("I can take this")
    assert (buttons, len(posted.split("\n")) - buttons) == (4, 10)


async def test_what_members_wrote_is_shown_as_text(world: World) -> None:
    await in_lagos(world)
    await qa_acts.ask(world, world.member("Ann"), "**Bold** @everyone [a](https://x.example)")

    await pass_to(world, DUE)

    [posted] = digests_in(world.home)
    assert r"\*\*Bold\*\*" in posted
    assert "@everyone" not in posted


async def test_both_are_thanked_for_a_review_unless_they_opted_out(world: World) -> None:
    mo = await in_lagos(world)
    ann, ben = world.member("Ann"), world.member("Ben")
    await review_acts.ask(world, ann)
    await ben.click(review_acts.review_card(world), label=review_acts.CLAIM)
    await review_acts.finish(ben, review_acts.review_card(world))

    before = await preview(world, mo)
    await ann.slash(world.home, "privacy optout")
    without_ann = await preview(world, mo)
    await ben.slash(world.home, "privacy optout")
    without_both = await preview(world, mo)

    assert f"**Thank you!**\n{ben.mention}\n-# a review for {ann.mention}" in before
    assert ben.mention in without_ann
    assert ann.mention not in without_ann
    assert "There is nothing to say yet" in without_both


async def test_without_a_zone_the_preview_says_that_utc_counts(world: World) -> None:
    mo = world.moderator()

    assert "UTC counts" in await preview(world, mo)
    await mo.slash(world.home, "nexus setup", zone="Lagos")
    assert "UTC counts" not in await preview(world, mo)


async def test_day_and_hour_are_chosen_saved_at_once_and_shown_again(world: World) -> None:
    mo = await in_lagos(world)
    await qa_acts.ask(world, world.member("Ann"))
    shown = await mo.slash(world.home, "nexus digest settings")

    await choose(mo, shown, "weekday", "4")
    await choose(mo, shown, "hour", "18")

    friday = datetime(2026, 3, 6, 17, tzinfo=UTC)
    assert "Every **Friday at 18:00**, Lagos" in seen(shown)
    assert f"<t:{friday.timestamp():.0f}:F>" in seen(shown)
    await pass_to(world, friday)
    assert len(digests_in(world.home)) == 1


async def test_a_week_that_had_its_digest_has_no_second_one_on_a_later_day(world: World) -> None:
    mo = await in_lagos(world)
    await qa_acts.ask(world, world.member("Ann"))
    await pass_to(world, DUE)

    shown = await mo.slash(world.home, "nexus digest settings")
    await choose(mo, shown, "weekday", "4")
    await world.wait(timedelta(days=5))

    next_friday = datetime(2026, 3, 20, 8, tzinfo=UTC)
    assert f"<t:{next_friday.timestamp():.0f}:F>" in seen(shown)
    assert len(digests_in(world.home)) == 1


async def test_a_day_that_is_chosen_too_late_in_it_makes_no_digest_that_claims_to_be_late(
    world: World,
) -> None:
    """The hour is chosen after the day: meanwhile it would have been due in the morning."""
    mo = await in_lagos(world)
    await qa_acts.ask(world, world.member("Ann"))
    shown = await mo.slash(world.home, "nexus digest settings")
    await choose(mo, shown, "weekday", "4")
    thursday = datetime(2026, 3, 12, 13, tzinfo=UTC)  # 14:00 in Lagos
    await pass_to(world, thursday)

    await choose(mo, shown, "weekday", "3")
    await world.wait(MINUTE)
    between = digests_in(world.home)
    await choose(mo, shown, "hour", "16")
    await pass_to(world, thursday + timedelta(hours=2))

    assert between == []
    [posted] = digests_in(world.home)
    assert "Late" not in posted


async def test_another_guilds_week_is_never_told(world: World) -> None:
    beyond = world.another_guild("Next door")
    square = beyond.create_text_channel("prodevprojectnexus")
    await qa_acts.ask(world, world.member("Ann"), "What is saffron?")
    await qa_acts.ask(world, world.member("Kit", guild=beyond), "Why indigo?", channel=square)

    await pass_to(world, DUE + timedelta(hours=1))  # neither has a zone: at nine of UTC

    [here], [there] = digests_in(world.home), digests_in(square)
    assert "saffron" in here
    assert "indigo" not in here
    assert "indigo" in there
    assert "saffron" not in there


async def test_after_a_while_down_it_comes_late_and_says_so(world: World) -> None:
    await in_lagos(world)
    await qa_acts.ask(world, world.member("Ann"))

    await pass_to(world, DUE + timedelta(hours=3, minutes=12))

    [posted] = digests_in(world.home)
    assert "Late by 3 h 12 min" in posted


async def test_more_than_a_day_late_it_is_skipped_and_the_next_one_comes(world: World) -> None:
    await in_lagos(world)
    await qa_acts.ask(world, world.member("Ann"))

    await pass_to(world, DUE + timedelta(days=1, minutes=1))
    late = digests_in(world.home)
    await pass_to(world, DUE + timedelta(days=7))

    assert late == []
    assert len(digests_in(world.home)) == 1


async def test_where_no_channel_is_found_it_waits_for_one(world: World) -> None:
    beyond = world.another_guild("Next door")
    lobby = beyond.create_text_channel("lobby")
    mo, kit = world.moderator("Moa", guild=beyond), world.member("Kit", guild=beyond)
    plans = beyond.create_text_channel("plans")
    shown = await mo.slash(lobby, "nexus setup", zone="Lagos")
    assert shown.response is not None
    await mo.select(shown.response, [plans], custom_id="admin:channel:qa")
    await qa_acts.ask(world, kit, channel=plans)
    await pass_to(world, DUE)

    await mo.select(shown.response, [lobby], custom_id="admin:channel:digest")
    await world.wait(MINUTE)

    assert len(digests_in(lobby)) == 1
