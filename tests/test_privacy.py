"""What PRIVACY.md promises is what the code does."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import client
from bot.client import INTENTS
from bot.config import Settings
from bot.domain.retention import kept
from db import departures, drafts, log_acts, queue, readme_imports, rounds

ROOT = Path(__file__).parents[1]
PRIVACY = (ROOT / "PRIVACY.md").read_text(encoding="utf-8")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def row(beginning: str) -> str:
    """What a table says of something."""
    found = re.search(rf"^\| {re.escape(beginning)}[^|]*\| ([^|]*) \|", PRIVACY, re.MULTILINE)
    assert found, beginning
    return found[1]


@pytest.mark.parametrize(
    ("what", "time"),
    [
        ("a server that removed Nexus", departures.KEPT),
        ("drafts of questions", drafts.LASTS),
        ("waits for a partner that are over, fates of posts", queue.KEPT),
        ("how a round of pairing was drawn", rounds.KEPT),
        ("a README that you sent", readme_imports.LASTS),
        ("an entry of your log that you removed", log_acts.KEPT),
        ("which presses were answered", client.REPLAYED),
    ],
)
def test_what_is_kept_for_a_while_is_kept_for_as_long_as_is_said(
    what: str, time: timedelta
) -> None:
    said = row(what)
    days, hours = time // DAY, time // HOUR
    unit = f"{days} day" if days else f"{hours} hour"
    assert said.startswith(f"{unit}s" if (days or hours) > 1 else unit)


def test_fates_of_posts_go_with_the_waits() -> None:
    assert client.TRACED == queue.KEPT


def test_backups_live_as_long_as_is_said() -> None:
    fields = Settings.model_fields
    daily, weekly = fields["backup_daily"].default, fields["backup_weekly"].default
    assert f"the newest of {daily} days and of {weekly} weeks" in row("backups")
    oldest = timedelta()
    for today in range(200, 260):
        taken = [datetime(2026, 1, 1, 12) + DAY * at for at in range(today)]  # noqa: DTZ001
        oldest = max(oldest, taken[-1] - min(kept(taken, daily=daily, weekly=weekly)))
    said = re.search(r"none is older than (\d+) days", row("backups"))
    assert said
    assert oldest <= timedelta(days=int(said[1])) < oldest + 8 * DAY


def test_no_privileged_intent_is_asked_for() -> None:
    assert "no privileged intent" in PRIVACY
    assert not (INTENTS.message_content)
    assert not (INTENTS.members)
    assert not (INTENTS.presences)


@pytest.mark.parametrize("name", ["show", "export", "delete", "optout", "publish"])
def test_every_command_of_privacy_is_explained(name: str) -> None:
    assert f"`/privacy {name}`" in PRIVACY


@pytest.mark.parametrize("page", ["PRIVACY.md", "TERMS.md"])
def test_the_readme_leads_to_it(page: str) -> None:
    assert f"]({page})" in (ROOT / "README.md").read_text(encoding="utf-8")
