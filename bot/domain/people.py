"""How a member is named in a text."""

# In the place of whoever had their data deleted, where what they did stays: nobody's id. Below it
# are those who are known again if they come back (`bot.domain.tombstones.veil`).
FORMER = 0


def is_somebody(user_id: int | None) -> bool:
    """Whether it is a member's id, and not what stands in its place."""
    return user_id is not None and user_id > FORMER


def who(user_id: int | None) -> str:
    """A mention, which Discord shows as their name; it pings only those whom a message lists."""
    return f"<@{user_id}>" if is_somebody(user_id) else "a former member"
