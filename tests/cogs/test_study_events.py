"""Each session to come has an event in the server's own list, whatever becomes of either."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import discord
import pytest
from simcord import MemberActor
from simcord.backend.models import ScheduledEvent

from bot.client import PERMISSIONS
from cogs.study.mirroring.cog import PAUSE
from cogs.study.mirroring.rounds import UNDO
from db import session_posts, study
from db.study import Stage
from tests.cogs.test_study import FRIDAY, cards_in, plan, press
from tests.world import World, card, seen

EVENTS = "/guilds/*/scheduled-events"
EVENT = f"{EVENTS}/*"
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
SCHEDULED, ACTIVE, COMPLETED = 1, 2, 3


async def planned(
    world: World, when: str = "fri 18:00 Lagos", *, who: MemberActor | None = None, **details: Any
) -> ScheduledEvent:
    """Somebody plans a session and fills in its details; the event that it has a moment later."""
    before = set(world.env.backend.guilds[world.guild.id].scheduled_events)
    who = who or world.member("Ann")
    shown = await plan(world, who, when)
    if details:
        form = await press(who, shown, "Details")
        await who.submit_modal(form, {"track": ["both"], **details})
    await press(who, shown, "Post it")
    await world.wait(PAUSE)
    (made,) = [one for one in events(world) if one.id not in before]
    return made


def events(world: World) -> Sequence[ScheduledEvent]:
    """What the server's members see there: all that is not over."""
    found = world.env.backend.guilds[world.guild.id].scheduled_events.values()
    return [one for one in found if one.status in (SCHEDULED, ACTIVE)]


def starts(event: ScheduledEvent) -> datetime:
    return datetime.fromisoformat(event.scheduled_start_time)


def place(event: ScheduledEvent) -> str | int | None:
    return (event.entity_metadata or {}).get("location") or event.channel_id


async def change(world: World, number: int = 1, **fields: Any) -> None:
    """Its host changes something of the session, and a moment passes."""
    async with world.bot.db.begin() as session:
        row = await study.row(session, world.guild.id, number)
        for name, value in fields.items():
            setattr(row, name, value)
        await session_posts.touch(session, row, world.env.now())
    await world.wait(PAUSE)


async def cancel(world: World) -> None:
    now, who = world.env.now(), 1
    await change(world, stage=Stage.CANCELLED, cancelled_at=now, cancelled_by_id=who)


async def edit_by_hand(world: World, event: ScheduledEvent, **changes: Any) -> None:
    world.env.backend.edit_scheduled_event(world.guild.id, event.id, changes)
    await world.env.settle()
    await world.wait(PAUSE)


async def delete_by_hand(world: World, event: ScheduledEvent) -> None:
    world.env.backend.delete_scheduled_event(world.guild.id, event.id)
    await world.env.settle()
    for _ in range(2):  # it is counted first, and then made anew
        await world.wait(PAUSE)


async def let_bot(world: World, *, make_events: bool) -> None:
    """A moderator gives the bot's role its rights, with or without those for events."""
    allowed = discord.Permissions(PERMISSIONS.value)
    allowed.update(create_events=make_events, manage_events=make_events)
    role = world.bot_role
    world.env.backend.edit_role(world.guild.id, role.id, {"permissions": allowed.value})
    await world.env.settle()


def asked(world: World, method: str) -> int:
    """How often Discord was asked to do something with events."""
    found = world.env.http_requests
    return sum(one.method == method and "scheduled-events" in one.path for one in found)


# Planned


async def test_a_session_is_in_the_servers_list_with_its_time_and_the_way_to_its_thread(
    world: World,
) -> None:
    event = await planned(world)

    (thread,) = world.home.threads
    assert (event.name, starts(event)) == ("JWT from scratch", FRIDAY)
    assert event.scheduled_end_time is not None
    assert datetime.fromisoformat(event.scheduled_end_time) == FRIDAY + HOUR
    assert event.description == (
        "Session #1\nWho hosts it and who comes:"
        f" https://discord.com/channels/{world.guild.id}/{thread.id}"
    )
    assert place(event) == "#prodevprojectnexus"
    for _ in range(5):
        await world.wait(PAUSE)
    assert (asked(world, "POST"), asked(world, "PATCH")) == (1, 0)


