"""READMEs that members sent: kept until they take them over, and what that does to their log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import log
from bot.domain.errors import Refusal
from bot.domain.log import Made, Source
from bot.domain.readme_import import Taken
from bot.domain.readme_reading import Found, essence
from db import log_posts, logs, readmes
from db.logs import today
from db.tables import LogEntry, Readme, ReadmeImport

LASTS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """What taking a README over comes to.

    `known` counts what is in the log already, `gone` what came from an earlier import and stands
    in this one no more. `is_other_text` tells whether the text itself is another.
    """

    new: tuple[Found, ...]
    known: int
    gone: int
    is_other_text: bool

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.is_other_text)


async def keep(
    session: AsyncSession, guild_id: int, user_id: int, document: str, now: datetime
) -> int:
    """Keep a file in the place of what the member sent before; its id."""
    await session.execute(
        delete(ReadmeImport).where(
            ReadmeImport.guild_id == guild_id, ReadmeImport.user_id == user_id
        )
    )
    row = ReadmeImport(guild_id=guild_id, user_id=user_id, document=document, read_at=now)
    session.add(row)
    await session.flush()
    return row.id


async def document(session: AsyncSession, guild_id: int, user_id: int, import_id: int) -> str:
    return (await _own(session, guild_id, user_id, import_id)).document


async def change(session: AsyncSession, guild_id: int, user_id: int, taken: Taken) -> Change:
    """What would be new; nothing is changed by looking."""
    row = await session.get(Readme, (guild_id, user_id))
    rows = await _entries(session, guild_id, user_id)
    keys = {one.source_id for one in rows if one.source == Source.README}
    said = {essence(logs.view(one).words) for one in rows}
    new = tuple(
        one for one in taken.reading.found if one.key not in keys and essence(one.words) not in said
    )
    return Change(
        new=new,
        known=len(taken.reading.found) - len(new),
        gone=len(_vanished(rows, taken)),
        is_other_text=row is None or row.own_text != taken.own_text,
    )


async def apply(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    import_id: int,
    taken: Taken,
    *,
    now: datetime,
) -> Change:
    """Take it over: the text, and its entries into the log, once each."""
    kept = await _own(session, guild_id, user_id, import_id)
    done = await change(session, guild_id, user_id, taken)
    on = await today(session, guild_id, user_id, now)
    for one in _vanished(await _entries(session, guild_id, user_id), taken):
        await session.delete(one)
    for one in done.new:
        dated = log.at(one.day or on, on)
        made = Made(Source.README, one.key)
        await logs.add(
            *(session, guild_id, user_id, one.words),
            day=dated.day,
            is_late=dated.is_late,
            now=now,
            made=made,
        )
    row = await readmes.own(session, guild_id, user_id)
    row.own_text, row.imported_at = taken.own_text, now
    await session.delete(kept)
    await session.flush()
    await log_posts.redraw_streak(session, guild_id, user_id, now)
    return done


async def drop(session: AsyncSession, guild_id: int, user_id: int, import_id: int) -> None:
    await session.delete(await _own(session, guild_id, user_id, import_id))
    await session.flush()


async def drop_old(session: AsyncSession, now: datetime) -> None:
    """Forget what nobody came back to."""
    await session.execute(delete(ReadmeImport).where(ReadmeImport.read_at < now - LASTS))


def _vanished(rows: Sequence[LogEntry], taken: Taken) -> list[LogEntry]:
    """What an earlier import brought and the text says no more; what was edited or shared stays."""
    found = {one.key for one in taken.reading.found}
    return [
        one
        for one in rows
        if one.source == Source.README
        and one.source_id not in found
        and one.edited_at is None
        and one.shared_at is None
    ]


async def _entries(session: AsyncSession, guild_id: int, user_id: int) -> Sequence[LogEntry]:
    found = await session.scalars(
        select(LogEntry).where(LogEntry.guild_id == guild_id, LogEntry.user_id == user_id)
    )
    return found.all()


async def _own(session: AsyncSession, guild_id: int, user_id: int, import_id: int) -> ReadmeImport:
    row = await session.get(ReadmeImport, import_id)
    if row is None or (row.guild_id, row.user_id) != (guild_id, user_id):
        raise Refusal(
            "What you sent is no longer here: it was taken over, discarded, or lay here for over"
            " a day. `/log import` reads it again."
        )
    return row
