"""How a member is named in a text."""

# In the place of whoever had their data deleted, where what they did stays: nobody's id.
FORMER = 0


def who(user_id: int | None) -> str:
    """A mention, which Discord shows as their name; it pings only those whom a message lists."""
    return f"<@{user_id}>" if user_id else "a former member"
