"""What Nexus shows and says to somebody who asks."""

from collections.abc import Iterator, Sequence

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent, Block
from bot.domain.people import who
from bot.domain.text import escape, fit, listed, prose
from bot.door import TextFile
from cogs.qa.render import FENCE, ROW, excerpt, named, url
from db.drafts import Draft, Solved, Written
from db.questions import Question

# Rows of a phone for all look-alikes together: below a title and a sentence, on a card of twelve.
_ALIKE_ROWS = 9
_LONGEST_TITLE = 3  # rows


def draft_card(draft: Draft, alike: Sequence[Question]) -> discord.ui.LayoutView:
    """A draft, for whoever wrote it: with the solved questions that look like it, if any do."""
    if not draft.is_complete:
        return _incomplete_card(draft)
    if alike:
        return _alike_card(draft, alike)
    return cards.card(
        _whose(draft),
        *_draft_text(draft),
        cards.row(
            cards.button("Post it", "qa:draft_post", draft.id, style=ButtonStyle.primary),
            *_edit_and_drop(draft),
        ),
    )


def _alike_card(draft: Draft, alike: Sequence[Question]) -> discord.ui.LayoutView:
    rows = _ALIKE_ROWS // len(alike)
    which = "One of these" if len(alike) > 1 else "Is it this one"
    return cards.card(
        f"Solved before. {which}?\n-# You ask: {escape(fit(draft.title, ROW))}",
        *(block for one in alike for block in _alike_blocks(draft, one, rows)),
        cards.row(
            cards.button("Post anyway", "qa:draft_post", draft.id),
            *_edit_and_drop(draft),
        ),
        accent=Accent.WAITING,
    )


