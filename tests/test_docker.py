"""What can be known of the image without building it."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot.__main__ import cli
from bot.config import Settings
from db.engine import database_path

ROOT = Path(__file__).parents[1]
STEPS = [
    line.split(maxsplit=1)
    for line in re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text()).splitlines()
    if line and not line.startswith("#")
]
COMPOSE = (ROOT / "compose.yaml").read_text()


def said(instruction: str) -> list[str]:
    """What stands behind each `instruction` of the final image."""
    last = max(at for at, (name, _) in enumerate(STEPS) if name == "FROM")
    return [rest for name, rest in STEPS[last:] if name == instruction]


def variables() -> dict[str, str]:
    set_by_image = re.findall(r'(\w+)=("[^"]*"|\S+)', " ".join(said("ENV")))
    set_by_compose = re.findall(r"^      (\w+): (.+)$", COMPOSE, re.MULTILINE)
    return {name: value.strip('"') for name, value in [*set_by_image, *set_by_compose]}


def copied() -> list[str]:
    return [
        source
        for name, rest in STEPS
        if name == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    ]


@pytest.mark.parametrize("source", copied())
def test_all_that_is_copied_is_there_and_sent_to_the_builder(source: str) -> None:
    assert (ROOT / source).exists()
    assert f"!{source}" in (ROOT / ".dockerignore").read_text().splitlines()


def test_every_package_of_the_project_is_in_the_image() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())

    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

    assert set(packages) <= set(copied())


def test_a_token_never_gets_into_the_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()

    assert "*" in ignored
    assert not [line for line in ignored if line.startswith("!.") or "env" in line]


def test_it_runs_the_projects_own_command() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    [entry], [command] = said("ENTRYPOINT"), said("CMD")
    known = {one.callback.__name__ for one in cli.registered_commands if one.callback}

    assert json.loads(entry) == ["nexus"]
    assert "nexus" in scripts
    assert json.loads(command) == ["run"]
    assert "run" in known


def test_every_variable_is_a_setting_of_nexus() -> None:
    named = {name.upper() for name in Settings.model_fields}

    ours = {name for name in variables() if name not in {"PATH", "PYTHONUNBUFFERED"}}

    assert ours
    assert ours <= named


@pytest.fixture
def live() -> Iterator[Callable[[int], int]]:
    """Serve `/live` with a status; the port."""
    status: list[int] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status[-1] if self.path == "/live" else 404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

        def answering(code: int) -> int:
            status.append(code)
            return server.server_port

        yield answering
        server.shutdown()


def checked(port: int | str) -> int:
    """The exit code of the image's own check of its health."""
    [check] = said("HEALTHCHECK")
    program, *arguments = json.loads(check.partition("CMD ")[2])
    assert program == "python"
    environment = os.environ | {"HEALTH_PORT": str(port)}
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, stderr=subprocess.DEVNULL, check=False
    )
    return done.returncode


def test_docker_asks_the_bot_itself_whether_it_is_alive(live: Callable[[int], int]) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        nobody = taken.getsockname()[1]

    assert int(variables()["HEALTH_PORT"]) > 0
    assert checked(live(200)) == 0
    assert checked(live(503)) != 0
    assert checked(nobody) != 0
    assert checked(0) == 0, "an operator who switched the pages off has not fallen ill"


def test_what_nexus_remembers_is_in_the_volume() -> None:
    path = database_path(variables()["DATABASE_URL"])

    assert said("VOLUME") == ["/data"]
    assert "- data:/data" in COMPOSE
    assert path.as_posix() == "/data/nexus.db"
    assert variables()["BACKUP_DIR"].startswith("/data/")


def test_it_is_not_root_and_is_asked_before_it_is_stopped() -> None:
    [user] = said("USER")

    assert int(user) > 0
    assert said("STOPSIGNAL") == ["SIGTERM"]
    assert "stop_grace_period: 20s" in COMPOSE
    assert "restart: unless-stopped" in COMPOSE
