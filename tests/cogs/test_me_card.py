"""What a member did here is counted for them, and shown to others only if they want."""

from datetime import timedelta

from simcord import MemberActor

from tests.cogs import pairing_acts, qa_acts, review_acts, study_acts
from tests.cogs.learning_acts import add, components
from tests.cogs.qa_acts import as_it_stands, cards_in, press, rows
from tests.world import World, card, seen

SHARE, KEEP = "Share with the cohort", "Keep to myself"


async def shown_to(world: World, who: MemberActor) -> str:
    return seen(await who.slash(world.home, "me card"))


async def help_each_other(world: World, ann: MemberActor, ben: MemberActor) -> None:
    """Ben answers two questions of Ann's, once twice, and one of his own; one is accepted."""
    await qa_acts.ask(world, ann)
    await qa_acts.answer(world, ben, "Sign it in UTC.")
    await qa_acts.answer(world, ben, "And mind the leeway.")
    await ann.click(qa_acts.cards_in(qa_acts.thread_of(world))[1], label="Accept")
    await qa_acts.ask(world, ann, "Which cache?", "Redis or not?")
    await qa_acts.answer(world, ben, "Redis.")
    await qa_acts.ask(world, ben, "How do I mock a clock?", "Mine runs on.")
    await qa_acts.answer(world, ben, "Hand it in.")


async def test_what_one_did_is_counted_and_what_one_did_for_oneself_is_not(world: World) -> None:
    ann, ben = world.member("Ann"), world.member("Ben")
    await help_each_other(world, ann, ben)
    session = await study_acts.post(world, ann, "in 2 hours")
    await review_acts.ask(world, ann)
    asked = review_acts.review_card(world)
    await ben.click(asked, label=review_acts.CLAIM)
    await review_acts.finish(ben, review_acts.review_card(world))
    await pairing_acts.make_pair(world, ann, ben)
    await world.wait(timedelta(hours=2))
    begin = study_acts.cards_in(study_acts.thread_of(world, session))[-1]
    await ben.click(begin, label="I'm here")
    await ann.click(begin, label="I'm here")
    await add(world, ben)

    of_ann, of_ben = await shown_to(world, ann), await shown_to(world, ben)

    assert "Questions: **2 asked, 0 answered**" in of_ann
    assert "Sessions: **1 hosted, 0 attended**" in of_ann
    assert "Pairs: **1**\nReviews given: **0**" in of_ann
    assert "Questions: **1 asked, 2 answered**\nAnswers accepted: **1**" in of_ben
    assert "Sessions: **0 hosted, 1 attended**" in of_ben
    assert "Pairs: **1**\nReviews given: **1**" in of_ben
    assert "Streak: **1 day, longest 1**" in of_ben


async def test_it_is_for_their_eyes_only_and_fits_a_phone(world: World) -> None:
    ann = world.member("Ann")

    shown = await ann.slash(world.home, "me card")

    assert shown.ephemeral
    assert "Only you see this." in seen(shown)
    assert rows(components(shown)) <= 12
    assert cards_in(world.home) == []


async def test_it_is_shared_without_the_streak_and_kept_to_oneself_again(world: World) -> None:
    ann = world.member("Ann")
    await qa_acts.ask(world, ann)
    shown = await ann.slash(world.home, "me card")

    await press(ann, shown, SHARE)
    told = as_it_stands(world, shown)
    public = cards_in(world.home)[-1]
    await press(ann, shown, KEEP)
    hidden = cards_in(world.home)[-1]

    assert f"The cohort sees it in <#{world.home.id}>" in told
    assert f"{ann.mention} in this cohort\nQuestions: **1 asked" in card(public)
    assert "Streak" not in card(public)
    assert hidden.id == public.id
    assert "keeps this to themselves again" in card(hidden)
    assert "asked" not in card(hidden)
    assert "Yours alone again" in as_it_stands(world, shown)


async def test_shared_again_it_comes_anew_and_the_old_card_stays_empty(world: World) -> None:
    ann = world.member("Ann")
    await qa_acts.ask(world, ann)
    shown = await ann.slash(world.home, "me card")
    await press(ann, shown, SHARE)
    await press(ann, shown, KEEP)
    await world.wait(timedelta(minutes=1))

    await press(ann, shown, SHARE)

    _, old, new = cards_in(world.home)
    assert "asked" not in card(old)
    assert "1 asked" in card(new)


async def test_what_is_shown_is_brought_up_to_date_where_it_stands(world: World) -> None:
    ann = world.member("Ann")
    await qa_acts.ask(world, ann)
    shown = await ann.slash(world.home, "me card")
    await press(ann, shown, SHARE)
    await qa_acts.ask(world, ann, "And which cache?")
    before = [one.id for one in cards_in(world.home)]

    await press(ann, shown, "Bring it up to date")

    assert [one.id for one in cards_in(world.home)] == before
    assert "2 asked" in card(cards_in(world.home)[1])


async def test_a_shared_card_that_somebody_deleted_is_not_shown_any_more(world: World) -> None:
    ann = world.member("Ann")
    await qa_acts.ask(world, ann)
    shown = await ann.slash(world.home, "me card")
    await press(ann, shown, SHARE)
    public = cards_in(world.home)[-1]
    world.env.backend.delete_message(public.channel.id, public.id)

    await press(ann, shown, "Bring it up to date")

    assert SHARE in as_it_stands(world, shown)
    assert len(cards_in(world.home)) == 1


async def test_who_did_nothing_yet_is_told_where_to_begin(world: World) -> None:
    ann = world.member("Ann")

    answer = await press(ann, await ann.slash(world.home, "me card"), SHARE)

    assert "There is nothing to share yet" in seen(answer)
    assert cards_in(world.home) == []


async def test_it_is_taken_along_as_markdown_in_which_names_are_only_names(world: World) -> None:
    ann = world.member("<b>*Ann*")
    await qa_acts.ask(world, ann)
    await world.moderator().slash(world.home, "nexus setup")

    answer = await press(ann, await ann.slash(world.home, "me card"), "As Markdown")

    text = world.file_in(answer)
    assert answer.ephemeral
    assert text.startswith("# \\<b>\\*Ann\\* in ALX ProDev\n\n- **Questions:** 1 asked, 0 answered")
    assert "- **Streak of the learning log:** none yet" in text
    assert text.endswith("As of 2 March 2026.\n")
