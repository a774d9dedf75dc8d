"""The card that welcomes members, and what moderators see of it. Pure."""

from collections.abc import Callable

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent
from db.welcomes import Place

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""


def welcome_card(mention: Mention) -> discord.ui.LayoutView:
    """What everybody sees; each button has a command that does the same."""
    return cards.card(
        "### Welcome! What do you need?",
        "\n".join(
            (
                f"**Stuck?** Ask the cohort: {mention('qa ask')}",
                f"**Alone?** Find a partner: {mention('pair find')}",
                f"**Learn together:** {mention('session list')}",
                f"**Note what you learn:** {mention('log add')}",
                f"-# All that there is: {mention('help')}",
            )
        ),
        cards.row(
            cards.button("Ask", "qa:begin", style=ButtonStyle.primary),
            cards.button("Find a partner", "pairing:seek"),
            cards.button("Sessions", "study:coming"),
            cards.button("My log", "log:mine"),
        ),
    )


def preview_card(
    channel: discord.TextChannel | None, place: Place | None, guild_id: int, mention: Mention
) -> discord.ui.LayoutView:
    """The very card, and under it what can be done with it."""
    shown = welcome_card(mention)
    where = f"It goes to {channel.mention}" if channel else "⚠️ Choose a channel for it below"
    label = "Post it"
    if place and channel:
        is_there = place.channel_id == channel.id
        where = f"It stands in <#{place.channel_id}>" + ("" if is_there else f": {where.lower()}")
        label = "Bring it up to date" if is_there else "Move it"
    shown.add_item(discord.ui.TextDisplay(f"-# Only you see this. {where}, and notifies nobody."))
    chosen = channel.id if channel else None
    shown.add_item(
        cards.row(cards.channel_select("welcome:channel", chosen=chosen, hint="Another channel?"))
    )
    buttons = [cards.link("Open it", _url(place, guild_id))] if place else []
    if channel:
        one = cards.button(label, "welcome:post", channel.id, style=ButtonStyle.primary)
        buttons = [one, *buttons]
    return shown.add_item(cards.row(*buttons, cards.button("All settings", "admin:settings")))


def posting_card(channel_id: int) -> discord.ui.LayoutView:
    return cards.card(f"Posting it in <#{channel_id}>\u2026", accent=Accent.WAITING)


def posted_card(place: Place, guild_id: int, *, left_in: int | None) -> discord.ui.LayoutView:
    """`left_in` is the channel where Nexus may not take the former one away."""
    return cards.card(
        f"The card stands in <#{place.channel_id}>. Pin it, so that everybody finds it.",
        f"⚠️ I could not take the former one away: delete it in <#{left_in}>." if left_in else None,
        cards.row(cards.link("Open it", _url(place, guild_id))),
        accent=Accent.DONE,
    )


def renewed_card(place: Place, guild_id: int) -> discord.ui.LayoutView:
    return cards.card(
        f"The card in <#{place.channel_id}> is up to date.",
        cards.row(cards.link("Open it", _url(place, guild_id))),
        accent=Accent.DONE,
    )


def postponed_card(channel_id: int) -> discord.ui.LayoutView:
    return cards.card(
        f"Saved, but Discord did not take it in <#{channel_id}> yet. I go on trying: you need not"
        " do it again.",
        accent=Accent.WAITING,
    )


def _url(place: Place, guild_id: int) -> str:
    return f"https://discord.com/channels/{guild_id}/{place.channel_id}/{place.message_id}"
