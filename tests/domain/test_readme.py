"""A README has every heading of the brief, and no entry gets out of its place in it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.contract import Contract, Method, Operation
from bot.domain.errors import Refusal
from bot.domain.log import LogKind
from bot.domain.readme import BRIEF, REQUIRED, Facts, How, Joint, Part, require_heading
from bot.domain.readme_writing import write
from tests.domain import readmes
from tests.domain.linting import complaints
from tests.domain.readmes import FULL, KOFI, ME, NAMES, SHY, TODAY, WHERE, entry, outline, written

OUTLINE = [
    "# ProDev Backend, cohort 5: what I learned",
    "## Overview of the programme",
    "## Major learnings",
    "### Key technologies covered",
    "### Important backend development concepts",
    "### Tools",
    "## Challenges faced and solutions implemented",
    "## Best practices and personal takeaways",
    "## Collaboration",
    "## Work log",
    "### Week 1 (5\u201311 January 2026)",
    "### Week 2 (12\u201318 January 2026)",
    "### Week 9 (2\u20138 March 2026)",
    "## Milestones",
    "## Next steps",
    "## API contract",
]


def test_a_full_learners_readme_is_as_it_was_looked_at() -> None:
    """To refresh, write what `written(FULL)` gives to tests/fixtures/readmes/nexus.md."""
    assert written(FULL) == readmes.fixture("nexus")


def test_it_has_every_heading_of_the_brief_in_its_order() -> None:
    assert outline(written(FULL)) == OUTLINE


def test_the_linter_passes_it() -> None:
    assert complaints(written(FULL)) == []


def test_a_learner_of_whom_nothing_is_known_gets_the_headings_that_the_brief_asks_for() -> None:
    text = written(Facts(ME))

    assert [one.lstrip("# ") for one in outline(text)] == [
        "What I learned",
        *(BRIEF[part] for part in REQUIRED),
    ]
    assert text.count("Still to be written.") == len(REQUIRED) - 1  # one is over two others
    assert complaints(text) == []


def test_headings_are_those_of_the_programme_where_moderators_said_so() -> None:
    facts = replace(FULL, headings={Part.CHALLENGES: "Trials & *errors*"})

    assert "## Trials & \\*errors\\*" in written(facts)
    assert BRIEF[Part.CHALLENGES] not in written(facts)
    assert complaints(written(facts)) == []


def test_whoever_opted_out_or_is_unknown_is_not_named() -> None:
    joint = (
        Joint(How.BUILT, (SHY, KOFI), "E-Commerce", TODAY),
        Joint(How.HELPED, (77,), "How?", TODAY),
        Joint(How.REVIEWED, (77, 78), "", TODAY),
    )
    text = written(replace(FULL, joint=joint))

    assert "Shy" not in text
    assert "with Kofi\\_\\*Boateng\\* and a fellow learner" in text
    assert "**How?** for a fellow learner" in text
    assert "the code of 2 fellow learners" in text


def test_whose_answer_solved_it_is_thanked_unless_they_opted_out() -> None:
    assert "Thanks to Kofi" in written(FULL)
    assert "Thanks to" not in written(replace(FULL, unlisted=frozenset({KOFI})))


def test_a_long_log_is_told_by_month() -> None:
    days = [date(2026, month, 10) for month in (1, 4, 6)]
    done = tuple(entry(LogKind.DONE, f"Work {day}", day=day) for day in days)

    assert outline(written(Facts(ME, done)))[-3:] == [
        "### January 2026",
        "### April 2026",
        "### June 2026",
    ]


def test_weeks_are_the_calendars_as_long_as_the_cohort_has_no_first_day() -> None:
    text = written(Facts(ME, (entry(LogKind.DONE, "It", day=date(2026, 1, 7)),)))

    assert outline(text)[-1] == "### Week of 5 January 2026"


def test_what_learners_mark_as_code_or_list_stays_so() -> None:
    text = written(FULL)

    assert "  ```python\n  # not a heading\n  exp = time.time()\n  ```\n" in text
    assert "  - mails\n  - exports\n" in text
    assert "`select_related`" in text


def test_a_heading_is_kept_tidy_and_no_two_parts_share_one() -> None:
    assert require_heading("  ## What  was hard: ", Part.CHALLENGES, {}) == "What was hard"
    assert require_heading(" ", Part.CHALLENGES, {}) == BRIEF[Part.CHALLENGES]
    with pytest.raises(Refusal):
        require_heading("work LOG", Part.CHALLENGES, {})
    with pytest.raises(Refusal):
        require_heading("Trials", Part.CHALLENGES, {Part.TOOLS: "Trials"})


# Each of these would open or close something, if it were taken by its word.
BREAKING = (
    "# A heading",
    "Text\n===",
    "Text\n---",
    "---",
    "- - -\n  # deep",
    "```\nopen",
    "~~~\nopen",
    "`````\n```\n# in\n````",
    "<!-- nexus:end technologies -->",
    "<!-- nexus:begin challenges -->\n# x",
    "<!--",
    "<script>",
    "<details><summary>",
    "</details>",
    "<h1>big</h1>",
    "    # indented",
    "\t# tab",
    "> # quoted",
    "1. # item",
    "1) a\n\n   # b",
    "| a | b |\n| --- | --- |",
    "[a]: https://a.dev",
    "[a](javascript:alert(1)) ![x](y)",
    "\\",
    "**\n# b",
    "a\r# b\x0b# c\x0c# d\u2028# e\x85# f",
    "\ufeff# bom",
    "x\u200b\n\u200b# y",
    "$$\n# math\n$$",
    "&#35; a\n&#10;# b",
    "@everyone <@1>",
    "{{ 7 * 7 }}{% raw %}{# x #}",
)
MARKS = "#-=`~<>!*_ \n\r\t|\\[]&;:.0123a"
hostile = st.one_of(
    st.sampled_from(BREAKING),
    st.text(max_size=60),
    st.lists(
        st.one_of(
            st.sampled_from(BREAKING), st.text("#-=`~<>!*_ \n\r\t|\\[]&;:.0123a", max_size=12)
        ),
        max_size=4,
    ).map("\n".join),
)
kinds = st.sampled_from(list(LogKind))


def test_the_outline_stays_whatever_a_thousand_entries_say(pytestconfig: pytest.Config) -> None:
    """Each example has eight entries; `--long` takes forty thousand."""
    examples = 5000 if pytestconfig.getoption("--long") else 125
    settings(max_examples=examples)(given(eight, hostile)(example(EACH, BREAKING[0])(stays)))()


eight = st.lists(st.tuples(kinds, hostile, hostile, hostile), min_size=8, max_size=8)
EACH = [(kind, text, text, text) for text in BREAKING for kind in LogKind]


def stays(said: list[tuple[LogKind, str, str, str]], other: str) -> None:
    entries = tuple(
        entry(kind, title or "x", text, solution, at=at)
        for at, (kind, title, text, solution) in enumerate(said)
    )
    facts = replace(
        FULL,
        entries=(*FULL.entries, *entries),
        overview=other,
        programme=other,
        joint=tuple(Joint(how, (KOFI, 9), other, TODAY) for how in How),
        contracts=(Contract(other, other, other, operations=(Operation(Method.GET, other),)),),
    )
    text = write(facts, {**NAMES, KOFI: other}, where=other, today=TODAY).text

    assert outline(text) == OUTLINE
    assert [(one.part, one.is_ours) for one in readmes.regions(text)] == [
        (part, True) for part in Part
    ]


@given(hostile)
@example("# A")
def test_a_name_of_a_cohort_or_a_part_is_a_heading_and_nothing_else(said: str) -> None:
    shown = require_heading(said, Part.OVERVIEW, {})
    facts = replace(FULL, cohort=said, headings={Part.OVERVIEW: shown})
    text = write(facts, NAMES, where=WHERE, today=TODAY).text

    assert outline(text)[2:] == OUTLINE[2:]
    assert [one.split(" ")[0] for one in outline(text)[:2]] == ["#", "##"]
