"""Links to code that members give: which may be shown to others, and what to call them."""

import re
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

from bot.domain.errors import Refusal

LIMIT: Final = 200
EXAMPLE: Final = "https://github.com/ada/shop/pull/3"

# What a link may hold by RFC 3986; a browser writes everything else in percent signs.
_CHARACTERS = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
# Names of the DNS alone: an address in numbers, or a name without a dot, leads nowhere for others.
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
_LOCAL = (".local", ".localhost", ".internal", ".lan", ".home")
# Whoever has such a link may do what its owner may.
_SECRETS = {"token", "access_token", "private_token", "api_key", "apikey", "password", "secret"}


def repository(typed: str) -> str:
    """The link to a repository or pull request, tidied; a Refusal says what is wrong with it.

    Nobody ever fetches it here: it is shown to people, who then follow it.
    """
    text = typed.strip().removeprefix("<").removesuffix(">")
    if "://" not in text:
        text = f"https://{text}"
    if not _CHARACTERS.fullmatch(text):
        raise Refusal(_asks("has no spaces and no unusual characters"))
    parts = _parts(text)
    if parts.scheme != "https":
        raise Refusal(_asks("begins with `https://`"))
    if "@" in parts.netloc:
        raise Refusal(
            "There is a name or a password in front of that link's address, and everybody would see"
            " it. Copy the link from your browser's address bar instead."
        )
    host = parts.netloc.lower().removesuffix(":443")
    if len(host) > 253 or not _HOST.fullmatch(host) or host.endswith(_LOCAL):
        raise Refusal(_asks("leads to a place that everybody can open"))
    if not parts.path.strip("/"):
        raise Refusal(_asks(f"leads to one repository or pull request, not to all of {host}"))
    if _SECRETS & {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}:
        raise Refusal("There is a token or a password in that link. Take it out and try again.")
    found = parts._replace(netloc=host).geturl()
    if len(found) > LIMIT:
        raise Refusal(f"That link is too long: {LIMIT} characters are the most.")
    return found


def name(link: str) -> str:
    """What a link is called: with its host, that nobody is led astray, and nothing behind `?`."""
    return f"{urlsplit(link).netloc.removeprefix('www.')}/{short(link)}"


def short(link: str) -> str:
    """The same without the host, for where nobody can follow it: `ada/shop/pull/3`."""
    return urlsplit(link).path.strip("/").removesuffix(".git")


def _parts(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError:  # such as a bracket that nothing closes
        raise Refusal(_asks("leads to a place that everybody can open")) from None


def _asks(what: str) -> str:
    return f"A link to review {what}, such as `{EXAMPLE}`."
