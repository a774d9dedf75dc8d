"""The README promises only what is so."""

import asyncio
import re
import tomllib
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.__main__ import cli, list_commands
from bot.catalogue import as_table, with_table
from bot.client import INTENTS, PERMISSIONS
from bot.config import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_both_commands_stand_on_a_line_of_their_own_at_the_top() -> None:
    top = README.splitlines()[:30]

    assert "pip install uv && uv run nexus demo" in top
    assert "pip install uv && uv run pytest" in top


def test_the_table_lists_the_commands_there_are() -> None:
    """To refresh: uv run nexus commands --into README.md"""
    table = as_table(asyncio.run(list_commands()))

    assert with_table(README, table) == README


def test_the_invitation_asks_for_exactly_what_the_bot_needs() -> None:
    addresses: list[str] = re.findall(r"https://discord\.com/oauth2/authorize\S+", README)
    [asked] = [parse_qs(urlsplit(one).query) for one in addresses]

    assert asked["scope"] == ["bot applications.commands"]
    assert asked["permissions"] == [str(PERMISSIONS.value)]
    assert not PERMISSIONS.administrator


def test_every_permission_is_named_as_discord_names_it() -> None:
    [named] = re.findall(r"It asks for: (.*?)\. Never Administrator", README, re.DOTALL)
    # discord.py's own name for View Channels is an old one.
    needed = {
        name.replace("read_messages", "view_channels") for name, is_set in PERMISSIONS if is_set
    }

    assert {one.lower().replace(" ", "_") for one in re.split(r",\s+", named)} == needed


def test_no_privileged_intent_is_asked_for_as_promised() -> None:
    assert "Nexus needs none" in README
    assert [INTENTS.members, INTENTS.presences, INTENTS.message_content] == [False] * 3


@pytest.mark.parametrize("name", [one.upper() for one in Settings.model_fields])
def test_every_setting_is_named(name: str) -> None:
    assert f"`{name}`" in README


def test_every_command_line_that_is_shown_exists() -> None:
    shown = set(re.findall(r"nexus (\w+)", " ".join(re.findall(r"uv run (nexus \w+)", README))))
    known = {one.callback.__name__ for one in cli.registered_commands if one.callback}

    assert shown
    assert shown <= known
    assert "nexus" in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]


@pytest.mark.parametrize("path", re.findall(r"\]\(([^):]+)\)", README))
def test_what_is_linked_or_shown_is_there(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:bot|cogs|db|tests|\.ci)/[\w./]*)`", README)))
)
def test_every_place_on_the_map_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_command_and_every_entry_of_a_menu_says_what_it_does() -> None:
    silent = [one.qualified_name for one in asyncio.run(list_commands()) if not one.description]

    assert silent == []
