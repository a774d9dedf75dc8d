"""A work log is a document that a linter passes, whatever its entries say."""

from datetime import UTC, date, datetime

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.domain.log import Entry, LogKind, Made, Source, Words
from bot.domain.text import one_line
from bot.domain.worklog import as_markdown, span
from tests.domain.linting import complaints
from tests.domain.test_markdown import NASTY, hostile

ADDED_AT = datetime(2026, 3, 5, 12, tzinfo=UTC)
NAMES = {7: "Ben *the* helper"}


def entry(words: Words, day: int = 5, *, is_late: bool = False, helper_id: int = 0) -> Entry:
    made = Made(Source.REVIEW, 1, None, helper_id) if helper_id else None
    return Entry(1, 1, words, date(2026, 3, day), is_late, ADDED_AT, None, None, made)


def outline(document: str) -> list[str]:
    found = MarkdownIt("commonmark").parse(document)
    return [found[at + 1].content for at, one in enumerate(found) if one.type == "heading_open"]


def test_a_week_reads_day_by_day() -> None:
    entries = [
        entry(Words(LogKind.TOOL, "Redis"), 3, is_late=True),
        entry(Words(LogKind.DONE, "Login works"), 3),
        entry(
            Words(
                LogKind.CHALLENGE, "N+1 queries", "A list took 4 s.", "```py\nselect_related()\n```"
            ),
            helper_id=7,
        ),
        entry(Words(LogKind.TOGETHER, "Reviewed shop/pull/3"), helper_id=7),
    ]

    document = as_markdown(entries, date(2026, 3, 2), date(2026, 3, 8), NAMES)

    assert document == (
        "# Work log, 2 to 8 March 2026\n"
        "\n"
        "## Tuesday, 3 March 2026\n"
        "\n"
        "- **Tool:** Redis (added later)\n"
        "- **Work done:** Login works\n"
        "\n"
        "## Thursday, 5 March 2026\n"
        "\n"
        "- **Challenge & solution:** N+1 queries\n"
        "\n"
        "  A list took 4 s.\n"
        "\n"
        "  **Solution:**\n"
        "\n"
        "  ```py\n"
        "  select_related()\n"
        "  ```\n"
        "\n"
        "  Thanks to Ben \\*the\\* helper.\n"
        "\n"
        "- **Collaboration:** Reviewed shop/pull/3\n"
        "\n"
        "  With Ben \\*the\\* helper.\n"
    )
    assert complaints(document) == []


def test_more_than_a_week_reads_week_by_week() -> None:
    entries = [entry(Words(LogKind.TOOL, "Redis"), one) for one in (1, 2, 8, 9)]

    document = as_markdown(entries, date(2026, 3, 1), date(2026, 3, 31), NAMES)

    assert outline(document) == [
        "Work log, 1 to 31 March 2026",
        *("Week of 23 February 2026", "Sunday, 1 March 2026"),
        *("Week of 2 March 2026", "Monday, 2 March 2026", "Sunday, 8 March 2026"),
        *("Week of 9 March 2026", "Monday, 9 March 2026"),
    ]
    assert complaints(document) == []


def test_days_without_an_entry_say_so() -> None:
    document = as_markdown([], date(2026, 3, 2), date(2026, 3, 2), {})

    assert document == "# Work log, 2 March 2026\n\nNothing was logged in these days.\n"


def test_a_span_says_once_what_its_ends_share() -> None:
    assert span(date(2026, 2, 23), date(2026, 3, 1)) == "23 February to 1 March 2026"
    assert span(date(2025, 12, 29), date(2026, 1, 4)) == "29 December 2025 to 4 January 2026"


words = st.builds(Words, st.sampled_from(LogKind), hostile.filter(one_line), hostile, hostile)


@given(st.lists(words, min_size=1, max_size=4))
@example([Words(LogKind.CHALLENGE, "\n".join(NASTY), "\n".join(NASTY), "\n\n".join(NASTY))])
def test_nothing_in_an_entry_changes_the_outline(written: list[Words]) -> None:
    entries = [entry(one, helper_id=7) for one in written]

    document = as_markdown(entries, date(2026, 3, 2), date(2026, 3, 31), {7: "# Ben\n## Ann"})

    assert outline(document) == [
        "Work log, 2 to 31 March 2026",
        "Week of 2 March 2026",
        "Thursday, 5 March 2026",
    ]
    tokens = MarkdownIt("commonmark").enable("table").parse(document)
    assert len([one for one in tokens if one.type == "list_item_open" and one.level == 1]) == len(
        entries
    )
