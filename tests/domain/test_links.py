"""Links to code: which are taken, in which form, and what is said of the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Refusal
from bot.domain.links import EXAMPLE, LIMIT, name, repository, short


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        (EXAMPLE, EXAMPLE),
        (" <https://github.com/ada/shop> ", "https://github.com/ada/shop"),
        ("github.com/ada/shop", "https://github.com/ada/shop"),
        ("HTTPS://GitHub.com/Ada/Shop.git", "https://github.com/Ada/Shop.git"),
        ("https://gitlab.com:443/a/b", "https://gitlab.com/a/b"),
        ("https://git.xn--bcher-kva.example/a", "https://git.xn--bcher-kva.example/a"),
        ("https://github.com/a/b/pull/3/files#diff", "https://github.com/a/b/pull/3/files#diff"),
        ("https://github.com/a/b/tree/x?tab=readme", "https://github.com/a/b/tree/x?tab=readme"),
    ],
)
def test_a_link_that_others_can_open_is_taken(typed: str, taken: str) -> None:
    assert repository(typed) == taken


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "leads to a place"),
        ("http://github.com/ada/shop", "begins with `https://`"),
        ("javascript://github.com/%0aalert(1)", "begins with `https://`"),
        ("ftp://github.com/a/b", "begins with `https://`"),
        ("https://github.com/ada/my shop", "no spaces"),
        ("https://github.com/ada/sh\u202eop", "no unusual characters"),
        ("https://g\u0456thub.com/ada/shop", "no unusual characters"),
        (r"https://github.com\@evil.example/a", "no unusual characters"),
        ("https://ada:secret@github.com/ada/shop", "a name or a password"),
        ("https://github.com@evil.example/a", "a name or a password"),
        ("git@github.com:ada/shop.git", "a name or a password"),
        ("https://localhost/shop", "everybody can open"),
        ("https://shop.localhost/a", "everybody can open"),
        ("https://127.0.0.1/shop", "everybody can open"),
        ("https://[::1]/shop", "everybody can open"),
        ("https://[github.com/a", "everybody can open"),
        ("https://github.com:8080/a/b", "everybody can open"),
        ("https://-a.example/b", "everybody can open"),
        ("https://github/ada", "everybody can open"),
        ("https://github.com", "not to all of github.com"),
        ("https://github.com//?x=1", "not to all of github.com"),
        ("https://raw.example.com/a/b?TOKEN=abc", "a token or a password"),
        (f"https://github.com/{'a' * LIMIT}", "too long"),
    ],
)
def test_another_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(Refusal) as no:
        repository(typed)

    assert why in str(no.value)


@given(st.text() | st.text("https://[]@.:/?#%a0 ").map(lambda one: f"https://{one}"))
def test_whatever_is_typed_it_is_taken_or_refused_and_taken_again_as_it_is(typed: str) -> None:
    try:
        taken = repository(typed)
    except Refusal:
        return

    assert repository(taken) == taken
    assert taken.startswith("https://")
    assert "@" not in taken.split("/")[2]


@pytest.mark.parametrize(
    ("link", "called"),
    [
        (EXAMPLE, "github.com/ada/shop/pull/3"),
        ("https://www.example.com/a/b.git", "example.com/a/b"),
        ("https://github.com/a/b/?tab=readme#top", "github.com/a/b"),
    ],
)
def test_a_link_is_called_by_its_host_and_its_path(link: str, called: str) -> None:
    assert name(link) == called
    assert short(link) == called.partition("/")[2]
