"""Read the links that members give of themselves: where they lead is shown, and never fetched."""

from urllib.parse import urlsplit

from bot.domain.errors import Refusal
from bot.domain.text import clean

MOST = 3
LIMIT = 200
_BREAKING = set("<>()[]`|\\")


def read(text: str) -> tuple[str, ...]:
    """The links of a text, a line each; a Refusal names what is none."""
    lines = [line.strip() for line in clean(text).splitlines() if line.strip()]
    for line in lines:
        if not is_link(line):
            raise Refusal(
                "One of your links is none that I can show: write each on a line of its own,"
                " whole, beginning with `https://`."
            )
    found = tuple(dict.fromkeys(lines))
    if len(found) > MOST:
        raise Refusal(f"{MOST} links are the most: which of these {len(found)} say most of you?")
    return found


def is_link(text: str) -> bool:
    if len(text) > LIMIT or not text.isprintable():
        return False
    if any(one.isspace() or one in _BREAKING for one in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and "." in host(text) and "@" not in parts.netloc


def host(link: str) -> str:
    return urlsplit(link).hostname or ""
