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
from dataclasses import dataclass
from datetime import timedelta
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
from bot.domain.pulse import Kind
from tests.guards import forge, snapshot
from tests.guards.snapshot import Rows
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
            return env.backend.channels[int(channel_id)].guild_id
        case ["", "interactions", interaction_id, *_]:
            return env.backend.interactions[int(interaction_id)].guild_id
        case ["", "webhooks", _, token, *_]:
            return env.backend.interaction_by_token(token).guild_id
        case ["", "guilds", guild_id, *_]:
            return int(guild_id)
        case ["", "applications" | "oauth2", *_]:
            return None  # the bot itself
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

    @rule(
        at=sides,
        who=people,
        verb=st.sampled_from(("", "_post", "_edit", "_drop", "_solved")),
        number=numbers,
        solution=numbers,
    )
    def press_on_a_draft(self, at: int, who: int, verb: str, number: int, solution: int) -> None:
        self.press(at, who, f"qa:draft{verb}:{number}:{solution}")

    @rule(at=sides, who=people, number=numbers)
    def write_a_draft_anew(self, at: int, who: int, number: int) -> None:
        side = self.sides[at]
        fields = {"title": f"And {side.word}?", "details": f"{side.word}.", "topic": ["Git"]}
        self.run(forge.submit(side.people[who], side.home, f"qa:draft_edited:{number}", fields))

    @rule(at=sides, who=people, of=people)
    def ask_with_a_message(self, at: int, who: int, of: int) -> None:
        """The form is closed again: a draft is left."""
        side = self.sides[at]
        author = side.people[of]
        self.run(forge.choose_in_menu(side.people[who], side.home, "Ask as question", author))

    @rule(at=sides, who=people, number=numbers)
    def answer(self, at: int, who: int, number: int) -> None:
        side = self.sides[at]
        fields = {"text": f"Take {side.word}, {number}."}
        self.run(forge.submit(side.people[who], side.home, f"qa:answered:{number}", fields))

    @rule(at=sides, who=people, number=numbers)
    def open_the_answers_form(self, at: int, who: int, number: int) -> None:
        self.press(at, who, f"qa:answer:{number}")

    @rule(at=sides, who=people, number=numbers)
    def name_a_question(self, at: int, who: int, number: int) -> None:
        self.slash(at, who, "qa answer", question=str(number))

    @rule(
        at=sides,
        who=people,
        verb=st.sampled_from(("accept", "helpful", "undo", "save")),
        number=numbers,
    )
    def press_on_an_answer(self, at: int, who: int, verb: str, number: int) -> None:
        self.press(at, who, f"qa:{verb}:{number}")

    @rule(at=sides, who=people, number=numbers, chosen=st.none() | numbers)
    def accept_by_slash(self, at: int, who: int, number: int, chosen: int | None) -> None:
        answer = {} if chosen is None else {"answer": str(chosen)}
        self.slash(at, who, "qa accept", question=str(number), **answer)

    @rule(at=sides, who=people, of=people)
    def mark_a_message(self, at: int, who: int, of: int) -> None:
        """In a question's thread, if there is any; elsewhere it is refused."""
        side = self.sides[at]
        channel = next(iter(side.home.threads), side.home)
        by, author = side.people[who], side.people[of]
        self.run(forge.choose_in_menu(by, channel, "Mark as answer", author))

    @rule(
        at=sides,
        who=people,
        verb=st.sampled_from(("take", "edit", "close", "unclose", "reopen", "show")),
        number=numbers,
    )
    def press_on_a_question(self, at: int, who: int, verb: str, number: int) -> None:
        self.press(at, who, f"qa:{verb}:{number}:0")

    @rule(at=sides, who=people, number=numbers)
    def edit_or_close(self, at: int, who: int, number: int) -> None:
        side, word = self.sides[at], self.sides[at].word
        fields = {"title": f"{word} {number}?", "details": f"More {word}", "topic": ["Git"]}
        self.run(forge.submit(side.people[who], side.home, f"qa:edited:{number}", fields))
        why = {"reason": [""], "words": f"No {word}"}
        self.run(forge.submit(side.people[who], side.home, f"qa:closed:{number}", why))

    @rule(at=sides, number=numbers, of=numbers)
    def name_a_duplicate(self, at: int, number: int, of: int) -> None:
        self.slash(at, MODERATOR, "qa duplicate", of=str(of), question=str(number))

    @rule(at=sides, who=people, name=st.sampled_from(("mine", "unanswered", "helpers")))
    def look_at_a_list(self, at: int, who: int, name: str) -> None:
        self.slash(at, who, f"qa {name}")

    @rule(at=sides, who=people)
    def opt_out(self, at: int, who: int) -> None:
        self.slash(at, who, "privacy optout")

    @rule(at=sides, who=people, name=st.sampled_from(("show", "export")))
    def look_at_ones_data(self, at: int, who: int, name: str) -> None:
        self.slash(at, who, f"privacy {name}")

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

    @rule(at=sides, who=people, words=typed)
    def type_a_question(self, at: int, who: int, words: str) -> None:
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

    @rule(at=sides, who=people)
    def leave_by_the_button(self, at: int, who: int) -> None:
        self.press(at, who, "pairing:leave")

    @rule(at=sides, who=people, number=numbers)
    def ask_for_a_review(self, at: int, who: int, number: int) -> None:
        side = self.sides[at]
        link = f"https://github.com/{side.word}/{number}"
        fields = {"link": link, "look_at": f"My {side.word}", "track": ["both"]}
        self.run(forge.submit(side.people[who], side.home, "review:asked", fields))

    @rule(
        at=sides,
        who=people,
        verb=st.sampled_from(("claim", "free", "finish", "thank", "again", "withdraw", "list")),
        number=numbers,
    )
    def press_on_a_review(self, at: int, who: int, verb: str, number: int) -> None:
        self.press(at, who, f"review:{verb}:{number}")

    @rule(at=sides, who=people, number=numbers)
    def finish_a_review(self, at: int, who: int, number: int) -> None:
        side = self.sides[at]
        fields = {"word": f"Fine {side.word}!"}
        self.run(forge.submit(side.people[who], side.home, f"review:finished:{number}", fields))

    @rule(at=sides, who=people, number=numbers)
    def choose_a_review(self, at: int, who: int, number: int) -> None:
        self.slash(at, who, "review list")
        self.press(at, who, "review:open", str(number))

    @rule(
        at=sides,
        who=people,
        verb=st.sampled_from(
            (
                *("show", "page", "add", "edit", "remove", "undo", "details", "history", "past"),
                *("feedback", "pages", "say", "need", "done", "reopen", "plan", "apply", "drop"),
            )
        ),
        pair=numbers,
        number=numbers,
    )
    def press_on_a_contract(self, at: int, who: int, verb: str, pair: int, number: int) -> None:
        self.press(at, who, f"contract:{verb}:{pair}:{number}")

    @rule(at=sides, who=people, pair=numbers)
    def add_to_a_contract(self, at: int, who: int, pair: int) -> None:
        side, word = self.sides[at], self.sides[at].word
        added = {"method": ["GET"], "path": f"/{word}", "purpose": f"All {word}"}
        self.run(forge.submit(side.people[who], side.home, f"contract:added:{pair}", added))
        needed = {"text": f"More {word}", "path": "", "method": ["unknown"]}
        self.run(forge.submit(side.people[who], side.home, f"contract:needed:{pair}", needed))

    @rule(at=sides, who=people, name=st.sampled_from(("show", "export", "feedback")))
    def look_at_a_contract(self, at: int, who: int, name: str) -> None:
        self.slash(at, who, f"contract {name}")

    @rule(at=sides, who=people, when=st.sampled_from(("fri 18:00", "in 2 hours", "soon")))
    def plan_a_session(self, at: int, who: int, when: str) -> None:
        """Posted at once, where a preview was shown."""
        topic = f"All of {self.sides[at].word}"
        preview = self.slash(at, who, "session create", topic=topic, when=when)
        found = re.search(r"study:post:\d+", str(preview.response.components))
        if found:
            self.press(at, who, found.group())

    @rule(
        at=sides,
        who=people,
        verb=st.sampled_from(
            (
                *("post", "drop", "read", "going", "maybe", "cant", "list", "still"),
                *("here", "who", "recap", "recapped", "reminders", "undo", "again"),
            )
        ),
        number=numbers,
    )
    def press_on_a_session(self, at: int, who: int, verb: str, number: int) -> None:
        self.press(at, who, f"study:{verb}:{number}")

    @rule(at=sides, who=people, number=numbers)
    def say_the_zone_of_a_session(self, at: int, who: int, number: int) -> None:
        self.press(at, who, f"study:zone:{number}", "Africa/Lagos")

    @rule(
        at=sides,
        who=people,
        act=st.sampled_from(
            (
                ("move", {"when": "in 3 hours"}),
                ("edit", {"topic": ""}),
                ("cancel", {"reason": ""}),
                ("skip", {}),
            )
        ),
        number=numbers,
    )
    def tend_a_session(
        self, at: int, who: int, act: tuple[str, dict[str, str]], number: int
    ) -> None:
        verb, said = act
        said = {key: value or f"No {self.sides[at].word}" for key, value in said.items()}
        shown = self.slash(at, who, f"session {verb}", session=str(number), **said)
        found = re.search(r"study:move:[\w:]+", str(shown.response.components))
        if found:
            self.press(at, who, found.group())

    @rule(at=sides)
    def look_at_the_record(self, at: int) -> None:
        self.slash(at, MODERATOR, "nexus audit")
        self.press(at, MODERATOR, "admin:audit_kind:::", "every")
        self.press(at, MODERATOR, "admin:audit:1:::")
        self.slash(at, MODERATOR, "nexus session settings")

    @rule(at=sides, kind=st.sampled_from(Kind))
    def look_at_the_pulse(self, at: int, kind: Kind) -> None:
        self.slash(at, MODERATOR, "nexus pulse")
        self.press(at, MODERATOR, f"pulse:list:{kind}:0")

    @rule(
        at=sides,
        verb=st.sampled_from(("pulse:bring_up", "pulse:nudge", "pulse:find_host", "study:review")),
        number=numbers,
    )
    def press_on_the_pulse(self, at: int, verb: str, number: int) -> None:
        self.press(at, MODERATOR, f"{verb}:{number}:0")

    @rule(at=sides, of=sides, who=people)
    def look_for_a_partner_of(self, at: int, of: int, who: int) -> None:
        """Of this guild, or by a forged id of the other."""
        self.press(at, MODERATOR, f"pairing:preview:{self.sides[of].people[who].id}")
        self.press(at, MODERATOR, f"pulse:try_again:{self.sides[of].home.id}:0")

    @rule(at=sides, who=people, verb=st.sampled_from(("show", "host_it")), number=numbers)
    def press_where_a_host_is_missing(self, at: int, who: int, verb: str, number: int) -> None:
        self.press(at, who, f"study:{verb}:{number}")

    @rule(at=sides, who=people)
    def list_the_sessions(self, at: int, who: int) -> None:
        self.slash(at, who, "session list")

    @rule(at=sides, who=people, verb=st.sampled_from(("share", "unshare", "markdown")))
    def show_what_they_did(self, at: int, who: int, verb: str) -> None:
        self.slash(at, who, "me card")
        self.press(at, who, f"profile:{verb}")

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

    @rule(at=sides, part=st.sampled_from(("", "wrong", "places", "features")))
    def look_at_all_settings(self, at: int, part: str) -> None:
        self.slash(at, MODERATOR, "nexus settings")
        self.press(at, MODERATOR, f"admin:settings:{part}")
        self.press(at, MODERATOR, "admin:check:0")

    @rule()
    def wait(self) -> None:
        """Two minutes, in which the chores finish what is unfinished."""
        self.run(self.world.wait(WAIT))

    @rule(at=sides, of=sides)
    def welcome(self, at: int, of: int) -> None:
        """In a channel of this guild, or by a forged id of the other."""
        self.slash(at, MODERATOR, "nexus welcome")
        self.press(at, MODERATOR, f"welcome:post:{self.sides[of].home.id}")

    @rule(at=sides)
    def look_at_the_digest(self, at: int) -> None:
        self.slash(at, MODERATOR, "nexus digest preview")
        self.slash(at, MODERATOR, "nexus digest settings")

    @rule(at=sides, weekday=st.integers(0, 6))
    def move_the_digest(self, at: int, weekday: int) -> None:
        self.press(at, MODERATOR, "digest:weekday", str(weekday))

    @rule()
    def wait_for_the_digest(self) -> None:
        """A day in which it may be due, and then be posted."""
        self.run(self.world.wait(timedelta(days=1)))
        self.run(self.world.wait(WAIT))


def test_two_guilds_never_hear_of_each_other(
    migrated: Path, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """A share of it runs with the suite; `--long` runs a thousand lives of fifty acts."""
    is_long = bool(pytestconfig.getoption("--long"))
    copies = (tmp_path / f"{number}.db" for number in range(10**9))

    def begin() -> TwoGuilds:
        return TwoGuilds(Path(shutil.copy(migrated, next(copies))))

    run_state_machine_as_test(
        begin,  # pyright: ignore[reportArgumentType] - any factory will do
        settings=settings(
            max_examples=1000 if is_long else 8,
            stateful_step_count=50 if is_long else 20,
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
