"""What moderators see of new sessions and of their settings, and what hosts hear from them."""

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent
from bot.domain.people import who
from bot.domain.text import escape, fit, plural
from cogs.study.render import Mention, excerpt, length, moment, where
from db import quotas
from db.guilds import Settings
from db.session_approvals import Ruling
from db.study import Posted

ON, OFF = "on", "off"
APPROVAL = (ON, OFF)
# The usual ones are among them, or their selects would stand empty.
PER_MEMBER = (1, 2, 3, 4, 5, 8, quotas.PER_MEMBER, 15, 20, 30, 50)
PER_GUILD = (5, 10, 20, 30, 50, 75, quotas.PER_GUILD, 150, 200, 300, 500)
_WARM_UP = 36


def held_card(posted: Posted) -> discord.ui.LayoutView:
    """In the moderators' channel, where they answer."""
    args = (posted.number, posted.sequence)
    return cards.card(
        f"### New session #{posted.number} · {escape(posted.topic)}",
        "\n".join(
            one
            for one in (moment(posted), _about(posted), where(posted.plan), _said(posted))
            if one
        ),
        cards.row(
            cards.button("Approve", "study:approve", *args, style=ButtonStyle.primary),
            cards.button("Ask to change", "study:change", *args),
            cards.button("Decline", "study:decline", *args),
        ),
        accent=Accent.WAITING,
    )


def _about(posted: Posted) -> str:
    parts = [length(posted.minutes)]
    if posted.repeats:
        parts.append(escape(fit(posted.repeats, 30)))
    if posted.plan.seats is not None:
        parts.append(plural(posted.plan.seats, "seat"))
    return f"{', '.join(parts)}, by {who(posted.host_id)}"


def _said(posted: Posted) -> str:
    about = excerpt(posted.plan.description, 2)
    warm_up = posted.plan.warm_up
    return "\n".join(one for one in (about, escape(fit(warm_up, _WARM_UP))) if one)


def ruled_card(posted: Posted, ruling: Ruling, moderator_id: int) -> discord.ui.LayoutView:
    """What stands in its place, once one of them has answered."""
    ruler = who(moderator_id)
    said = {
        Ruling.APPROVED: f"{ruler} approved it. It is posted in <#{posted.channel_id}>.",
        Ruling.CHANGE: f"{ruler} asked {who(posted.host_id)} to change it. I ask you again then.",
        Ruling.DECLINED: f"{ruler} declined it.",
    }
    word = escape(fit(posted.moderators_word, 160))
    return cards.card(
        f"### Session #{posted.number} · {escape(posted.topic)}",
        f"{moment(posted)}\n{said[ruling]}",
        f"> {word.replace(chr(10), ' ')}" if word else None,
        accent=Accent.DONE if ruling is Ruling.APPROVED else Accent.QUIET,
    )


def answer_card(posted: Posted, ruling: Ruling) -> discord.ui.LayoutView:
    """In the sessions channel, where all can read it: so without a word of why."""
    said = {
        Ruling.APPROVED: "was approved",
        Ruling.CHANGE: "needs a change",
        Ruling.DECLINED: "was declined",
    }
    return cards.card(
        f"{who(posted.host_id)}, your session **#{posted.number}** {said[ruling]}:"
        f" `/session show {posted.number}` tells you more.",
        accent=Accent.DONE if ruling is Ruling.APPROVED else Accent.WAITING,
    )


def settings_card(
    settings: Settings, channel: discord.TextChannel | None, waiting: int, mention: Mention
) -> discord.ui.LayoutView:
    is_on = settings.sessions_need_approval
    turn = cards.button(
        "Turn approval off" if is_on else "Turn approval on", "study:approval", OFF if is_on else ON
    )
    per_member, per_guild = quotas.per_member(settings), quotas.per_guild(settings)
    again = [cards.button("Post their cards again", "study:again")] if waiting else []
    return cards.card(
        "### Study sessions\n-# Each choice is saved at once",
        _approval(settings, channel, waiting, mention),
        cards.row(turn, *again, cards.button("All settings", "admin:settings")),
        "A **member** hosts so many coming ones at most:",
        cards.row(
            cards.select(
                "study:per_member",
                choices=_numbers(PER_MEMBER, per_member),
                placeholder="How many?",
            )
        ),
        "**All together** host so many at most:",
        cards.row(
            cards.select(
                "study:per_guild", choices=_numbers(PER_GUILD, per_guild), placeholder="How many?"
            )
        ),
        accent=Accent.WAITING if is_on and channel is None else Accent.QUIET,
    )


def _approval(
    settings: Settings, channel: discord.TextChannel | None, waiting: int, mention: Mention
) -> str:
    if not settings.sessions_need_approval:
        said = "New sessions are posted at once, without your **approval**."
    elif channel is None:
        said = f"⚠️ {no_channel(mention)} Until then new sessions are posted at once."
    else:
        said = f"New sessions wait for your **approval** in {channel.mention}."
    return f"{said} {plural(waiting, 'session')} waiting now." if waiting else said


def no_channel(mention: Mention) -> str:
    return f"Approval needs a moderators' channel: choose it with {mention('nexus setup')}."


def _numbers(offered: tuple[int, ...], chosen: int) -> list[discord.SelectOption]:
    return cards.options(
        ((str(one), plural(one, "coming session")) for one in offered), str(chosen)
    )
