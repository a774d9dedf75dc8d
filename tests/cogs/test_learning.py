"""A member's log is theirs: added to, edited, removed, listed, and shared only where they want."""

from datetime import date, timedelta

import discord
import pytest

from bot.domain.log import LogKind
from bot.jobs import FORGETTING
from tests.cogs import review_acts as reviews
from tests.cogs.learning_acts import (
    PRIVATE,
    SHARE,
    add,
    components,
    entries,
    entry,
    pick,
)
from tests.cogs.pair_acts import meet
from tests.cogs.qa_acts import answer, as_it_stands, as_shown, ask, cards_in, press, rows
from tests.cogs.test_study_attendance import begun
from tests.guards import forge
from tests.world import World, card, fields, seen

DAY = timedelta(days=1)
TODAY = date(2026, 3, 2)
MENU = "Save to my log"


# Adding


@pytest.mark.parametrize("kind", LogKind)
async def test_each_kind_has_its_form_and_what_is_written_is_kept_in_private(
    world: World, kind: LogKind
) -> None:
    ann = world.member("Ann")
    form = await ann.slash(world.home, "log add", kind=kind.value)
    solved = {"solution": "An index"} if kind.is_solved else {}

    told = await ann.submit_modal(
        form, {"title": "Slow lists", "text": "Of four seconds", "day": "today", **solved}
    )

    assert form.modal is not None
    assert form.modal["title"] == f"Add: {kind.label}"
    assert ("solution" in fields(form)) == kind.is_solved
    assert told.ephemeral
    for words in ("In your log.", "### Slow lists", f"{kind.label} · 2 March", *solved.values()):
        assert words in seen(told)
    kept = await entry(world, ann)
    assert (kept.words.kind, kept.words.title, kept.day) == (kind, "Slow lists", TODAY)
    assert not kept.is_late
    assert kept.shared_at is None
    assert cards_in(world.home) == []


async def test_without_a_kind_one_tap_chooses_it(world: World) -> None:
    ann = world.member("Ann")
    shown = await ann.slash(world.home, "log add")

    form = await pick(ann, shown, "log:kind", "tool")

    assert "What do you want to keep?" in seen(shown)
    assert form.modal is not None
    assert form.modal["title"] == "Add: Tool"


@pytest.mark.parametrize(
    ("day", "kept_on", "mark"),
    [
        ("", TODAY, False),
        ("yesterday", date(2026, 3, 1), False),
        ("saturday", date(2026, 2, 28), True),
        ("2026-02-23", date(2026, 2, 23), True),
    ],
)
async def test_an_entry_may_be_of_yesterday_and_with_a_mark_of_a_week_ago(
    world: World, day: str, kept_on: date, *, mark: bool
) -> None:
    ann = world.member("Ann")

    told = await add(world, ann, day=day)

    kept = await entry(world, ann)
    assert (kept.day, kept.is_late) == (kept_on, mark)
    assert ("added later" in seen(told)) == mark


@pytest.mark.parametrize(
    ("title", "day", "why"),
    [
        ("Redis", "2026-02-22", "dated back 7 days"),
        ("Redis", "tomorrow", "still to come"),
        ("\u200b", "today", "needs a line"),
    ],
)
async def test_a_form_that_fails_says_why_and_gives_back_what_was_typed(
    world: World, title: str, day: str, why: str
) -> None:
    ann = world.member("Ann")

    told = await add(world, ann, title, "A cache, and more.", day=day)

    assert told.ephemeral
    assert why in seen(told)
    assert "A cache, and more." in world.file_in(told)
    assert await entries(world, ann) == []


async def test_the_day_is_that_of_the_members_own_clocks(world: World) -> None:
    ann = world.member("Ann")
    await ann.slash(world.home, "me timezone", zone="Kiritimati")  # 14 hours ahead

    await add(world, ann)

    assert (await entry(world, ann)).day == TODAY + DAY


# Editing and removing


async def test_an_entry_is_edited_in_the_form_of_its_kind(world: World) -> None:
    ann = world.member("Ann")
    await add(world, ann, "N+1", "Slow.", kind=LogKind.CHALLENGE)
    offered = await ann.autocomplete(world.home, "log edit", "entry", "n+")
    form = await ann.slash(world.home, "log edit", entry=offered[0]["value"])

    told = await ann.submit_modal(form, as_shown(form) | {"solution": "select_related"})

    assert [one["name"] for one in offered] == ["2 Mar · Challenge & solution · N+1"]
    assert as_shown(form)["day"] == "2026-03-02"
    assert "Changed." in seen(told)
    kept = await entry(world, ann)
    assert (kept.words.text, kept.words.solution) == ("Slow.", "select_related")
    assert kept.day == TODAY


