"""Two guilds share one bot and one database, and never learn of each other.

Whatever people do, in any order: all that the bot sends towards one guild is read, and none of it
may hold a word, a member, a channel or the id of the other.
"""

import asyncio
import json
import logging
import re
import shutil
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from simcord import ChannelHandle, Env, GuildHandle, HttpLogEntry, MemberActor

from bot.config import Settings
from bot.domain.matching import PROJECTS, Track
from tests.guards import forge, snapshot
from tests.guards.scene import CANARY, Scene
from tests.guards.shown import Shown, shown_in
from tests.guards.snapshot import Rows
from tests.guards.test_matrix import EXPECTED, Act, May, answered, do
from tests.world import World

T = TypeVar("T")

WAIT = timedelta(minutes=2)
WORDS = ("saffron", "indigo")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two guilds; the last of its people is in both."""

    guild: GuildHandle
    home: ChannelHandle
    word: str
    moderator: MemberActor
    people: tuple[MemberActor, ...]


def build(world: World) -> tuple[Side, Side]:
    traveller = world.env.create_user("tee")
    beyond = world.another_guild("Next door")
    channels = (world.home, beyond.create_text_channel("prodevprojectnexus"))

    def side(guild: GuildHandle, home: ChannelHandle, word: str) -> Side:
        moderator = world.moderator(f"Mo {word}", guild=guild)
        natives = [world.member(f"{name} {word}", guild=guild) for name in ("Ann", "Ben")]
        return Side(
            guild, home, word, moderator, (*natives, moderator, guild.add_member(traveller))
        )

    here, there = (side(*one) for one in zip((world.guild, beyond), channels, WORDS, strict=True))
    return here, there


def leaks(env: Env, requests: list[HttpLogEntry], sides: tuple[Side, Side]) -> list[str]:
    """What went towards one guild and speaks of the other."""
    canaries = [_canaries(env, one) for one in sides]
    shared = canaries[0] & canaries[1]
    found: list[str] = []
    for one in requests:
        if one.method == "GET":
            continue  # nobody reads what Discord is asked, such as whether a forged id is a member
        towards = _guild(env, one.path)
        said = f"{one.path} {json.dumps(one.json, ensure_ascii=False)}"
        for side, words in zip(sides, reversed(canaries), strict=True):
            if side.guild.id == towards:
                heard = sorted(word for word in words - shared if word in said)
                found += [f"{one.method} {said} tells {side.word} of {heard}"] if heard else []
    return found


def _canaries(env: Env, side: Side) -> set[str]:
    channels = [one.id for one in env.backend.channels.values() if one.guild_id == side.guild.id]
    people = [one.id for one in side.people]
    return {side.word, *map(str, (side.guild.id, *channels, *people))}


def _guild(env: Env, path: str) -> int | None:
    """The guild that a request goes to."""
    match path.split("/"):
        case ["", "channels", channel_id, *_]:
            channel = env.backend.channels.get(int(channel_id))
            return channel.guild_id if channel else None  # a forged one
        case ["", "interactions", interaction_id, *_]:
            return env.backend.interactions[int(interaction_id)].guild_id
        case ["", "webhooks", _, token, *_]:
            return env.backend.interaction_by_token(token).guild_id
        case ["", "guilds", guild_id, *_]:
            return int(guild_id)
        case ["", "applications" | "oauth2", *_] | ["", "users", "@me", *_]:
            return None  # the bot itself, or a letter: to one of them, from either guild
        case _:
            raise AssertionError(f"towards which guild is {path}?")


class Log(logging.Handler):
    """Whatever the bot logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(self.format(record))


sides = st.sampled_from((0, 1))
# To shorten a story that failed takes minutes: a share of the suite tells it as it was.
PHASES = (Phase.explicit, Phase.generate, Phase.shrink)

# All that can be done at all, as tests/guards/test_matrix.py has it; each feature as often.
FEATURES: dict[str, list[str]] = {}
for name in sorted(EXPECTED):
    FEATURES.setdefault(re.split("[ :]", name.lstrip("/"))[0], []).append(name)
acts = st.sampled_from(sorted(FEATURES)).flatmap(lambda one: st.sampled_from(FEATURES[one]))
NAMES = sorted({one for act in EXPECTED.values() for one in re.findall(r"{(\w+)}", str(act))})
# What is typed into a form's field, with the guild's own word in it.
ENTRIES = ("{}", "All of {}", "fri 18:00", "today", "", "https://{}.example/a", "3")
entries = st.lists(st.sampled_from(ENTRIES), min_size=5, max_size=5)
MOST_SHOWN = 2000
FRIDAY = 1772820000


def some(of: st.SearchStrategy[T]) -> st.SearchStrategy[list[T]]:
    return st.lists(of, min_size=1, max_size=4)


