"""The simulated Discord that the demo and the tests play on.

Every private name of SimCord's that Nexus touches stands in this file; its version is pinned, and
`tests/demo/test_stage.py` fails when one of them changes.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

import discord
from simcord import ChannelHandle, Env, GuildHandle, InteractionResult, MemberActor
from simcord.backend.access import channel_accessible
from simcord.backend.cdn import CDN_BASE
from simcord.preview import Preview, _markdown

from bot.client import PERMISSIONS, Nexus
from db import backlog

# How long SimCord waits for the bot to go quiet after each act: 50 ms unless told.
_QUIET_SECONDS = 0.002
# How long SimCord waits for the bot to be done with an act: 5 seconds unless told. After that it
# drops what the bot answered, a form for one, and a busy machine may well need longer.
_PATIENCE_SECONDS = 60.0
# How long an answer on its way may take once its page is closed.
_GOODBYE_SECONDS = 0.5
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STATIC = Path(__file__).with_name("static")
FACE = STATIC / "nexus.png"


@asynccontextmanager
async def stage(
    make: Callable[[Callable[[], datetime]], Nexus],
    *,
    starts_at: datetime,
    prepare: Callable[[Nexus], Awaitable[None]] | None = None,
) -> AsyncGenerator[Env]:
    """A simulated Discord with the bot that `make(now)` builds; its clock begins at `starts_at`.

    `prepare` may make the bot ready before it connects. Refusals reach SimCord as errors of the
    bot, so it is told not to raise them; what is really our fault is logged as an error.
    """
    made: list[Env] = []
    bot = make(lambda: made[0].now())  # noqa: PLW0108 - the list is still empty here
    if prepare is not None:
        await prepare(bot)
    env = Env(bot, check_errors=False, settle_timeout=_PATIENCE_SECONDS)
    made.append(env)
    _let_threads_be_edited(env)
    env.backend.bot_user.name = "Nexus"
    env.backend.bot_user.avatar = FACE.stem
    env.backend.clock._epoch = starts_at  # pyright: ignore[reportPrivateUsage]
    defaults = Env._settle_internal.__kwdefaults__  # pyright: ignore[reportPrivateUsage]
    assert defaults is not None
    defaults["idle"] = _QUIET_SECONDS
    await env.start()
    try:
        yield env
    finally:
        await env.shutdown()


def _let_threads_be_edited(env: Env) -> None:
    """By whoever opened one, or manages threads; SimCord asks for what channels are managed by."""
    backend: Any = env.backend
    require = backend.require_permissions

    def require_on_discord(
        guild_id: int | None, user_id: int, channel_id: int | None, *names: str
    ) -> None:
        thread = env.backend.channels.get(channel_id or 0)
        if thread and thread.is_thread and "manage_channels" in names:
            names = () if thread.owner_id == user_id else ("manage_threads",)
        require(guild_id, user_id, channel_id, *names)

    backend.require_permissions = require_on_discord


async def walk(env: Env, until: datetime, *, stride: timedelta = timedelta(hours=1)) -> None:
    """Let time pass, with the chores that fall due on the way.

    From full stride to full stride of the clock, and from one thing that is due to the next:
    nothing is late.
    """
    bot = cast("Nexus", env.bot)
    while (now := env.now()) < until:
        async with bot.db.read() as session:
            due_at = await backlog.next_due_at(session, now)
        pause = min(until - now, stride - (now - _EPOCH) % stride, (due_at or until) - now)
        await env.advance_time(pause.total_seconds())
        await bot.jobs.run_due()
        await env.settle()


def as_invited(env: Env, guild: GuildHandle) -> None:
    """Give the bot exactly the permissions of the invite link; SimCord gives it all but one."""
    role = next(one for one in env.backend.guilds[guild.id].roles.values() if one.managed)
    env.backend.edit_role(guild.id, role.id, {"permissions": PERMISSIONS.value})


def text_channels(env: Env, guild: GuildHandle) -> list[ChannelHandle]:
    """The channels that hold messages, in the guild's order; threads are `channel.threads`.

    `guild.channels` is keyed by name, and so would lose one of two with the same name.
    """
    models = (env.backend.channels[one] for one in env.backend.guilds[guild.id].channel_ids)
    return [ChannelHandle(env, guild, one) for one in models if one.type == _TEXT]


_TEXT = discord.ChannelType.text.value


def last_message_id(env: Env, channel: ChannelHandle) -> int:
    """The newest message that everybody sees there; the channel's own id where there is none."""
    messages = env.backend.messages.get(channel.id, {}).values()
    return max((one.id for one in messages if one.visible_to(None)), default=channel.id)


def is_private(env: Env, channel: ChannelHandle) -> bool:
    """Whether there is somebody in the guild who may not see it."""
    if env.backend.channels[channel.id].type == discord.ChannelType.private_thread.value:
        return True
    everyone = env.backend.guilds[channel.guild.id].id if channel.guild else 0
    overwrites = env.backend.channels[channel.id].overwrites
    hidden = discord.Permissions.view_channel.flag
    return any(one.target_id == everyone and one.deny & hidden for one in overwrites)


def forget_whispers(env: Env) -> None:
    """Take every private answer off the screens, as reloading Discord does."""
    for messages in env.backend.messages.values():
        for one in [one for one in messages.values() if one.is_ephemeral]:
            del messages[one.id]


