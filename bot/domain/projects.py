"""Read the projects that moderators offer to learners: a line each."""

from bot.domain.errors import Refusal
from bot.domain.text import one_line, plural, units

NAME_LIMIT = 40
MOST = 25  # as many as a select has options


def read(text: str) -> tuple[str, ...]:
    """The names in their order; a Refusal says what is wrong with them."""
    names = [name for line in text.splitlines() if (name := one_line(line))]
    if not names:
        raise Refusal("Name one project at least, one a line. Nothing is changed yet.")
    if len(names) > MOST:
        raise Refusal(f"{MOST} projects are the most, and these are {len(names)}.")
    too_long = [name for name in names if units(name) > NAME_LIMIT]
    if too_long:
        longer = plural(len(too_long), "name is", "names are")
        raise Refusal(f"{longer} longer than {NAME_LIMIT} characters. Nothing is changed yet.")
    twice = len(names) - len({name.casefold() for name in names})
    if twice:
        raise Refusal("Name each project once: one of them is there twice.")
    return tuple(names)


def named(typed: str, offered: tuple[str, ...]) -> str | None:
    """The project that was typed, whatever its case; None if it is not offered."""
    wanted = one_line(typed).casefold()
    return next((one for one in offered if one.casefold() == wanted), None)
