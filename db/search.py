"""Full-text search over questions: the one place that knows how the database does it.

SQLite's FTS5, fed with tokens that `bot.domain.words` makes of what people wrote: letters and
digits alone, so that nothing typed is ever read as syntax. The guild is a token too: a guild's
search then costs what that guild holds, not what all hold together.

The index follows from the tables: whatever changes of a question, `reindex` brings it up to them.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from zlib import crc32

from sqlalchemy import Column, Connection, Float, Integer, Row, Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import similarity, words
from bot.domain.stems import stem
from bot.domain.words import COMMON, Word
from db import tables

_TABLE = "question_search"
_MOST_WORDS = 32
_LONGEST_QUERY = 1000
# A shorter beginning of a word begins half of all words.
_SHORTEST_BEGINNING = 3
# So many of the nearest by their words are looked at closely.
_CANDIDATES = 20
_BATCH = 500

_FIND = (
    f"SELECT rowid AS id, bm25({_TABLE}, 0.0, 8.0, 2.0, 1.0) AS rank FROM {_TABLE}"
    f" WHERE {_TABLE} MATCH :query ORDER BY rank, rowid DESC LIMIT :limit"
)
# For a statement that reads more of what is found: id, rank, and how many are found in all.
FOUND = (
    text(
        f"SELECT id, rank, count(*) OVER () AS every FROM ({_FIND})"
        " ORDER BY rank, id DESC LIMIT :size OFFSET :skip"
    )
    .columns(Column("id", Integer), Column("rank", Float), Column("every", Integer))
    .subquery("found")
)
# CROSS JOIN: the index goes first. SQLite would rather read through all of the guild's questions.
_SUGGEST = text(
    "SELECT number, title FROM"
    f" (SELECT rowid FROM {_TABLE} WHERE {_TABLE} MATCH :query ORDER BY rowid DESC LIMIT :limit)"
    " AS found CROSS JOIN questions ON questions.id = found.rowid"
)
# 12, 120 to 129, 1200 to 1299 and so on: each a range, for which there is an index.
_SUGGEST_NUMBERED = text(
    " UNION ALL ".join(
        "SELECT * FROM (SELECT number, title FROM questions WHERE guild_id = :guild_id"
        f" AND number BETWEEN :number * {more} AND :number * {more} + {more - 1}"
        " ORDER BY number DESC LIMIT :limit)"
        for more in (10**digits for digits in range(7))
    )
)
_NEWEST = text(
    "SELECT number, title FROM questions WHERE guild_id = :guild_id"
    " ORDER BY number DESC LIMIT :limit"
)
_LOOK_ALIKES = text(
    "SELECT questions.id, title, details FROM"
    f" (SELECT rowid FROM {_TABLE} WHERE {_TABLE} MATCH :query"
    f" ORDER BY bm25({_TABLE}, 0.0, 2.0, 1.0, 0.0), rowid DESC LIMIT {_CANDIDATES})"
    " AS found CROSS JOIN questions ON questions.id = found.rowid"
)
# Until then the index keeps tokens of what is gone, beside the word that it is.
OPTIMIZE = f"INSERT INTO {_TABLE} ({_TABLE}) VALUES ('optimize')"
_TAKE_GUILD = text(
    f"DELETE FROM {_TABLE} WHERE rowid IN (SELECT id FROM questions WHERE guild_id = :guild_id)"
)
_PUT = text(
    f"INSERT OR REPLACE INTO {_TABLE} (rowid, scope, title, body, answers)"
    " VALUES (:id, :scope, :title, :body, :answers)"
)
_TAKE = text(f"DELETE FROM {_TABLE} WHERE rowid = :id")


# id, guild, title, body, topic, accepted answer, and the texts of all answers
_Row = Row[int, int, str, str, str, int | None, Any]


def is_search_table(name: str) -> bool:
    return name.startswith(_TABLE)


async def reindex(session: AsyncSession, question_id: int) -> None:
    """Make the index say what the tables say of a question, or nothing if it is gone.

    Call it whenever a question is asked, edited, answered, solved or not, or deleted.
    """
    row = (await session.execute(_entries().where(tables.Question.id == question_id))).first()
    if row is None:
        await session.execute(_TAKE, {"id": question_id})
    else:
        await session.execute(_PUT, _entry(row))


async def forget_guild(session: AsyncSession, guild_id: int) -> None:
    """Before its questions are gone."""
    await session.execute(_TAKE_GUILD, {"guild_id": guild_id})


def rebuild_if_stale(connection: Connection) -> None:
    """Index every question anew if the index was made of other tokens than today's.

    The file's user_version says of which; a migration that empties the index sets it to 0.
    """
    if connection.exec_driver_sql("PRAGMA user_version").scalar() == words.VERSION:
        return
    connection.execute(text(f"DELETE FROM {_TABLE}"))
    for rows in connection.execute(_entries()).yield_per(_BATCH).partitions():
        connection.execute(_PUT, [_entry(row) for row in rows])
    connection.exec_driver_sql(f"PRAGMA user_version = {words.VERSION}")


async def find_questions(
    session: AsyncSession,
    guild_id: int,
    query: str,
    *,
    limit: int,
    topic: str | None = None,
    only_solved: bool = False,
) -> Sequence[int]:
    """The ids of the guild's questions that share a word with `query`, best first."""
    match = expression(guild_id, query, topic=topic, only_solved=only_solved)
    if not match:
        return ()
    return (await session.scalars(text(_FIND), {"query": match, "limit": limit})).all()


