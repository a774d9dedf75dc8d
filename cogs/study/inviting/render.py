"""What is said of an invitation to a session: to who invites, and to who is invited. Pure."""

from collections.abc import Sequence

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent
from bot.domain.people import who
from bot.domain.text import escape, fit
from cogs.study.render import moment
from db.study import Posted

ONESELF = "That is you. Choose **Invite to session** in the menu of somebody else's name."
A_BOT = "That is a bot, and comes to no session."
NOT_HERE = "They are not in this server any more. Choose somebody else for the session."
_TOPIC = 80


def no_session(list_: str) -> str:
    return f"You go to no coming session yet. {list_} shows them: press **Going** on one first."


def choice_card(invited_id: int, offered: Sequence[Posted]) -> discord.ui.LayoutView:
    choices = cards.options(
        (str(one.number), f"#{one.number} {fit(one.topic, _TOPIC)}") for one in offered
    )
    return cards.card(
        f"Invite {who(invited_id)} to which session? They are mentioned once, in its thread.",
        cards.row(
            cards.select(
                "study:invite", invited_id, choices=choices, placeholder="Choose a session"
            )
        ),
    )


def invited_card(invited_id: int, posted: Posted) -> discord.ui.LayoutView:
    return cards.card(
        f"{who(invited_id)} is invited to **#{posted.number} {escape(posted.topic)}**, in"
        f" <#{posted.place_id}>.",
        accent=Accent.DONE,
    )


def invitation_card(posted: Posted, invited_id: int, by_id: int) -> discord.ui.LayoutView:
    """Where the session is talked about."""
    return cards.card(
        f"{who(invited_id)}, {who(by_id)} invites you to **#{posted.number}"
        f" {escape(posted.topic)}**.\n{moment(posted)}",
        cards.row(
            cards.button("Going", "study:going", posted.number, style=ButtonStyle.success),
            cards.button("Can't", "study:cant", posted.number),
        ),
    )
