"""Everything that was received and answered, in order of arrival."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.wire.errors import Json


@dataclass(slots=True, eq=False)
class Exchange:
    """One REST request. `status` is None as long as, or because, nothing was answered."""

    at: datetime
    method: str
    path: str  # without the query
    route: str  # its template, or the path itself where there is no such route
    query: dict[str, str]
    body: Any = None
    status: int | None = None
    answer: Any = None
    fault: str = ""
    is_committed: bool = False  # whether it changed or told anything: faults may hide that
    interaction_id: int | None = None  # whose answer it is
    created: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])

    @property
    def code(self) -> int | None:
        """Discord's own code of an error."""
        answer: Any = self.answer
        return answer.get("code") if isinstance(answer, dict) else None  # pyright: ignore


@dataclass(slots=True, eq=False)
class Frame:
    """One message on the gateway, or the end of a connection (`op` -1 with the close code)."""

    at: datetime
    connection: int
    is_from_bot: bool
    op: int
    event: str | None = None
    seq: int | None = None
    data: Any = None


class Transcript:
    """The entries, and a way to wait for what they change."""

    def __init__(self) -> None:
        self.entries: list[Exchange | Frame] = []
        # By interaction, so that thousands of waiting people don't look up at every event.
        self._waiting: dict[int | None, list[asyncio.Future[None]]] = {}

    def add(self, entry: Exchange | Frame) -> None:
        self.entries.append(entry)
        self.ring()

    def ring(self, about: int | None = None) -> None:
        """Something has changed: whoever waits for that, or for anything, looks again."""
        for key in {None, about}:
            for one in self._waiting.pop(key, ()):
                if not one.done():
                    one.set_result(None)

    async def until(
        self, is_so: Callable[[], Any], *, within: float, about: int | None = None
    ) -> None:
        async with asyncio.timeout(within):
            while not is_so():
                bell = asyncio.get_running_loop().create_future()
                self._waiting.setdefault(about, []).append(bell)
                await bell

    @property
    def calls(self) -> list[Exchange]:
        return [one for one in self.entries if isinstance(one, Exchange)]

    @property
    def frames(self) -> list[Frame]:
        return [one for one in self.entries if isinstance(one, Frame)]

    def to(self, method: str, route: str) -> list[Exchange]:
        """The requests to a route: `to("POST", "/channels/{}/messages")`; names don't matter."""
        wanted = shape(route)
        return [one for one in self.calls if one.method == method and shape(one.route) == wanted]

    def sent(self, event: str) -> list[Json]:
        """The data of each event of that name that went to the bot."""
        return [one.data for one in self.frames if one.event == event and not one.is_from_bot]

    def received(self, op: int) -> list[Frame]:
        return [one for one in self.frames if one.op == op and one.is_from_bot]


def shape(route: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", route)
