"""What the first run on the real Discord is told to do and to see is there."""

import ast
import asyncio
import re
from functools import cache
from pathlib import Path

import pytest

from bot.__main__ import cli, list_commands
from bot.config import Settings

ROOT = Path(__file__).parents[1]
SCRIPT = (ROOT / "docs" / "first-run.md").read_text(encoding="utf-8")
TEXT = " ".join(SCRIPT.split())
MARK = re.compile(r"\*\*|`|<[#@]|^#+ ")


def found(pattern: str) -> list[str]:
    return sorted(set(re.findall(pattern, TEXT)))


def plain(text: str) -> str:
    return " ".join(MARK.sub("", text).split())


@cache
def said() -> set[str]:
    """Every text in the code, cut where a value is put in, and without its marks."""
    texts: set[str] = set()
    notes: set[ast.AST] = set()
    for room in ("bot", "cogs", "db"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Expr):
                    notes.add(node.value)  # a docstring is said to nobody
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    texts |= set() if node in notes else {plain(node.value)}
    return texts


def test_it_says_that_it_was_not_run() -> None:
    """Until somebody has: then this test goes, with that paragraph."""
    assert "> NOT RUN YET:" in SCRIPT


@pytest.mark.parametrize("name", found(r"`/([\w ]+)`"))
def test_every_slash_command_is_there(name: str) -> None:
    assert name in {one.qualified_name for one in asyncio.run(list_commands())}


@pytest.mark.parametrize("name", found(r"(?:uv run|\.venv/bin/)\s?nexus (\w+)"))
def test_every_command_of_the_command_line_is_there(name: str) -> None:
    assert name in {one.callback.__name__ for one in cli.registered_commands if one.callback}


@pytest.mark.parametrize("name", found(r"\b([A-Z]+_[A-Z]+)="))
def test_every_setting_is_there(name: str) -> None:
    assert name.lower() in Settings.model_fields


@pytest.mark.parametrize("words", found("“([^”]+)”"))
def test_every_text_to_be_seen_is_there(words: str) -> None:
    """Its parts, between the values that differ each time."""
    parts = [one.strip(" .,") for one in words.split("…")]
    lacking = [one for one in parts if not any(one in text for text in said())]
    assert lacking == []


@pytest.mark.parametrize("label", found(r"\*\*([^*]+)\*\*"))
def test_every_button_and_choice_is_there(label: str) -> None:
    assert label in said()
