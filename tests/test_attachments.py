"""A file that somebody sent is read within limits, and whatever goes wrong is said kindly."""

import asyncio
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot import attachments
from bot.domain.errors import Refusal


def sent(data: bytes | Exception | None, *, size: int = 3) -> tuple[discord.Attachment, list[str]]:
    """A file as Discord tells of it, and the addresses that were asked for it; None never comes."""
    asked: list[str] = []

    async def get_from_cdn(url: str) -> bytes:
        asked.append(url)
        if data is None:
            await asyncio.Event().wait()
        if isinstance(data, Exception):
            raise data
        return data or b""

    state: Any = SimpleNamespace(http=SimpleNamespace(get_from_cdn=get_from_cdn))
    told: Any = {
        "id": "1",
        "filename": "api.json",
        "size": size,
        "url": "https://cdn.discordapp.com/api.json",
        "proxy_url": "https://media.discordapp.net/api.json",
    }
    return discord.Attachment(data=told, state=state), asked


async def test_what_is_small_enough_is_read_from_discord_alone() -> None:
    file, asked = sent(b"abc")

    assert await attachments.read(file, 3) == b"abc"
    assert asked == ["https://cdn.discordapp.com/api.json"]


async def test_what_says_that_it_is_too_large_is_not_even_asked_for() -> None:
    file, asked = sent(b"abc", size=1_000_001)

    with pytest.raises(Refusal, match="over 1 MB"):
        await attachments.read(file, 1_000_000)
    assert asked == []


async def test_what_is_larger_than_it_says_is_refused_as_well() -> None:
    file, _ = sent(b"abcd")

    with pytest.raises(Refusal, match="more than I read"):
        await attachments.read(file, 3)


@pytest.mark.parametrize("trouble", [None, ConnectionResetError()], ids=["slow", "lost"])
async def test_what_does_not_come_is_asked_for_again(trouble: Exception | None) -> None:
    file, _ = sent(trouble)

    with pytest.raises(Refusal, match="Send it again"):
        await attachments.read(file, 3, seconds=0.01)
