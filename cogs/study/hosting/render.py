"""What people see where a session needs a host. Pure: values in, cards and texts out."""

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent
from bot.domain.people import who
from bot.domain.text import escape, plural
from cogs.study.render import Mention, cancelled_words, moment
from db.study import Posted


def call_card(posted: Posted) -> discord.ui.LayoutView:
    """In the channel, where nobody is pinged; how it stands, once nobody is missing any more."""
    topic = escape(posted.topic)
    if posted.cancelled is not None:
        return cards.card(
            f"### Session #{posted.number} · {topic}",
            cancelled_words(posted.cancelled),
            accent=Accent.QUIET,
        )
    if not posted.is_hostless:
        return cards.card(
            f"### Session #{posted.number} has a host\n{topic}",
            f"{moment(posted)}\n{who(posted.host_id)} hosts it. Thank you!",
            accent=Accent.DONE,
        )
    coming = [one for one in posted.going if one != posted.host_id]
    come = f"{plural(len(coming), 'person comes', 'people come')}, and its" if coming else "Its"
    return cards.card(
        f"### Who hosts session #{posted.number}?\n{topic}",
        f"{moment(posted)}\n-# {come} host can't be there.",
        cards.row(
            cards.button("I'll host it", "study:host_it", posted.number, style=ButtonStyle.primary),
            cards.button("What is it about?", "study:show", posted.number),
        ),
        accent=Accent.WAITING,
    )


def hosting(posted: Posted, mention: Mention) -> str:
    return (
        f"You host session **#{posted.number}** now, and go to it. {mention('session show')} is"
        " where you change what you like."
    )
