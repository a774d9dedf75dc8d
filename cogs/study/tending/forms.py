"""The form in which the details of a session are changed."""

from dataclasses import replace

import discord

from bot import cards
from bot.domain.text import fit
from cogs.study.planning.forms import fields
from db.session_acts import Scope
from db.study import Posted

REASON_LIMIT = 80
# What stands in a custom_id beside the session, the time and the scope.
SHORT_REASON_LIMIT = 50


def edit_form(
    posted: Posted, scope: Scope, reason: str, *, is_voice_gone: bool
) -> discord.ui.Modal:
    # Discord refuses a form in which a channel is chosen that is no more.
    plan = replace(posted.plan, voice_channel_id=None) if is_voice_gone else posted.plan
    return cards.form(
        f"Edit #{posted.number}",
        "study:edited",
        posted.number,
        scope,
        short(reason),
        fields=fields(plan, is_voice_gone=is_voice_gone),
    )


def short(reason: str) -> str:
    return fit(reason, SHORT_REASON_LIMIT)