async def test_an_old_entry_can_be_corrected_and_never_becomes_newer(world: World) -> None:
    ann = world.member("Ann")
    await add(world, ann, day="yesterday")
    await world.wait(20 * DAY)
    first = str((await entry(world, ann)).id)
    form = await ann.slash(world.home, "log edit", entry=first)
    filled = as_shown(form)

    newer = await ann.submit_modal(form, filled | {"day": "today"})
    form = await ann.slash(world.home, "log edit", entry=first)
    await ann.submit_modal(form, filled | {"day": "2026-02-25"})

    assert "In your log" not in seen(newer)
    kept = await entry(world, ann)
    assert (kept.day, kept.is_late) == (date(2026, 2, 25), True)


async def test_what_is_removed_is_back_by_one_tap_for_five_minutes(world: World) -> None:
    ann = world.member("Ann")
    await add(world, ann, "Redis", "A cache.", day="saturday")
    before = await entry(world, ann)

    removed = await ann.slash(world.home, "log remove", entry=str(before.id))
    told, gone = seen(removed), await entries(world, ann)
    back = await press(ann, removed, "Undo")

    assert "Removed from your log: **Redis**" in told
    assert gone == []
    assert "Back in your log" in as_it_stands(world, removed)
    assert back.acknowledged
    assert await entry(world, ann) == before


async def test_after_five_minutes_what_was_removed_is_gone_for_good(world: World) -> None:
    ann = world.member("Ann")
    await add(world, ann)
    removed = await ann.slash(world.home, "log remove", entry=str((await entry(world, ann)).id))
    await world.wait(timedelta(minutes=5, seconds=1))

    told = await press(ann, removed, "Undo")

    assert "gone for good" in seen(told)
    assert await entries(world, ann) == []
    await world.wait(FORGETTING)
    assert "no such entry in your log" in seen(await press(ann, removed, "Undo"))


