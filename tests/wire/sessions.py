"""A session of the gateway, and the socket by which it is reached for a time."""

import asyncio
import zlib
from dataclasses import dataclass, field
from enum import IntEnum

import orjson
from aiohttp import web

from tests.wire.errors import Json


class Op(IntEnum):
    ENDED = -1  # of the transcript alone: the connection is over
    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE_STATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    ACK = 11


class Connection:
    """One socket: what it is sent goes out in order, compressed if it was asked for."""

    def __init__(self, number: int, request: web.Request, socket: web.WebSocketResponse) -> None:
        self.number = number
        self.session: Session | None = None
        self.is_closed_here = False
        self._request = request
        self._socket = socket
        self._outgoing: asyncio.Queue[bytes | int] = asyncio.Queue()
        is_compressed = request.query.get("compress") == "zlib-stream"
        self._deflate = zlib.compressobj() if is_compressed else None

    def send(self, payload: Json) -> None:
        self._outgoing.put_nowait(orjson.dumps(payload))

    def close(self, code: int) -> None:
        """With a close frame, behind all that was sent before."""
        self.is_closed_here = True
        self._outgoing.put_nowait(code)

    def drop(self) -> None:
        """Without a word, as when a cable is cut."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def write(self) -> None:
        while True:
            one = await self._outgoing.get()
            try:
                if isinstance(one, int):
                    await self._socket.close(code=one)
                    return
                if self._deflate is None:
                    await self._socket.send_str(one.decode())
                else:
                    packed = self._deflate.compress(one) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                    await self._socket.send_bytes(packed)
            except ConnectionError:
                return


@dataclass(eq=False)
class Session:
    id: str
    intents: int
    seq: int = 0
    log: list[Json] = field(default_factory=list[Json])
    connection: Connection | None = None
