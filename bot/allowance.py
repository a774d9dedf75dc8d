"""How many requests a second Nexus makes of itself: what all its posts and redraws share."""

from collections.abc import Callable
from datetime import datetime

REQUESTS = 45  # a second; Discord takes 50, and people press buttons meanwhile


class Allowance:
    """So many in each second of the clock. What is looked up may cost more than was left."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._second: datetime | None = None
        self._left = REQUESTS

    @property
    def left(self) -> int:
        second = self._now().replace(microsecond=0)
        if second != self._second:
            # What was too much in the second before is paid for in this one.
            self._second, self._left = second, REQUESTS + min(self._left, 0)
        return max(self._left, 0)

    def take(self) -> bool:
        """Have one, if one is left."""
        if not self.left:
            return False
        self._left -= 1
        return True

    def spend(self, requests: int) -> None:
        """Count what was asked already."""
        self._left -= requests
