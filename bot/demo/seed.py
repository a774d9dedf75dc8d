"""What the cohort did in the days before the demo opens, done again through the bot itself.

Everything here is a person's act: a command, a form, a press. The clock walks on in between, so
that what the demo shows is what the bot made of it.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from simcord import ChannelHandle, Env, InteractionResult, MemberActor

from bot.demo import contracts, weeks
from bot.demo.cohort import BACKEND, FRONTEND, MODERATORS, Cohort
from bot.demo.entries import ENTRIES, Entry
from bot.demo.questions import QUESTIONS, Answer, Question
from bot.demo.reviews import REVIEWS, Review
from bot.demo.seekers import EVENINGS, PROFILES, SEARCHES
from bot.demo.sessions import SESSIONS, Session
from bot.demo.stage import forget_whispers, walk

STORY = timedelta(days=10)
ZONE = "Africa/Nairobi"  # the cohort's own
# The cohort's nine o'clock, when its digest is due, is one of these.
_STRIDE = timedelta(hours=3)

# In hours before the demo opens.
_CHATTER = (
    (220, "Grace", "Welcome, everybody! Project Nexus begins: ask in {home}."),
    (168, "Fatou", "My first endpoint answers, from Dakar. Small victories."),
    (90, "Kofi", "Half-way. If you have no partner yet, `/pair find` takes a minute."),
    (28, "Eric", "Thanks to whoever explained staleTime. My data bundle thanks you too."),
)


Act = Callable[[], Awaitable[object]]


async def play(env: Env, cohort: Cohort, *, until: Callable[[], datetime]) -> None:
    """Let everybody act in the time of the story, then go on to `until()`, the present."""
    ends_at = env.now() + STORY
    acts = sorted(_Story(cohort, ends_at).acts(), key=lambda one: one[0], reverse=True)
    for hours_ago, act in acts:
        await walk(env, ends_at - timedelta(hours=hours_ago), stride=_STRIDE)
        await act()
    await walk(env, until(), stride=_STRIDE)
    forget_whispers(env)


class _Story:
    def __init__(self, cohort: Cohort, ends_at: datetime) -> None:
        self.cohort = cohort
        self.home = cohort.home
        self.ends_at = ends_at

    def acts(self) -> Iterator[tuple[float, Act]]:
        """(hours before the end, what somebody does then), in any order."""
        yield 240, self.set_up
        yield 239, self.say_where_everybody_is
        yield 238, partial(weeks.lay_out, self.actor("Grace"), self.home, self.ends_at.date())
        for ago, name, text in _CHATTER:
            yield ago, partial(self.chat, name, text)
        for question in QUESTIONS:
            yield from _Asked(self, question).acts()
        for session in SESSIONS:
            yield session.ago, partial(self.plan, session)
        for review in REVIEWS:
            yield from self.review(review)
        for name in EVENINGS:
            yield 172, partial(self.say_when, name)
        for name, parts in PROFILES.items():
            yield 171, partial(self.say_what, name, parts)
        for ago, name, project in SEARCHES:
            yield ago, partial(self.slash, name, "pair find", project=project)
        yield 150, self.agree_on_an_api
        for name, label in weeks.CONSENTS.items():
            yield 30, partial(weeks.consent, self.actor(name), self.home, label)
        for entry in ENTRIES:
            yield entry.ago, partial(self.keep, entry)

    def actor(self, first_name: str) -> MemberActor:
        return self.cohort[first_name].actor

    async def slash(
        self, name: str, command: str, /, *, at: ChannelHandle | None = None, **options: Any
    ) -> InteractionResult:
        return await self.actor(name).slash(at or self.home, command, **options)

    async def chat(self, name: str, text: str) -> None:
        general = self.cohort.guild.channels["general"]
        await self.actor(name).send(general, text.format(home=self.home.mention))

    async def set_up(self) -> None:
        """A moderator chooses where Nexus works, and who is who."""
        grace = self.actor("Grace")
        shown = await self.slash("Grace", "nexus setup", zone=ZONE)
        assert shown.response is not None
        for purpose in ("digest", "qa", "sessions"):
            await grace.select(shown.response, [self.home], custom_id=f"admin:channel:{purpose}")
        await grace.click(shown.response, label="Roles and cohort")
        for part, role in (
            ("moderator", MODERATORS),
            ("frontend", FRONTEND),
            ("backend", BACKEND),
        ):
            chosen = [self.cohort.roles[role]]
            await grace.select(shown.response, chosen, custom_id=f"admin:role:{part}")
        form = await grace.click(shown.response, label="Cohort name and first day")
        first_day = (self.ends_at - timedelta(weeks=9)).date()
        await grace.submit_modal(
            form, {"name": "ProDev Backend, cohort 5", "first_day": first_day.isoformat()}
        )

    async def say_where_everybody_is(self) -> None:
        for name, person in self.cohort.people.items():
            await self.slash(name, "me timezone", zone=person.zone)

    async def say_when(self, name: str) -> None:
        shown = await self.slash(name, "me availability")
        assert shown.response is not None
        await self.actor(name).select(shown.response, ["evening"], custom_id="profile:weekdays")

    async def say_what(self, name: str, parts: Mapping[str, str]) -> None:
        shown = await self.slash(name, "pair profile")
        assert shown.response is not None
        for part, value in parts.items():
            await self.actor(name).select(shown.response, [value], custom_id=f"pairing:{part}")

    async def agree_on_an_api(self) -> None:
        """The first pair, in its thread."""
        thread = next(one for one in self.home.threads if (one.name or "").startswith("E-Commerce"))
        await contracts.agree(self.actor("Wanjiru"), self.actor("Thabo"), thread)

    async def plan(self, session: Session) -> None:
        """The host plans it in their own time, and the others say whether they come."""
        host = self.cohort[session.host]
        day = (self.ends_at.astimezone(ZoneInfo(host.zone)) + timedelta(days=session.days)).date()
        draft = await self.slash(
            session.host,
            "session create",
            topic=session.topic,
            when=f"{day} {session.time}",
            **session.more,
        )
        assert draft.response is not None
        await host.actor.click(draft.response, label="Post it")
        card = _newest_with(self.home, "Going")
        for label, names in (
            ("Going", session.going),
            ("Maybe", session.maybe),
            ("Can't", session.cant),
        ):
            for name in names:
                await self.actor(name).click(card, label=label)

    async def keep(self, entry: Entry) -> None:
        who = self.actor(entry.who)
        form = await self.slash(entry.who, "log add", kind=entry.kind)
        solved = {"solution": entry.solution} if entry.solution else {}
        told = await who.submit_modal(form, {"title": entry.title, "text": entry.text, **solved})
        if entry.is_shared:
            assert told.response is not None
            await who.click(told.response, label="Share with the cohort")

    def review(self, review: Review) -> Iterator[tuple[float, Act]]:
        yield review.ago, partial(self.ask_for_review, review)
        if review.reviewer:
            yield review.ago - review.claimed, partial(self.claim, review)
        if review.done:
            yield review.ago - review.done, partial(self.finish, review)

    async def ask_for_review(self, review: Review) -> None:
        form = await self.slash(review.who, "review ask")
        link = f"https://git.example.org/{review.code}"
        await self.actor(review.who).submit_modal(
            form, {"link": link, "look_at": review.look_at, "track": [review.track]}
        )

    async def claim(self, review: Review) -> None:
        card = _newest_with(self.home, "I'll review this")
        await self.actor(review.reviewer).click(card, label="I'll review this")

    async def finish(self, review: Review) -> None:
        reviewer = self.actor(review.reviewer)
        form = await reviewer.click(_newest_with(self.home, "Done"), label="Done")
        await reviewer.submit_modal(form, {"word": review.word})


class _Asked:
    """One question's life: asked, answered in its thread, accepted by who asked."""

    def __init__(self, story: _Story, question: Question) -> None:
        self.story = story
        self.question = question
        self.thread: ChannelHandle | None = None

    def acts(self) -> Iterator[tuple[float, Act]]:
        ago = self.question.ago
        yield ago, self.ask
        for place, answer in enumerate(self.question.answers):
            is_accepted = place == self.question.accepted
            yield ago - answer.after, partial(self.answer, answer, is_accepted=is_accepted)
        if self.question.taken_by:
            yield 3, self.take
        if self.question.closed or self.question.duplicate_of:
            yield 0.5, self.close

    async def ask(self) -> None:
        form = await self.story.slash(self.question.who, "qa ask")
        await self.story.actor(self.question.who).submit_modal(
            form,
            {
                "title": self.question.title,
                "details": self.question.details,
                "topic": [self.question.topic],
            },
        )
        self.thread = max(self.story.home.threads, key=lambda one: one.id)

    async def answer(self, answer: Answer, *, is_accepted: bool) -> None:
        assert self.thread is not None
        form = await self.story.slash(answer.who, "qa answer", at=self.thread)
        await self.story.actor(answer.who).submit_modal(form, {"text": answer.text})
        if is_accepted:
            asker = self.story.actor(self.question.who)
            await asker.click(_newest_with(self.thread, "Accept"), label="Accept")

    async def take(self) -> None:
        assert self.thread is not None
        assert self.question.taken_by is not None
        taker = self.story.actor(self.question.taken_by)
        await taker.click(_newest_with(self.thread, "I can take this"), label="I can take this")

    async def close(self) -> None:
        """By who asked; a duplicate is told by a moderator."""
        if self.question.duplicate_of:
            of = str(self.question.duplicate_of)
            await self.story.slash("Grace", "qa duplicate", at=self.thread, of=of)
            return
        who = self.question.who
        form = await self.story.slash(who, "qa close", at=self.thread)
        await self.story.actor(who).submit_modal(form, {"reason": [self.question.closed]})


def _newest_with(channel: ChannelHandle, label: str) -> Any:
    """The newest message in `channel` that has a button called `label`."""
    return next(one for one in reversed(channel.history()) if label in _labels(one.components))


def _labels(components: Any) -> Iterator[str]:
    for one in components:
        if label := getattr(one, "label", None):
            yield label
        yield from _labels(getattr(one, "children", ()))
