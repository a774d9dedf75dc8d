"""How a guild stands, read from what discord.py knows of it and from what moderators chose."""

import discord

from bot import forums, places
from bot.domain.troubles import Lost, Parked, Place, Standing, Tag
from bot.places import Purpose
from cogs.admin.names import ROLES
from db.backlog import Troubles
from db.guilds import Settings


def standing(guild: discord.Guild, settings: Settings, backlog: Troubles) -> Standing:
    roles = ((one, getattr(settings, f"{one}_role_id")) for one in ROLES)
    return Standing(
        tuple(_place(guild, settings, one) for one in Purpose),
        tuple(one for one, chosen in roles if chosen and guild.get_role(chosen) is None),
        settings.zone,
        tuple(Parked(one.channel_id, one.until) for one in backlog.parked),
        tuple(Lost(one.kind, one.channel_id, one.state) for one in backlog.lost),
    )


def _place(guild: discord.Guild, settings: Settings, purpose: Purpose) -> Place:
    chosen = getattr(settings, f"{purpose}_channel_id")
    channel = places.find(guild, settings, purpose)
    if channel is None:
        return Place(purpose, None, is_gone=chosen is not None)
    lacking, tag = places.missing(channel, purpose), None
    if isinstance(channel, discord.ForumChannel):
        tag = forums.solved_tag(channel, settings)
        if tag and not forums.may_give(channel, tag):  # one for those alone who manage posts
            lacking.append(places.words("manage_threads", in_forum=True))
    is_ours = purpose is Purpose.MODERATORS and channel.id == chosen
    return Place(
        purpose,
        channel.id,
        is_gone=chosen is not None and channel.id != chosen,
        lacking=tuple(lacking),
        is_public=is_ours and channel.permissions_for(guild.default_role).view_channel,
        tag=_tag(channel, tag),
    )


def _tag(channel: places.Place, solved: discord.ForumTag | None) -> Tag:
    if not isinstance(channel, discord.ForumChannel):
        return Tag.NOT_NEEDED
    if not channel.available_tags:
        return Tag.MISSING
    return Tag.FOUND if solved else Tag.UNNAMED
