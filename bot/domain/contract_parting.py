"""What of a contract was one member's alone, so that it can go with them, and nothing else.

The history tells who brought what. A text is theirs as long as nobody else wrote the same; an
operation is theirs as long as nobody else had a hand in it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.contract import Operation
from bot.domain.contract_news import Act, Change, as_text, operation_of

_TEXTS = ("purpose", "request", "response")


@dataclass(frozen=True, slots=True)
class Share:
    """What one member alone brought: texts, and the names of operations."""

    texts: frozenset[str]
    operations: frozenset[str]

    def out_of(self, text: str) -> str:
        """A text, or nothing where it was theirs."""
        return "" if text in self.texts else text

    def out_of_operation(self, operation: Operation) -> Operation:
        return replace(operation, **{one: self.out_of(getattr(operation, one)) for one in _TEXTS})

    def out_of_change(self, change: Change) -> Change:
        """A change of somebody else's, without what it repeats."""
        if change.act is not Act.OPERATION:
            return replace(
                change, before=self.out_of(change.before), after=self.out_of(change.after)
            )
        before, after = (as_text(one and self.out_of_operation(one)) for one in _operations(change))
        return replace(change, before=before, after=after)


def share(changes: Sequence[Change], user_id: int) -> Share:
    """What the member alone brought, by all that was ever changed."""
    mine = [one for one in changes if one.actor_id == user_id]
    others = [one for one in changes if one.actor_id != user_id]
    return Share(
        frozenset(_brought(mine)) - frozenset(_brought(others)) - {""},
        frozenset(_touched(mine)) - frozenset(_touched(others)),
    )


def _brought(changes: Iterable[Change]) -> Iterator[str]:
    """The texts that were not there before a change."""
    for one in changes:
        if one.act is Act.HEAD and one.after != one.before:
            yield one.after
        elif one.act is Act.OPERATION:
            before, after = _operations(one)
            for text in _TEXTS:
                said = getattr(after, text, "")
                if said != getattr(before, text, ""):
                    yield said


def _touched(changes: Iterable[Change]) -> Iterator[str]:
    for one in changes:
        if one.act is Act.OPERATION:
            yield from (each.name for each in _operations(one) if each is not None)


def _operations(change: Change) -> tuple[Operation | None, Operation | None]:
    return operation_of(change.before), operation_of(change.after)