async def test_what_members_typed_fits_and_pings_nobody(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    link = f"https://meet.example.org/{'x' * 100}"

    event = await planned(world, who=ann, description=f"{ben.mention} " * 40, link=link)

    assert event.description is not None
    assert len(event.description) <= 1000
    assert ben.mention not in event.description
    assert place(event) == "meet.example.org"


async def test_a_link_shows_its_host_first(world: World) -> None:
    event = await planned(world, link="https://discord.com@meet.example.org/jwt")

    assert place(event) == "meet.example.org https://discord.com@meet.example.org/jwt"


async def test_a_series_has_four_and_the_fifth_when_the_first_is_over(world: World) -> None:
    ann = world.member("Ann")
    options = {"topic": "JWT", "when": "fri 18:00 Lagos", "repeats": "weekly"}
    await press(ann, await ann.slash(world.home, "session create", **options), "Post it")
    await world.wait(PAUSE)
    first = [starts(one) for one in events(world)]
    ahead = [one.description for one in events(world)[1:]]

    await world.wait(FRIDAY - world.env.now() + HOUR)
    for _ in range(3):
        await world.wait(timedelta(minutes=1))

    assert first == [FRIDAY + WEEK * number for number in range(4)]
    assert {one and one.partition("\n")[2] for one in ahead} == {
        "Its card is posted once it is the next one: say **Going** there."
    }
    assert [starts(one) for one in events(world)] == [FRIDAY + WEEK * one for one in range(1, 5)]
    shown = card(cards_in(world.home)[-1])
    assert shown.startswith("### Session #2")
    assert "Who hosts it and who comes: https://" in (events(world)[0].description or "")


async def test_none_is_made_for_what_begins_at_once(world: World) -> None:
    ann = world.member("Ann")
    shown = await plan(world, ann, "in 2 minutes")
    await press(ann, shown, "Post it")
    await world.env.advance_time(90)

    await world.wait(PAUSE)

    assert events(world) == []


# In a channel for talking


async def test_a_session_in_a_voice_channel_is_there_in_the_list_too(world: World) -> None:
    voice = world.guild.create_voice_channel("Study hall")

    event = await planned(world, voice=[voice], link="https://notes.example.org")

    assert (event.entity_type, place(event)) == (2, voice.id)
    assert "https://notes.example.org" in (event.description or "")


async def test_an_event_in_a_voice_channel_is_begun_and_ended_with_its_session(
    world: World,
) -> None:
    event = await planned(world, voice=[world.guild.create_voice_channel("Study hall")])
    await world.env.advance_time((FRIDAY - world.env.now()).total_seconds())
    # SimCord begins and ends it by the clock; Discord leaves that to people.
    world.env.backend.edit_scheduled_event(world.guild.id, event.id, {"status": SCHEDULED})
    await world.bot.jobs.run_due()
    at_the_start = event.status

    world.env.backend.edit_scheduled_event(
        world.guild.id, event.id, {"scheduled_end_time": (FRIDAY + 2 * HOUR).isoformat()}
    )
    await world.env.advance_time(HOUR.total_seconds())
    while_over = event.status
    await world.wait(PAUSE)

    assert (at_the_start, while_over, event.status) == (ACTIVE, ACTIVE, COMPLETED)


async def test_what_is_begun_by_somebody_else_is_no_trouble(world: World) -> None:
    event = await planned(world, voice=[world.guild.create_voice_channel("Study hall")])

    await world.wait(FRIDAY - world.env.now() + PAUSE)
    begun = asked(world, "PATCH")
    await world.wait(HOUR)

    assert (begun, asked(world, "PATCH"), event.status) == (0, 0, COMPLETED)


@pytest.mark.parametrize("is_deleted", [True, False])
async def test_a_voice_channel_that_is_gone_or_closed_leaves_the_event_outside_of_it(
    world: World, *, is_deleted: bool
) -> None:
    voice = world.guild.create_voice_channel("Study hall")
    event = await planned(world, voice=[voice])

    if is_deleted:
        del world.env.backend.guilds[world.guild.id].scheduled_events[event.id]  # as Discord does
        world.env.backend.delete_channel(voice.id)
    else:
        await world.forbid(voice, connect=False)
    await world.env.settle()
    await world.wait(PAUSE)

    (left,) = events(world)
    name = "#prodevprojectnexus" if is_deleted else "#Study hall"
    assert (left.entity_type, place(left), starts(left)) == (3, name, FRIDAY)
    await delete_by_hand(world, left)
    assert len(events(world)) == 1  # the first that somebody deleted by hand


async def test_a_stage_takes_more_than_the_invite_asks_for_and_so_it_is_named(
    world: World,
) -> None:
    event = await planned(world, voice=[world.guild.create_stage_channel("Town hall")])

    assert (event.entity_type, place(event)) == (3, "#Town hall")


async def test_a_channel_that_is_renamed_is_named_so(world: World) -> None:
    event = await planned(world)

    world.env.backend.edit_channel(world.home.id, {"name": "prodevprojectnexus-2"})
    await world.env.settle()
    await world.wait(PAUSE)

    assert place(event) == "#prodevprojectnexus-2"


# Moved, edited, cancelled


async def test_a_session_that_is_moved_or_edited_takes_its_event_along(world: World) -> None:
    event = await planned(world)

    await change(world, starts_at=FRIDAY + WEEK, minutes=90)
    moved = (starts(event), event.scheduled_end_time)
    await change(world, topic="JWT, again", description="Bring a laptop")

    assert moved == (FRIDAY + WEEK, (FRIDAY + WEEK + 1.5 * HOUR).isoformat())
    assert event.name == "JWT, again"
    assert (event.description or "").endswith("\n\nBring a laptop")
    assert [one.id for one in events(world)] == [event.id]


async def test_a_cancel_that_is_undone_leaves_the_event_as_it_was(world: World) -> None:
    event = await planned(world)

    await cancel(world)
    await world.wait(UNDO - 4 * PAUSE)
    await change(world, stage=Stage.OPEN, cancelled_at=None, cancelled_by_id=None)
    await world.wait(UNDO)

    assert events(world) == [event]
    assert (asked(world, "PATCH"), asked(world, "DELETE")) == (0, 0)


@pytest.mark.parametrize("is_told", [True, False])
async def test_a_session_that_is_cancelled_for_good_leaves_the_list(
    world: World, *, is_told: bool
) -> None:
    await planned(world)

    await cancel(world)
    while_it_can_be_undone = len(events(world))
    if is_told:
        await change(world, cancel_told_at=world.env.now())
    else:
        await world.wait(UNDO)

    assert (while_it_can_be_undone, events(world)) == (1, [])
    await world.restart()
    await world.wait(PAUSE)
    assert events(world) == []


async def test_a_session_that_is_held_back_leaves_the_list_at_once(world: World) -> None:
    await planned(world)

    await change(world, stage=Stage.DECLINED)

    assert events(world) == []


# Deleted or edited by hand


async def test_an_event_that_was_deleted_by_hand_is_made_anew_once(world: World) -> None:
    first = await planned(world)

    await delete_by_hand(world, first)
    (second,) = events(world)
    await delete_by_hand(world, second)
    await change(world, topic="JWT, again")
    await world.restart()
    await world.wait(PAUSE)

    assert (second.id != first.id, starts(second)) == (True, FRIDAY)
    assert events(world) == []


async def test_what_was_deleted_edited_or_planned_while_away_is_put_right_at_the_next_start(
    world: World,
) -> None:
    deleted, edited = await planned(world), await planned(world)
    ann = world.member("Ann")
    await press(ann, await plan(world, ann, "sat 18:00 Lagos"), "Post it")

    # The bot hears of none of it.
    del world.env.backend.guilds[world.guild.id].scheduled_events[deleted.id]
    edited.scheduled_start_time = (FRIDAY + WEEK).isoformat()
    await world.restart()
    for _ in range(2):
        await world.wait(PAUSE)

    assert sorted(map(starts, events(world))) == [FRIDAY, FRIDAY, FRIDAY + timedelta(days=1)]
    assert edited in events(world)


async def test_an_event_that_was_edited_by_hand_is_set_right(world: World) -> None:
    event = await planned(world)

    await edit_by_hand(world, event, name="Party", scheduled_start_time=(FRIDAY + WEEK).isoformat())

    assert (event.name, starts(event)) == ("JWT from scratch", FRIDAY)
    assert asked(world, "PATCH") == 1


async def test_what_discord_refuses_to_have_changed_is_not_asked_of_it_again(world: World) -> None:
    event = await planned(world)
    world.env.inject_error("PATCH", EVENT, status=400, code=50035, times=None)

    await change(world, topic="JWT, again")
    for _ in range(5):
        await world.wait(HOUR)

    assert (event.name, asked(world, "PATCH")) == ("JWT from scratch", 1)


async def test_somebody_elses_events_are_never_touched(world: World) -> None:
    ben = world.member("Ben")
    start, end = FRIDAY.isoformat(), (FRIDAY + HOUR).isoformat()
    theirs = world.env.backend.create_scheduled_event(
        world.guild.id,
        name="JWT from scratch",
        entity_type=3,
        scheduled_start_time=start,
        scheduled_end_time=end,
        creator_id=ben.id,
        description="Session #1\nMine!",
        entity_metadata={"location": "here"},
    )

    made = await planned(world)
    await edit_by_hand(world, theirs, name="Party")
    await cancel(world)
    await world.wait(UNDO)

    assert made is not theirs
    assert events(world) == [theirs]
    assert theirs.name == "Party"


async def test_another_one_of_the_same_session_is_taken_away(world: World) -> None:
    event = await planned(world)
    world.env.backend.create_scheduled_event(
        world.guild.id,
        name="JWT from scratch",
        entity_type=3,
        scheduled_start_time=event.scheduled_start_time,
        scheduled_end_time=event.scheduled_end_time,
        description=event.description,
        entity_metadata=event.entity_metadata,
    )

    await change(world, topic="JWT, again")

    assert events(world) == [event]


# Without the right to, or where Discord fails


async def test_without_the_permission_all_works_and_moderators_hear_of_it_once(
    world: World,
) -> None:
    ann = world.member("Ann")
    staff = world.guild.create_text_channel("prodevprojectnexus-mods")
    await let_bot(world, make_events=False)

    for day in ("fri", "sat"):
        await press(ann, await plan(world, ann, f"{day} 18:00 Lagos"), "Post it")
    for _ in range(4):
        await world.wait(HOUR)
    told = [card(one) for channel in (world.home, staff) for one in cards_in(channel)]
    tries = asked(world, "POST")
    await let_bot(world, make_events=True)
    await world.wait(PAUSE)

    assert tries == 0
    (notice,) = [one for one in told if one.startswith("### I may not make server events")]
    assert "allow me: **Create Events**" in notice
    assert len([one for one in told if one.startswith("### Session #")]) == 2
    assert [starts(one) for one in events(world)] == [FRIDAY, FRIDAY + timedelta(days=1)]


async def test_a_notice_that_came_too_late_is_not_posted(world: World) -> None:
    await let_bot(world, make_events=False)
    ann = world.member("Ann")
    await press(ann, await plan(world, ann), "Post it")
    world.bot.jobs.drop("delivery")
    await world.wait(PAUSE)

    await let_bot(world, make_events=True)
    await world.bot.delivery.send_due()

    assert [card(one)[:14] for one in cards_in(world.home)] == ["### Session #1"]


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_what_fails_is_tried_again(world: World, method: str) -> None:
    ann = world.member("Ann")
    await press(ann, await plan(world, ann), "Post it")
    world.env.inject_error(method, EVENTS, status=503, times=2)

    for _ in range(4):
        await world.wait(timedelta(minutes=1))

    assert [starts(one) for one in events(world)] == [FRIDAY]
    assert asked(world, "POST") == {"GET": 1, "POST": 3}[method]


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_the_longer_it_fails_the_longer_is_the_pause(world: World, method: str) -> None:
    ann = world.member("Ann")
    await press(ann, await plan(world, ann), "Post it")
    world.env.inject_error(method, EVENTS, status=503, times=None)

    for _ in range(30):
        await world.wait(PAUSE)

    assert 2 <= asked(world, method) <= 8


async def test_while_discord_is_full_what_leaves_makes_room(world: World) -> None:
    event = await planned(world)
    world.env.inject_error("POST", EVENTS, status=400, code=30038, times=1)
    ann = world.member("Ann")
    await press(ann, await plan(world, ann, "sat 18:00 Lagos"), "Post it")

    await world.wait(PAUSE)
    before = [starts(one) for one in events(world)]
    await cancel(world)
    await change(world, cancel_told_at=world.env.now())
    await world.wait(PAUSE)

    assert before == [FRIDAY]
    assert event not in events(world)
    assert [starts(one) for one in events(world)] == [FRIDAY + timedelta(days=1)]
    (notice,) = [one for one in map(card, cards_in(world.home)) if "list of events is full" in one]
    assert "Study sessions work without it" in notice


async def test_what_leaves_a_full_list_makes_room_for_what_came_before_it(world: World) -> None:
    ann = world.member("Ann")
    await planned(world, who=ann)
    await cancel(world)
    for number in range(99):
        world.guild.create_scheduled_event(
            f"Party {number}", start_time=FRIDAY.isoformat(), entity_type=3, location="here"
        )
    await press(ann, await plan(world, ann, "sat 18:00 Lagos"), "Post it")
    async with world.bot.db.begin() as session:
        row = await study.row(session, world.guild.id, 1)
        row.cancel_told_at = world.env.now()
        await session_posts.touch(session, row, world.env.now() + PAUSE)

    await world.wait(PAUSE)

    assert [one.name for one in events(world) if "JWT" in one.name] == ["JWT from scratch"]
    assert "is full" not in "\n".join(map(card, cards_in(world.home)))


async def test_setup_says_that_sessions_work_without_the_permission(world: World) -> None:
    mo = world.moderator()
    before = await mo.slash(world.home, "nexus setup")

    await let_bot(world, make_events=False)
    after = await mo.slash(world.home, "nexus setup")

    assert "server's events" not in seen(before)
    assert f"✅ **Sessions**: {world.home.mention}\n-# Sessions work, but I may not" in seen(after)
    assert "allow **Create Events**" in seen(after)
