"""Read how long something lasts, as people type it: `90m`, `1h30`, `2 hours`, `half an hour`."""

import re
from datetime import timedelta

_AMOUNT = r"""
    (?:(?P<weeks>\d{1,4})\ ?w(?:eeks?)?)?\ ?
    (?:(?P<days>\d{1,4})\ ?d(?:ays?)?)?\ ?
    (?:(?P<hours>\d{1,4}(?:\.\d)?)\ ?h(?:(?:ou)?rs?)?)?\ ?(?:and\ )?
    (?:(?P<minutes>\d{1,4})\ ?(?(hours)(?:m(?:in(?:ute)?s?)?)?|m(?:in(?:ute)?s?)?))?
    (?![\w:.])"""
_WHOLE = re.compile(_AMOUNT, re.VERBOSE | re.ASCII)
_FOR = re.compile(rf"\ ?\bfor\ {_AMOUNT}", re.VERBOSE | re.ASCII)
_ONE = re.compile(r"\ban? (?=(?:minute|hour|day|week|month|year)\b)")


def amount(phrase: str) -> timedelta | None:
    """What a tidy phrase says as a whole; None where it says no length."""
    said = _WHOLE.fullmatch(phrase)
    return _sum(said) if said and any(said.groups()) else None


def cut(phrase: str) -> tuple[str, timedelta | None]:
    """The tidy phrase without its `for 90m`, and how long that is."""
    said = _FOR.search(phrase)
    if said is None or not any(said.groups()):
        return phrase, None
    return phrase[: said.start()] + phrase[said.end() :], _sum(said)


def counted(phrase: str) -> str:
    """The tidy phrase with figures for `an hour` and `half an hour`."""
    return _ONE.sub("1 ", phrase.replace("half an hour", "30 minutes"))


def _sum(said: re.Match[str]) -> timedelta:
    return timedelta(**{unit: float(count) for unit, count in said.groupdict().items() if count})


def about(lasting: timedelta) -> str:
    """How long something took, as people say it: `a minute or two`, `about 3 hours`."""
    minutes = round(lasting.total_seconds() / 60)
    if minutes < 3:
        return "a minute or two"
    if minutes < 60:
        return f"about {minutes if minutes < 10 else round(minutes / 5) * 5} minutes"
    hours = round(minutes / 60)
    if hours < 36:
        return "about an hour" if hours == 1 else f"about {hours} hours"
    return f"about {round(hours / 24)} days"
