"""What people did to a contract, as their partner hears of it and as its history keeps it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.contract import Method, Operation, State
from bot.domain.text import code

NAME_SHOWN, VALUE_SHOWN = 40, 24


class About(StrEnum):
    """What a feedback is."""

    NEED = "need"
    USABILITY = "usability"
    BUG = "bug"
    QUESTION = "question"


class Act(StrEnum):
    """What a change is about; `before` and `after` are written accordingly."""

    OPERATION = "operation"  # as `as_text` writes one; empty where there is none
    HEAD = "head"  # a field of the contract's head, which is the subject
    FEEDBACK = "feedback"  # open or done; empty before it was given


OPEN, DONE = "open", "done"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that one member changed.

    Of an operation the subject is its name, of a feedback what `subject_of` makes of it.
    """

    id: int
    actor_id: int
    act: Act
    subject: str
    before: str
    after: str
    changed_at: datetime


def as_text(operation: Operation | None) -> str:
    return "" if operation is None else json.dumps(asdict(operation), ensure_ascii=False)


def operation_of(text: str) -> Operation | None:
    """What `as_text` wrote."""
    if not text:
        return None
    said = json.loads(text)
    return Operation(**said | {"method": Method(said["method"]), "state": State(said["state"])})


def operation_named(name: str) -> Operation | None:
    """The operation that has this name; None where it names no method, or no path."""
    verb, _, path = name.partition(" ")
    if not path or verb.upper() not in set(Method):
        return None
    return Operation(Method(verb.upper()), path)


def subject_of(number: int, about: About, name: str) -> str:
    """A feedback as the subject of a change: its number, what it is, and on which operation."""
    return f"{number} {about.value} {name}"


def net(changes: Sequence[Change]) -> Sequence[Change]:
    """What is left to tell of one member's changes: each thing once, as it was and as it is.

    What was undone, or changed back, is not among it; nor is a feedback that was taken back.
    """
    of_operations = [one for one in changes if one.act is Act.OPERATION]
    left: dict[tuple[Act, str], Change] = {}
    for one in changes:
        if one.act is not Act.OPERATION:
            first = left.get((one.act, one.subject), one)
            left[one.act, one.subject] = replace(first, after=one.after)
    all_of_it = (*left.values(), *_net_of_operations(of_operations))
    return sorted(filter(_is_news, all_of_it), key=lambda one: one.id)


def _is_news(change: Change) -> bool:
    is_taken_back = change.act is Act.FEEDBACK and (change.before, change.after) == ("", DONE)
    return change.before != change.after and not is_taken_back


@dataclass(frozen=True, slots=True)
class _Now:
    """An operation as it is by now: the change that began with it, and its name before that."""

    first: Change
    was: str | None
    operation: Operation


def _net_of_operations(changes: Iterable[Change]) -> Iterator[Change]:
    """From what there was to what there is; an operation may have got another's name."""
    before: dict[str, tuple[Change, Operation]] = {}
    now: dict[str, _Now] = {}
    for one in changes:
        old, new = operation_of(one.before), operation_of(one.after)
        first, was = one, None
        if old is not None and old.name in now:
            known = now.pop(old.name)
            first, was = known.first, known.was
        elif old is not None:
            before.setdefault(old.name, (one, old))
            was = old.name
        if new is not None:
            now[new.name] = _Now(first, was, new)
    same = [name for name in now if name in before]
    for name in same:
        first, old = before.pop(name)
        yield _told(first, old, now.pop(name).operation)
    for one in now.values():
        _, old = before.pop(one.was or "", (None, None))
        yield _told(one.first, old, one.operation)
    for first, old in before.values():
        yield _told(first, old, None)


def _told(first: Change, before: Operation | None, after: Operation | None) -> Change:
    return replace(first, before=as_text(before), after=as_text(after))


def words(change: Change) -> str:
    """One line, to be shown as it is: nothing in it has a meaning to Discord."""
    match change.act:
        case Act.OPERATION:
            return _of_operation(operation_of(change.before), operation_of(change.after))
        case Act.HEAD:
            return f"{change.subject}: {_value(change.before)} \u2192 {_value(change.after)}"
        case Act.FEEDBACK:
            return _of_feedback(change)


def _of_operation(before: Operation | None, after: Operation | None) -> str:
    if before is None or after is None:
        if after is not None:
            return f"added {_shown(after)} ({after.state.value})"
        return f"took out {_shown(before)}" if before else "nothing"
    said = [f"now {_shown(after)}"] if before.name != after.name else []
    if before.state is not after.state:
        said.append(f"{before.state.value} \u2192 {after.state.value}")
    said += [
        name
        for name in ("purpose", "request", "response")
        if getattr(before, name) != getattr(after, name)
    ]
    return f"{_shown(before)}: {', '.join(said)}"


def _of_feedback(change: Change) -> str:
    number, about, name = change.subject.split(" ", 2)
    on = f" {code(name, NAME_SHOWN)}" if name else ""
    if change.before:
        return f"{'closed' if change.after == DONE else 'reopened'} feedback **#{number}**{on}"
    if about == About.NEED:
        return f"needs{on or ' something'} (feedback **#{number}**)"
    article = "" if about == About.USABILITY else "a "
    return f"feedback **#{number}**: {article}{about}{f', on{on}' if on else ''}"


def _shown(operation: Operation) -> str:
    return code(operation.name, NAME_SHOWN)


def _value(text: str) -> str:
    return code(text, VALUE_SHOWN) if text else "nothing"
