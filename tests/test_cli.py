"""The command line, as an operator meets it: one clear line, and an exit code that says whose."""

import asyncio
import base64
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from discord.http import Route

from bot import doctor
from bot.__main__ import build
from bot.client import PERMISSIONS
from bot.config import Settings
from bot.lifetime import finish, sole_owner
from db import members
from db.engine import Database
from db.migrate import newest
from tests.typed import Typed
from tests.world import World, seen

TOKEN = "MTIzNDU2.GabcdE.s3cret-s3cret"


@pytest.fixture
def nexus(operator: Typed) -> Typed:
    """Where nothing is yet."""
    return operator


Spawn = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def spawn(folder: Path) -> Iterator[Spawn]:
    """Type a command of the installed program, in a process of its own."""
    program = shutil.which("nexus", path=str(Path(sys.executable).parent))
    assert program, "run the tests with `uv run pytest`"
    begun: list[subprocess.Popen[str]] = []

    def command(*words: str) -> "subprocess.Popen[str]":
        # Compiling every module anew would be most of what such a test takes.
        process = subprocess.Popen(
            [program, *words],
            env={one: os.environ[one] for one in os.environ if one != "PYTHONDONTWRITEBYTECODE"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        begun.append(process)
        return process

    yield command
    for process in begun:
        process.kill()
        process.communicate()


def ended(process: "subprocess.Popen[str]") -> tuple[int, list[str]]:
    """The exit code, and the lines on stderr."""
    _, said = process.communicate(timeout=60)
    return process.returncode, said.splitlines()


# nexus run


def test_run_without_a_token_is_one_clear_line(folder: Path, spawn: Spawn) -> None:
    code, [line] = ended(spawn("run"))

    assert code == 2
    assert line.startswith("nexus: DISCORD_TOKEN is missing: copy it from the Bot page")
    assert list(folder.iterdir()) == []


def test_run_with_a_broken_env_file_is_one_clear_line(folder: Path, spawn: Spawn) -> None:
    (folder / ".env").write_text(f"{TOKEN}\nLOG_LEVEL=LOUD\n=what is this\n")

    code, [line] = ended(spawn("run"))

    assert code == 2
    assert line.startswith("nexus: .env line 1: not NAME=value; .env line 3: not NAME=value")
    assert "LOG_LEVEL must be 'DEBUG'" in line
    assert "s3cret" not in line


def test_run_with_a_database_path_that_cannot_be_written_is_one_clear_line(
    folder: Path, spawn: Spawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "file").touch()
    monkeypatch.setenv("DATABASE_URL", "sqlite+aiosqlite:///file/nexus.db")
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)

    code, [line] = ended(spawn("run"))

    assert code == 2
    assert line.startswith("nexus: cannot write to file/nexus.db: ")


def test_run_beside_a_second_bot_is_one_clear_line(
    folder: Path, spawn: Spawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)

    with sole_owner(folder / "nexus.db"):
        code, [line] = ended(spawn("run"))

    assert code == 2
    assert line == "nexus: another Nexus is running on nexus.db: stop it first"


@pytest.fixture
def discord_says(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """A Discord that answers every request with one status."""
    status = [500]

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status[0])
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
        monkeypatch.setenv("LOG_LEVEL", "ERROR")
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield lambda code: status.__setitem__(0, code)
        server.shutdown()


def test_a_token_that_discord_refuses_is_the_operators_to_put_right(
    nexus: Typed, discord_says: Callable[[int], None]
) -> None:
    discord_says(401)

    assert nexus("run") == (
        2,
        "",
        "nexus: Discord does not accept DISCORD_TOKEN: copy it anew\n",
    )


def test_a_fault_that_nobody_foresaw_is_ours_and_its_traceback_goes_to_the_log(
    nexus: Typed,
    discord_says: Callable[[int], None],
) -> None:
    discord_says(418)

    code, _, said = nexus("run")

    [logged, line] = said.splitlines()
    assert code == 1
    assert line.startswith("nexus: this is a fault of Nexus, not yours (HTTPException)")
    assert "Traceback" in json.loads(logged)["error"]
    assert TOKEN not in logged


async def test_a_chore_that_writes_when_the_bot_stops_is_finished(settings: Settings) -> None:
    bot = build(settings)
    is_writing, may_go_on = asyncio.Event(), asyncio.Event()

    async def chore() -> None:
        async with bot.db.begin() as session:
            is_writing.set()
            await may_go_on.wait()
            await members.set_zone(session, 1, 2, "Africa/Lagos")

    bot.jobs.every(timedelta(hours=1), chore, name="slow")
    bot.jobs.start()
    await is_writing.wait()
    ending = asyncio.create_task(finish(bot))
    await asyncio.sleep(0)
    may_go_on.set()
    await ending
    await bot.close()

    database = Database(settings.database_url)
    async with database.read() as session:
        assert await members.zone(session, 1, 2) == "Africa/Lagos"
    await database.close()


def is_being_answered() -> bool:
    return any(one.get_name() == "CommandTree-invoker" for one in asyncio.all_tasks())


async def test_a_person_who_is_being_answered_when_the_bot_stops_still_is(world: World) -> None:
    ada = world.member("Ada")

    async with world.bot.db.begin():
        asking = asyncio.create_task(ada.slash(world.home, "me timezone", zone="Africa/Lagos"))
        while not is_being_answered():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0)
        ending = asyncio.create_task(finish(world.bot))
        for _ in range(10):
            await asyncio.sleep(0)
        assert not ending.done()

    await ending
    assert "Lagos" in seen(await asking)


