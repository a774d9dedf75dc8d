"""Who used Nexus today: noted in memory at each click, written down once in a while.

To write at the first click of a day would make somebody wait; a set costs nothing. What is lost
with a process that dies is a minute of it, and that somebody is written to who was just there.
"""

from datetime import date


class Seen:
    def __init__(self) -> None:
        self._day: date | None = None
        self._known: set[tuple[int, int]] = set()
        self._fresh: set[tuple[int, int]] = set()

    def note(self, guild_id: int, user_id: int, today: date) -> None:
        if today != self._day:
            self._day, self._known = today, set()
        if (guild_id, user_id) not in self._known:
            self._known.add((guild_id, user_id))
            self._fresh.add((guild_id, user_id))

    def forget(self, guild_id: int, user_id: int) -> None:
        """As if they had never been there."""
        self._known.discard((guild_id, user_id))
        self._fresh.discard((guild_id, user_id))

    def take(self) -> tuple[date | None, list[tuple[int, int]]]:
        """(guild, member) of all who came since the last time, on which day; sorted."""
        fresh, self._fresh = sorted(self._fresh), set()
        return self._day, fresh
