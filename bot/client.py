"""The Discord client: it holds the shared resources, loads the cogs and walks every press."""

import hashlib
import json
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from random import Random

import discord
from discord import app_commands
from discord.ext import commands
from sqlalchemy.ext.asyncio import AsyncSession

from bot.allowance import Allowance
from bot.delivery import Delivery
from bot.domain.errors import Refusal
from bot.door import AT_ONCE, Door, admit
from bot.erasing import Erasing
from bot.jobs import FORGETTING, Jobs
from bot.logs import answering
from bot.metrics import Metrics
from bot.patience import until_reached
from bot.redraws import Redraws
from bot.replies import OPENS_FORM, explain
from bot.roads import RoadMap
from bot.seen import Seen
from bot.turns import Turns
from db import blocks, departures, interactions, outbox, seen, stale
from db import commands as command_syncs
from db.engine import Database

# Nothing privileged: Nexus reads what members hand over with an interaction, and nothing else.
INTENTS = discord.Intents(guilds=True, guild_scheduled_events=True, voice_states=True)

# What the invite link asks for; never Administrator.
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    create_private_threads=True,
    manage_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
    create_events=True,
    manage_events=True,
)


# For how long Discord may deliver an interaction again: its token lives a quarter of this.
REPLAYED = timedelta(hours=1)
# For how long the fate of a post can be looked up.
TRACED = timedelta(days=30)


class Tree(app_commands.CommandTree["Nexus"]):
    """Every command is for servers only, and every failure ends in `explain`."""

    def __init__(self, client: "Nexus") -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=False, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )

    async def interaction_check(self, interaction: "NexusInteraction", /) -> bool:
        answering.set(interaction.id)
        if interaction.guild_id is None:
            raise app_commands.NoPrivateMessage
        if interaction.type is discord.InteractionType.autocomplete:
            return True  # it cannot wait: suggestions that come late are of no use
        command = interaction.command
        try:
            await admit(
                interaction,
                command.qualified_name if command else None,
                may_wait=command is None or command.extras != OPENS_FORM,
            )
        except Refusal as busy:
            await explain(interaction, busy)
            return False
        return True

    async def on_error(
        self, interaction: "NexusInteraction", error: app_commands.AppCommandError, /
    ) -> None:
        await explain(interaction, error)


class Nexus(commands.Bot):
    """`now` and `rng` are the only clock and the only chance that the bot knows."""

    def __init__(
        self,
        *,
        db: Database,
        now: Callable[[], datetime],
        rng: Random,
        features: Sequence[str],
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            tree_cls=Tree,
            help_command=None,
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.5,  # else on_ready waits 2 s for nothing
        )
        self.db = db
        self.now = now
        self.rng = rng
        self.jobs = Jobs(now)
        self.metrics = Metrics()
        self.roads = RoadMap()
        self.seen = Seen()
        self.in_flight = 0
        self.turns = Turns(AT_ONCE)
        self.allowance = Allowance(now)
        self.delivery = Delivery(self)
        self.redraws = Redraws(self)
        self.erasing = Erasing(self)
        # Subcommands cannot be hidden one by one: moderators' verbs of all features are in here.
        self.moderation = app_commands.Group(
            name="nexus",
            description="For moderators",
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self.tree.add_command(self.moderation)
        self.features = features
        self._command_ids: dict[str, int] = {}

    async def load_features(self) -> None:
        """Load every cog; needs no connection, so that the command line can list the commands."""
        for feature in self.features:
            await self.load_extension(feature)

    async def setup_hook(self) -> None:
        await self.load_features()
        self.delivery.start()  # behind the features' chores, so that it sends what they found due
        self.redraws.start()
        self.erasing.start()
        self.jobs.every(FORGETTING, self._forget, name="forget")
        self.jobs.every(timedelta(minutes=1), self._note_seen, name="seen")
        await self._sync_commands()

    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        del before
        await self.delivery.look_again(after.guild)

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        del before
        await self.delivery.look_again(after.guild)

    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Of all members' changes Discord tells a bot without privileges its own: its roles."""
        del before
        await self.delivery.look_again(after.guild)

    async def on_raw_thread_update(self, payload: discord.RawThreadUpdateEvent) -> None:
        if not payload.data["thread_metadata"]["archived"]:
            await self.redraws.reopened(payload.guild_id, [payload.thread_id])

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """At each start, and after an outage: of what was opened meanwhile nothing is told."""
        open_threads = [one.id for one in guild.threads if not one.archived]
        await self.redraws.reopened(guild.id, open_threads)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """It removed Nexus. Of an outage discord.py tells otherwise."""
        async with self.db.begin() as session:
            await departures.left(session, guild.id, self.now())

    async def on_guild_join(self, guild: discord.Guild) -> None:
        async with self.db.begin() as session:
            await departures.came_back(session, guild.id)

    async def on_interaction(self, interaction: "NexusInteraction") -> None:
        await self.roads.walk(interaction)

    @asynccontextmanager
    async def acting(
        self, interaction: "NexusInteraction", guild_id: int | None = None
    ) -> AsyncGenerator[AsyncSession]:
        """The transaction of what a person did, once: `Repeated` if Discord delivers it again.

        What they did in a direct message needs the guild that it is about.
        """
        guild_id = guild_id or interaction.guild_id
        assert guild_id is not None
        door, user_id = Door.of(interaction), interaction.user.id
        veil = self.erasing.veil(guild_id, user_id)
        async with self.db.begin() as session:
            if not door.is_noted:
                await interactions.note(session, guild_id, interaction.id, self.now())
            if veil is not None:
                await blocks.rename(session, guild_id, veil, user_id)
            yield session
        door.is_noted = True
        self.erasing.recognised(guild_id, user_id)

    def mention(self, name: str) -> str:
        """A clickable mention of the command `name` ("session create"); plain until it is known."""
        found = self._command_ids.get(name.partition(" ")[0])
        return f"</{name}:{found}>" if found else f"`/{name}`"

    async def close(self) -> None:
        self.jobs.stop()
        await super().close()
        await self.db.close()

    async def _forget(self) -> None:
        now = self.now()
        async with self.db.begin() as session:
            await interactions.forget(session, now - REPLAYED)
            await outbox.forget(session, now - TRACED)
            await stale.forget(session, now)

    async def _note_seen(self) -> None:
        day, people = self.seen.take()
        if day and people:
            async with self.db.begin() as session:
                await seen.note(session, day, people)

    async def _sync_commands(self) -> None:
        """Tell Discord the command tree, if it does not know this very tree already."""
        assert self.application_id is not None
        payload = [one.to_dict(self.tree) for one in self.tree.get_commands()]
        text = json.dumps(payload, sort_keys=True, default=str)
        tree_hash = hashlib.sha256(text.encode()).hexdigest()
        async with self.db.read() as session:
            ids = await command_syncs.synced(session, self.application_id, tree_hash)
        if not ids:
            synced = await until_reached(self.tree.sync, self.rng)
            ids = {one.name: one.id for one in synced}
            async with self.db.begin() as session:
                await command_syncs.remember(session, self.application_id, tree_hash, ids)
        self._command_ids = ids


NexusInteraction = discord.Interaction[Nexus]
