"""A tombstone says that somebody was erased, and to nobody without the key who."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import tombstones
from bot.domain.tombstones import Tombstone

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEY, OTHER = b"k" * 32, b"o" * 32
ids = st.integers(1, 2**63 - 1)


def of(guild_id: int, user_id: int, key: bytes = KEY) -> Tombstone:
    digest = tombstones.of_member(key, guild_id, user_id)
    return Tombstone("0" * 32, "member", digest, "delete", NOON)


@given(ids, ids)
def test_a_line_is_read_as_it_was_written_and_holds_no_id(guild_id: int, user_id: int) -> None:
    made = of(guild_id, user_id)

    assert Tombstone.read(made.line()) == made
    assert str(user_id) not in made.line() or len(str(user_id)) < 12
    assert made.line().isascii()


@given(ids, ids, ids, ids)
def test_two_members_have_two_digests(
    guild_id: int, user_id: int, elsewhere: int, other: int
) -> None:
    is_same = (guild_id, user_id) == (elsewhere, other)
    assert (of(guild_id, user_id).digest == of(elsewhere, other).digest) is is_same


def test_without_the_key_it_is_another_digest() -> None:
    assert of(1, 2).digest != of(1, 2, OTHER).digest


def test_a_guild_is_no_member() -> None:
    assert tombstones.of_guild(KEY, 1) != tombstones.of_member(KEY, 1, 1)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "nonsense",
        of(1, 2).line()[:-9],
        of(1, 2).line().replace("member", "planet"),
        f"{'0' * 32} member {'0' * 64} delete yesterday",
        f"{of(1, 2).line()} and more",
    ],
)
def test_what_is_no_line_is_passed_over(line: str) -> None:
    assert Tombstone.read(line) is None
