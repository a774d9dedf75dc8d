"""What gets installed is decided here, and nowhere else: no version is left to the day."""

import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from bot.domain.readme import Part
from bot.domain.readme_templates import TEMPLATES

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DIRECT: list[str] = [
    *PROJECT["project"]["dependencies"],
    *(one for group in PROJECT["dependency-groups"].values() for one in group),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to lock in; with the lock of this checkout, where `uv run` made one."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("pyproject.toml", "README.md", "uv.lock"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, folder)
    uv(folder, "lock")
    return folder


def uv(folder: Path, *arguments: str, said: str = "") -> str:
    """What uv says; asked without a network first, since all it needs was needed to get here."""
    program = os.environ.get("UV") or shutil.which("uv")
    assert program, "run the tests with `uv run pytest`"
    for more in (["--offline"], []):
        done = subprocess.run(
            [program, *arguments, *more],
            cwd=folder,
            input=said,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stderr
    return done.stdout


def name_of(requirement: str) -> str:
    """The normalised name in a requirement such as `SQLAlchemy[asyncio]==2.1.9`."""
    found = re.match(r"[\w.-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def pinned(lines: Iterable[str]) -> set[str]:
    return {line.partition(" ")[0] for line in lines if re.match(r"[\w.-]+==", line)}


def test_every_dependency_is_pinned() -> None:
    tables = PROJECT["tool"]["uv"]
    every = [
        *DIRECT,
        *PROJECT["build-system"]["requires"],
        *tables["constraint-dependencies"],
        *tables["build-constraint-dependencies"],
    ]

    loose = [one for one in every if not re.fullmatch(r"[\w.-]+(\[[\w,]+\])?==[\w.]+", one)]

    assert loose == []


def test_the_lock_holds_what_is_declared_and_exactly_the_constraints(copy: Path) -> None:
    locked = tomllib.loads((copy / "uv.lock").read_text(encoding="utf-8"))["package"]
    declared = {name_of(one) for one in DIRECT} | {"nexus"}

    transitive = sorted(
        f"{one['name']}=={one['version']}" for one in locked if one["name"] not in declared
    )

    assert sorted(PROJECT["tool"]["uv"]["constraint-dependencies"]) == transitive


def test_building_takes_exactly_the_build_constraints(tmp_path: Path) -> None:
    requires = PROJECT["build-system"]["requires"]
    constraints = PROJECT["tool"]["uv"]["build-constraint-dependencies"]
    (tmp_path / "constraints").write_text("\n".join(constraints))

    told = uv(
        tmp_path,
        *("pip", "compile", "-", "--universal", "--python-version", "3.11"),
        *("--no-header", "--no-annotate", "--constraint", "constraints"),
        said="\n".join(requires),
    )

    assert constraints == sorted(pinned(told.splitlines()) - set(requires))


def test_the_image_installs_what_the_lock_says(copy: Path) -> None:
    """To refresh: uv export -q --no-dev --no-emit-project --no-header -o requirements.lock"""
    told = uv(copy, "export", "-q", "--no-dev", "--no-emit-project", "--no-header")

    assert (ROOT / "requirements.lock").read_text(encoding="utf-8") == told


def test_no_file_names_a_package_host() -> None:
    """Whoever installs Nexus chooses where from."""
    ends = (".org", ".io", ".com", ".net", ".sh")
    names = "pypi|pythonhosted|npmjs|debian|docker|ghcr|quay|astral|crates|anaconda"
    host = re.compile(rf"\b(?:{names})(?:{'|'.join(map(re.escape, ends))})\b", re.IGNORECASE)
    ignored = {".git", ".venv", ".hypothesis", ".pytest_cache", ".ruff_cache", "dist", "uv.lock"}

    naming = [
        str(path.relative_to(ROOT))
        for top in ROOT.iterdir()
        if top.name not in ignored
        for path in (top.rglob("*") if top.is_dir() else [top])
        if path.is_file()
        and path.suffix not in {".pyc", ".png"}
        and host.search(path.read_bytes().decode("utf-8", "replace"))
    ]

    assert naming == []


def test_the_templates_of_readmes_are_shipped_with_the_code_that_fills_them() -> None:
    """Of its packages hatchling takes every file that Git does not ignore, unless told else."""
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    shipped = {one for one in TEMPLATES.iterdir() if not any(map(one.match, ignored))}
    of_readmes = {one.name for one in shipped if one.is_file()}

    assert set(wheel) == {"packages"}
    assert TEMPLATES.relative_to(ROOT).parts[0] in wheel["packages"]
    assert {f"{part.value}.md.j2" for part in Part if part is not Part.LEARNINGS} == of_readmes
