"""Which guard is taken away where, and the test that has to notice."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Mutant:
    """A copy of the project in which `before`, which stands once in `file`, reads `after`."""

    name: str
    file: str
    before: str
    after: str
    test: str
    is_extra: bool = False
    """Tried with `--long` alone: others in the same part of the promise are tried in every run."""

    def apply(self, folder: Path) -> None:
        path = folder / self.file
        text = path.read_text(encoding="utf-8")
        places = text.count(self.before)
        assert places == 1, (
            f"{self.before!r} stands {places} times in {self.file}, where it has to stand once:"
            f" bring the mutant {self.name!r} in tests/mutants/patches.py up to date"
        )
        path.write_text(text.replace(self.before, self.after), encoding="utf-8")


MUTANTS = (
    Mutant(
        "no nonce of our own",
        "bot/sending.py",
        'nonce=f"ob{post.id:x}"',
        "nonce=None",
        "tests/test_delivery.py::test_each_try_carries_the_same_nonce",
    ),
    Mutant(
        "no look into the history",
        "bot/sending.py",
        "if post.unsure_since and bot.now() > post.unsure_since + FORGOTTEN:",
        "if False:",
        "tests/test_delivery.py"
        "::test_what_was_posted_before_a_kill_is_found_by_its_tag_and_not_posted_twice",
    ),
    Mutant(
        "no look into the forum",
        "bot/sending.py",
        "    if post.unsure_since:\n",
        "    if False:\n",
        "tests/cogs/test_qa_forum.py"
        "::test_what_was_posted_before_a_kill_is_found_and_not_posted_twice[False]",
        is_extra=True,
    ),
    Mutant(
        "a post committed ahead of what it is about",
        "db/outbox.py",
        "    await session.flush()\n    return True\n",
        "    await session.flush()\n"
        "    connection = await session.connection()\n"
        '    await connection.exec_driver_sql("COMMIT")\n'
        '    await connection.exec_driver_sql("BEGIN IMMEDIATE")\n'
        "    return True\n",
        "tests/test_one_transaction.py::test_a_digest_that_cannot_be_noted_is_not_posted",
        is_extra=True,
    ),
    Mutant(
        "a post committed behind what it is about",
        "db/outbox.py",
        "        return False\n    session.add(\n        Outbox(\n",
        "        return False\n"
        "    connection = await session.connection()\n"
        '    await connection.exec_driver_sql("COMMIT")\n'
        '    await connection.exec_driver_sql("BEGIN IMMEDIATE")\n'
        "    session.add(\n        Outbox(\n",
        "tests/test_one_transaction.py::test_a_question_that_cannot_be_posted_is_not_kept",
    ),
    Mutant(
        "no lease",
        "db/outbox.py",
        "row.lease_until = now + LEASE",
        "row.lease_until = None",
        "tests/db/test_outbox.py::test_two_who_claim_at_once_never_have_the_same_row",
        is_extra=True,
    ),
    Mutant(
        "no BEGIN IMMEDIATE",
        "db/engine.py",
        '"BEGIN IMMEDIATE"',
        '"BEGIN"',
        "tests/db/test_engine.py::test_two_who_write_to_one_file_wait_for_each_other",
    ),
    Mutant(
        "no lock on an interaction",
        "bot/door.py",
        "self._lock = asyncio.Lock()",
        "self._lock = asyncio.Semaphore(1000)",
        "tests/process/test_answers.py"
        "::test_an_answer_that_is_ready_while_the_wait_is_announced_is_seen",
    ),
    Mutant(
        "no thought of a wait that was tried",
        "bot/door.py",
        "self._may_wait_already = True",
        "self._may_wait_already = False",
        "tests/process/test_answers.py"
        "::test_a_wait_of_which_the_bot_never_hears_ends_with_the_answer",
        is_extra=True,
    ),
    Mutant(
        "no watchdog",
        "bot/door.py",
        "PATIENCE_SECONDS = 1.5",
        "PATIENCE_SECONDS = 1500",
        "tests/process/test_answers.py"
        "::test_a_slow_answer_is_announced_in_time_and_given_in_private",
        is_extra=True,
    ),
    Mutant(
        "no note of an interaction that had its effect",
        "bot/client.py",
        "if not door.is_noted:",
        "if False:",
        "tests/test_door.py::test_a_command_that_is_delivered_twice_has_one_effect",
        is_extra=True,
    ),
    Mutant(
        "no end of what is under way when the bot is stopped",
        "bot/lifetime.py",
        "asyncio.timeout(GRACE_SECONDS)",
        "asyncio.timeout(0)",
        "tests/process/test_answers.py::test_what_is_under_way_when_the_bot_is_stopped_is_finished",
        is_extra=True,
    ),
    Mutant(
        "pings in answers",
        "bot/replies.py",
        "quiet = discord.AllowedMentions.none()",
        "quiet = discord.AllowedMentions.all()",
        "tests/test_replies.py::test_a_whisper_is_for_one_person_and_pings_nobody",
        is_extra=True,
    ),
    Mutant(
        "no check of an answer's guild",
        "db/answers.py",
        "if row is None or row.guild_id != guild_id:",
        "if row is None:",
        "tests/db/test_acceptances.py::test_another_guilds_moderator_accepts_nothing_here",
        is_extra=True,
    ),
    Mutant(
        "no look for the event that an earlier try has made",
        "cogs/study/mirroring/rounds.py",
        "event = known or next(iter(mine), None)",
        "event = known",
        "tests/process/test_events.py"
        "::test_an_event_stands_once_though_the_bot_was_killed_when_discord_had_it",
        is_extra=True,
    ),
)
