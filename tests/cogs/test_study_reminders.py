"""Whoever comes to a session is reminded of it, in its thread, and nobody else is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from simcord import MemberActor
from sqlalchemy import select, update

from bot.domain import reminders
from bot.domain.reminders import Offset
from bot.domain.seats import Answer
from db import guilds, rsvps, session_posts
from db.outbox import State
from db.outbox_parts import MENTIONS
from db.session_clock import REMINDER
from db.tables import AuditEntry, Base, Outbox, StudySession
from tests.cogs.study_acts import again, cards_in, pinged, plan, post, press, stamp, thread_of
from tests.guards import forge
from tests.world import World, card, seen

FRIDAY = datetime(2026, 3, 6, 17, tzinfo=UTC)  # 18:00 in Lagos
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STILL, SOON, BEGINS = "still coming to", "comes soon", "begins now"


async def until(world: World, moment: datetime) -> None:
    await world.wait(moment - world.env.now())


def told(world: World, message: discord.Message, words: str) -> list[discord.Message]:
    """The reminders of a kind in a session's thread."""
    return [one for one in cards_in(thread_of(world, message)) if words in card(one)]


async def detailed(world: World, who: MemberActor, **details: Any) -> discord.Message:
    """Post a session of which more was said in the form."""
    shown = await plan(world, who)
    form = await press(who, shown, "Details")
    await who.submit_modal(form, {"track": ["both"], **details})
    await press(who, shown, "Post it")
    return cards_in(world.home)[-1]


async def change(world: World, **values: Any) -> None:
    """Change the one session that there is, as other rooms do."""
    async with world.bot.db.begin() as session:
        await session.execute(update(StudySession).values(**values))


async def rows(world: World) -> list[Outbox]:
    """What the outbox knows of reminders."""
    async with world.bot.db.read() as session:
        found = await session.scalars(
            select(Outbox).where(Outbox.kind == REMINDER).order_by(Outbox.id)
        )
        return list(found)


async def fates(world: World) -> list[str]:
    return [one.state for one in await rows(world)]


# When, and whom


async def test_those_who_go_are_reminded_in_the_thread_and_nobody_else(world: World) -> None:
    ann, ben, cy, dee = (world.member(name) for name in ("Ann", "Ben", "Cy", "Dee"))
    message = await post(world, ann)
    await ben.click(message, label="Going")
    await cy.click(message, label="Can't")
    await dee.click(message, label="Maybe")

    await until(world, FRIDAY - DAY - MINUTE)
    too_early = cards_in(thread_of(world, message))
    await until(world, FRIDAY - DAY)

    (day_before,) = told(world, message, STILL)
    assert too_early == []
    assert card(day_before) == (
        f"{ann.mention}, {ben.mention}: still coming to **#1 JWT from scratch**?\n{stamp(FRIDAY)}"
        "\nStill coming\nCan't after all"
    )
    assert pinged(world, day_before) == [ann.id, ben.id]
    assert [one for one in cards_in(world.home) if STILL in card(one)] == []


