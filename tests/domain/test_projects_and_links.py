"""Lists that people type, a line each: of projects, and of links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import own_links, projects
from bot.domain.errors import Refusal
from bot.domain.text import units


def test_projects_are_lines_without_their_blanks() -> None:
    assert projects.read(" Job  Board\r\n\n\u200bPoll ") == ("Job Board", "Poll")


@pytest.mark.parametrize(
    "typed",
    ["", " \n", "Poll\npoll", "x" * 41, "\U0001f680" * 21, "\n".join("abcdefghijklmnopqrstuvwxyz")],
)
def test_a_list_that_no_select_can_show_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        projects.read(typed)


@given(st.text(max_size=200))
def test_every_list_that_is_taken_fits_into_a_select(typed: str) -> None:
    try:
        found = projects.read(typed)
    except Refusal:
        return
    assert 1 <= len(found) <= projects.MOST
    assert all(0 < units(one) <= projects.NAME_LIMIT for one in found)
    assert all(projects.named(one, found) == one for one in found)
    assert projects.read("\n".join(found)) == found


def test_a_project_is_known_whatever_its_case() -> None:
    assert projects.named(" job board ", ("Job Board",)) == "Job Board"
    assert projects.named("Jobs", ("Job Board",)) is None


def test_links_are_lines_each_once() -> None:
    assert own_links.read(" https://a.dev \n\nhttps://b.dev/x?y=1#z\nhttps://a.dev") == (
        "https://a.dev",
        "https://b.dev/x?y=1#z",
    )
    assert own_links.read("") == ()
    assert own_links.host("https://sub.a.dev:8000/x") == "sub.a.dev"


@pytest.mark.parametrize(
    "typed",
    [
        "http://a.dev",
        "ftp://a.dev",
        "a.dev",
        "https://localhost",
        "https://user@a.dev",
        "https://a.dev)[evil](https://b.dev",
        "https://a.dev two words",
        "https://[::1",
        f"https://a.dev/{'x' * 200}",
        "\n".join(f"https://a.dev/{one}" for one in range(4)),
    ],
)
def test_what_is_no_link_or_too_many_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        own_links.read(typed)
