"""/contract import and export."""

import asyncio

import discord
from discord import app_commands
from discord.ext import commands

from bot import attachments, own_pairs
from bot.client import Nexus, NexusInteraction
from bot.domain.contract_markdown import as_markdown
from bot.domain.errors import Refusal
from bot.domain.openapi_parsing import MOST_BYTES
from bot.domain.openapi_reading import read
from bot.domain.openapi_writing import write
from bot.door import TextFile
from bot.replies import whisper
from cogs.contract import looking
from cogs.contract.choices import author
from cogs.contract.files import render
from db import contract_imports

_TOO_LARGE = "Export only the part of the API that your partner needs."


class Files(commands.Cog):
    bot: Nexus
    reading: asyncio.Lock

    @app_commands.command(name="import")
    @app_commands.describe(
        file="An OpenAPI or Swagger file, JSON or YAML, 1 MB at most", pair=own_pairs.WHICH
    )
    @app_commands.autocomplete(pair=own_pairs.choices_of_all)
    async def import_file(
        self, interaction: NexusInteraction, file: discord.Attachment, pair: str | None = None
    ) -> None:
        """Read an OpenAPI file; you see what it would change before anything is changed."""
        who = await author(interaction, pair)
        await looking.changeable(interaction, who)
        data = await attachments.read(file, MOST_BYTES, advice=_TOO_LARGE)
        async with self.reading:  # it takes a second of a core, and leaves the other to all else
            found = await asyncio.to_thread(read, data, file.filename)
        async with self.bot.acting(interaction) as session:
            waiting = await contract_imports.keep(session, who, found, self.bot.now())
        await whisper(interaction, render.waiting_card(waiting, who.pair_id))

    @app_commands.command()
    @app_commands.describe(pair=own_pairs.WHICH)
    @app_commands.autocomplete(pair=own_pairs.choices_of_all)
    async def export(self, interaction: NexusInteraction, pair: str | None = None) -> None:
        """Take your contract with you: Markdown for a README, and an OpenAPI 3.1 file."""
        who = await author(interaction, pair, only_on=False)
        shared = await looking.shared(interaction, who)
        if not shared.is_begun:
            raise Refusal("There is no contract to export yet. `/contract add` begins one.")
        files = (
            TextFile("api-contract.md", as_markdown(shared.contract)),
            TextFile("openapi.json", await asyncio.to_thread(write, shared.contract)),
        )
        await whisper(interaction, render.exported(shared), files=files)
