"""A forum for questions, made and looked at in as few words as the tests of it need."""

from simcord import ChannelHandle

from db import guilds
from tests.world import World


def make_forum(world: World, *tags: str, moderated: str = "") -> ChannelHandle:
    made = world.guild.create_forum_channel("help")
    give_tags(world, made, *tags, moderated=moderated)
    return made


def give_tags(world: World, forum: ChannelHandle, *tags: str, moderated: str = "") -> None:
    """Let a forum have exactly these tags; those that it had keep their ids."""
    known = {one["name"]: one for one in world.env.backend.channels[forum.id].available_tags}
    made = [
        known.get(name)
        or {
            "id": str(world.env.backend.snowflake()),
            "name": name,
            "moderated": name == moderated,
            "emoji_id": None,
            "emoji_name": None,
        }
        for name in tags
    ]
    world.env.backend.edit_channel(forum.id, {"available_tags": made})


async def ask_in(world: World, forum: ChannelHandle) -> None:
    """Have questions asked in the forum, as setup would."""
    async with world.bot.db.begin() as session:
        await guilds.change(session, world.guild.id, qa_channel_id=forum.id)
    await world.env.settle()


def tag_id(world: World, forum: ChannelHandle, name: str) -> str:
    tags = world.env.backend.channels[forum.id].available_tags
    return next(one["id"] for one in tags if one["name"] == name)


def tags_of(world: World, post: ChannelHandle) -> list[str]:
    """The names of the tags that a post bears."""
    model = world.env.backend.channels[post.id]
    assert model.parent_id is not None
    names = {
        int(one["id"]): one["name"]
        for one in world.env.backend.channels[model.parent_id].available_tags
    }
    return [names[one] for one in model.applied_tags]


def posts_in(world: World, forum: ChannelHandle) -> list[ChannelHandle]:
    """The forum's posts, oldest first, with those that are archived."""
    found = [one for one in world.env.backend.channels.values() if one.parent_id == forum.id]
    return [ChannelHandle(world.env, world.guild, one) for one in found]