# nexus demo


def test_a_taken_port_is_one_clear_line(nexus: Typed) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]

        assert nexus("demo", "--no-browser", "--port", str(port)) == (
            2,
            "",
            f"nexus: port {port} is not free: choose another with --port\n",
        )


def test_the_demo_never_deletes_what_is_not_its_own(folder: Path, nexus: Typed) -> None:
    for name in ("nexus.db", "demo.db"):
        (folder / name).write_text("precious")

    code, _, line = nexus("demo", "--no-browser", "--data", str(folder))

    assert (code, line) == (
        2,
        f"nexus: {folder} also holds nexus.db: give --data an empty folder\n",
    )
    assert (folder / "demo.db").read_text() == "precious"


def test_two_demos_do_not_share_a_folder(folder: Path, nexus: Typed) -> None:
    with sole_owner(folder / "demo.db"):
        code, _, line = nexus("demo", "--no-browser", "--data", str(folder))

    assert (code, "another Nexus is running" in line) == (2, True)


# nexus migrate, nexus doctor


def set_revision(path: Path, revision: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [revision])


def test_migrate_says_from_where_to_where(nexus: Typed) -> None:
    assert nexus("migrate") == (0, f"nexus.db went from nothing to revision {newest()}\n", "")
    assert nexus("migrate") == (0, f"nexus.db is up to date, at revision {newest()}\n", "")


def test_a_database_of_a_newer_nexus_is_left_alone(folder: Path, nexus: Typed) -> None:
    nexus("migrate")
    set_revision(folder / "nexus.db", "from-the-future")

    code, said, line = nexus("migrate")
    _, findings, _ = nexus("doctor")

    assert (code, said) == (2, "")
    assert line == "nexus: nexus.db was written by a newer Nexus: update this one\n"
    assert "wrong  the database nexus.db was written by a newer Nexus" in findings


def test_a_file_that_is_no_database_is_one_clear_line(folder: Path, nexus: Typed) -> None:
    (folder / "nexus.db").write_text("a shopping list, " * 100)

    code, said, line = nexus("migrate")
    _, findings, _ = nexus("doctor")

    assert (code, said) == (2, "")
    assert line == "nexus: nexus.db cannot be used: file is not a database\n"
    assert "wrong  the database nexus.db cannot be used: file is not a database" in findings


def test_the_doctor_names_all_that_is_missing_and_makes_nothing(folder: Path, nexus: Typed) -> None:
    code, said, _ = nexus("doctor")

    assert code == 2
    assert "wrong  DISCORD_TOKEN is missing" in said
    assert "note   there is no database nexus.db yet: the first start makes it" in said
    assert list(folder.iterdir()) == []