def expression(
    guild_id: int, query: str, *, topic: str | None = None, only_solved: bool = False
) -> str:
    """What to give to `FOUND` as its query; empty where there is nothing to look for."""
    wanted = _any_of(query)
    if not wanted:
        return ""
    scope = [_guild(guild_id)]
    if topic is not None:
        scope.append(_topic(guild_id, topic))
    if only_solved:
        scope.append(_solved(guild_id))
    return f"scope: ({' AND '.join(scope)}) AND {{title body answers}}: ({' OR '.join(wanted)})"


async def suggest_questions(
    session: AsyncSession, guild_id: int, typed: str, *, limit: int
) -> Sequence[tuple[int, str]]:
    """(number, title) of the guild's questions that fit what was typed so far, newest first.

    Every word must be in the title, the last one may be only begun. A number fits from its first
    digit on, and comes first when it is complete. Where nothing is typed, everything fits.
    """
    wanted = typed.strip().removeprefix("#").strip()
    number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 10 else None
    match = _all_of(wanted)
    given = {"guild_id": guild_id, "number": number, "limit": limit}
    rows: list[Row[Any]] = []
    if match:
        query = f"scope: {_guild(guild_id)} AND title: ({match})"
        rows += await session.execute(_SUGGEST, {"query": query, "limit": limit})
    if number is not None:
        rows += await session.execute(_SUGGEST_NUMBERED, given)
    if not match:
        rows += await session.execute(_NEWEST, given)
    found = {row.number: row.title for row in rows}
    return sorted(found.items(), key=lambda one: (one[0] != number, -one[0]))[:limit]


async def find_look_alikes(
    session: AsyncSession,
    guild_id: int,
    title: str,
    details: str,
    *,
    limit: int = 3,
    threshold: float = similarity.THRESHOLD,
) -> Sequence[int]:
    """The ids of the guild's solved questions that may be the same problem, likeliest first."""
    typed = words.tokens(f"{title} {details}"[:_LONGEST_QUERY])
    telling = dict.fromkeys(stem(one) for one in typed if one not in COMMON)
    if not telling:
        return ()
    wanted = " OR ".join([*telling][:_MOST_WORDS])
    match = f"scope: {_solved(guild_id)} AND {{title body}}: ({wanted})"
    found = await session.execute(_LOOK_ALIKES, {"query": match})
    solved = ((row.id, similarity.sketch(row.title, row.details)) for row in found)
    new = similarity.sketch(title, details)
    return similarity.look_alikes(new, solved, limit=limit, threshold=threshold)


def _entries() -> Select[int, int, str, str, str, int | None, Any]:
    """What there is to index, of every guild's questions; the body is all that the asker wrote."""
    question, answer = tables.Question, tables.Answer
    texts = (
        select(answer.text)
        .where(answer.question_id == question.id)
        .order_by(answer.id)
        .correlate(question)
        .subquery()
    )
    answers = select(func.group_concat(texts.c.text, "\n")).correlate(question).scalar_subquery()
    body = question.details + "\n" + question.tried + "\n" + question.code
    return select(
        *(question.id, question.guild_id, question.title, body.label("body"), question.topic),
        *(question.accepted_answer_id, answers.label("answers")),
    )


def _entry(row: _Row) -> dict[str, Any]:
    scope = [_guild(row.guild_id), _topic(row.guild_id, row.topic)]
    if row.accepted_answer_id is not None:
        scope.append(_solved(row.guild_id))
    return {
        "id": row.id,
        "scope": " ".join(scope),
        "title": " ".join(_stems_and_forms(row.title)),
        "body": " ".join(map(stem, words.tokens(row.body))),
        "answers": " ".join(map(stem, words.tokens(row.answers or ""))),
    }


def _stems_and_forms(title: str) -> Iterator[str]:
    """A title's words by their stems, and as they stand for a beginning of them to be found."""
    for token in words.tokens(title):
        yield token
        if (stemmed := stem(token)) != token:
            yield stemmed


def _any_of(query: str) -> list[str]:
    """What of `query` to look for; the last may be only a beginning."""
    every = list(words.tokens(query[:_LONGEST_QUERY]))
    telling = [one for one in every if one not in COMMON] or every
    wanted = list(dict.fromkeys(map(stem, telling)))[:_MOST_WORDS]
    last = telling[-1] if telling else ""
    if len(last) >= _SHORTEST_BEGINNING:
        wanted.append(f"{last}*")
    return wanted


def _all_of(typed: str) -> str:
    """An expression for all of the words in `typed`, the last of which may be only begun."""
    every = [*words.words(typed[:_LONGEST_QUERY])][:_MOST_WORDS]
    if not every:
        return ""
    telling = [_form(word) for word in every[:-1] if word.whole not in COMMON]
    return " AND ".join((*telling, _form(every[-1], is_begun=True)))


def _form(word: Word, *, is_begun: bool = False) -> str:
    """`selectrelated OR (select AND related)`; the signs of `C++` can't be left out, though."""
    begun = f" OR {word.whole}*" if is_begun else ""
    if len(word.parts) == 1 or word.is_marked:
        return f"({stem(word.whole)}{begun})"
    *first, last = word.parts
    apart = " AND ".join((*map(stem, first), f"{last}*" if is_begun else stem(last)))
    return f"({stem(word.whole)}{begun} OR ({apart}))"


# Tokens that say which questions are meant. Each ends in a digit, and none is a word of a text:
# they stand in a column of their own.
def _guild(guild_id: int) -> str:
    return f"g{guild_id}"


def _solved(guild_id: int) -> str:
    return f"s{guild_id}"


def _topic(guild_id: int, topic: str) -> str:
    return f"t{guild_id}x{crc32(topic.encode())}"
