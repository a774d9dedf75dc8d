"""Full-text search over questions: the one place that knows how the database does it.

SQLite's FTS5, with the guild as a word of the index: a guild's search then costs what that guild
holds, not what all hold together. Words are stemmed: "paginated" finds "pagination".
"""

import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_TABLE = "question_search"
# Words are letters and digits only, each quoted: no character that FTS5 reads as syntax passes.
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 32
# A whole thought fits; beyond it lies only work for nothing.
_LONGEST = 1000
# A shorter beginning of a word begins half of all words.
_SHORTEST_BEGINNING = 3
# In every question, so they tell none from another; searched for only where there is nothing else.
_COMMON = frozenset(
    _WORD.findall(
        "a an and are at be but by can do does for from get how i if in is it me my not of on or"
        " so that the this to was what when where which who why will with you your"
    )
)


def is_search_table(name: str) -> bool:
    return name.startswith(_TABLE)


async def index_question(
    session: AsyncSession, guild_id: int, question_id: int, *, title: str, body: str, answers: str
) -> None:
    """Put a question into the index, or replace what the index holds of it."""
    await session.execute(
        text(
            f"INSERT OR REPLACE INTO {_TABLE} (rowid, guild, title, body, answers)"
            " VALUES (:id, :guild, :title, :body, :answers)"
        ),
        {
            "id": question_id,
            "guild": _guild_word(guild_id),
            "title": title,
            "body": body,
            "answers": answers,
        },
    )


async def find_questions(
    session: AsyncSession, guild_id: int, query: str, *, limit: int
) -> Sequence[int]:
    """The ids of the guild's questions that share a word with `query`, best first."""
    terms = _terms(query)
    if not terms:
        return ()
    found = await session.execute(
        text(
            f"SELECT rowid FROM {_TABLE} WHERE {_TABLE} MATCH :query"
            f" ORDER BY bm25({_TABLE}, 0.0, 8.0, 2.0, 1.0), rowid DESC LIMIT :limit"
        ),
        {
            "query": f"guild:{_guild_word(guild_id)}"
            f" AND {{title body answers}}:({' OR '.join(terms)})",
            "limit": limit,
        },
    )
    return tuple(found.scalars())


def _terms(query: str) -> list[str]:
    """The words of `query`, quoted as FTS5 wants them; the last may be only a beginning."""
    # Composed, so that a letter and its accent stay one word, as they do in the index.
    words = _WORD.findall(unicodedata.normalize("NFC", query[:_LONGEST]))
    telling = [word for word in words if word.casefold() not in _COMMON] or words
    terms = [f'"{word}"' for word in telling[:_MOST_WORDS]]
    if telling and len(telling) <= _MOST_WORDS and len(telling[-1]) >= _SHORTEST_BEGINNING:
        terms[-1] += "*"
    return terms


def _guild_word(guild_id: int) -> str:
    return f"g{guild_id}"
