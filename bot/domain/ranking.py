"""Which items of a week its digest shows, and in which order.

This is the whole of it, so that a moderator who asks why something stands there can be told:

- Parts follow one another as `Part` lists them: what needs help comes first.
- Within a part the lowest `order` comes first: the longest wait, the most votes, the next session.
  Of equals, the one with the lower name; so the same week always makes the same digest, whatever
  the order in which the database tells of it.
- What stands further up chooses first: nobody has more than two items in the whole digest, and of
  each part no more than `MOST` are shown.
- Who is thanked for answers is nobody of whom an answer is shown: that is thanks enough.
- A part of which nothing is left is not there.
- What a moderator leaves out makes room for what comes next.
- Former members are not praised, and several of them are not one person.
- Who has opted out of being listed is not praised: the items that show what somebody did (`PRAISE`)
  are left out as a whole, for without its author's name an answer still leads to its author. What
  they need stays: their question, their session, their wait for a review. To leave these out would
  cost them the help that they ask for, and a digest never names whom such an item is of.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.people import FORMER


class Part(StrEnum):
    """The parts of a digest, from top to bottom."""

    HELP = "help"
    ANSWERS = "answers"
    CHALLENGES = "challenges"
    COMING = "coming"
    PAST = "past"
    PARTNERS = "partners"
    REVIEWS = "reviews"
    THANKS = "thanks"
    NEWS = "news"
    COHORT = "cohort"


PRAISE = frozenset({Part.ANSWERS, Part.CHALLENGES, Part.THANKS})
# True of any week: who still looks for a partner, and which week of the programme it is.
STANDING = frozenset({Part.PARTNERS, Part.COHORT})
MOST = 4
MOST_A_PERSON = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to tell. `people` are those whose it is, named or not."""

    part: Part
    key: str
    """Tells it from the others of its part, this week and whenever it is looked at again."""
    order: tuple[float, ...] = ()
    people: tuple[int, ...] = ()
    unless_in: Part | None = None
    """A part further up: what that shows of the same people has said this already."""

    @property
    def name(self) -> str:
        return f"{self.part}:{self.key}"


@dataclass(frozen=True, slots=True)
class Section:
    """A part with what is shown of it; never empty."""

    part: Part
    items: Sequence[Item]


def choose(
    items: Iterable[Item],
    *,
    unlisted: Collection[int] = (),
    left_out: Collection[str] = (),
    most: int = MOST,
) -> tuple[Section, ...]:
    """What a digest shows; `unlisted` are members, `left_out` the names of items."""
    shown = Counter[int]()
    by_part: dict[Part, list[Item]] = {part: [] for part in Part}
    for item in ordered(items):
        kept = by_part[item.part]
        if (
            len(kept) < most
            and item.name not in left_out
            and not _is_private(item, unlisted)
            and all(shown[one] < MOST_A_PERSON for one in item.people if one != FORMER)
            and not _is_said(item, by_part)
        ):
            kept.append(item)
            shown.update(set(item.people))
    return tuple(Section(part, kept) for part, kept in by_part.items() if kept)


def offered(items: Iterable[Item], unlisted: Collection[int] = ()) -> list[Item]:
    """All that may be shown, left out or not."""
    return [item for item in ordered(items) if not _is_private(item, unlisted)]


def ordered(items: Iterable[Item]) -> list[Item]:
    places = {part: place for place, part in enumerate(Part)}
    return sorted(items, key=lambda one: (places[one.part], one.order, one.name))


def news(sections: Iterable[Section]) -> int:
    """How much the week has brought: what is true of any week does not count."""
    return sum(len(one.items) for one in sections if one.part not in STANDING)


def _is_said(item: Item, by_part: Mapping[Part, Sequence[Item]]) -> bool:
    above = by_part[item.unless_in] if item.unless_in else ()
    return any(not {*one.people}.isdisjoint(item.people) for one in above)


def _is_private(item: Item, unlisted: Collection[int]) -> bool:
    return item.part in PRAISE and any(one in unlisted or one == FORMER for one in item.people)
