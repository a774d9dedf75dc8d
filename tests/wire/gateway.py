"""The gateway: sessions that outlive their connections, and all the ways in which those end."""

import asyncio
import secrets
from typing import Any

import orjson
from aiohttp import WSMsgType, web

from tests.wire import apps, payloads
from tests.wire.errors import Json
from tests.wire.intents import EVERY, PRIVILEGED, Intent
from tests.wire.sessions import Connection, Op, Session
from tests.wire.transcript import Frame, Transcript
from tests.wire.world import Guild, World

_KNOWN_AND_IGNORED = (Op.PRESENCE, Op.VOICE_STATE)
# A bot that closes with these has done with its session; any other end leaves it to be resumed.
_DONE = (1000, 1001)
# So does Discord with these.
_INVALID = (4007, 4009)


class Gateway:
    """All sessions of the bot, and the means to disturb them."""

    def __init__(self, world: World, transcript: Transcript) -> None:
        self.world = world
        self.transcript = transcript
        self.heartbeat_seconds = 41.25
        self.is_acking = True
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.refuses_with: int | None = None  # an HTTP status instead of a socket
        self._count = 0
        world.emit = self.dispatch

    # What tests do to it.

    @property
    def is_connected(self) -> bool:
        """Whether a session is there that hears what happens now."""
        return any(one.connection for one in self.sessions.values())

    def drop(self) -> None:
        for one in list(self.connections):
            one.drop()

    def close(self, code: int) -> None:
        for one in list(self.connections):
            one.close(code)

    def reconnect(self) -> None:
        """Op 7: please come again."""
        for one in list(self.connections):
            self._send(one, Op.RECONNECT, None)

    def invalidate(self, *, is_resumable: bool) -> None:
        """Op 9: the session is over, or at least this connection."""
        if not is_resumable:
            self.forget()
        for one in list(self.connections):
            self._send(one, Op.INVALID_SESSION, is_resumable)

    def forget(self) -> None:
        """Let no session be resumed that there is now."""
        for one in self.sessions.values():
            one.connection = None
        self.sessions.clear()

    def ask_heartbeat(self) -> None:
        for one in list(self.connections):
            self._send(one, Op.HEARTBEAT, None)

    def withdraw(self, guild: Guild) -> None:
        """An outage: the guild is there no more, for now."""
        guild.is_available = False
        data: Json = {"id": str(guild.id), "unavailable": True}
        self.dispatch("GUILD_DELETE", data, Intent.GUILDS)

    def bring_back(self, guild: Guild) -> None:
        guild.is_available = True
        self.tell_guild(guild)

    def tell_guild(self, guild: Guild, *, is_new: bool = False) -> None:
        """GUILD_CREATE, to each session with the members that its intents let it see."""
        for session in self.sessions.values():
            self._tell_guild(session, guild, is_new=is_new)

    def dispatch(self, event: str, data: Json, intents: int) -> None:
        """Tell every session that asked for it; one without a connection hears it on resuming."""
        for session in self.sessions.values():
            if intents and not session.intents & intents:
                continue
            self._dispatch(session, event, self._without_content(session, event, data))

    # How it works.

    async def accept(self, request: web.Request) -> web.StreamResponse:
        if self.refuses_with is not None:
            return web.Response(status=self.refuses_with)
        socket = web.WebSocketResponse(compress=False, autoping=True)
        await socket.prepare(request)
        self._count += 1
        connection = Connection(self._count, request, socket)
        self.connections.append(connection)
        writing = asyncio.create_task(connection.write())
        try:
            hello = {"heartbeat_interval": int(self.heartbeat_seconds * 1000), "_trace": ["[]"]}
            self._send(connection, Op.HELLO, hello)
            async for message in socket:
                if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                    self._receive(connection, message.data)
        finally:
            writing.cancel()
            self._end(connection, socket.close_code)
        return socket

    def _end(self, connection: Connection, code: int | None) -> None:
        self.connections.remove(connection)
        session = connection.session
        if session and session.connection is connection:
            session.connection = None
            if code in (_INVALID if connection.is_closed_here else _DONE):
                self.sessions.pop(session.id, None)
        now = self.world.clock.now()
        self.transcript.add(Frame(now, connection.number, True, Op.ENDED, data=code))  # noqa: FBT003

    def _receive(self, connection: Connection, raw: str | bytes) -> None:
        try:
            payload: Json = orjson.loads(raw)
            op, data = Op(payload["op"]), payload.get("d")
        except (orjson.JSONDecodeError, KeyError):
            return connection.close(4002)
        except ValueError:
            return connection.close(4001)
        now = self.world.clock.now()
        frame = Frame(now, connection.number, is_from_bot=True, op=op, data=data)
        self.transcript.add(frame)
        if op is Op.HEARTBEAT:
            if self.is_acking:
                self._send(connection, Op.ACK, None)
        elif op is Op.IDENTIFY:
            self._identify(connection, data)
        elif op is Op.RESUME:
            self._resume(connection, data)
        elif connection.session is None:
            connection.close(4003)
        elif op is Op.REQUEST_MEMBERS:
            self._tell_members(connection.session, data)
        elif op not in _KNOWN_AND_IGNORED:
            connection.close(4001)
        return None

    def _identify(self, connection: Connection, data: Any) -> None:
        app = self.world.app
        intents = int(data.get("intents", 0))
        if connection.session:
            return connection.close(4005)
        if data.get("token") != app.token or app.starts_left <= 0:
            return connection.close(4004)
        if intents & ~EVERY:
            return connection.close(4013)
        if intents & PRIVILEGED & ~app.privileged:
            return connection.close(4014)
        app.starts_left -= 1
        # A bot that begins anew has no use for the sessions that it has lost.
        self.sessions = {key: one for key, one in self.sessions.items() if one.connection}
        session = Session(secrets.token_hex(16), intents, connection=connection)
        self.sessions[session.id] = session
        connection.session = session
        self._welcome(session)
        return None

    def _welcome(self, session: Session) -> None:
        world = self.world
        mine = [one for one in world.guilds.values() if world.bot.id in one.members]
        ready: Json = {
            "v": 10,
            "user": payloads.me(world.bot),
            "guilds": [{"id": str(one.id), "unavailable": True} for one in mine],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": world.app.gateway_url,
            "application": {"id": str(world.bot.id), "flags": apps.flags(world)},
            "private_channels": [],
            "relationships": [],
            "shard": [0, 1],
            "_trace": ["[]"],
        }
        self._dispatch(session, "READY", ready)
        for one in mine:
            if one.is_available:
                self._tell_guild(session, one, is_new=False)

    def _resume(self, connection: Connection, data: Any) -> None:
        if data.get("token") != self.world.app.token:
            return connection.close(4004)
        session = self.sessions.get(data.get("session_id") or "")
        if session is None:
            return self._send(connection, Op.INVALID_SESSION, d=False)
        seq = int(data.get("seq") or 0)
        if seq > session.seq:
            return connection.close(4007)
        if session.connection:
            session.connection.session = None
            session.connection.drop()
        session.connection, connection.session = connection, session
        for payload in session.log:
            if payload["s"] > seq:
                self._transmit(connection, payload)
        self._dispatch(session, "RESUMED", {"_trace": ["[]"]})
        return None

    def _tell_guild(self, session: Session, guild: Guild, *, is_new: bool) -> None:
        all_members = bool(session.intents & Intent.GUILD_MEMBERS)
        data = payloads.guild(self.world, guild, all_members=all_members)
        # Only a guild that the bot has just joined comes without a word on its availability.
        self._dispatch(session, "GUILD_CREATE", data if is_new else data | {"unavailable": False})

    def _tell_members(self, session: Session, data: Any) -> None:
        guild = self.world.guilds[int(data["guild_id"])]
        wanted = {int(one) for one in data.get("user_ids") or guild.members}
        chunk: Json = {
            "guild_id": str(guild.id),
            "members": [payloads.member(one) for one in guild.members.values() if one.id in wanted],
            "chunk_index": 0,
            "chunk_count": 1,
            "nonce": data.get("nonce"),
        }
        self._dispatch(session, "GUILD_MEMBERS_CHUNK", chunk)

    def _without_content(self, session: Session, event: str, data: Json) -> Json:
        """What others say is for those who asked for its content; one's own is always there."""
        if event not in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
            return data
        mine = str(self.world.bot.id)
        is_ours = data["author"]["id"] == mine or any(it["id"] == mine for it in data["mentions"])
        if is_ours or "guild_id" not in data or session.intents & Intent.MESSAGE_CONTENT:
            return data
        return data | {"content": "", "embeds": [], "components": [], "attachments": []}

    def _dispatch(self, session: Session, event: str, data: Json) -> None:
        session.seq += 1
        payload: Json = {"op": Op.DISPATCH, "t": event, "s": session.seq, "d": data}
        session.log.append(payload)
        if session.connection:
            self._transmit(session.connection, payload)

    def _send(self, connection: Connection, op: Op, d: Any) -> None:
        self._transmit(connection, {"op": op, "t": None, "s": None, "d": d})

    def _transmit(self, connection: Connection, payload: Json) -> None:
        connection.send(payload)
        now = self.world.clock.now()
        number, op, event, seq = connection.number, payload["op"], payload["t"], payload["s"]
        self.transcript.add(
            Frame(now, number, is_from_bot=False, op=op, event=event, seq=seq, data=payload["d"])
        )
