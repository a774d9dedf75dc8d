"""What becomes of what a former member showed of their log, and of what others' logs repeat.

An entry that was made of somebody's answer, session or review repeats their words. Whoever has it
keeps it, without these words as they were; what they have put in words of their own is theirs.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import links
from bot.domain.log import Source
from bot.domain.people import FORMER
from db import erased_cards, log_posts
from db.own_rules import SESSION_GONE
from db.tables import (
    Answer,
    LogCard,
    LogEntry,
    LogHabit,
    LogRemoval,
    MemberCard,
    Review,
    StaleCard,
    StudySession,
)
from db.whom import Whom

_REVIEW_GONE = "Reviewed some code"


@dataclass(frozen=True, slots=True)
class Echoes:
    """What others may have in their logs, by the id of what it was made of."""

    answers: dict[int, str] = field(default_factory=dict[int, str])
    topics: dict[int, str] = field(default_factory=dict[int, str])
    links: dict[int, str] = field(default_factory=dict[int, str])
    words: dict[int, str] = field(default_factory=dict[int, str])

    def taken_out(self, entry: dict[str, Any]) -> dict[str, Any]:
        """What of an entry has to change."""
        source, source_id = entry["source"], entry["source_id"]
        changed: dict[str, Any] = {}
        if source == Source.QUESTION and entry["solution"]:
            if entry["solution"] == self.answers.get(entry["answer_id"]):
                changed["solution"] = ""
        elif source == Source.SESSION and self.topics.get(source_id, "\0") in entry["title"]:
            changed["title"] = SESSION_GONE
        elif source == Source.REVIEW:
            if self.links.get(source_id, "\0") in entry["title"]:
                changed["title"] = _REVIEW_GONE
            if entry["text"] and entry["text"] == self.words.get(source_id):
                changed["text"] = ""
        return changed


async def erase(session: AsyncSession, whom: Whom) -> int | None:
    """To be done while what is repeated is still there.

    Returns the channel of their direct messages, if they had one.
    """
    guild_id, user_id, now = whom.guild_id, whom.user_id, whom.now
    cards = await session.scalars(
        select(LogCard).where(LogCard.guild_id == guild_id, LogCard.user_id == user_id)
    )
    for card in cards.all():
        await erased_cards.add(session, guild_id, card.channel_id, card.message_id, now)
    await session.execute(
        delete(StaleCard).where(
            StaleCard.guild_id == guild_id,
            StaleCard.key == user_id,  # of whatever is redrawn by whose it is
        )
    )
    habit = await session.get(LogHabit, (guild_id, user_id))
    if habit is not None:
        await erased_cards.add(
            session, guild_id, habit.streak_channel_id, habit.streak_message_id, now
        )
    deeds = await session.get(MemberCard, (guild_id, user_id))
    if deeds is not None:
        await erased_cards.add(session, guild_id, deeds.channel_id, deeds.message_id, now)
    await _quieten(session, whom, await _echoes(session, whom))
    return habit.dm_channel_id if habit else None


async def _echoes(session: AsyncSession, whom: Whom) -> Echoes:
    guild_id, user_id = whom.guild_id, whom.user_id
    found = Echoes()
    if not whom.keeps_words:
        theirs = select(Answer).where(Answer.guild_id == guild_id, Answer.author_id == user_id)
        found.answers.update({one.id: one.text for one in await session.scalars(theirs)})
    hosted = select(StudySession).where(
        StudySession.guild_id == guild_id, StudySession.host_id == user_id
    )
    found.topics.update({one.id: one.topic for one in await session.scalars(hosted)})
    reviews = await session.scalars(
        select(Review).where(
            Review.guild_id == guild_id,
            (Review.asker_id == user_id) | (Review.reviewer_id == user_id),
        )
    )
    for one in reviews:
        if one.asker_id == user_id:
            found.links[one.id] = links.short(one.link)
        else:
            found.words[one.id] = one.word
    return found


async def _quieten(session: AsyncSession, whom: Whom, echoes: Echoes) -> None:
    made = (Source.QUESTION, Source.SESSION, Source.REVIEW)
    entries = await session.scalars(
        select(LogEntry).where(
            LogEntry.guild_id == whom.guild_id,
            LogEntry.user_id != whom.user_id,
            LogEntry.source.in_(made),
        )
    )
    for entry in entries.all():
        changed = echoes.taken_out(vars(entry))
        for name, value in changed.items():
            setattr(entry, name, value)
        if changed or entry.helper_id == whom.user_id:
            await log_posts.redraw(session, whom.guild_id, entry.id, whom.now)
    removed = await session.scalars(
        select(LogRemoval).where(
            LogRemoval.guild_id == whom.guild_id, LogRemoval.user_id != whom.user_id
        )
    )
    for one in removed.all():
        kept = json.loads(one.kept)
        kept |= echoes.taken_out(kept)
        if kept["helper_id"] == whom.user_id:
            kept["helper_id"] = FORMER
        one.kept = json.dumps(kept, ensure_ascii=False)
    await session.flush()
