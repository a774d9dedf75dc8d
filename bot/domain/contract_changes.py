"""What an import changes in a contract, shown before it is done.

What a file does not say, it does not change: an example, an address or a state that people put
there stays. Of a file that says no states:

- an operation that is new to the contract is live;
- one that was planned or mocked is live now, since it is there;
- one that was live, and whose request or response has another shape now, is changed;
- all others keep their states, since people set them.

An example whose shape is what it was stays as well: somebody may have written it by hand, and what
the file has may be made up of its schemas. An export of ours says all of it, and is taken by its
word.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.domain import json_text
from bot.domain.contract import MOST_OPERATIONS, Contract, Operation, State
from bot.domain.errors import Refusal
from bot.domain.json_text import elements, members
from bot.domain.openapi_reading import Read
from bot.domain.text import code

_THERE = frozenset({State.LIVE, State.CHANGED})
_NOT_YET = frozenset({State.PLANNED, State.MOCKED})
_NAME_SHOWN, _VALUE_SHOWN = 48, 32


@dataclass(frozen=True, slots=True)
class Changed:
    """An operation of which something else is said now."""

    before: Operation
    after: Operation

    @property
    def what(self) -> tuple[str, ...]:
        """What it is that changed, in words."""
        before, after = self.before, self.after
        states = f"{before.state.value} \u2192 {after.state.value}"
        changes = (
            (states, before.state is not after.state),
            ("purpose", before.purpose != after.purpose),
            ("request", before.request != after.request),
            ("response", before.response != after.response),
        )
        return tuple(words for words, is_change in changes if is_change)


@dataclass(frozen=True, slots=True)
class HeadChange:
    """A field of the contract's head, by the name that people know it by."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What is other in a new contract; false where that is nothing."""

    old: Contract
    new: Contract
    head: tuple[HeadChange, ...]
    added: tuple[Operation, ...]
    changed: tuple[Changed, ...]
    removed: tuple[Operation, ...]
    """Of the old one, those that are live but not in the new one: a person decides about them."""
    awaited: tuple[Operation, ...]
    """Those that are planned or mocked, and not in the new one: nothing has to be done."""

    def __bool__(self) -> bool:
        return bool(self.head or self.added or self.changed or self.removed)


def imported(old: Contract, read: Read) -> Contract:
    """What the file says, with what the old contract says where the file says nothing.

    It holds no operation that the file does not have: `difference` lists those, and `apply` keeps
    them.
    """
    file = read.contract
    known = {one.key: one for one in old.operations}
    operations = tuple(
        _taken(known[one.key], one, read) if one.key in known else one for one in file.operations
    )
    if read.is_ours:
        return replace(file, operations=operations)
    return Contract(
        title=file.title or old.title,
        base_url=file.base_url or old.base_url,
        docs_url=file.docs_url or old.docs_url,
        auth=file.auth if read.says_auth else old.auth,
        style=old.style,
        operations=operations,
    )


def _taken(old: Operation, new: Operation, read: Read) -> Operation:
    state = new.state if new.key in read.stated else _state(old, new)
    if read.is_ours:
        return replace(new, state=state)
    return replace(
        old,
        state=state,
        purpose=new.purpose or old.purpose,
        request=old.request if _says_the_same(old.request, new.request) else new.request,
        response=old.response if _says_the_same(old.response, new.response) else new.response,
    )


def _state(old: Operation, new: Operation) -> State:
    if old.state in _NOT_YET:
        return State.LIVE
    is_other = any(
        before and not _says_the_same(before, after)
        for before, after in ((old.request, new.request), (old.response, new.response))
    )
    return State.CHANGED if is_other and old.state is State.LIVE else old.state


def _says_the_same(old: str, new: str) -> bool:
    """Whether a file's example says nothing that the one before does not say."""
    if not new or old == new:
        return True
    try:
        return bool(old) and _is_alike(json_text.read(old), json_text.read(new))
    except json_text.Unreadable:
        return False


def _is_alike(old: Any, new: Any) -> bool:
    """Whether two values have members of the same names and kinds; null may stand for anything."""
    if old is None or new is None:
        return True
    if isinstance(old, dict) and isinstance(new, dict):
        ours, theirs = members(old), members(new)
        return ours.keys() == theirs.keys() and all(
            _is_alike(value, theirs[name]) for name, value in ours.items()
        )
    if isinstance(old, list) and isinstance(new, list):
        first = zip(elements(old)[:1], elements(new)[:1], strict=False)
        return all(_is_alike(ours, theirs) for ours, theirs in first)
    return _kind(old) == _kind(new)


def _kind(value: Any) -> str:
    kind = type(value).__name__
    return "number" if kind in {"int", "float"} else kind


def difference(old: Contract, new: Contract) -> Difference:
    """What has to be done to the old contract for it to say what the new one says."""
    before = {one.key: one for one in old.operations}
    after = {one.key: one for one in new.operations}
    missing = [one for one in old.operations if one.key not in after]
    return Difference(
        old,
        new,
        head=tuple(_heads(old, new)),
        added=tuple(one for one in new.operations if one.key not in before),
        changed=tuple(
            Changed(before[one.key], one)
            for one in new.operations
            if one.key in before and before[one.key] != one
        ),
        removed=tuple(one for one in missing if one.state in _THERE),
        awaited=tuple(one for one in missing if one.state in _NOT_YET),
    )


def _heads(old: Contract, new: Contract) -> Iterator[HeadChange]:
    for label, before, after in (
        ("Title", old.title, new.title),
        ("Base URL", old.base_url, new.base_url),
        ("Docs", old.docs_url, new.docs_url),
        ("Auth", old.auth.label, new.auth.label),
        ("Style", old.style.label, new.style.label),
    ):
        if before != after:
            yield HeadChange(label, before, after)


def apply(change: Difference, *, deprecate_removed: bool = False) -> Contract:
    """The old contract after the change: what it had keeps its place, and what is new comes last.

    Operations that the new one lacks stay; those that were live are deprecated on request.
    """
    after = {one.after.key: one.after for one in change.changed}
    if deprecate_removed:
        after |= {one.key: replace(one, state=State.DEPRECATED) for one in change.removed}
    operations = (*(after.get(one.key, one) for one in change.old.operations), *change.added)
    if len(operations) > MOST_OPERATIONS:
        raise Refusal(
            f"With those of the file, there would be {len(operations)} operations, and a contract "
            f"holds {MOST_OPERATIONS}. Take some out by `/contract remove` first."
        )
    return replace(change.new, operations=operations)


def words(change: Difference, limit: int) -> list[str]:
    """At most so many lines for a card, to be shown as they are; what needs a decision first."""
    lines = [
        *(f"{one.label}: {_value(one.before)} \u2192 {_value(one.after)}" for one in change.head),
        *(f"Not in the file: {_name(one)} ({one.state.value})" for one in change.removed),
        *(f"Changed: {_name(one.after)}: {', '.join(one.what)}" for one in change.changed),
        *(f"New: {_name(one)} ({one.state.value})" for one in change.added),
        *(f"Still to come: {_name(one)} ({one.state.value})" for one in change.awaited),
    ]
    if len(lines) <= limit:
        return lines
    kept = max(limit - 1, 0)
    return [*lines[:kept], f"\u2026 and {len(lines) - kept} more."][:limit]


def _name(one: Operation) -> str:
    return code(one.name, _NAME_SHOWN)


def _value(text: str) -> str:
    return code(text, _VALUE_SHOWN) if text else "nothing"
