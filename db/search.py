"""Full-text search over questions: the one place that knows how the database does it.

SQLite's FTS5, with the guild as a word of the index: a guild's search then costs what that guild
holds, not what all hold together.
"""

import re
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_TABLE = "question_search"
# Words are letters and digits only, each quoted: no character that FTS5 reads as syntax passes.
_WORD = re.compile(r"[^\W_]+")


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
    words = _WORD.findall(query)[:32]
    if not words:
        return ()
    # The last word is still being typed: it matches as a prefix.
    terms = [f'"{word}"' for word in words[:-1]] + [f'"{words[-1]}"*']
    found = await session.execute(
        text(
            f"SELECT rowid FROM {_TABLE} WHERE {_TABLE} MATCH :query"
            f" ORDER BY bm25({_TABLE}, 0.0, 8.0, 2.0, 1.0), rowid DESC LIMIT :limit"
        ),
        {"query": f"guild:{_guild_word(guild_id)} AND ({' OR '.join(terms)})", "limit": limit},
    )
    return tuple(found.scalars())


def _guild_word(guild_id: int) -> str:
    return f"g{guild_id}"
