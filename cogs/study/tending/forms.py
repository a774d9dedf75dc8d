"""The forms in which a session is changed, moved and cancelled."""

from dataclasses import replace

import discord

from bot import cards
from bot.domain.text import fit, one_line
from bot.domain.when import LIMIT as WHEN_LIMIT
from bot.roads import Press
from cogs.study.planning.forms import fields
from cogs.study.tending.options import SCOPES
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


def move_form(posted: Posted) -> discord.ui.Modal:
    when = cards.line(
        "when", "When instead?", limit=WHEN_LIMIT, hint="fri 18:00; or tomorrow 6:30 pm"
    )
    inputs = [when, *_scope(posted)]
    return cards.form(f"Move #{posted.number}", "study:moveto", posted.number, fields=inputs)


def cancel_form(posted: Posted) -> discord.ui.Modal:
    reason = cards.line(
        "reason", "Why? Everybody sees this", limit=REASON_LIMIT, hint="I am ill", required=False
    )
    inputs = [reason, *_scope(posted)]
    return cards.form(f"Cancel #{posted.number}", "study:cancelled", posted.number, fields=inputs)


def _scope(posted: Posted) -> list[discord.ui.Label[discord.ui.LayoutView]]:
    """What is asked of one of a series alone."""
    if posted.series_id is None:
        return []
    choices = cards.options(((one.value, one.name) for one in SCOPES), Scope.ONE.value)
    return [cards.pick("scope", "Which of the series?", choices)]


def scope_of(press: Press) -> Scope:
    said = press.choice("scope")
    return Scope(said) if said in set(Scope) else Scope.ONE


def short(reason: str) -> str:
    return fit(one_line(reason), SHORT_REASON_LIMIT)