async def test_who_may_come_is_reminded_an_hour_before_and_at_no_other_time(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    message = await post(world, ann)
    await ben.click(message, label="Maybe")

    for moment in (FRIDAY - DAY, FRIDAY - HOUR, FRIDAY):
        await until(world, moment)

    (day_before,) = told(world, message, STILL)
    (hour_before,) = told(world, message, SOON)
    (begin,) = told(world, message, BEGINS)
    assert pinged(world, day_before) == [ann.id]
    assert pinged(world, hour_before) == [ann.id, ben.id]
    assert pinged(world, begin) == [ann.id]


async def test_an_hour_before_people_hear_when_and_where(world: World) -> None:
    voice = world.guild.create_voice_channel("Study hall")
    ann = world.member("Ann")
    message = await detailed(world, ann, voice=[voice], link="https://meet.example.org/jwt")

    await until(world, FRIDAY - HOUR)

    (shown,) = told(world, message, SOON)
    assert stamp(FRIDAY) in card(shown)
    assert f"In {voice.mention} · [meet.example.org](https://meet.example.org/jwt)" in card(shown)


async def test_at_the_start_there_is_a_question_to_warm_up_and_the_host_is_told(
    world: World,
) -> None:
    voice = world.guild.create_voice_channel("Study hall")
    ann, ben = world.member("Ann"), world.member("Ben")
    message = await detailed(world, ann, voice=[voice], warm_up="What was your last *error*?")
    await ann.click(message, label="Can't")
    await ben.click(message, label="Going")

    await until(world, FRIDAY)

    (begin,) = told(world, message, BEGINS)
    assert pinged(world, begin) == [ben.id, ann.id]
    assert f"In {voice.mention}\nTo warm up: What was your last \\*error\\*?" in card(begin)
    assert card(begin).endswith("I'm here\nWho is here")


async def test_where_nobody_comes_nobody_is_told(world: World) -> None:
    ann = world.member("Ann")
    message = await post(world, ann)
    await ann.click(message, label="Can't")

    for moment in (FRIDAY - DAY, FRIDAY - HOUR, FRIDAY):
        await until(world, moment)

    assert cards_in(thread_of(world, message)) == []


async def test_a_crowd_is_told_in_parts_and_nobody_twice(world: World) -> None:
    message = await post(world, world.member("Ann"))
    crowd = [world.member(f"Learner{number}").id for number in range(119)]
    async with world.bot.db.begin() as session:
        for one in crowd:
            await rsvps.note(
                session, world.guild.id, 1, one, answer=Answer.GOING, now=world.env.now()
            )

    await until(world, FRIDAY - DAY)

    parts = [pinged(world, one) for one in told(world, message, STILL)]
    assert [len(one) for one in parts] == [MENTIONS, 120 - MENTIONS]
    assert len({*parts[0], *parts[1]}) == 120


async def test_each_is_due_at_its_very_moment_and_of_use_until_the_next(world: World) -> None:
    await post(world, world.member("Ann"))

    for moment in (FRIDAY - DAY + MINUTE, FRIDAY - HOUR + MINUTE, FRIDAY + MINUTE):
        await until(world, moment)

    assert [(one.due_at, one.expires_at, one.state) for one in await rows(world)] == [
        (FRIDAY - DAY, FRIDAY - HOUR, State.SENT),
        (FRIDAY - HOUR, FRIDAY, State.SENT),
        (FRIDAY, FRIDAY + HOUR, State.SENT),
    ]


# Which of them, for whom


async def test_a_session_has_the_reminders_that_its_host_chose(world: World) -> None:
    ann = world.member("Ann")
    message = await post(world, ann)

    noted = await forge.press(ann, world.home, "study:reminders:1", "60")
    for moment in (FRIDAY - DAY, FRIDAY - HOUR, FRIDAY):
        await until(world, moment)

    assert noted.ephemeral
    assert "who comes to session **#1** is reminded an hour before." in seen(noted)
    assert [len(told(world, message, one)) for one in (STILL, SOON, BEGINS)] == [0, 1, 0]


async def test_a_session_without_reminders_has_none_and_may_have_them_again(world: World) -> None:
    ann = world.member("Ann")
    message = await post(world, ann)

    none = await forge.press(ann, world.home, "study:reminders:1")
    await until(world, FRIDAY - DAY)
    again = await forge.press(ann, world.home, "study:reminders:1", "1440", "60", "0")
    for moment in (FRIDAY - HOUR, FRIDAY):
        await until(world, moment)

    assert "nobody is reminded of session **#1**" in seen(none)
    assert "a day before, an hour before and at the start." in seen(again)
    assert [len(told(world, message, one)) for one in (STILL, SOON, BEGINS)] == [0, 1, 1]


async def test_only_the_host_and_moderators_choose_and_moderators_are_on_record(
    world: World,
) -> None:
    await post(world, world.member("Ann"))
    mo = world.moderator()

    refused = await forge.press(world.member("Ben"), world.home, "study:reminders:1", "60")
    taken = await forge.press(mo, world.home, "study:reminders:1", "60")

    assert "who hosts session **#1**, or a moderator can choose its reminders" in seen(refused)
    assert "an hour before" in seen(taken)
    async with world.bot.db.read() as session:
        (entry,) = await session.scalars(select(AuditEntry))
    assert (entry.actor_id, entry.act, entry.subject_number) == (mo.id, "chose the reminders of", 1)


async def test_nobody_chooses_reminders_of_what_has_started(world: World) -> None:
    ann = world.member("Ann")
    await post(world, ann)
    await until(world, FRIDAY)

    refused = await forge.press(ann, world.home, "study:reminders:1", "60")

    assert "has started: nobody needs to be reminded" in seen(refused)


async def test_who_does_without_a_reminder_is_not_pinged_by_it(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    message = await post(world, ann)
    await ben.click(message, label="Going")
    async with world.bot.db.begin() as session:
        for who, bits in ((ann, {Offset.START}), (ben, {Offset.DAY, Offset.START})):
            await session.execute(
                Base.metadata.tables["members"]
                .insert()
                .values(
                    guild_id=world.guild.id,
                    user_id=who.id,
                    unwanted_reminders=reminders.packed(bits),
                )
            )

    for moment in (FRIDAY - DAY, FRIDAY - HOUR, FRIDAY):
        await until(world, moment)

    (day_before,) = told(world, message, STILL)
    (hour_before,) = told(world, message, SOON)
    (begin,) = told(world, message, BEGINS)
    assert pinged(world, day_before) == [ann.id]
    assert pinged(world, hour_before) == [ann.id, ben.id]
    # Both do without it; but it begins, and this is where they say that they are here.
    assert pinged(world, begin) == []
    assert ben.mention not in card(begin)


# Still coming?


async def test_who_is_still_coming_says_so_with_one_tap(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    message = await post(world, ann)
    await ben.click(message, label="Going")
    await until(world, FRIDAY - DAY)
    (asked,) = told(world, message, STILL)

    noted = await ben.click(asked, label="Still coming")
    twice = await ben.click(asked, label="Still coming")

    assert noted.ephemeral
    assert "Good: you still come to session **#1**" in seen(noted)
    assert seen(noted) == seen(twice)
    async with world.bot.db.read() as session:
        confirmed = await session.execute(
            select(Base.metadata.tables["rsvps"].c.user_id).where(
                Base.metadata.tables["rsvps"].c.confirmed_at.is_not(None)
            )
        )
        assert confirmed.scalars().all() == [ben.id]


async def test_who_cannot_come_after_all_frees_the_seat_for_whoever_waits(world: World) -> None:
    ann, ben, cy = (world.member(name) for name in ("Ann", "Ben", "Cy"))
    message = await post(world, ann, seats=2)
    for one in (ben, cy):
        await one.click(message, label="Going")
    await until(world, FRIDAY - DAY)
    (asked,) = told(world, message, STILL)

    await ben.click(asked, label="Can't after all")
    (seat,) = told(world, message, "you have a seat")
    await until(world, FRIDAY - HOUR)

    (hour_before,) = told(world, message, SOON)
    assert "1 person waits for a seat." in card(asked)
    assert pinged(world, asked) == [ann.id, ben.id]
    assert pinged(world, seat) == [cy.id]
    assert pinged(world, hour_before) == [ann.id, cy.id]
    assert f"**2 of 2 going**, 1 can't\n{ann.mention} and {cy.mention}" in await again(
        world, message
    )


async def test_a_restart_neither_forgets_nor_repeats_a_reminder(world: World) -> None:
    message = await post(world, world.member("Ann"))

    await world.restart()
    await until(world, FRIDAY - DAY)
    await world.restart()
    await until(world, FRIDAY - DAY + MINUTE)

    assert len(told(world, message, STILL)) == 1


# What changed between its time and its sending


async def held_up(world: World, message: discord.Message, moment: datetime) -> None:
    """Its time comes, and Discord takes nothing for a moment."""
    path = f"/channels/{message.id}/messages"
    world.env.inject_error("POST", path, status=503)
    await until(world, moment)


async def test_who_left_in_between_is_not_reminded(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    message = await post(world, ann)
    await ben.click(message, label="Going")

    await held_up(world, message, FRIDAY - DAY)
    await ben.click(message, label="Can't")
    await world.wait(MINUTE)

    (asked,) = told(world, message, STILL)
    assert pinged(world, asked) == [ann.id]
    assert ben.mention not in card(asked)


async def test_of_a_session_that_was_moved_people_are_reminded_at_its_new_time(
    world: World,
) -> None:
    ann = world.member("Ann")
    message = await post(world, ann)

    await held_up(world, message, FRIDAY - DAY)
    async with world.bot.db.begin() as session:
        row = await session.get_one(StudySession, 1)
        row.starts_at = FRIDAY + DAY
        session_posts.rearm(row, world.env.now())
    await world.wait(MINUTE)
    moot = told(world, message, STILL)
    await until(world, FRIDAY)

    assert moot == []
    assert await fates(world) == [State.MOOT, State.SENT]
    (asked,) = told(world, message, STILL)
    assert stamp(FRIDAY + DAY) in card(asked)


async def test_what_was_cancelled_in_between_is_not_reminded_of(world: World) -> None:
    message = await post(world, world.member("Ann"))

    await held_up(world, message, FRIDAY - DAY)
    await change(world, stage="cancelled")
    await world.wait(MINUTE)
    await until(world, FRIDAY - HOUR)

    assert cards_in(thread_of(world, message)) == []
    assert await fates(world) == [State.MOOT]


async def test_what_fell_due_while_it_was_cancelled_is_told_once_that_is_undone(
    world: World,
) -> None:
    message = await post(world, world.member("Ann"))
    await until(world, FRIDAY - DAY - MINUTE)
    await change(world, stage="cancelled")
    await world.wait(2 * MINUTE)
    before = cards_in(thread_of(world, message))

    await change(world, stage="open")
    await world.wait(MINUTE)

    assert before == []
    assert len(told(world, message, STILL)) == 1


async def test_what_is_cancelled_for_good_is_not_looked_at_for_ever(world: World) -> None:
    await post(world, world.member("Ann"))
    await change(world, stage="cancelled")
    await until(world, FRIDAY + DAY)

    async with world.bot.db.read() as session:
        assert await session.scalar(select(StudySession.remind_at)) is None


async def test_a_reminder_that_its_host_takes_away_in_time_is_not_sent(world: World) -> None:
    ann = world.member("Ann")
    message = await post(world, ann)

    await held_up(world, message, FRIDAY - DAY)
    await forge.press(ann, world.home, "study:reminders:1", "60")
    await world.wait(MINUTE)

    assert told(world, message, STILL) == []
    assert await fates(world) == [State.MOOT]


async def test_a_reminder_goes_to_the_channel_where_the_thread_is_gone(world: World) -> None:
    ann = world.member("Ann")
    message = await post(world, ann)
    world.env.backend.delete_channel(message.id)

    await until(world, FRIDAY - DAY)
    await world.wait(MINUTE)

    (asked,) = [one for one in cards_in(world.home) if STILL in card(one)]
    assert pinged(world, asked) == [ann.id]


# Late, or not at all


async def test_what_was_missed_is_sent_late_and_says_so_and_what_is_over_is_counted(
    world: World,
) -> None:
    ann = world.member("Ann")
    message = await post(world, ann)

    await until(world, FRIDAY + 20 * MINUTE)  # nothing has run since Monday

    (begin,) = cards_in(thread_of(world, message))
    assert f"began <t:{FRIDAY.timestamp():.0f}:R>" in card(begin)
    assert "-# Late by 20 min: I was down, or could not post here." in card(begin)
    assert await fates(world) == [State.EXPIRED, State.EXPIRED, State.SENT]
    assert b'nexus_posts_settled_total{state="expired"} 2.0' in world.bot.metrics.page()


async def test_no_reminder_comes_after_the_end(world: World) -> None:
    message = await post(world, world.member("Ann"))

    await until(world, FRIDAY + HOUR)

    assert told(world, message, "JWT") == []
    assert await fates(world) == [State.EXPIRED] * 3


async def test_a_day_before_is_said_late_until_an_hour_before(world: World) -> None:
    message = await post(world, world.member("Ann"))

    await until(world, FRIDAY - 2 * HOUR)

    (asked,) = told(world, message, STILL)
    assert "-# Late by 22 h" in card(asked)


async def test_of_what_is_posted_shortly_before_only_what_is_to_come_is_told(
    world: World,
) -> None:
    message = await post(world, world.member("Ann"), "in 30 minutes")

    await world.wait(30 * MINUTE)

    assert len(cards_in(thread_of(world, message))) == 1
    assert len(told(world, message, BEGINS)) == 1
    assert await fates(world) == [State.SENT]


# The host who left


async def moderators_channel(world: World) -> Any:
    channel = world.guild.create_text_channel("moderators")
    async with world.bot.db.begin() as session:
        await guilds.change(session, world.guild.id, moderators_channel_id=channel.id)
    return channel


def looks(world: World, who: MemberActor) -> int:
    path = f"/guilds/{world.guild.id}/members/{who.id}"
    return [one.path for one in world.env.http_requests].count(path)


async def test_moderators_are_asked_for_a_host_once_where_theirs_has_left(world: World) -> None:
    channel = await moderators_channel(world)
    ann, ben = world.member("Ann"), world.member("Ben")
    message = await post(world, ann)
    await ben.click(message, label="Going")
    world.guild.remove_member(ann)

    for moment in (FRIDAY - DAY, FRIDAY - HOUR, FRIDAY):
        await until(world, moment)

    (notice,) = cards_in(channel)
    assert "### Session #1 has lost its host" in card(notice)
    assert f"{ann.mention} has left the server, and **JWT from scratch** starts" in card(notice)
    assert "</nexus session host:" in card(notice)
    assert pinged(world, notice) == []
    assert looks(world, ann) == 1
    for words in (STILL, SOON, BEGINS):
        (shown,) = told(world, message, words)
        assert pinged(world, shown) == [ben.id]


async def test_a_host_who_is_there_is_looked_for_once(world: World) -> None:
    channel = await moderators_channel(world)
    ann = world.member("Ann")
    await post(world, ann)

    for moment in (FRIDAY - DAY, FRIDAY - HOUR, FRIDAY):
        await until(world, moment)

    assert looks(world, ann) == 1
    assert cards_in(channel) == []


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (404, 10004), (500, 0)])
async def test_a_host_of_whom_discord_says_nothing_certain_is_taken_to_be_there(
    world: World, status: int, code: int
) -> None:
    channel = await moderators_channel(world)
    ann = world.member("Ann")
    message = await post(world, ann)
    world.guild.remove_member(ann)
    world.env.inject_error("GET", f"/guilds/*/members/{ann.id}", status=status, code=code)

    await until(world, FRIDAY - DAY)

    assert cards_in(channel) == []
    assert len(told(world, message, STILL)) == 1


async def test_without_reminders_the_host_is_looked_for_at_the_start(world: World) -> None:
    channel = await moderators_channel(world)
    ann = world.member("Ann")
    message = await post(world, ann)
    await forge.press(ann, world.home, "study:reminders:1")
    world.guild.remove_member(ann)

    await until(world, FRIDAY - MINUTE)
    before = cards_in(channel)
    await until(world, FRIDAY)
    await world.wait(MINUTE)

    assert before == []
    assert len(cards_in(channel)) == 1
    assert looks(world, ann) == 1
    assert cards_in(thread_of(world, message)) == []
