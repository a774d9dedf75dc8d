"""The form for what a member says of themselves in words."""

import discord

from bot import cards
from bot.domain import own_links
from bot.domain.text import clean
from bot.roads import Press
from db.pair_profiles import GOALS_LIMIT, Profile

_LINKS_LIMIT = own_links.MOST * (own_links.LIMIT + 1)


def goals_form(profile: Profile) -> discord.ui.Modal:
    return cards.form(
        "Goals and links",
        "pairing:goals_said",
        fields=[
            cards.line(
                "goals",
                "What do you want out of it?",
                limit=GOALS_LIMIT,
                hint="Your partner reads this: “Deploy it, with tests, by Sunday”",
                long=True,
                required=False,
                value=profile.goals,
            ),
            cards.line(
                "links",
                f"Links, one a line, {own_links.MOST} at most",
                limit=_LINKS_LIMIT,
                hint="https://github.com/you/alx-project-nexus",
                long=True,
                required=False,
                value=profile.links,
            ),
        ],
    )


def read(press: Press) -> dict[str, str]:
    """What was typed; a Refusal where a link is none."""
    return {
        "goals": clean(press.text("goals"))[:GOALS_LIMIT],
        "links": "\n".join(own_links.read(press.text("links"))),
    }
