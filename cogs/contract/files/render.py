"""What a file would change, before it does; and what goes out."""

from collections.abc import Iterable

import discord
from discord import ButtonStyle

from bot import cards
from bot.cards import Accent
from bot.domain.contract_changes import Difference, words
from bot.domain.text import plural
from cogs.contract.endpoints.render import HEARS
from cogs.contract.render import noun
from db.contract_imports import Applied, Waiting
from db.contracts import Shared

DEPRECATING = "deprecating"
_CHANGES, _NOTES = 3, 1  # each may take two rows of a phone


def waiting_card(waiting: Waiting, pair_id: int, *, is_anew: bool = False) -> discord.ui.LayoutView:
    """The difference, which is the sender's alone until they apply it."""
    change = waiting.change
    if not change:
        return cards.card(
            "Nothing is different: your contract says all that this file says.",
            *_notes(waiting.notes),
            accent=Accent.DONE,
        )
    gone = len(change.removed)
    return cards.card(
        "**Your contract changed meanwhile.** This is what comes now:"
        if is_anew
        else "**What this file would change**",
        f"-# {', '.join(_counts(change))}",
        "\n".join(words(change, _CHANGES)),
        *_notes(waiting.notes),
        cards.row(
            cards.button("Apply", "contract:apply", pair_id, waiting.id, style=ButtonStyle.primary),
            *(
                [
                    cards.button(
                        f"Apply, and deprecate {gone}",
                        "contract:apply",
                        pair_id,
                        waiting.id,
                        DEPRECATING,
                    )
                ]
                if gone
                else []
            ),
            cards.button("Discard", "contract:drop", pair_id, waiting.id),
        ),
        "-# Nothing is changed yet, and only you see this.",
        accent=Accent.WAITING,
    )


def _counts(change: Difference) -> Iterable[str]:
    counted = (
        (len(change.added), "new"),
        (len(change.changed), "changed"),
        (len(change.removed), "not in the file"),
    )
    if change.head:
        yield plural(len(change.head), "detail")
    yield from (f"{count} {what}" for count, what in counted if count)


def _notes(notes: tuple[str, ...]) -> Iterable[str]:
    shown = [f"-# {one}" for one in notes[:_NOTES]]
    hidden = len(notes) - len(shown)
    return [*shown, f"-# and {plural(hidden, 'more note')} of that kind"] if hidden > 0 else shown


def applied_card(done: Applied, *, deprecates: bool) -> discord.ui.LayoutView:
    change = done.change
    count = plural(len(done.shared.endpoints), noun(done.shared.contract.style))
    gone = f" {plural(len(change.removed), 'is', 'are')} deprecated." if deprecates else ""
    return cards.card(
        f"Applied: {', '.join(_counts(change))}. Your contract has {count} now.{gone} {HEARS}",
        accent=Accent.DONE,
    )


def dropped_card() -> discord.ui.LayoutView:
    return cards.card("Discarded: your contract stays as it was.", accent=Accent.QUIET)


def exported(shared: Shared) -> str:
    count = plural(len(shared.endpoints), noun(shared.contract.style))
    return (
        f"Your contract with {count}: `api-contract.md` is for your README, and `openapi.json` for"
        " Swagger, Postman or a generator of code. `/contract import` reads it again."
    )
