"""What an operator is told about their settings: everything at once, and never a secret."""

import re
from pathlib import Path

import pytest

from bot.config import Mistake, Settings, read_settings

ROOT = Path(__file__).parents[1]
TOKEN = "MTIzNDU2.GabcdE.s3cret-s3cret"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have settings of their own."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def refusal(env_file: Path) -> str:
    with pytest.raises(Mistake) as told:
        read_settings(env_file)
    return str(told.value)


def test_without_a_file_the_defaults_hold_and_only_the_token_is_missing(env_file: Path) -> None:
    settings = read_settings(env_file)

    assert settings.database_url == "sqlite+aiosqlite:///nexus.db"
    with pytest.raises(Mistake, match="DISCORD_TOKEN is missing"):
        settings.token()


def test_the_environment_wins_over_the_file(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file.write_text("LOG_LEVEL=DEBUG\nDISCORD_TOKEN=from-the-file\n")
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)

    settings = read_settings(env_file)

    assert (settings.token(), settings.log_level) == (TOKEN, "DEBUG")


def test_all_problems_are_told_at_once_by_variable_and_without_a_value(env_file: Path) -> None:
    env_file.write_text(
        f"DATABASE_URL={TOKEN}\nLOG_LEVEL=s3cret\nDISCORD_TOKN={TOKEN}\nthis is nonsense s3cret\n"
    )

    told = refusal(env_file)

    for problem in (
        "line 3: DISCORD_TOKN is not a setting of Nexus (see .env.example)",
        "line 4: not NAME=value",
        "DATABASE_URL must be a SQLite file",
        "LOG_LEVEL must be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'",
    ):
        assert problem in told
    assert "s3cret" not in told
    assert "\n" not in told


@pytest.mark.parametrize("line", [TOKEN, f"{TOKEN}=", f"{TOKEN}==", f"TOKEN {TOKEN}", f"'{TOKEN}'"])
def test_a_token_on_a_line_of_its_own_is_not_shown(env_file: Path, line: str) -> None:
    env_file.write_text(f"{line}\n")

    told = refusal(env_file)

    assert "line 1" in told
    assert "s3cret" not in told


@pytest.mark.parametrize("value", [TOKEN, f"{TOKEN}://x", "postgresql://me:s3cret@host/nexus"])
def test_what_stands_for_a_database_is_not_shown_either(env_file: Path, value: str) -> None:
    env_file.write_text(f"DATABASE_URL={value}\n")

    told = refusal(env_file)

    assert told == "DATABASE_URL must be a SQLite file, such as sqlite+aiosqlite:///nexus.db"


def test_a_file_in_another_encoding_or_no_file_at_all_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "utf-16").write_text("LOG_LEVEL=INFO", encoding="utf-16")

    assert "not UTF-8 text" in refusal(tmp_path / "utf-16")
    assert "cannot be read" in refusal(tmp_path)


def test_a_file_saved_by_notepad_is_read(env_file: Path) -> None:
    env_file.write_text(f"DISCORD_TOKEN={TOKEN}\r\n", encoding="utf-8-sig", newline="")

    assert read_settings(env_file).token() == TOKEN


def test_a_variable_left_empty_is_as_good_as_none(env_file: Path) -> None:
    env_file.write_text("DATABASE_URL=\nLOG_LEVEL=\nDISCORD_TOKEN=\n")

    assert read_settings(env_file) == Settings()


def test_a_token_is_never_shown_by_the_settings_themselves() -> None:
    settings = Settings.model_validate({"discord_token": TOKEN})

    assert "s3cret" not in f"{settings!r} {settings} {settings.model_dump()}"


def test_the_example_names_every_variable_and_loads_as_it_stands() -> None:
    example = ROOT / ".env.example"

    named = re.findall(r"^([A-Z_]+)=", example.read_text(), re.MULTILINE)

    assert named == [name.upper() for name in Settings.model_fields]
    assert read_settings(example) == Settings()
