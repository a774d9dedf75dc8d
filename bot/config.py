"""Settings, read once from the environment and `.env` by the composition root."""

from pathlib import Path
from typing import Annotated, Literal

from dotenv.parser import parse_stream
from pydantic import AfterValidator, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.exc import ArgumentError

from db.engine import database_path

ENV_FILE = Path(".env")


class BadSettings(Exception):  # noqa: N818 - an answer to the operator, in its own words
    """The environment does not describe a runnable bot; every problem is in the text."""


def _known_database(url: str) -> str:
    try:
        database_path(url)
    except ArgumentError:
        raise ValueError("is not a database URL, such as sqlite+aiosqlite:///nexus.db") from None
    return url


class Settings(BaseSettings):
    """One field a variable; `.env.example` says what each is for."""

    # An unknown name in .env is a slip of the pen: better refused than silently without effect.
    model_config = SettingsConfigDict(env_file_encoding="utf-8", extra="forbid", frozen=True)

    discord_token: SecretStr | None = None
    database_url: Annotated[str, AfterValidator(_known_database)] = "sqlite+aiosqlite:///nexus.db"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    def token(self) -> str:
        """The bot's token, or `BadSettings` saying where to get one."""
        token = self.discord_token.get_secret_value().strip() if self.discord_token else ""
        if not token:
            raise BadSettings(
                "DISCORD_TOKEN is missing: copy it from the Bot page of your application"
                " (discord.com/developers) into .env or the environment"
            )
        return token


def read_settings(env_file: Path = ENV_FILE) -> Settings:
    """Read the environment, and `env_file` where it exists; the environment wins.

    Raises `BadSettings` with all problems at once, by variable, and never with a value: any of
    them may be a secret that landed on the wrong line.
    """
    problems = _unreadable_lines(env_file)
    if not problems:
        try:
            return Settings(_env_file=env_file)  # pyright: ignore[reportCallIssue]
        except ValidationError as error:
            problems = [
                f"{str(one['loc'][0]).upper()} {_reason(one['type'], one['msg'])}"
                for one in error.errors(include_input=False, include_url=False)
            ]
    raise BadSettings("; ".join(problems))


def _unreadable_lines(env_file: Path) -> list[str]:
    """python-dotenv passes over a line that it cannot read; an operator should hear of it."""
    try:
        with env_file.open(encoding="utf-8") as stream:
            broken = [one.original.line for one in parse_stream(stream) if one.error]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        return [f"{env_file} cannot be read ({type(error).__name__})"]
    return [f"{env_file} line {line} is not NAME=value" for line in broken]


def _reason(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "is not a setting of Nexus (see .env.example)"
    return message.removeprefix("Value error, ").replace("Input should be", "must be")
