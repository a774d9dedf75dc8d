"""Read the times of day that people type: `18:00`, `6:30 pm`, `18h30`, `noon`, and a bare `6`."""

import re
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import Refusal

_HOUR = re.compile(
    r"""\ ?(?:at\ |@\ ?|t(?=\d))?(?:
      (?:12\ )?(?P<word>noon|midday|midnight)
    | (?P<twelve>\d{1,2})(?:[:.](?P<past>\d{2})(?::\d{2})?)?\ ?(?P<half>[ap])\.?m\.?
    | (?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::\d{2})?|h(?P<after>\d{2})?)
    | (?P<bare>\d{1,2})(?:\ ?o['\u2019]?clock)?
    )(?:(?=z\b)|(?![\w:./]))""",
    re.VERBOSE | re.ASCII,
)
_WORDS = {"noon": 12, "midday": 12, "midnight": 24}


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day as it was said: how long after the day's first midnight, in all its meanings.

    `unclear` is the question that a bare hour raises, and empty for all else.
    """

    meanings: tuple[timedelta, ...]
    unclear: str = ""


def found(phrase: str) -> tuple[Hour | None, str]:
    """The time with which a tidy phrase begins, and what is left of the phrase."""
    said = _HOUR.match(phrase)
    return (_meant(said), phrase[said.end() :]) if said else (None, phrase)


def _meant(said: re.Match[str]) -> Hour:
    if bare := said["bare"]:
        return _bare(int(bare))
    if word := said["word"]:
        return Hour((timedelta(hours=_WORDS[word]),))
    if half := said["half"]:
        hour, minute = int(said["twelve"]), int(said["past"] or 0)
        is_real = 1 <= hour <= 12
        hour = hour % 12 + (12 if half == "p" else 0)
    else:
        hour, minute = int(said["hour"]), int(said["minute"] or said["after"] or 0)
        is_real = hour < 24
    if not is_real or minute >= 60:
        raise _unreal()
    return Hour((timedelta(hours=hour, minutes=minute),))


def _bare(hour: int) -> Hour:
    if hour >= 24:
        raise _unreal()
    if not 1 <= hour <= 12:
        return Hour((timedelta(hours=hour),), f"Do you mean `{hour:02}:00`?")
    if hour == 12:
        # 12am begins the day and midnight ends it: somebody who types "fri 12" may mean either.
        noon = timedelta(hours=12)
        return Hour((noon * 0, noon, noon * 2), "Is 12 at noon (`12pm`) or at night (`midnight`)?")
    unclear = f"Is {hour} in the morning (`{hour}am`) or in the evening (`{hour}pm`)?"
    return Hour((timedelta(hours=hour), timedelta(hours=hour + 12)), unclear)


def _unreal() -> Refusal:
    return Refusal("There is no such time on a clock. Say it like `18:00`, `18h30` or `6:30 pm`.")
