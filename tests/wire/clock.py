"""The server's time, real or moved by a test, and the ids that are made from it."""

from datetime import UTC, datetime, timedelta

DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


class Clock:
    """Runs with the real time until a test moves it; stands still when it is given a start."""

    def __init__(self, stands_at: datetime | None = None) -> None:
        self._stands_at = stands_at
        self._ahead = timedelta()

    def now(self) -> datetime:
        return (self._stands_at or datetime.now(UTC)) + self._ahead

    def move(self, *, minutes: float = 0, seconds: float = 0) -> None:
        self._ahead += timedelta(minutes=minutes, seconds=seconds)


class Snowflakes:
    """Ids as Discord makes them: unique, ascending, with their moment in the upper bits."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        milliseconds = int((self._clock.now() - DISCORD_EPOCH).total_seconds() * 1000)
        self._last = max(self._last + 1, milliseconds << 22)
        return self._last


def made_at(snowflake: int) -> datetime:
    return DISCORD_EPOCH + timedelta(milliseconds=snowflake >> 22)
