"""Settings, read once from the environment and `.env` by the composition root."""

import re
from pathlib import Path
from typing import Annotated, Literal

from dotenv.parser import Binding, parse_stream
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.exc import ArgumentError

from db.engine import database_path

ENV_FILE = Path(".env")
# With or without the mark that Windows' Notepad puts before a text.
ENCODING = "utf-8-sig"
_NAME = re.compile(r"[A-Z][A-Z0-9_]*")


class Mistake(Exception):  # noqa: N818 - not a fault: an answer to the operator, in its own words
    """Something that the operator can put right; one line says what, and never shows a secret."""


def _known_database(url: str) -> str:
    try:
        database_path(url)
    except (ArgumentError, ValueError):
        raise ValueError("must be a SQLite file, such as sqlite+aiosqlite:///nexus.db") from None
    return url


class Settings(BaseSettings):
    """One field a variable; `.env.example` says what each is for."""

    # Unknown names in .env are refused by `_problems`, which knows the line.
    model_config = SettingsConfigDict(
        env_file_encoding=ENCODING, env_ignore_empty=True, extra="ignore", frozen=True
    )

    discord_token: SecretStr | None = None
    database_url: Annotated[str, AfterValidator(_known_database)] = "sqlite+aiosqlite:///nexus.db"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    health_port: Annotated[int, Field(ge=0, le=65535)] = 0
    backup_dir: Path | None = None
    backup_daily: Annotated[int, Field(ge=1)] = 7
    backup_weekly: Annotated[int, Field(ge=0)] = 4

    def token(self) -> str:
        """The bot's token, or a `Mistake` saying where to get one."""
        token = self.discord_token.get_secret_value().strip() if self.discord_token else ""
        if not token:
            raise Mistake(
                "DISCORD_TOKEN is missing: copy it from the Bot page of your application"
                " (discord.com/developers) into .env or the environment"
            )
        return token


def read_settings(env_file: Path = ENV_FILE) -> Settings:
    """Read the environment, and `env_file` where it exists; the environment wins.

    Raises `Mistake` with all problems at once, by variable, and never with a value: any of them
    may be a secret that landed on the wrong line.
    """
    problems: list[str] = []
    try:
        problems += _problems(env_file)
        settings = Settings(_env_file=env_file)  # pyright: ignore[reportCallIssue]
    except UnicodeDecodeError:
        problems.append(f"{env_file} is not UTF-8 text: save it as UTF-8")
    except OSError as error:
        problems.append(f"{env_file} cannot be read: {error.strerror}")
    except ValidationError as error:
        problems += [
            f"{str(one['loc'][0]).upper()} {_reason(one['msg'])}"
            for one in error.errors(include_input=False, include_url=False)
        ]
    else:
        if not problems:
            return settings
    raise Mistake("; ".join(problems))


def _problems(env_file: Path) -> list[str]:
    """What python-dotenv passes over in silence, and an operator should hear of."""
    try:
        stream = env_file.open(encoding=ENCODING)
    except FileNotFoundError:
        return []
    with stream:
        told = ((one.original.line, _problem(one)) for one in parse_stream(stream))
        return [f"{env_file} line {line}: {problem}" for line, problem in told if problem]


def _problem(one: Binding) -> str | None:
    if one.error or (one.key is not None and one.value is None):
        return "not NAME=value"
    if one.key is None or one.key.lower() in Settings.model_fields:
        return None
    # What stands before the = may itself be a secret: a token that was pasted without its name.
    name = one.key if _NAME.fullmatch(one.key) else "this name"
    return f"{name} is not a setting of Nexus (see .env.example)"


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Input should be", "must be")
