"""The house rules that a linter can't say: who may import whom."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STDLIB = set(sys.stdlib_module_names)

VALUES = {"dateutil", "tzdata", "numpy", "scipy", "icalendar", "jinja2"}

# A room is a folder, or a pattern; the demo and the composition root may import the cogs as well.
MAY_IMPORT = {
    "bot/domain": STDLIB | VALUES | {"bot.domain"},
    "db": STDLIB | {"bot.domain", "db", "sqlalchemy", "alembic"},
    "bot/*.py": STDLIB
    | {"bot", "db", "discord", "apscheduler", "dotenv", "pydantic", "pydantic_settings"}
    | {"filelock", "sqlalchemy"},
    "bot/demo": STDLIB | {"bot", "cogs", "db", "discord", "simcord", "aiohttp", "jinja2"},
    "cogs": STDLIB | {"bot", "cogs", "db", "discord"},
}
# Only these may: one importer of the scheduler, one door to a person, no clock in the domain.
ONLY = {
    "apscheduler": {"bot/jobs.py"},
    "simcord": {"bot/demo"},
    "typer": {"bot/__main__.py"},
}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def files(room: str) -> list[Path]:
    """The modules of a room; the composition root is nobody's room."""
    found = ROOT.glob(room) if "*" in room else (ROOT / room).rglob("*.py")
    return [path for path in found if path.name != "__main__.py" and "versions" not in path.parts]


@pytest.mark.parametrize(("room", "allowed"), MAY_IMPORT.items())
def test_rooms_import_only_what_they_may(room: str, allowed: set[str]) -> None:
    strays = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files(room)
        for name in imports(path)
        if not any(name == ok or name.startswith(f"{ok}.") for ok in allowed)
    ]
    assert strays == []


def transactions(tree: ast.AST) -> list[ast.AsyncWith]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncWith)
        and any(ast.unparse(item.context_expr).endswith("db.begin()") for item in node.items)
    ]


def test_no_cog_talks_to_discord_inside_a_transaction() -> None:
    strays = [
        f"{path.relative_to(ROOT)}:{wait.lineno} awaits {ast.unparse(wait.value)[:60]}"
        for path in (ROOT / "cogs").rglob("*.py")
        for block in transactions(ast.parse(path.read_text()))
        for wait in ast.walk(block)
        if isinstance(wait, ast.Await) and "session" not in ast.unparse(wait.value)
    ]
    assert strays == []


def test_cogs_do_not_borrow_from_each_other() -> None:
    strays = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / "cogs").glob("*/*.py")
        for name in imports(path)
        if name.startswith("cogs.") and name.split(".")[1] != path.parent.name
    ]
    assert strays == []
