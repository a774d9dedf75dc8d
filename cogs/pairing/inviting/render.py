"""What is said of an invitation to pair: to who asks, to who is asked, and to all. Pure."""

from collections.abc import Callable

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent
from bot.domain.people import who
from bot.domain.text import escape
from db.pair_askings import End
from db.pair_invitations import Invitation

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""

ONESELF = "That is you. Choose **Invite to pair** in the menu of somebody else's name."
A_BOT = "That is a bot: nobody is ever paired with one."
NOT_HERE = "They are not in this server any more. Choose somebody else to pair with."


def say_first(invited_id: int) -> str:
    return f"Say first what you build, in the card above. Then invite {who(invited_id)} again."


def inviting(invitation: Invitation) -> str:
    return (
        f"Saved: I ask {who(invitation.invited_id)} to pair with you as soon as Discord lets me."
        " You need not do it again."
    )


def invited(invitation: Invitation) -> str:
    return (
        f"I asked {who(invitation.invited_id)} in <#{invitation.channel_id}> to pair with you. The"
        f" invitation waits until <t:{invitation.ends_at.timestamp():.0f}:F>; **Not now** on its"
        " card takes it back."
    )


def invitation_card(invitation: Invitation) -> discord.ui.LayoutView:
    """For everybody to see, and for one to answer; of what came of it, all see only a yes."""
    inviter, invited = who(invitation.inviter_id), who(invitation.invited_id)
    project = f"**{escape(invitation.project)}**"
    if invitation.end is End.ACCEPTED:
        return cards.card(f"{inviter} and {invited} build {project} together.", accent=Accent.DONE)
    if invitation.end is not None:
        return cards.card("-# An invitation to pair was here. It is over.", accent=Accent.QUIET)
    return cards.card(
        f"{invited}, {inviter} asks you to build {project} together.",
        f"-# Open until <t:{invitation.ends_at.timestamp():.0f}:f>. A no notifies nobody.",
        cards.row(
            cards.button("Accept", "pairing:accept", invitation.id, style=ButtonStyle.success),
            cards.button("Not now", "pairing:decline", invitation.id),
        ),
    )


def not_any_more(find: str) -> str:
    return f"This pair is not possible any more. {find} finds you a partner."


def declined(end: End, mention: Mention) -> str:
    if end is End.WITHDRAWN:
        return f"Taken back. {mention('pair find')} finds you a partner."
    return (
        "All right: nobody is notified. If you would rather not be asked by them again,"
        f" {mention('pair block')} sees to it, unseen."
    )
