"""What is shown of who was there. Pure: values in, cards and texts out."""

from collections.abc import Iterator

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent
from bot.domain.rollcall import Group, Page
from bot.domain.text import escape
from cogs.study.render import names
from db import recaps
from db.attendances import Roll

LINE_LIMIT = 70
_NAMES = 6

HERE = "Noted, you are there."
WRITTEN = "Thank you: your lines are in the recap."


def roll_card(roll: Roll, page: Page) -> discord.ui.LayoutView:
    """A page of people for whoever notes who is there; only they see it."""
    posted, bounds = roll.posted, (*page.first, *page.last)
    return cards.card(
        f"### Who is here?\n**#{posted.number} {escape(posted.topic)}** · {len(roll.noted)} noted",
        _page_words(roll, page),
        cards.row(
            cards.member_select(
                "study:there", posted.number, *bounds, chosen=page.people, hint="Who is here"
            )
        ),
        cards.row(*_page_buttons(posted.number, page)),
    )


def _page_words(roll: Roll, page: Page) -> str:
    match page.group:
        case Group.HERE:
            voice_id = roll.posted.plan.voice_channel_id
            voice = f"those in <#{voice_id}> and " if voice_id else ""
            return f"I chose {voice}those who are noted already. Is that right?"
        case Group.COMING:
            return "I chose some of those who said that they come. Keep those who are here."
        case Group.OTHERS:
            return "Is somebody else here? Choose them."


def _page_buttons(number: int, page: Page) -> Iterator[discord.ui.Button[discord.ui.LayoutView]]:
    yield cards.button(
        "These are here",
        "study:these",
        number,
        *page.first,
        *page.last,
        style=ButtonStyle.primary,
        disabled=not page.people,
    )
    if page.has_earlier:
        yield cards.button("Previous 25", "study:turn", number, "before", *page.first)
    if page.later is not None:
        label = "Somebody else" if page.later is Group.OTHERS else "Next 25"
        yield cards.button(label, "study:turn", number, "after", *page.last)


def recap_card(roll: Roll) -> discord.ui.LayoutView:
    """What remains of a session, in its thread."""
    posted = roll.posted
    done, coming = recaps.lines(posted.recap)
    said = "\n".join(
        f"{what} {escape(line)}"
        for what, line in (("**Done:**", done), ("**Next:**", coming))
        if line
    )
    return cards.card(
        f"### That was #{posted.number} · {escape(posted.topic)}",
        _came(roll),
        said,
        cards.row(
            cards.button("I was there", "study:here", posted.number, style=ButtonStyle.primary),
            cards.button("Who was there", "study:who", posted.number),
            cards.button("Add two lines", "study:recap", posted.number),
        ),
        accent=Accent.QUIET,
    )


def _came(roll: Roll) -> str:
    if not roll.noted:
        return "Were you there? Press **I was there**, up to two hours after the end."
    return f"**{len(roll.noted)} came:** {names(roll.noted, _NAMES)}"


def recap_form(number: int, done: str, coming: str) -> discord.ui.Modal:
    fields = [
        cards.line("done", "What did you do?", limit=LINE_LIMIT, value=done),
        cards.line("coming", "What comes next?", limit=LINE_LIMIT, value=coming, required=False),
    ]
    return cards.form(f"Recap of session #{number}", "study:recapped", number, fields=fields)
