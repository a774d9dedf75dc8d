"""What moderators see of how READMEs are written here. Pure: values in, cards and forms out."""

from collections.abc import Iterator, Mapping

import discord

from bot import cards
from bot.cards import Accent
from bot.domain.readme import BRIEF, HEADING_LIMIT, PROGRAMME_LIMIT, Part
from bot.domain.text import escape, fit, one_line

_SHOWN = 5
_EXCERPT, _HEADING = 90, 34


def settings_card(called: Mapping[Part, str], programme: str | None) -> discord.ui.LayoutView:
    choices = cards.options((part.value, called.get(part, brief)) for part, brief in BRIEF.items())
    reset = [cards.button("Use the brief's headings", "readme:standard")] if called else []
    about = escape(fit(one_line(programme), _EXCERPT)) if programme else "not described yet"
    return cards.card(
        "### READMEs: the words of the brief",
        f"**The programme**: {about}",
        "\n".join(_headings(called)),
        cards.row(cards.select("readme:heading", choices=choices, placeholder="Change a heading")),
        cards.row(
            cards.button("Describe the programme", "readme:programme"),
            *reset,
            cards.button("All settings", "admin:settings"),
        ),
        accent=Accent.QUIET,
    )


def _headings(called: Mapping[Part, str]) -> Iterator[str]:
    if not called:
        yield "All headings are those of the brief."
        return
    yield "**Headings of your own**"
    for part in list(called)[:_SHOWN]:
        yield f"-# {escape(fit(called[part], _HEADING))}"
    if len(called) > _SHOWN:
        yield f"-# and {len(called) - _SHOWN} more"


def heading_form(part: Part, called: Mapping[Part, str]) -> discord.ui.Modal:
    field = cards.line(
        "heading",
        "What this part is called",
        limit=HEADING_LIMIT,
        hint=f"Empty: {BRIEF[part]}",
        required=False,
        value=called.get(part, BRIEF[part]),
    )
    return cards.form(BRIEF[part], "readme:headed", part.value, fields=[field])


def programme_form(known: str) -> discord.ui.Modal:
    field = cards.line(
        "programme",
        "What is it that learners here take part in?",
        limit=PROGRAMME_LIMIT,
        hint="Two or three sentences, for the overview of every README",
        long=True,
        required=False,
        value=known,
    )
    return cards.form("The programme", "readme:described", fields=[field])