async def test_nobody_reaches_the_entries_of_somebody_else(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await add(world, ann, "A secret of Ann's")
    theirs = str((await entry(world, ann)).id)

    edit = await ben.slash(world.home, "log edit", entry=theirs)
    remove = await ben.slash(world.home, "log remove", entry=theirs)
    offered = await ben.autocomplete(world.home, "log edit", "entry", "")
    listed = await ben.slash(world.home, "log list")
    taken = await ben.slash(world.home, "log worklog")

    assert edit.modal is None
    for told in (edit, remove):
        assert "There is no such entry in your log" in seen(told)
    assert offered == []
    for told in (edit, remove, listed, taken):
        assert told.ephemeral
        assert "secret" not in seen(told)
    assert len(await entries(world, ann)) == 1


# Sharing


async def test_an_entry_is_shared_by_its_member_and_seen_by_everybody(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    long = "The list of orders asked the database once for each order. " * 5
    told = await add(world, ann, "N+1", long, kind=LogKind.CHALLENGE, solution="select_related()")

    await press(ann, told, SHARE)

    (shown,) = cards_in(world.home)
    for words in (ann.mention, "### N+1", "**Solution**", r"select\_related\(\)"):
        assert words in card(shown)
    assert rows([one.to_dict() for one in shown.components]) <= 12
    assert "Shared: its card is in" in as_it_stands(world, told)
    whole = await ben.click(shown, label="Read it all")
    assert whole.ephemeral
    assert long.strip() in seen(whole)


async def test_what_is_taken_back_is_on_no_card_and_read_by_nobody(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    told = await add(world, ann, "N+1", "word " * 60)
    await press(ann, told, SHARE)

    await press(ann, told, PRIVATE)

    (left,) = cards_in(world.home)
    assert "keeps this to themselves again" in card(left)
    assert "N+1" not in card(left)
    read = await forge.press(ben, world.home, f"log:read:{(await entry(world, ann)).id}")
    assert "keeps it to themselves again" in seen(read)
    assert "word" not in seen(read)
    await press(ann, told, SHARE)
    assert ["N+1" in card(one) for one in cards_in(world.home)[:1]] == [True]


async def test_a_shared_entry_that_is_edited_or_removed_says_so_where_it_stands(
    world: World,
) -> None:
    ann = world.member("Ann")
    told = await add(world, ann, "Redis")
    await press(ann, told, SHARE)
    which = str((await entry(world, ann)).id)
    form = await ann.slash(world.home, "log edit", entry=which)

    await ann.submit_modal(form, as_shown(form) | {"title": "Redis 7"})
    edited = card(cards_in(world.home)[0])
    removed = await ann.slash(world.home, "log remove", entry=which)
    emptied = card(cards_in(world.home)[0])
    await press(ann, removed, "Undo")
    back = card(cards_in(world.home)[0])

    assert "### Redis 7" in edited
    assert "Redis" not in emptied
    assert "### Redis 7" in back


async def test_five_entries_a_day_can_be_shared(world: World) -> None:
    ann = world.member("Ann")
    cards = [await add(world, ann, f"Entry {at}") for at in range(6)]
    *_, last = [await press(ann, one, SHARE) for one in cards]

    assert "Share this one tomorrow" in seen(last)
    assert len(cards_in(world.home)) == 5


async def test_what_discord_does_not_take_is_posted_later(world: World) -> None:
    ann = world.member("Ann")
    told = await add(world, ann)
    world.env.inject_error("POST", f"/channels/{world.home.id}/messages", status=503)

    await press(ann, told, SHARE)
    await world.wait(timedelta(minutes=3))

    assert "could not post it yet" in as_it_stands(world, told)
    assert len(cards_in(world.home)) == 1


# Listing


async def test_the_list_is_paged_and_filtered_and_its_entries_open(world: World) -> None:
    ann = world.member("Ann")
    empty = await ann.slash(world.home, "log list")
    for at in range(5):
        await add(world, ann, f"Tool {at}", kind=LogKind.TOOL)
    await add(world, ann, "Redis", day="yesterday")

    listed = await ann.slash(world.home, "log list")
    first, height = seen(listed), rows(components(listed))
    await press(ann, listed, "More")
    second = as_it_stands(world, listed)
    await pick(ann, listed, "log:filter", "technology")
    of_one_kind = as_it_stands(world, listed)
    opened = await pick(ann, listed, "log:open", str((await entries(world, ann))[0].id))

    assert "Your log is empty" in seen(empty)
    assert "**Your log** · 6 · 1 of 2" in first
    assert height <= 12
    assert "**Redis**" in second
    assert "Tool 4" not in second
    assert "**Your log** · Technology · 1" in of_one_kind
    assert "Tool" not in of_one_kind.split("All kinds")[0]
    assert "### Redis" in seen(opened)
    assert listed.ephemeral
    assert opened.ephemeral


# The work log


async def test_a_work_log_is_a_file_of_the_days_that_were_asked_for(world: World) -> None:
    ann = world.member("Ann")
    await add(world, ann, "Monday's", kind=LogKind.DONE)
    await add(world, ann, "Sunday's", kind=LogKind.DONE, day="yesterday")

    week = await ann.slash(world.home, "log worklog")
    month = await ann.slash(world.home, "log worklog", period="last month")
    days = await ann.slash(world.home, "log worklog", **{"from": "1 march", "to": "today"})

    assert "**Your work log, 2 March 2026**\n1 entry on 1 day" in seen(week)
    assert list(world.files_in(week)) == ["worklog-2026-03-02.md"]
    assert "- **Work done:** Monday's\n" in world.file_in(week)
    assert "Sunday's" not in world.file_in(week)
    assert "Nothing is in your log from 1 to 28 February 2026" in seen(month)
    assert "Sunday, 1 March 2026" in world.file_in(days)
    assert all(one.ephemeral for one in (week, month, days))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"to": "monday"}, "Say with `from`"),
        ({"from": "today", "to": "yesterday"}, "Swap the two"),
        ({"from": "1/2"}, "may be two days"),
        ({"from": "2020-01-01"}, "of a year at most"),
        ({"from": "soon"}, "Say the day like"),
    ],
)
async def test_days_that_are_none_are_refused_in_words(
    world: World, typed: dict[str, str], why: str
) -> None:
    told = await world.member("Ann").slash(world.home, "log worklog", **typed)

    assert why in seen(told)


