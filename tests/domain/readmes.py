"""READMEs for tests: those of learners, with invented text, and all that Nexus may know of one."""

from datetime import UTC, date, datetime
from pathlib import Path

from markdown_it import MarkdownIt

from bot.domain import readme_marks
from bot.domain.contract import Auth, Contract, Method, Operation, State
from bot.domain.log import Entry, LogKind, Made, Source, Words
from bot.domain.readme import Facts, How, Joint
from bot.domain.readme_import import Taken, take_over
from bot.domain.readme_marks import Region
from bot.domain.readme_writing import write

FIXTURES = Path(__file__).parents[1] / "fixtures" / "readmes"
SHAPES = ("weeks", "nested", "months", "numbered", "table", "setext", "crlf", "nexus")
FIRST_DAY, TODAY = date(2026, 1, 5), date(2026, 3, 2)
ME, THABO, KOFI, SHY = 1, 2, 3, 4
NAMES = {THABO: "Thabo Dlamini", KOFI: "Kofi_*Boateng*", SHY: "Shy"}
WHERE = "#prodevprojectnexus on ALX ProDev"


def fixture(name: str) -> str:
    return (FIXTURES / f"{name}.md").read_bytes().decode()


def took(text: str) -> Taken:
    return take_over(text, headings={}, first_day=FIRST_DAY, today=TODAY)


def written(facts: Facts) -> str:
    return write(facts, NAMES, where=WHERE, today=TODAY).text


def entry(
    kind: LogKind,
    title: str,
    text: str = "",
    solution: str = "",
    *,
    day: date = TODAY,
    made: Made | None = None,
    at: int = 0,
) -> Entry:
    added = datetime(2026, 3, 2, tzinfo=UTC)
    words = Words(kind, title, text, solution)
    return Entry(
        at, ME, words, day, is_late=False, added_at=added, edited_at=None, shared_at=None, made=made
    )


def logged(taken: Taken) -> tuple[Entry, ...]:
    """The entries of whoever took a README over."""
    return tuple(
        entry(
            *(one.words.kind, one.words.title, one.words.text, one.words.solution),
            day=one.day or TODAY,
            made=Made(Source.README, one.key),
        )
        for one in taken.reading.found
    )


def outline(text: str) -> list[str]:
    """Its headings, each with its level."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return [
        f"{'#' * int(one.tag[1:])} {tokens[at + 1].content}"
        for at, one in enumerate(tokens)
        if one.type == "heading_open" and one.level == 0
    ]


CODE = """Wrong:
```python
# not a heading
exp = time.time()
```
and `utcnow` is no better:
- naive
- gone"""
ENTRIES = (
    entry(LogKind.TECHNOLOGY, "Django", "the framework of our API", day=date(2026, 1, 6)),
    entry(LogKind.TECHNOLOGY, "PostgreSQL", day=date(2026, 1, 14)),
    entry(LogKind.TECHNOLOGY, "Celery", "It runs what takes long:\n- mails\n- exports"),
    entry(LogKind.CONCEPT, "Database design", "Third normal form, and when to leave it."),
    entry(LogKind.CONCEPT, "JWT"),
    entry(LogKind.CONCEPT, "Caching", "```\nGET key\n```", day=date(2026, 1, 15)),
    entry(LogKind.TOOL, "Docker", "One command, the same everywhere."),
    entry(
        *(LogKind.CHALLENGE, "Why does my JWT expire at once?", CODE),
        "Compare in UTC.\n\n```python\nnow = datetime.now(UTC)\n```",
        day=date(2026, 1, 15),
        made=Made(Source.QUESTION, 7, 8, KOFI),
    ),
    entry(LogKind.CHALLENGE, "N+1 queries", "", "`select_related`"),
    entry(LogKind.PRACTICE, "Write the test first", "It says what is wanted."),
    entry(LogKind.TAKEAWAY, "Ask early"),
    entry(LogKind.TOGETHER, "Mob programming with three others on Saturdays"),
    entry(LogKind.TOGETHER, "Paired on auth", made=Made(Source.PAIR, 1, None, THABO)),
    entry(LogKind.FOCUS, "Authentication", day=date(2026, 1, 13)),
    entry(LogKind.DONE, "Deployed to a small server", "Twice.", day=date(2026, 1, 16)),
    entry(LogKind.DONE, "Wrote the README"),
    entry(LogKind.MILESTONE, "Milestone 1: Set up", "Everything runs.", day=date(2026, 1, 9)),
    entry(LogKind.NEXT_STEP, "GraphQL subscriptions"),
)
SHOP = Contract(
    "Shop",
    "https://shop.example.com",
    "https://shop.example.com/api/docs",
    Auth.JWT,
    operations=(
        Operation(Method.GET, "/orders/{id}", "One order", State.LIVE, "", '{\n  "id": 1\n}'),
        Operation(Method.POST, "/orders", "Buy | sell"),
    ),
)
FULL = Facts(
    user_id=ME,
    entries=ENTRIES,
    overview="I joined from Kisumu, and want to build *payments*.",
    programme="ProDev Backend is a course of twelve weeks.\n\nIt ends with Project Nexus.",
    cohort="ProDev Backend, cohort 5",
    first_day=FIRST_DAY,
    joint=(
        Joint(How.BUILT, (THABO,), "E-Commerce", date(2026, 2, 20)),
        Joint(How.MET, (KOFI,), "Deploy Django, step by step", date(2026, 2, 25)),
        Joint(How.MET, (SHY,), "Read a *stack trace*", date(2026, 2, 18)),
        Joint(How.HOSTED, (), "Review each other's docs", date(2026, 2, 26)),
        Joint(How.REVIEWED, (THABO,), "", date(2026, 2, 22)),
        Joint(How.WAS_REVIEWED, (KOFI,), "", date(2026, 2, 23)),
        Joint(How.HELPED, (99,), "How do I seed a database?", date(2026, 2, 24)),
        Joint(How.WAS_HELPED, (KOFI,), "Why does my JWT expire at once?", date(2026, 1, 15)),
    ),
    contracts=(SHOP,),
    has_pair=True,
    unlisted=frozenset({SHY}),
)


def regions(text: str) -> tuple[Region, ...]:
    return readme_marks.read(text).regions
