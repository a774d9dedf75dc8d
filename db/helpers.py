"""What members' answers did for others, counted from what was accepted, voted and solved again."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import credit
from bot.domain.credit import Credit, Ranked
from bot.domain.people import FORMER
from db.tables import Answer, HelpedAgain, HelpfulVote, Member, Question


async def ranking(
    session: AsyncSession, guild_id: int, since: datetime | None = None
) -> Sequence[Ranked]:
    """The guild's helpers since then, or ever; without those who do not want to be listed."""
    unlisted = await session.scalars(
        select(Member.user_id).where(Member.guild_id == guild_id, Member.is_unlisted)
    )
    left_out = {FORMER, *unlisted}
    counts: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for name, statement in _counted(guild_id, since).items():
        for user_id, count in await session.execute(statement):
            counts[user_id][name] = count
    return credit.ranked(
        Credit(user_id, **each) for user_id, each in counts.items() if user_id not in left_out
    )


def _counted(guild_id: int, since: datetime | None) -> dict[str, Select[int, int]]:
    """(author, count) of each thing that counts; what one does for oneself does not."""

    def of(beneficiary: Any, moment: Any, *conditions: ColumnElement[bool]) -> Select[int, int]:
        among = () if since is None else (moment >= since,)
        return (
            select(Answer.author_id, func.count())
            .where(Answer.guild_id == guild_id, Answer.author_id != beneficiary, *among)
            .where(*conditions)
            .group_by(Answer.author_id)
        )

    return {
        "accepted": of(
            Question.asker_id,
            Question.accepted_at,
            Question.guild_id == guild_id,
            Question.accepted_answer_id == Answer.id,
        ),
        "again": of(
            HelpedAgain.user_id,
            HelpedAgain.helped_at,
            HelpedAgain.guild_id == guild_id,
            HelpedAgain.answer_id == Answer.id,
        ),
        "helpful": of(
            HelpfulVote.user_id,
            HelpfulVote.voted_at,
            HelpfulVote.guild_id == guild_id,
            HelpfulVote.answer_id == Answer.id,
        ),
    }
