"""The file of tombstones: on the disk before anything else, for its owner alone, and never torn."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from db.backup import Unfit
from db.tombstones import Tombstones

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def stones(tmp_path: Path) -> Tombstones:
    return Tombstones(tmp_path / "nexus.db")


def bury(stones: Tombstones, user_id: int = 2, seed: int = 7) -> str:
    made = stones.bury_member(1, user_id, "delete", now=NOON, rng=Random(seed))
    return made.serial


def test_where_nothing_was_erased_there_is_no_file(stones: Tombstones) -> None:
    assert stones.standing() == []
    assert not stones.path.exists()
    assert not stones.key_path.exists()


def test_what_was_buried_stands_in_its_order(stones: Tombstones) -> None:
    first = bury(stones, 2)
    second = stones.bury_guild(1, now=NOON, rng=Random(8)).serial

    assert [
        (one.serial, one.kind) for one in Tombstones(stones.path.with_suffix("")).standing()
    ] == [
        (first, "member"),
        (second, "guild"),
    ]


def test_chance_that_repeats_itself_gives_no_serial_twice(stones: Tombstones) -> None:
    assert bury(stones, 2, seed=7) != bury(stones, 3, seed=7)


def test_what_came_to_nothing_counts_no_more(stones: Tombstones) -> None:
    made = stones.bury_member(1, 2, "delete", now=NOON, rng=Random(7))

    stones.void(made)

    assert stones.standing() == []


def test_a_line_that_was_cut_off_takes_none_along(stones: Tombstones) -> None:
    first = bury(stones, 2)
    with stones.path.open("ab") as file:
        file.write(b"\n0123456789abc")  # the power went

    second = bury(stones, 3, seed=8)

    assert [one.serial for one in stones.standing()] == [first, second]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_both_files_are_for_their_owner_alone(stones: Tombstones) -> None:
    bury(stones)

    assert [one.stat().st_mode & 0o777 for one in (stones.path, stones.key_path)] == [0o600] * 2


def test_the_key_stays_the_same(stones: Tombstones) -> None:
    bury(stones)
    key = stones.key()
    bury(stones, 3, seed=8)

    assert stones.key() == key
    assert len(key) == 32


@pytest.mark.parametrize("left", [None, "", "abc", "zz" * 32])
def test_a_key_that_is_lost_is_told_and_no_other_is_made(
    stones: Tombstones, left: str | None
) -> None:
    """Another one would make all that stands there meaningless, without a word."""
    bury(stones)
    if left is None:
        stones.key_path.unlink()
    else:
        stones.key_path.write_text(left)

    with pytest.raises(Unfit, match=r"nexus\.db\.tombstones\.key is missing or damaged"):
        bury(stones, 3)
    assert len(stones.standing()) == 1
