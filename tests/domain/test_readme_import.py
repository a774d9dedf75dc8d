"""A README that a learner brings along stays theirs, whatever is read out of it and written in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain import readme_marks
from bot.domain.errors import Refusal
from bot.domain.log import LogKind
from bot.domain.readme import Facts, Part
from bot.domain.readme_import import Taken, decode
from bot.domain.readme_reading import MOST_ENTRIES
from tests.domain import readmes
from tests.domain.linting import complaints
from tests.domain.readmes import (
    ENTRIES,
    FULL,
    ME,
    SHAPES,
    entry,
    fixture,
    logged,
    outline,
    regions,
    took,
    written,
)

each_shape = pytest.mark.parametrize("shape", SHAPES)


def known(taken: Taken) -> Facts:
    """What Nexus knows of whoever took a README over, and did nothing else."""
    return Facts(ME, logged(taken), own_text=taken.own_text, first_day=readmes.FIRST_DAY)


def own_lines(text: str) -> list[str]:
    """The lines that say something and that Nexus did not write, whatever they end with."""
    ours = {line for one in regions(text) for line in range(one.first, one.last + 1) if one.is_ours}
    lines = enumerate(readme_marks.split(text))
    said = [one.rstrip("\r\n") for at, one in lines if at not in ours]
    return [one for one in said if one.strip() and not one.strip().startswith("<!-- nexus:")]


def is_in_order(part: Sequence[str], whole: Sequence[str]) -> bool:
    left = iter(whole)
    return all(one in left for one in part)


def titles(taken: Taken, kind: LogKind) -> list[str]:
    return [one.words.title for one in taken.reading.found if one.words.kind is kind]


@each_shape
def test_import_then_export_then_import_loses_not_a_line_and_doubles_nothing(shape: str) -> None:
    text = fixture(shape)
    first = took(text)
    facts = known(first)
    out = written(facts)
    second = took(out)

    assert is_in_order(own_lines(text), [one.rstrip("\r\n") for one in readme_marks.split(out)])
    assert own_lines(out) == own_lines(first.own_text)
    assert not Counter(own_lines(out)) - Counter(own_lines(text)) - Counter(["```"])
    assert second.own_text == first.own_text
    assert [one.key for one in second.reading.found] == [one.key for one in first.reading.found]
    assert written(known(second)) == out


@pytest.mark.parametrize("shape", [one for one in SHAPES if one != "nexus"])
def test_what_the_learner_wrote_stays_byte_for_byte(shape: str) -> None:
    text = fixture(shape)
    out = written(known(took(text)))
    end = text.splitlines(keepends=True)[-1]

    for line in readme_marks.split(text.removesuffix(end) if shape == "crlf" else text):
        assert line in readme_marks.split(out)
    assert ("\n" in out.replace("\r\n", "")) is ("\r\n" not in text)


@each_shape
def test_nothing_that_the_text_tells_already_is_written_again(shape: str) -> None:
    taken = took(fixture(shape))
    out = written(known(taken))
    inside = out
    for line in own_lines(out):
        inside = inside.replace(line, "", 1)

    for one in taken.reading.found:
        assert one.words.title not in inside


def test_new_entries_go_below_the_learners_own_heading() -> None:
    taken = took(fixture("nested"))
    more = entry(LogKind.CHALLENGE, "A deadlock", "Two writers.", "One writer.")
    out = written(replace(known(taken), entries=(*logged(taken), more)))

    own, ours = out.split("- **Circular imports**")
    assert "A deadlock" not in own
    assert ours.index("A deadlock") < ours.index("## Best Practices")
    assert outline(out).count("## Challenges Faced and Solutions Implemented") == 1
    assert "## Challenges faced" not in out


def test_an_entry_that_was_edited_since_is_written_in_its_new_words() -> None:
    taken = took(fixture("setext"))
    edited = [
        replace(one, words=replace(one.words, text="Tasks that take long"))
        if one.words.title == "Celery"
        else one
        for one in logged(taken)
    ]

    assert "- **Celery**: Tasks that take long" in written(
        replace(known(taken), entries=tuple(edited))
    )


def test_weeks_become_entries_of_their_days() -> None:
    taken = took(fixture("weeks"))

    assert titles(taken, LogKind.FOCUS) == ["Git and the shell", "Python, properly"]
    assert titles(taken, LogKind.CONCEPT) == ["Git", "Shell pipes"]
    assert titles(taken, LogKind.NEXT_STEP) == ["Context managers", "Decorators"]
    git = next(one for one in taken.reading.found if one.words.title == "Git")
    assert git.day == date(2026, 1, 11)
    assert git.words.text == "branches, rebasing, and how to get out of a detached HEAD"
    assert taken.reading.unknown == ("\U0001f4da Table of contents", "\U0001f64f Thanks")


def test_nested_lists_are_read_by_the_names_above_them() -> None:
    taken = took(fixture("nested"))

    assert titles(taken, LogKind.TECHNOLOGY) == ["Python", "Django", "PostgreSQL"]
    assert titles(taken, LogKind.CONCEPT) == [
        "Database design",
        "Asynchronous programming",
        "Caching strategies",
    ]
    queries, imports = [
        one.words for one in taken.reading.found if one.words.kind is LogKind.CHALLENGE
    ]
    assert queries.text == "in the list of orders\n\n400 queries a page"
    assert queries.solution == "`select_related`, and a test that counts"
    assert (imports.title, imports.solution) == ("Circular imports", "I moved the models apart")


def test_months_have_milestones() -> None:
    taken = took(fixture("months"))

    assert titles(taken, LogKind.MILESTONE) == [
        "Milestone 1: Set up",
        "Milestone 2: Authentication",
        "Milestone 3",
    ]
    assert titles(taken, LogKind.TOOL) == ["Docker", "Celery"]
    assert titles(taken, LogKind.TAKEAWAY) == ["I learned to ask early. It saved me days."]
    assert {one.day for one in taken.reading.found} == {
        date(2026, 1, 31),
        date(2026, 2, 28),
        None,
    }


def test_numbered_challenges_come_with_their_solutions_and_their_code() -> None:
    cors, tests, deploying = [
        one.words
        for one in took(fixture("numbered")).reading.found
        if one.words.kind is LogKind.CHALLENGE
    ]

    assert cors.title == "CORS"
    assert cors.text == "The browser refused every request from the frontend."
    assert "```python\nCORS_ALLOWED_ORIGINS" in cors.solution
    assert (tests.title, tests.solution) == ("Slow tests", "a database in memory.")
    assert (deploying.title, deploying.solution) == ("Deploying", "")


def test_rows_of_tables_are_entries() -> None:
    words = [one.words for one in took(fixture("table")).reading.found]

    assert (words[0].title, words[0].text) == ("Django", "The API\nSince: week 1")
    assert (words[2].title, words[2].solution) == ("Tokens expired at once", "Compare in UTC")


def test_headings_that_are_underlined_count_as_well() -> None:
    taken = took(fixture("setext"))

    assert titles(taken, LogKind.TECHNOLOGY) == ["GraphQL", "Celery"]
    assert titles(taken, LogKind.DONE) == [
        "Mon: read the docs of Strawberry",
        "Tue: first resolver",
    ]
    assert titles(taken, LogKind.TOGETHER) == ["Paired with Adaeze for a week."]


def test_a_block_of_code_that_was_left_open_swallows_nothing() -> None:
    out = written(known(took(fixture("crlf"))))

    assert "make deploy\r\n```\r\n" in out
    assert outline(out)[-1] == "## Collaboration"
    assert complaints(out.replace("\r\n", "\n")) == []


@pytest.mark.parametrize("left_open", ["<!-- open", "<pre>", "<script>x", "<?php"])
def test_html_that_was_left_open_stays_last(left_open: str) -> None:
    text = f"# Me\n\n## Tools\n\n- Docker\n\n{left_open}\n\nand more\n"
    taken = took(text)
    out = written(known(taken))

    assert out.endswith(f"{left_open}\n\nand more\n")
    assert len(regions(out)) == len(Part)
    assert took(out).own_text == taken.own_text


def test_our_own_export_is_read_as_ours_and_nothing_of_it_becomes_an_entry() -> None:
    taken = took(fixture("nexus"))

    assert taken.reading.found == ()
    assert written(replace(FULL, own_text=taken.own_text)) == fixture("nexus")


def test_an_export_without_its_marks_is_the_learners_and_nothing_is_told_twice() -> None:
    """They copied it piece by piece, or an editor dropped the comments."""
    lines = fixture("nexus").splitlines(keepends=True)
    bare = "".join(one for one in lines if not one.startswith("<!-- nexus:"))
    taken = took(bare)
    out = written(replace(FULL, own_text=taken.own_text))

    assert Counter(own_lines(out)) == Counter(own_lines(bare))
    for one in ENTRIES:
        assert out.count(one.words.title) == bare.count(one.words.title)
    assert "Django" in titles(taken, LogKind.TECHNOLOGY)


def test_what_was_changed_by_hand_between_marks_is_the_learners_from_then_on() -> None:
    changed = fixture("nexus").replace("- JWT\n", "- JWT\n- Rate limits: a bucket for each key\n")
    taken = took(changed)
    out = written(replace(FULL, entries=(*ENTRIES, *logged(taken)), own_text=taken.own_text))

    assert "Rate limits" in titles(taken, LogKind.CONCEPT)
    assert out.count("Rate limits") == 1
    assert out.count("- JWT\n") == 1
    assert out.count("### Important backend development concepts") == 1
    assert {one.part for one in regions(out)} == set(Part)


def test_line_endings_that_git_changed_are_no_change() -> None:
    taken = took(fixture("nexus").replace("\n", "\r\n"))

    assert taken.reading.found == ()
    assert written(replace(FULL, own_text=taken.own_text)).replace("\r\n", "\n") == fixture("nexus")


def test_marks_without_their_counterpart_are_text() -> None:
    text = "<!-- nexus:end tools -->\n\n## Tools\n\n<!-- nexus:begin tools -->\n\n- Docker\n"
    out = written(known(took(text)))

    assert is_in_order(["## Tools", "- Docker"], out.split("\n"))
    assert took(out).own_text == took(text).own_text
    assert out.count("<!-- nexus:begin tools") + out.count("<!-- nexus:add tools") == 1


def test_a_title_is_no_part_whatever_words_it_has() -> None:
    taken = took("# My learnings and challenges\n\n- not an entry\n\n## Tools\n\n- Docker\n")

    assert [one.words.title for one in taken.reading.found] == ["Docker"]


def test_what_is_more_than_a_log_takes_at_once_stays_text() -> None:
    taken = took("## Tools\n\n" + "".join(f"- Tool {one}\n" for one in range(MOST_ENTRIES + 1)))

    assert len(taken.reading.found) == MOST_ENTRIES
    assert taken.reading.has_more
    assert f"- Tool {MOST_ENTRIES}\n" in written(known(taken))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xff\xfe#\x00 \x00", "README.md"),
        (b"# a\x00b", "README.md"),
        (b" \n\n", "README.md"),
        (b"# Hello", "README.pdf"),
    ],
)
def test_what_is_no_text_is_refused_in_words(data: bytes, name: str) -> None:
    with pytest.raises(Refusal):
        decode(data, name)


def test_a_mark_of_byte_order_is_no_part_of_the_text() -> None:
    assert decode(b"\xef\xbb\xbf# Hi", "Readme.MD") == "# Hi"


LINES = (
    *("", "  ", "# One", "## Tools", "### Week 3", "---", "===", "- a", "  - b", "    code", "> q"),
    *("```", "~~~", "````python", "<!--", "-->", "<details>", "</details>", "<pre>", "</pre>"),
    *("| a | b |", "| - | - |", "1. x", "- [ ] y", "\\", "[a]: /b", "a  ", "\t- c", "**b**"),
    *("<!-- nexus:begin tools -->", "<!-- nexus:end tools -->", "<!-- nexus:add next -->"),
    *("<!-- nexus:begin tools 00000000 -->", "Solution: so", "**Solution:**", "Week 2: x"),
)
mutations = st.lists(
    st.tuples(
        st.sampled_from(("drop", "double", "put", "cut")),
        st.integers(0, 400),
        st.sampled_from(LINES),
    ),
    max_size=12,
)
endings = st.sampled_from(("\n", "\r\n", "\r"))


def mutated(text: str, changes: Sequence[tuple[str, int, str]], ending: str) -> str:
    lines = text.splitlines()
    for what, at, line in changes:
        place = at % (len(lines) + 1)
        match what:
            case "put":
                lines.insert(place, line)
            case "double":
                lines[place:place] = lines[max(place - 3, 0) : place]
            case "drop":
                del lines[place : place + 1]
            case _:
                lines[place : place + 1] = [one[: at % 7] for one in lines[place : place + 1]]
    return ending.join(lines)


def test_whatever_it_looks_like_no_line_is_lost_and_none_is_doubled(
    pytestconfig: pytest.Config,
) -> None:
    """`--long` takes ten thousand."""
    examples = 10_000 if pytestconfig.getoption("--long") else 100
    check = example("nexus", [("put", 30, "- mine")], "\n")(loses_nothing)
    check = example("weeks", [("put", 40, "```")], "\r")(check)
    settings(max_examples=examples)(given(st.sampled_from(SHAPES), mutations, endings)(check))()


def loses_nothing(shape: str, changes: list[tuple[str, int, str]], ending: str) -> None:
    text = mutated(fixture(shape), changes, ending)
    first = took(text)
    out = written(known(first))
    second = took(out)

    shown = [one.rstrip("\r\n") for one in readme_marks.split(out)]
    # What Nexus wrote itself may be recognised as its own again, whatever stands around it.
    ours = set(fixture(shape).split("\n")) if shape == "nexus" else set[str]()
    assert is_in_order([one for one in own_lines(text) if one not in ours], shown)
    more = Counter(own_lines(out)) - Counter(own_lines(text))
    assert all(set(one.strip()) <= set("`~") for one in more), more
    assert second.own_text == first.own_text
    assert [one.key for one in second.reading.found] == [one.key for one in first.reading.found]
    assert written(known(second)) == out
