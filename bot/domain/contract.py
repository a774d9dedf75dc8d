"""What a pair's API promises: where it lives, how one signs in, and each of its operations."""

from dataclasses import dataclass
from enum import StrEnum

MOST_OPERATIONS = 300
TITLE_LIMIT = 100
PURPOSE_LIMIT = 100
PATH_LIMIT = 200
EXAMPLE_LIMIT = 1500
URL_LIMIT = 300


class Style(StrEnum):
    """How the API is spoken to; `label` is what people read."""

    REST = "rest"
    GRAPHQL = "graphql"

    @property
    def label(self) -> str:
        return "REST" if self is Style.REST else "GraphQL"


class Auth(StrEnum):
    """How whoever calls says who they are."""

    NONE = "none"
    JWT = "jwt"
    SESSION = "session"
    KEY = "key"

    @property
    def label(self) -> str:
        return _AUTH_LABELS[self]


_AUTH_LABELS = {
    Auth.NONE: "none",
    Auth.JWT: "JWT",
    Auth.SESSION: "session cookie",
    Auth.KEY: "API key",
}


class State(StrEnum):
    """How far an operation is."""

    PLANNED = "planned"
    MOCKED = "mocked"
    LIVE = "live"
    CHANGED = "changed"
    DEPRECATED = "deprecated"


class Method(StrEnum):
    """What is done to a path; of GraphQL, which kind of operation it is."""

    GET = "GET"
    POST = "POST"
    PUT = "PUT"
    PATCH = "PATCH"
    DELETE = "DELETE"
    HEAD = "HEAD"
    OPTIONS = "OPTIONS"
    QUERY = "QUERY"
    MUTATION = "MUTATION"
    SUBSCRIPTION = "SUBSCRIPTION"

    @property
    def style(self) -> Style:
        return Style.GRAPHQL if self in _GRAPHQL else Style.REST


_GRAPHQL = frozenset({Method.QUERY, Method.MUTATION, Method.SUBSCRIPTION})


@dataclass(frozen=True, slots=True)
class Operation:
    """An endpoint, or an operation of GraphQL, whose `path` is its name.

    `request` and `response` are examples, empty where there are none. Method and path together are
    unique in a contract.
    """

    method: Method
    path: str
    purpose: str = ""
    state: State = State.PLANNED
    request: str = ""
    response: str = ""

    @property
    def key(self) -> tuple[Method, str]:
        """What makes it the same operation, whatever else is said of it."""
        return self.method, self.path

    @property
    def name(self) -> str:
        """`GET /products/{id}`, or `query products`."""
        verb = self.method.value
        return f"{verb.lower() if self.method.style is Style.GRAPHQL else verb} {self.path}"


@dataclass(frozen=True, slots=True)
class Contract:
    """All of it, its operations in their order; empty strings are what nobody has said yet."""

    title: str
    base_url: str = ""
    docs_url: str = ""
    auth: Auth = Auth.NONE
    style: Style = Style.REST
    operations: tuple[Operation, ...] = ()