people = st.integers(0, 3)
MODERATOR, TRAVELLER = 2, 3
numbers = st.integers(0, 7)  # of questions, answers and sessions: the other guild's among them
typed = st.sampled_from(("", "1", "#2", "sa", *WORDS, "question", '"', "%", "a*", "saffron OR a"))


class TwoGuilds(RuleBasedStateMachine):
    """One step is one act of one person in one of the guilds."""

    def __init__(self, database: Path) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.started = World.start(Settings(database_url=f"sqlite+aiosqlite:///{database}"))
        self.world = self.run(self.started.__aenter__())
        self.sides = build(self.world)
        self.run(self.world.env.settle())
        self.read = 0
        self.shown: tuple[dict[str, Shown], ...] = ({}, {})
        self.log = Log()
        logging.getLogger().addHandler(self.log)

    @initialize()
    def begin(self) -> None:
        """Both guilds have one of each thing, so that every act has something to find."""
        for at in (0, 1):
            self.say_the_zone(at, 0)
            self.ask(at, 0, "")
            self.answer(at, 1, 1)
            self.plan_a_session(at, 0, "fri 18:00")
            self.ask_for_a_review(at, 0, 0)
        # Two who would be a pair if they were in one guild, and one who has a partner in the first.
        self.find_a_partner(0, 0, PROJECTS[0], Track.FRONTEND)
        self.find_a_partner(1, 0, PROJECTS[0], Track.BACKEND)
        self.find_a_partner(0, 1, PROJECTS[1], Track.FRONTEND)
        self.find_a_partner(0, TRAVELLER, PROJECTS[1], Track.BACKEND)
        self.leave(1, TRAVELLER)  # is told why there is nothing to leave
        for at in (0, 1):
            self.keep_a_log(at, 0)
            self.announce(at)
            self.set_a_milestone(at)

    def teardown(self) -> None:
        logging.getLogger().removeHandler(self.log)
        self.run(self.started.__aexit__(None, None, None))
        self.runner.close()

    def run(self, act: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(act)

    @invariant()
    def nobody_hears_of_the_other_guild(self) -> None:
        requests = self.world.env.http_requests[self.read :]
        self.read += len(requests)
        assert leaks(self.world.env, requests, self.sides) == []
        assert self.log.errors == []
        for one in requests:
            guild_id = _guild(self.world.env, one.path)
            for side, found in zip(self.sides, self.shown, strict=True):
                if side.guild.id == guild_id:
                    found |= {one.custom_id: one for one in shown_in(one.json)}

    def slash(self, at: int, who: int, name: str, **options: str) -> Any:
        side = self.sides[at]
        return self.run(side.people[who].slash(side.home, name, **options))

    def press(self, at: int, who: int, road: str, *values: str) -> None:
        side = self.sides[at]
        self.run(forge.press(side.people[who], side.home, road, *values))

    @rule(at=sides, who=people, noise=typed)
    def ask(self, at: int, who: int, noise: str) -> None:
        side, word = self.sides[at], self.sides[at].word
        noise = "" if any(one in noise for one in WORDS) else noise
        form = self.slash(at, who, "qa ask")
        fields = {"title": f"{noise} {word}?", "details": f"So {word} {noise}", "topic": ["Git"]}
        self.run(side.people[who].submit_modal(form, fields))

    @rule(at=sides, who=people, number=numbers)
    def answer(self, at: int, who: int, number: int) -> None:
        side = self.sides[at]
        fields = {"text": f"Take {side.word}, {number}."}
        self.run(forge.submit(side.people[who], side.home, f"qa:answered:{number}", fields))

    @rule(at=sides, who=people, choice=st.sampled_from(("delete", "keep")))
    def delete_ones_data(self, at: int, who: int, choice: str) -> None:
        """Also those of who is in both guilds: in the other one nothing changes."""
        side, before = self.sides[at], self._rows_of(1 - at)
        form = f"privacy:erase:{choice}"
        self.run(forge.submit(side.people[who], side.home, form, {"word": "delete"}))
        assert self._rows_of(1 - at) == before

    def _rows_of(self, at: int) -> Rows:
        guild_id = self.sides[at].guild.id
        return {
            name: [one for one in rows if one["guild_id"] == guild_id]
            for name, rows in snapshot.taken(self.world.bot.db.path).items()
        }

    @rule(at=sides, who=people, words=typed.filter(bool))
    def search(self, at: int, who: int, words: str) -> None:
        self.slash(at, who, "qa search", words=words)
        side = self.sides[at]
        self.run(side.people[who].autocomplete(side.home, "qa answer", "question", words))

    @rule(
        at=sides,
        who=people,
        project=st.sampled_from(PROJECTS[:2]),
        track=st.sampled_from(Track),
    )
    def find_a_partner(self, at: int, who: int, project: str, track: Track) -> None:
        self.slash(at, who, "pair find", project=project, track=track.value)

    @rule(at=sides, who=people, of=people, menu=st.sampled_from(("pair", "session")))
    def invite(self, at: int, who: int, of: int, menu: str) -> None:
        side = self.sides[at]
        by, of_them = side.people[who], side.people[of]
        self.run(forge.choose_in_menu(by, side.home, f"Invite to {menu}", of_them))

    @rule(at=sides, of=sides, who=people, guest=people, number=numbers)
    def press_on_an_invitation(self, at: int, of: int, who: int, guest: int, number: int) -> None:
        """Also with the id of somebody of the other guild."""
        self.press(at, who, f"pairing:{('accept', 'decline')[number % 2]}:{number}")
        invited = self.sides[of].people[guest]
        self.press(at, who, f"study:invite:{invited.id}", str(number))

    @rule(at=sides, who=people)
    def leave(self, at: int, who: int) -> None:
        self.slash(at, who, "pair leave")

    @rule(at=sides, who=people, number=numbers)
    def ask_for_a_review(self, at: int, who: int, number: int) -> None:
        side = self.sides[at]
        link = f"https://github.com/{side.word}/{number}"
        fields = {"link": link, "look_at": f"My {side.word}", "track": ["both"]}
        self.run(forge.submit(side.people[who], side.home, "review:asked", fields))

    @rule(at=sides, who=people, pair=numbers)
    def add_to_a_contract(self, at: int, who: int, pair: int) -> None:
        side, word = self.sides[at], self.sides[at].word
        added = {"method": ["GET"], "path": f"/{word}", "purpose": f"All {word}"}
        self.run(forge.submit(side.people[who], side.home, f"contract:added:{pair}", added))
        needed = {"text": f"More {word}", "path": "", "method": ["unknown"]}
        self.run(forge.submit(side.people[who], side.home, f"contract:needed:{pair}", needed))

    @rule(at=sides, who=people, when=st.sampled_from(("fri 18:00", "in 2 hours", "soon")))
    def plan_a_session(self, at: int, who: int, when: str) -> None:
        """Posted at once, where a preview was shown."""
        topic = f"All of {self.sides[at].word}"
        preview = self.slash(at, who, "session create", topic=topic, when=when)
        found = re.search(r"study:post:\d+", str(preview.response.components))
        if found:
            self.press(at, who, found.group())

    @rule(at=sides, who=people)
    def say_the_zone(self, at: int, who: int) -> None:
        self.slash(at, who, "me timezone", zone="Accra")

    @rule(at=sides, of=sides, purpose=st.sampled_from(("digest", "qa", "sessions")))
    def set_up(self, at: int, of: int, purpose: str) -> None:
        """Name the cohort and choose a channel: of this guild, or by a forged id of the other."""
        side = self.sides[at]
        fields = {"name": f"Cohort {side.word}", "first_day": ""}
        self.run(forge.submit(side.moderator, side.home, "admin:dates", fields))
        self.press(at, MODERATOR, f"admin:channel:{purpose}", str(self.sides[of].home.id))
        self.slash(at, MODERATOR, "nexus setup")

    @rule(at=sides, who=people, names=some(acts), given=st.lists(numbers, min_size=3, max_size=3))
    def do_anything(self, at: int, who: int, names: list[str], given: list[int]) -> None:
        """Whatever there is to do, with small numbers: of this guild's things, or of none."""
        side, other = self.sides[at], self.sides[1 - at]
        fixed = {"home": side.home.id, "letters": side.guild.id, "friday": FRIDAY}
        things = dict(zip(NAMES, cycle(given), strict=False)) | fixed
        owner, member = side.people[0], side.people[1]
        scene = Scene(self.world, owner, {"member": member}, other.people[0], other.home, things)
        for name in names:
            act = said_here(EXPECTED[name], side.word)
            doing = do if act.typed is not None else answered
            self.run(doing(scene, name, act, self.by(at, who, name), side.home))

    @rule(at=sides, who=people, which=some(st.integers(0, MOST_SHOWN)), said=entries)
    def press_what_was_shown(self, at: int, who: int, which: list[int], said: list[str]) -> None:
        for one in which:
            self.press_one(at, who, at, one, said)

    @rule(at=sides, who=people, which=some(st.integers(0, MOST_SHOWN)), said=entries)
    def forge_what_the_other_was_shown(
        self, at: int, who: int, which: list[int], said: list[str]
    ) -> None:
        for one in which:
            self.press_one(at, who, 1 - at, one, said)

    def press_one(self, at: int, who: int, of: int, which: int, said: list[str]) -> None:
        """Of what was shown in one guild, of each feature as often; in the same or another."""
        side, found = self.sides[at], self.shown[of]
        if not found:
            return
        features = sorted({one.partition(":")[0] for one in found})
        turn, place = divmod(which, len(features))
        ours = [one for one in found.values() if one.custom_id.startswith(f"{features[place]}:")]
        one = ours[turn % len(ours)]
        # What somebody searched for stands there too: whoever presses it says it themselves.
        pressed = one.custom_id.replace(self.sides[of].word, side.word)
        road = ":".join(pressed.split(":")[:2])
        by, given = self.by(at, who, road), cycle(text.format(side.word) for text in said)
        if one.fields is not None:
            fields = {
                name: [offered[which % len(offered)]] if offered else next(given)
                for name, offered in one.fields.items()
            }
            self.run(forge.submit(by, side.home, pressed, fields))
            return
        taken = {"users": (str(by.id),), "channels": (str(self.sides[of].home.id),)}
        values = taken.get(one.takes, one.values)
        chosen = (values[which % len(values)],) if values else ()
        self.run(forge.press(by, side.home, pressed, *chosen))

    def by(self, at: int, who: int, name: str) -> MemberActor:
        """Whoever may, where only moderators do: that others are refused is tried elsewhere."""
        side = self.sides[at]
        is_theirs = EXPECTED[name].may in (May.MODERATORS, May.AUTHOR)
        return side.moderator if is_theirs or name.startswith("/nexus") else side.people[who]

    @rule(at=sides, who=people)
    def keep_a_log(self, at: int, who: int) -> None:
        side = self.sides[at]
        fields = {"title": f"Of {side.word}", "text": f"So {side.word}", "day": "today"}
        self.run(forge.submit(side.people[who], side.home, "log:added:concept", fields))

    @rule(at=sides)
    def announce(self, at: int) -> None:
        side = self.sides[at]
        fields = {
            "title": f"Free {side.word}",
            "text": f"Take {side.word}",
            "when": "fri 18:00 Lagos",
        }
        preview = self.run(forge.submit(side.moderator, side.home, "announcing:written", fields))
        shown = preview.response.components if preview.response else ()
        found = re.search(r"announcing:post_at:[\d:]+", str(shown))
        if found:
            self.press(at, MODERATOR, found.group())

    @rule(at=sides)
    def set_a_milestone(self, at: int) -> None:
        side = self.sides[at]
        fields = {"name": f"All {side.word}", "day": "friday"}
        self.run(forge.submit(side.moderator, side.home, "calendar:added", fields))

    @rule(at=sides, who=people, of=people, project=st.sampled_from(PROJECTS[:2]))
    def make_a_pair(self, at: int, who: int, of: int, project: str) -> None:
        side = self.sides[at]
        both = {"frontend": side.people[who], "backend": side.people[of], "project": project}
        self.run(side.moderator.slash(side.home, "nexus pair make", **both))

    @rule()
    def wait(self) -> None:
        """Two minutes, in which the chores finish what is unfinished."""
        self.run(self.world.wait(WAIT))

    @rule()
    def wait_for_the_digest(self) -> None:
        """A day in which it may be due, and then be posted."""
        self.run(self.world.wait(timedelta(days=1)))
        self.run(self.world.wait(WAIT))


def said_here(act: Act, word: str) -> Act:
    """The same act, with a word of this guild wherever the scene's own would be said."""
    options = {key: one.replace(CANARY, word) for key, one in act.options.items()}
    return replace(act, options=options)


def test_two_guilds_never_hear_of_each_other(
    migrated: Path, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """A share of it runs with the suite; `--long` runs a thousand lives of fifty acts.

    Two processes share those: `--long --lives 500`, each with a `--hypothesis-seed` of its own.
    """
    is_long = bool(pytestconfig.getoption("--long"))
    lives = pytestconfig.getoption("--lives") or (1000 if is_long else 8)
    copies = (tmp_path / f"{number}.db" for number in range(10**9))

    def begin() -> TwoGuilds:
        return TwoGuilds(Path(shutil.copy(migrated, next(copies))))

    run_state_machine_as_test(
        begin,  # pyright: ignore[reportArgumentType] - any factory will do
        settings=settings(
            max_examples=lives,
            stateful_step_count=50 if is_long else 14,
            derandomize=not is_long,
            phases=PHASES if is_long else PHASES[:2],
            suppress_health_check=[HealthCheck.too_slow],
            print_blob=True,
        ),
    )


async def test_a_leak_would_be_heard(world: World) -> None:
    here, there = both = build(world)
    await world.env.settle()
    read = len(world.env.http_requests)
    channel = world.bot.get_partial_messageable(there.home.id)

    for leak in (here.word, here.people[0].mention, here.home.mention, str(here.guild.id)):
        await channel.send(f"Look: {leak}")
    await channel.send(f"All is well, {here.people[-1].mention} of {there.word}")

    found = leaks(world.env, world.env.http_requests[read:], both)
    assert len(found) == 4, found
