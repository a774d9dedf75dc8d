"""A small, plain discord.py bot for the tests of the server itself."""

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from tests.wire.launch import pointed_at
from tests.wire.server import WireServer

# The test's server has it from here; a wrong one is a test of its own.
TOKEN = os.environ.get("WIRE_TOKEN", "MTE.wire.token")


class Plain(commands.Bot):
    """No cogs and no state; quick where discord.py waits for the real Discord."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            command_prefix="!",
            help_command=None,
            intents=discord.Intents(guilds=True, guild_messages=True, guild_scheduled_events=True),
            guild_ready_timeout=0.02,
            **options,
        )
        # A command outside of a cog leaves the type of its group open.
        for command in (choose, echo, form, nothing, private, slow):  # pyright: ignore
            self.tree.add_command(command)  # pyright: ignore[reportUnknownArgumentType]

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Five seconds otherwise, behind every session that Discord has ended."""


@app_commands.command(description="Say it again")
async def echo(interaction: discord.Interaction[Plain], text: str) -> None:
    await interaction.response.send_message(text, view=Buttons())
    await interaction.followup.send(f"{text} once more", ephemeral=True)
    await interaction.edit_original_response(content=f"{text}, edited")


@echo.autocomplete("text")
async def offer(
    _interaction: discord.Interaction[Plain], current: str
) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=current.upper(), value=current)]


@app_commands.command(description="Think, then speak")
async def slow(interaction: discord.Interaction[Plain]) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.followup.send("thought")


@app_commands.command(description="Say it to me alone")
async def private(interaction: discord.Interaction[Plain], member: discord.Member) -> None:
    await interaction.response.send_message(f"{member.mention}!", ephemeral=True)


@app_commands.command(description="Offer something to choose")
async def choose(interaction: discord.Interaction[Plain]) -> None:
    await interaction.response.send_message(view=Layout())


@app_commands.command(name="form", description="Open a form")
async def form(interaction: discord.Interaction[Plain]) -> None:
    await interaction.response.send_modal(Form())


@app_commands.command(description="Leave the answer to the test")
async def nothing(interaction: discord.Interaction[Plain]) -> None: ...


class Buttons(discord.ui.View):
    @discord.ui.button(label="Again", custom_id="again")
    async def again(
        self, interaction: discord.Interaction[Plain], _button: discord.ui.Button["Buttons"]
    ) -> None:
        await interaction.response.edit_message(content="pressed", view=None)

    @discord.ui.button(label="Twice", custom_id="twice")
    async def twice(
        self, interaction: discord.Interaction[Plain], _button: discord.ui.Button["Buttons"]
    ) -> None:
        await interaction.response.send_message("first")
        interaction.response._response_type = None  # pyright: ignore[reportPrivateUsage]
        try:
            await interaction.response.send_message("second")
        except discord.HTTPException as refused:
            await interaction.followup.send(f"refused with {refused.code}")


class Layout(discord.ui.LayoutView):
    row = discord.ui.ActionRow[Any]()

    def __init__(self) -> None:
        super().__init__()
        self.add_item(discord.ui.TextDisplay("Which one?"))

    @row.select(
        custom_id="which",
        placeholder="Take one",
        options=[discord.SelectOption(label="One"), discord.SelectOption(label="Two")],
    )
    async def which(
        self, interaction: discord.Interaction[Plain], select: discord.ui.Select[Any]
    ) -> None:
        await interaction.response.send_message(f"took {select.values[0]}", ephemeral=True)


class Form(discord.ui.Modal, title="A form"):
    name: discord.ui.TextInput["Form"] = discord.ui.TextInput(
        label="Name", custom_id="name", max_length=20
    )
    kind = discord.ui.Label[Any](
        text="Kind",
        component=discord.ui.Select[Any](
            custom_id="kind",
            options=[discord.SelectOption(label="a"), discord.SelectOption(label="b")],
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:  # pyright: ignore
        chosen = self.kind.component
        assert isinstance(chosen, discord.ui.Select)
        await interaction.response.send_message(f"{self.name.value} is {chosen.values[0]}")


@asynccontextmanager
async def connected(wire: WireServer) -> AsyncGenerator[Plain]:
    """The bot in this very process, which is quicker, once it is ready."""
    with pointed_at(wire.url):
        async with Plain() as bot:
            await bot.login(wire.token)
            running = asyncio.create_task(bot.connect())
            await bot.wait_until_ready()
            yield bot
        await running


async def plain() -> None:
    """The bot as it is, until it is ended."""
    async with Plain() as bot:
        await bot.start(TOKEN)


def login() -> int:
    """2 and one line where Discord doesn't let it in."""
    try:
        asyncio.run(plain())
    except (discord.LoginFailure, discord.ConnectionClosed) as refusal:
        print(f"refused: {type(refusal).__name__}")  # noqa: T201
        return 2
    return 0
