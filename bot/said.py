"""What an ordinary message says, as people read it."""

import re

import discord

from bot.domain.text import clean

_EMOJI = re.compile(r"<a?:(\w+):\d+>")


def said(message: discord.Message) -> str:
    """With names for mentions, channels and emoji, whose numbers would tell nobody anything."""
    return clean(_EMOJI.sub(r":\1:", message.clean_content))