async def open_window(
    env: Env,
    channel: ChannelHandle,
    viewer: MemberActor,
    *,
    port: int,
    zone: str,
    framed_by: str,
    turn: asyncio.Lock,
    shown: InteractionResult | None = None,
) -> Preview:
    """SimCord's page for `channel` as `viewer` sees it, in a frame of `framed_by`.

    `shown` is what the viewer was just answered: a form that is open, or a private message.
    """
    preview = env.preview(
        channel,
        viewers=[viewer],
        layout="channel",
        timezone=zone,
        locale="en-GB",
        assets=_face(env),
        port=port,
    )
    _keep_parsers()
    _let_into_frame(preview, framed_by)
    _take_turns(preview, turn)
    await preview.__aenter__()
    _close_promptly(preview)
    # Else the page ends at the newest message that has buttons, not at the newest of all. What
    # Discord itself says of threads is not shown, and cannot be scrolled to.
    said = [one for one in channel.history(viewer=viewer) if not one.is_system()]
    for one in [shown] if shown else said[-1:]:
        await preview.show(one)
    return preview


@cache
def _keep_parsers() -> None:
    """SimCord makes a Markdown parser for each text, which takes most of a page's time: keep them.

    One for each of its policies, which are constants; the context of a text goes into the mapping
    that the parser was made with.
    """
    make: Any = _markdown._markdown_parser  # pyright: ignore[reportPrivateUsage]
    kept: dict[int, tuple[dict[str, Any], Any]] = {}

    def parser(policy: Mapping[str, Any], context: Mapping[str, Any]) -> Any:
        if id(policy) not in kept:
            shared: dict[str, Any] = {}
            kept[id(policy)] = (shared, make(policy, shared))
        shared, made = kept[id(policy)]
        shared.clear()
        shared.update(context)
        return made

    module: Any = _markdown
    module._markdown_parser = parser


def _face(env: Env) -> dict[str, tuple[str, bytes]]:
    """The bot's picture, at the address where SimCord's page looks for it."""
    address = f"{CDN_BASE}/avatars/{env.backend.bot_user.id}/{FACE.stem}.png"
    return {address: (FACE.name, FACE.read_bytes())}


def _let_into_frame(preview: Preview, origin: str) -> None:
    """Let the front page, and no other, frame the page; and style it as a part of it."""
    server = preview._server  # pyright: ignore[reportPrivateUsage]
    headers = dict(server._SECURITY_HEADERS)  # pyright: ignore[reportPrivateUsage]
    del headers["X-Frame-Options"]
    policy = headers["Content-Security-Policy"]
    headers["Content-Security-Policy"] = policy.replace(
        "frame-ancestors 'none'", f"frame-ancestors {origin}"
    )
    # Thirty megabytes of fonts need not come anew for each channel; what changes is asked for
    # past the browser's cache anyway.
    headers["Cache-Control"] = "private, max-age=3600"
    del headers["Pragma"]
    ours: Any = server
    ours._SECURITY_HEADERS = headers
    # Our sheet and our script take the places of SimCord's, and import them under other names.
    style = str(STATIC / "frame.css")
    ours._STATIC_FILES = server._STATIC_FILES | {  # pyright: ignore[reportPrivateUsage]
        "/preview.css": style,
        "/simcord.css": "preview.css",
        "/app.js": str(STATIC / "frame.js"),
        "/simcord.js": "app.js",
    }
    types = server._STATIC_CONTENT_TYPES  # pyright: ignore[reportPrivateUsage]
    ours._STATIC_CONTENT_TYPES = types | {style: "text/css"}


def _take_turns(preview: Preview, turn: asyncio.Lock) -> None:
    """Make what is done in the page wait for the front page's own work, and the other way round.

    SimCord refuses an act that overlaps another, and the page it came from then never recovers.
    It also refuses an act on a screen that has changed since; Discord takes a click on what the
    person saw a moment ago, and so does the demo: each act is checked against the message itself.
    """
    act = preview._action  # pyright: ignore[reportPrivateUsage]

    async def wait_and_act(context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        # Whoever closes the page has the turn, and waits for this very request to end.
        while not preview._closed:  # pyright: ignore[reportPrivateUsage]
            with suppress(TimeoutError):
                async with asyncio.timeout(0.05):
                    await turn.acquire()
                break
        else:
            return await act(context_id, body)
        try:
            page = preview._get_page(context_id)  # pyright: ignore[reportPrivateUsage]
            # Else what was just posted would be "in 3 seconds".
            preview._advance_presentation_time()  # pyright: ignore[reportPrivateUsage]
            return await act(context_id, _up_to_date(body, page.revision))
        finally:
            turn.release()

    taking_turns: Any = preview
    taking_turns._action = wait_and_act


def _close_promptly(preview: Preview) -> None:
    """Wait for no browser that stopped reading: fonts are large, and nobody wants these any more.

    SimCord waits a minute for each answer on its way, twice; whoever opens another channel waits
    with it.
    """
    runner: Any = preview._server.runner  # pyright: ignore[reportPrivateUsage]
    runner._shutdown_timeout = _GOODBYE_SECONDS


def _up_to_date(body: Mapping[str, Any], revision: int) -> Mapping[str, Any]:
    return {**body, "published_revision": revision} if "published_revision" in body else body


def can_see(env: Env, channel: ChannelHandle, viewer: MemberActor) -> bool:
    return channel_accessible(env.backend, channel.id, viewer.id, history=True)