def _alike_blocks(draft: Draft, alike: Question, rows: int) -> Iterator[Block]:
    assert alike.accepted is not None
    for_title = min(rows // 2, _LONGEST_TITLE)
    title = escape(fit(f"#{alike.number} · {alike.title}", for_title * ROW))
    said = escape(fit(_first_lines(alike.accepted.text), (rows - for_title) * ROW))
    yield f"**{title}**\n{said}"
    where = url(alike)
    buttons: list[discord.ui.Button[discord.ui.LayoutView]] = []
    if not draft.is_for_another:
        button = cards.button(
            "This solved it",
            "qa:draft_solved",
            draft.id,
            alike.accepted.id,
            style=ButtonStyle.success,
        )
        buttons.append(button)
    if where:
        buttons.append(cards.link(f"Read #{alike.number}", where))
    yield cards.row(*buttons) if buttons else None


def _first_lines(text: str) -> str:
    """How a text begins, in one row of words: without fences of code, and without backticks.

    Cut in the middle, one of a pair would stand alone.
    """
    lines = (line.strip() for line in text.split("\n"))
    said = (line.replace("`", "") for line in lines if not line.startswith(FENCE))
    return " ".join(line for line in said if line)


def _incomplete_card(draft: Draft) -> discord.ui.LayoutView:
    needed = "details" if draft.title else "a title"
    return cards.card(
        f"Your question still needs **{needed}**: nothing readable was left of it. The rest is"
        " kept, for you alone. Press **Edit** to go on.",
        *_draft_text(draft),
        cards.row(*_edit_and_drop(draft)),
        accent=Accent.WAITING,
    )


def _whose(draft: Draft) -> str:
    if draft.is_for_another:
        return f"Your draft for {who(draft.asker_id)}, seen by you alone"
    return "Your draft, seen by you alone"


def _draft_text(draft: Draft) -> Iterator[Block]:
    yield f"### {escape(draft.title)}" if draft.title else None
    yield prose(excerpt(draft.details), cards.TEXT_LIMIT // 2)
    more = [("what you tried", draft.tried), ("an error or code", draft.code)]
    kept = listed(name for name, said in more if said)
    yield f"-# With {kept}." if kept else None


def _edit_and_drop(draft: Draft) -> Iterator[discord.ui.Button[discord.ui.LayoutView]]:
    yield cards.button("Edit", "qa:draft_edit", draft.id)
    yield cards.button("Discard", "qa:draft_drop", draft.id)


# In a list of drafts


def draft_line(draft: Draft) -> str:
    """A draft in one row of a phone, or two."""
    title = escape(fit(draft.title or "No title yet", ROW - 4))
    whose = f"for {who(draft.asker_id)}, " if draft.is_for_another else ""
    return f"**{title}**\n-# Draft, {whose}saved {format_dt(draft.saved_at, 'R')}"


def draft_button(draft: Draft) -> discord.ui.Button[discord.ui.LayoutView]:
    return cards.button(f"Open: {draft.title or 'no title yet'}", "qa:draft", draft.id)


# What becomes of a draft


def held_back(why: str, draft: Draft, mine: str) -> discord.ui.LayoutView:
    return cards.card(
        f"{why} Your question is kept as a draft, and here it is as a file too. When that is done,"
        f" press **Post it**; later you find it with {mine}.",
        cards.row(
            cards.button("Post it", "qa:draft_post", draft.id, style=ButtonStyle.primary),
            *_edit_and_drop(draft),
        ),
        accent=Accent.WAITING,
    )


def no_draft(why: str) -> str:
    return f"{why} What you just wrote comes back in this file, so that it is not lost."


def as_file(written: Written) -> TextFile:
    """All that was written, to be kept or sent again."""
    parts = (
        written.title,
        written.details,
        written.tried and f"What I tried:\n{written.tried}",
        written.code and f"Error or code:\n{written.code}",
        f"Topic: {written.topic}",
    )
    return TextFile("question.txt", "\n\n".join(filter(None, parts)) + "\n")


def saved(question: Question) -> discord.ui.LayoutView:
    return cards.card(f"Saved as **#{question.number}**. Posting it…")


def asked(question: Question, related: Sequence[Question] = ()) -> discord.ui.LayoutView:
    number, thread = f"**#{question.number}**", f"<#{question.thread_id}>"
    if question.written_by_id is not None:
        words = f"The question of {who(question.asker_id)} is {number}: {thread}. They are pinged"
        return cards.card(f"{words} there when somebody answers.", accent=Accent.DONE)
    return cards.card(
        f"Your question is {number}: {thread}. You are pinged there when somebody answers.",
        "\n".join(("Solved before, perhaps of help meanwhile:", *map(_related, related)))
        if related
        else None,
        accent=Accent.DONE,
    )


def _related(question: Question) -> str:
    return f"**{named(question)}** {escape(fit(question.title, ROW))}"


def postponed(question: Question, trouble: str) -> discord.ui.LayoutView:
    why = trouble or "Discord did not take it."
    return cards.card(
        f"Saved as **#{question.number}**, but I could not post it yet. {why} I will post it as"
        " soon as possible: you need not ask again.",
        accent=Accent.WAITING,
    )


def solved(found: Solved) -> discord.ui.LayoutView:
    number, where = f"#{found.question.number}", url(found.question)
    shown = f"**[{number}]({where})**" if where else f"**{number}**"
    author = who(found.answer.author_id)
    if found.is_credited:
        thanks = f"I noted that {author} helped once more, with an answer from before."
    elif found.answer.author_id == found.question.asker_id:
        thanks = "Writing answers down pays off!"
    else:
        thanks = f"Thanks again to {author}!"
    return cards.card(
        f"Good that {shown} solved it. {thanks} Your draft is dropped: nothing was posted.",
        accent=Accent.DONE,
    )


def thrown_away(ask: str) -> discord.ui.LayoutView:
    return cards.card(
        f"Discarded: nothing was posted. Ask any time with {ask}.", accent=Accent.QUIET
    )


def not_yours(author_id: int, ask: str) -> str:
    return (
        f"Only {who(author_id)}, who wrote that message, or a moderator can ask with it. A question"
        f" of your own is asked with {ask}."
    )


def not_a_members(ask: str) -> str:
    return f"No member wrote that message. Choose one of your own, or ask with {ask}."


def no_words(ask: str) -> str:
    return f"There are no words in that message to ask with. Ask with {ask}: a form opens."


NOTHING_TYPED = "There was nothing readable in your question, so I saved nothing. Try again."
