"""What the demo's cohort asks and answers: what learners of this programme do ask each other."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """`after` so many hours, `who` (by first name) says `text`."""

    after: float
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """`ago` in hours before the demo opens; `accepted` is the place of an answer in `answers`.

    `taken_by` somebody three hours before the demo opens; `closed` for that reason, or as a
    `duplicate_of` another, half an hour before.
    """

    ago: float
    who: str
    topic: str
    title: str
    details: str
    answers: tuple[Answer, ...] = ()
    accepted: int | None = None
    taken_by: str | None = None
    closed: str | None = None
    duplicate_of: int | None = None


QUESTIONS = (
    Question(
        226,
        "Amina",
        "Auth & JWT",
        "Why is my JWT rejected right after login?",
        "I log in, copy the access token, and the very next request says `token_not_valid`."
        " It only happens in Docker.",
        (
            Answer(
                3,
                "Kwame",
                "The clocks differ: run `date` in the container and outside. Until that is mended:"
                '\n```python\nSIMPLE_JWT = {"LEEWAY": 30}\n```',
            ),
        ),
        accepted=0,
    ),
    Question(
        214,
        "Thabo",
        "REST APIs",
        "CORS blocks my fetch to my partner's API",
        "In Postman it works, in the browser it doesn't:\n```js\n"
        'fetch(`${API}/products/`, { credentials: "include" })\n```',
        (
            Answer(
                1,
                "Yusuf",
                "Postman knows no CORS, so it proves nothing. What does the preflight request say?",
            ),
            Answer(
                5,
                "Wanjiru",
                "With cookies a `*` is not allowed, the API must name you. With"
                " django-cors-headers:\n```python\n"
                'CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]\nCORS_ALLOW_CREDENTIALS = True'
                "\n```",
            ),
        ),
        accepted=1,
    ),
    Question(
        203,
        "Wanjiru",
        "Databases",
        "How do I stop N+1 queries in a product list?",
        "My list of 50 products makes 101 queries. The serializer shows `category.name` and the"
        " first image of each.",
        (
            Answer(
                2,
                "Selam",
                "One `JOIN` for the category, one query for all images:\n```python\n"
                'Product.objects.select_related("category").prefetch_related("images")\n```',
            ),
            Answer(6, "Ngozi", "And keep it so: `assertNumQueries(2)` around the request."),
        ),
        accepted=0,
    ),
    Question(
        190,
        "Tendai",
        "Django & DRF",
        "makemigrations asks for a default, but there is none",
        "I add `owner` to a table that has rows already. Django wants a one-off default.",
        (
            Answer(
                4,
                "Amina",
                "In three steps: add it with `null=True`, fill it in a data migration, and only"
                " then drop the `null=True`.",
            ),
        ),
        accepted=0,
    ),
    Question(
        178,
        "Nadia",
        "Frontend & React",
        "Where do I keep the access token in React?",
        "`localStorage` is simple, but everybody says not to.",
        (
            Answer(
                2,
                "Adaeze",
                "In memory, and the refresh token in an `HttpOnly` cookie. After a reload you ask"
                " for a new access token.",
            ),
            Answer(9, "Kwame", "If your partner's API sets no cookies, agree on that first."),
        ),
    ),
    Question(
        166,
        "Yusuf",
        "Async & queues",
        "My Celery task runs twice after an hour",
        "It sends reminders with a long `countdown`. Redis is the broker.",
        (
            Answer(
                7,
                "Ngozi",
                "Redis hands a task out again after `visibility_timeout`, one hour. Raise it above"
                " your longest countdown, and make the task safe to run twice.",
            ),
        ),
        accepted=0,
    ),
    Question(
        152,
        "Fatou",
        "REST APIs",
        "Pagination: page numbers or a cursor?",
        "My feed skips posts when somebody posts while I scroll.",
        (
            Answer(
                3,
                "Selam",
                "A cursor: page numbers shift when rows are added. In DRF it is"
                ' `CursorPagination` with `ordering = "-created"`.',
            ),
        ),
    ),
    Question(
        140,
        "Chiamaka",
        "GraphQL",
        "How does a mutation tell the client what was wrong?",
        "If I raise, the client gets a string in `errors` and can't put it beside the field.",
        (
            Answer(
                5,
                "Kwame",
                "Return it as data, and raise for bugs only:\n```graphql\n"
                "type VotePayload {\n  poll: Poll\n  errors: [FieldError!]!\n}\n```",
            ),
        ),
        accepted=0,
    ),
    Question(
        127,
        "Selam",
        "Testing",
        "pytest cannot find my Django settings",
        "`ImproperlyConfigured: Requested setting DATABASES, but settings are not configured`",
        (
            Answer(
                1,
                "Tendai",
                "Install pytest-django, then in `pyproject.toml`:\n```toml\n"
                '[tool.pytest.ini_options]\nDJANGO_SETTINGS_MODULE = "config.settings"\n```',
            ),
        ),
        accepted=0,
    ),
    Question(
        115,
        "Eric",
        "Frontend & React",
        "React Query fetches again each time I switch tabs",
        "My data is used up before the page is. Can I turn that off?",
        (
            Answer(
                2,
                "Zawadi",
                "`refetchOnWindowFocus: false`, or better a `staleTime`: within it nothing is"
                " fetched again.",
            ),
        ),
        accepted=0,
    ),
    Question(
        101,
        "Omar",
        "REST APIs",
        "415 Unsupported Media Type when I upload a photo",
        'I send a `FormData` and set `"Content-Type": "multipart/form-data"` as the docs say.',
        (
            Answer(
                3,
                "Thabo",
                "Leave the header away: the browser sets it, with the boundary that the server"
                " needs.",
            ),
        ),
        accepted=0,
    ),
    Question(
        88,
        "Kwame",
        "Databases",
        "One vote a person, even with two clicks at once",
        "I check `Vote.objects.filter(...).exists()` first, and still get doubles.",
        (
            Answer(
                2,
                "Ngozi",
                "Between your check and your insert the other one inserts. Let the database say"
                " no:\n```python\n"
                'UniqueConstraint(fields=["poll", "voter"], name="one_vote")\n```',
            ),
        ),
        accepted=0,
    ),
    Question(
        73,
        "Zawadi",
        "Docker & CI",
        "Which API address goes into a Vite build?",
        "On my laptop it is localhost, on Vercel it is not.",
        (
            Answer(
                6,
                "Eric",
                "`VITE_API_URL` in `.env.development` and in Vercel's settings. It is baked in when"
                " you build, so it is no secret.",
            ),
        ),
    ),
    Question(
        61,
        "Ngozi",
        "Databases",
        "Which index helps a search by job title?",
        "`title__icontains` reads the whole table, 40,000 rows.",
        (
            Answer(
                8, "Wanjiru", "A trigram index: the extension `pg_trgm`, and `GinIndex` over title."
            ),
        ),
    ),
    Question(
        49,
        "Adaeze",
        "Frontend & React",
        "How do I show poll results while people vote?",
        "Is fetching every two seconds too much for my partner's small server?",
        (
            Answer(
                5,
                "Chiamaka",
                "Every five with an `ETag` is next to nothing. Server-sent events if it must be"
                " instant; no need for websockets.",
            ),
        ),
        closed="no longer needed",
    ),
    Question(
        37,
        "Amina",
        "Git",
        "Undo my last commit, but keep the changes?",
        "I committed to `main` instead of my branch. Nothing is pushed.",
        (Answer(0.5, "Omar", "`git switch -c my-branch`, then `git branch -f main HEAD~1`."),),
        accepted=0,
    ),
    Question(
        26,
        "Yusuf",
        "Django & DRF",
        "Swagger UI shows no Authorize button",
        "drf-spectacular lists all my endpoints, and each answers 401 from the docs page.",
    ),
    Question(
        16,
        "Thabo",
        "Frontend & React",
        "Types for the API: write them, or generate them?",
        "My partner's schema changes every day this week.",
        taken_by="Zawadi",
    ),
    Question(
        7,
        "Chiamaka",
        "Docker & CI",
        "My Docker build takes eight minutes in CI",
        "It installs everything again, whatever I change:\n```\n"
        "COPY . .\nRUN pip install -r requirements.txt\n```",
    ),
    Question(
        2,
        "Tendai",
        "Databases",
        "Is select_for_update enough to keep stock right?",
        "Two orders for the last item must not both go through.",
    ),
    Question(
        1,
        "Selam",
        "Databases",
        "How do I sell the last item only once?",
        "Two people pressed Buy in the same second, and both got it.",
        duplicate_of=20,
    ),
)