async def test_a_work_log_thanks_by_name(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await ask(world, ann)
    await answer(world, ben, "Use UTC.")
    accepted = await ann.slash(world.home, "qa accept", question="1", answer="1")
    saved = await press(ann, accepted, "Save as Challenge & Solution")
    told = seen(saved)

    listed = await press(ann, saved, "See my log")
    taken = await ann.slash(world.home, "log worklog")

    assert "It is in your learning log now" in told
    assert listed.acknowledged
    assert "**Your log** · 1" in as_it_stands(world, saved)
    assert "Thanks to Ben." in world.file_in(taken)


# Save to my log


async def test_what_somebody_said_in_the_open_is_in_the_form_with_their_name(
    world: World,
) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    message = await ben.send(world.home, "Index your foreign keys\nElse each join scans.")

    form = await ann.context_menu(world.home, MENU, message)
    filled = as_shown(form)
    told = await ann.submit_modal(form, filled | {"kind": ["practice"]})
    again = await ann.context_menu(world.home, MENU, message)

    assert filled["title"] == "Index your foreign keys"
    assert filled["text"] == "Else each join scans.\n\n(From Ben)"
    assert "### Index your foreign keys\n-# Best practice" in seen(told)
    assert told.ephemeral
    assert "in your log already" in seen(again)


async def test_of_somebody_elses_words_in_a_private_place_nothing_is_in_the_form(
    world: World,
) -> None:
    staff = world.guild.create_role("Staff room")
    hidden = world.guild.create_text_channel(
        "staff",
        overwrites={
            world.guild.default_role: discord.PermissionOverwrite(view_channel=False),
            staff: discord.PermissionOverwrite(view_channel=True),
        },
    )
    cy, dee = world.member("Cy", staff), world.member("Dee", staff)
    message = await cy.send(hidden, "A secret of the staff")

    theirs = await dee.context_menu(hidden, MENU, message)
    own = await cy.context_menu(hidden, MENU, message)

    assert as_shown(theirs)["title"] == ""
    assert "secret" not in str(theirs.modal)
    assert "in a private place" in str(theirs.modal)
    assert as_shown(own)["title"] == "A secret of the staff"


async def test_what_a_partner_said_in_the_pairs_thread_stays_there(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    thread = await meet(world, ann, ben)
    message = await ben.send(thread, "Our token is hunter2")

    form = await ann.context_menu(thread, MENU, message)

    assert "hunter2" not in str(form.modal)


async def test_a_message_without_words_is_refused_kindly(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    message = await ben.send(world.home, "\u200b")

    told = await ann.context_menu(world.home, MENU, message)

    assert told.modal is None
    assert "There are no words in that message" in seen(told)


# What is offered


async def test_a_session_at_which_they_were_is_added_by_one_tap(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await ben.click(await begun(world, ann, ben), label="I'm here")

    shown = await ben.slash(world.home, "log add")
    offered = seen(shown)
    await press(ben, shown, "Add it")
    again = await ben.slash(world.home, "log list")

    assert "You were at **#1 JWT from scratch**." in offered
    assert "### Study session: JWT from scratch" in as_it_stands(world, shown)
    assert f"Thanks to {ann.mention}" in as_it_stands(world, shown)
    assert "Add it" not in seen(again)
    kept = await entry(world, ben)
    assert kept.day == date(2026, 3, 6)
    assert (kept.made and kept.made.helper_id) == ann.id
    assert "Add it" not in seen(await ann.slash(world.home, "log add"))


async def test_a_review_is_offered_to_both_and_late_it_carries_the_mark(world: World) -> None:
    ann, ben, cy = (world.member(name) for name in ("Ann", "Ben", "Cy"))
    await reviews.ask(world, ann)
    await ben.click(reviews.review_card(world), label=reviews.CLAIM)
    await reviews.finish(ben, reviews.review_card(world))
    await world.wait(3 * DAY)

    lists = [await one.slash(world.home, "log list") for one in (ann, ben, cy)]
    asked, did, nothing = [seen(one) for one in lists]
    await press(ann, lists[0], "Add it")
    pressed = await forge.press(cy, world.home, "log:take:review:1")

    assert f"{ben.mention} reviewed **ann/shop/pull/3** for you." in asked
    assert f"You reviewed **ann/shop/pull/3** for {ann.mention}." in did
    assert "Add it" not in nothing
    assert "in your log already, or too long ago" in seen(pressed)
    kept = await entry(world, ann)
    assert (kept.words.kind, kept.day, kept.is_late) == (LogKind.TOGETHER, TODAY, True)
    assert await entries(world, cy) == []


async def test_a_pair_and_its_contract_are_offered_to_who_made_them(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    thread = await meet(world, ann, ben)
    await ann.click(thread.history(viewer=None)[0], label="We have started")
    form = await ben.slash(thread, "contract add")
    await ben.submit_modal(form, {"method": ["GET"], "path": "/carts", "purpose": ""})

    frontend, backend = [await one.slash(world.home, "log add") for one in (ann, ben)]

    assert f"You paired on **E\\-Commerce** with {ben.mention}." in seen(frontend)
    assert "contract" not in seen(frontend)
    assert f"You paired on **E\\-Commerce** with {ann.mention}." in seen(backend)
    assert "You wrote the API contract for **E\\-Commerce**." in seen(backend)
