"""What look-alikes are judged by: labelled pairs of questions, among hundreds of others."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

_FILE = Path(__file__).with_name("look_alikes.toml")


@dataclass(frozen=True, slots=True)
class Post:
    """A question as it is asked."""

    title: str
    details: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A question that is solved, two that ask for it again, and one that only sounds like it."""

    asked: Post
    reworded: Post
    misspelt: Post
    other: Post

    @property
    def by_title(self) -> Post:
        """Asked by somebody who takes the same title, and has no more to tell."""
        return Post(self.asked.title, "")


def problems() -> tuple[Problem, ...]:
    return _read("problem")


def fresh() -> tuple[Problem, ...]:
    """Those that nothing was chosen by."""
    return _read("fresh")


@cache
def _read(kind: str) -> tuple[Problem, ...]:
    told = tomllib.loads(_FILE.read_text(encoding="utf-8"))[kind]
    return tuple(Problem(**{name: Post(*post) for name, post in one.items()}) for one in told)


def parts(every: Sequence[Problem]) -> tuple[Sequence[Problem], Sequence[Problem]]:
    """Those for tuning, and those kept apart: of every four the first two, and the last two."""
    return (
        [one for at, one in enumerate(every) if at % 4 < 2],
        [one for at, one in enumerate(every) if at % 4 >= 2],
    )


def background() -> list[Post]:
    """What else a cohort has asked and solved: in the words of the same trade."""
    return [
        Post(title.format(thing), details.format(thing))
        for (title, details), thing in product(_TROUBLES, _THINGS)
    ]


_TROUBLES = (
    ("How do I test {}?", "I have never written a test for {} and don't know what to assert."),
    ("{} works locally, not on the server", "After the deploy {} does nothing, the log is empty."),
    ("When should I use {}?", "A tutorial uses {}, and I don't see what would be worse without."),
    ("{} is slow with many rows", "With 10,000 rows {} takes seconds. What should I measure?"),
    ("Where in my project do I put {}?", "The file grows. Does {} belong into its own module?"),
    ("How do I debug {}?", "print shows nothing in {}. How can I stop there and look?"),
    ("{} fails with a 500", "The traceback ends in {} and I don't understand the last line."),
    ("Best practice for {}?", "My reviewer says {} is not how one does it, but not why."),
)
_THINGS = (
    *("a DRF viewset", "a serializer method field", "a custom permission class", "a throttle"),
    *("a Django signal", "a custom manager", "a middleware", "a management command", "a form"),
    *("the admin site", "a generic relation", "an abstract base model", "a database transaction"),
    *("a Postgres index", "a materialised view", "a full-text search", "a JSONField", "an enum"),
    *("a Celery chord", "a retry with backoff", "a Redis cache", "a rate limit", "a webhook"),
    *("a GraphQL subscription", "a data loader", "a fragment", "a resolver", "a union type"),
    *("a Docker volume", "a multi-stage build", "a health check", "a reverse proxy", "a Makefile"),
    *("a GitHub Actions matrix", "a pre-commit hook", "a git submodule", "an interactive rebase"),
    *("a pytest fixture", "a factory", "a mock", "a coverage report", "an end-to-end test"),
    *("a React context", "a Redux slice", "a custom hook", "a reducer", "a lazy route", "a portal"),
    *("a controlled form", "a debounced search box", "a dark mode", "a modal dialog", "a toast"),
    *("a Tailwind layout", "a CSS grid", "an infinite scroll", "a file download", "a chart"),
    *("OAuth with Google", "a password reset", "an e-mail confirmation", "two-factor login"),
    *("a role for moderators", "an API key", "a session cookie", "an async view", "a generator"),
    *("a decorator", "a context manager", "a dataclass", "a type hint", "a logging set-up"),
)