def test_the_doctor_is_content_before_the_first_start(folder: Path, nexus: Typed) -> None:
    (folder / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n")

    code, said, _ = nexus("doctor")

    assert code == 0, said


def test_the_doctor_says_how_to_invite_the_bot_of_this_token() -> None:
    number = base64.urlsafe_b64encode(b"1234567890123456789").decode().rstrip("=")
    address = doctor.invitation(f"{number}.GhIjKl.s3cret")

    assert address == (
        "https://discord.com/oauth2/authorize?client_id=1234567890123456789"
        f"&scope=bot%20applications.commands&permissions={PERMISSIONS.value}"
    )


@pytest.mark.parametrize("typed", ["s3cret", "%%%.a.b", "", "MTIz\u00e9.a.b", "YWJj.a.b"])
def test_the_doctor_knows_no_way_in_for_what_is_no_token(typed: str) -> None:
    assert doctor.invitation(typed) is None


def test_the_doctor_is_content_with_a_bot_that_can_run(folder: Path, nexus: Typed) -> None:
    (folder / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n")
    nexus("migrate")

    code, said, _ = nexus("doctor")

    assert code == 0, said
    assert "fine   DISCORD_TOKEN is set" in said
    assert "fine   the database nexus.db is up to date" in said
    assert "running" not in said
    assert "s3cret" not in said


def test_the_doctor_notes_a_bot_that_is_running(folder: Path, nexus: Typed) -> None:
    with sole_owner(folder / "nexus.db"):
        _, said, _ = nexus("doctor")

    assert "note   a Nexus is running on nexus.db now" in said
    assert "is at revision nothing: the next start brings it to" in said


def test_the_doctor_tells_the_problems_of_the_env_file(folder: Path, nexus: Typed) -> None:
    (folder / ".env").write_text("LOG_LEVEL=LOUD\n")

    code, said, _ = nexus("doctor")

    assert code == 2
    assert "wrong  LOG_LEVEL must be 'DEBUG'" in said


def test_the_doctor_sees_a_path_where_no_database_can_be(
    folder: Path,
    nexus: Typed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (folder / "file").touch()
    (folder / "folder").mkdir()
    for path in ("file/nexus.db", "folder"):
        monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{path}")

        code, said, _ = nexus("doctor")

        assert code == 2
        assert "wrong  the database cannot be used: " in said


@pytest.mark.parametrize(
    ("version", "verdict"),
    [
        ((3, 6, 23), doctor.Verdict.FINE),
        ((3, 7, 0), doctor.Verdict.NOTE),
        ((3, 51, 2), doctor.Verdict.NOTE),
        ((3, 51, 3), doctor.Verdict.FINE),
        ((3, 52, 0), doctor.Verdict.FINE),
    ],
)
def test_the_doctor_knows_the_sqlites_with_the_wal_reset_bug(
    version: tuple[int, ...], verdict: doctor.Verdict
) -> None:
    assert doctor.sqlite(version).verdict is verdict


def test_the_doctor_misses_the_time_zones() -> None:
    assert doctor.zones(0).verdict is doctor.Verdict.WRONG


# nexus commands


def test_the_commands_are_one_json_list(nexus: Typed) -> None:
    code, said, _ = nexus("commands", "--json")

    listed = {one["qualified_name"]: one for one in json.loads(said)}

    assert code == 0
    assert listed["me timezone"] == {
        "qualified_name": "me timezone",
        "kind": "slash",
        "description": listed["me timezone"]["description"],
        "options": [
            {
                "name": "zone",
                "type": "string",
                "required": True,
                "description": listed["me timezone"]["options"][0]["description"],
                "autocomplete": True,
                "choices": [],
            }
        ],
        "default_permissions": [],
        "contexts": ["server"],
    }
    assert listed["nexus setup"]["default_permissions"] == ["manage_guild"]
    assert all(one["contexts"] == ["server"] for one in listed.values())


def test_the_table_goes_between_its_marks_and_touches_nothing_else(
    folder: Path, nexus: Typed
) -> None:
    readme = Path(__file__).parents[1] / "README.md"
    (folder / "mine.md").write_text(readme.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "other.md").write_text("# No marks\n")

    assert nexus("commands", "--into", "mine.md") == (0, "", "")
    code, _, line = nexus("commands", "--into", "other.md")

    assert (code, line.count("\n")) == (2, 1)
    assert (folder / "other.md").read_text() == "# No marks\n"
    before, _, _ = (folder / "mine.md").read_text(encoding="utf-8").partition("| command |")
    assert readme.read_text(encoding="utf-8").startswith(before)


# all of them


def test_a_wrong_word_is_the_operators_mistake(nexus: Typed) -> None:
    assert nexus("dance")[0] == 2
    assert nexus("demo", "--port", "99999")[0] == 2
