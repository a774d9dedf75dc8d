"""What some of the demo's cohort keep in their learning logs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """Added `ago` by `who`, and shared with the cohort right away or kept to themselves."""

    ago: float
    who: str
    kind: str
    title: str
    text: str = ""
    solution: str = ""
    is_shared: bool = False


ENTRIES = (
    Entry(
        73,
        "Amina",
        "technology",
        "Graphene",
        "Types first, resolvers after. A field without a resolver reads the attribute of its name.",
    ),
    Entry(
        49,
        "Amina",
        "challenge",
        "One request, forty queries",
        "Each post of the feed asked for its author by itself.",
        "`select_related('author')` in the resolver: two queries, whatever the page.",
        is_shared=True,
    ),
    Entry(25, "Amina", "practice", "Count the queries in a test, before anybody waits for them"),
    Entry(5, "Amina", "next", "Pagination by cursor"),
    Entry(
        51,
        "Thabo",
        "takeaway",
        "A contract first, the screens after",
        "We changed the paths twice on paper, and not once in code.",
        is_shared=True,
    ),
    Entry(27, "Thabo", "tool", "Postman", "One collection for both of us, from the OpenAPI file."),
)
