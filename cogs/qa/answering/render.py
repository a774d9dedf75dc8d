"""What Nexus says to somebody who answers, or says which answer solved it."""

from collections.abc import Sequence
from datetime import datetime

import discord
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain.people import who
from bot.domain.text import escape, fit
from cogs.qa.buttons import save_button, undo_button
from cogs.qa.render import first_line, in_code
from db.acceptances import Acceptance, Undone
from db.answers import Vote
from db.questions import Answer, Question
from db.solutions import Saved, Solution

# What of an answer fits on a card in a block of code.
_KEPT = 3000


def answer_saved(question: Question) -> str:
    return f"Your answer to **#{question.number}** is saved. Posting it…"


def answered(question: Question) -> str:
    return (
        f"Your answer to **#{question.number}** is posted: <#{question.thread_id}>. Thank you for"
        " helping!"
    )


def answer_postponed(question: Question) -> str:
    return (
        f"Your answer to **#{question.number}** is saved, but I could not post it yet. I will as"
        " soon as possible: you need not write it again."
    )


def given_back(why: str, text: str) -> discord.ui.LayoutView:
    return cards.card(
        f"{why} Here is what you wrote, so that nothing is lost:",
        in_code(text, _KEPT),
        accent=Accent.WAITING,
    )


def voted(vote: Vote) -> str:
    if vote.is_given:
        return f"Noted: {who(vote.answer.author_id)} helped you. Press it again to take it back."
    return "Taken back. Press it again if the answer helps you after all."


def accepted_card(
    acceptance: Acceptance, user_id: int, now: datetime, trouble: str = ""
) -> discord.ui.LayoutView:
    """What whoever accepted an answer is told, and may do next."""
    question, author_id = acceptance.question, acceptance.answer.author_id
    if acceptance.is_new:
        parts = [
            f"Accepted: **#{question.number}** is solved, thanks to {who(author_id)}.",
            "It took the place of the answer accepted before." if acceptance.former else "",
            trouble,
            "If another answer turns out better, accept that one.",
        ]
    else:
        parts = [
            f"This is already the accepted answer to **#{question.number}**, by {who(author_id)}."
        ]
    until = acceptance.undo_until(now)
    buttons = [
        *([save_button(question)] if user_id == question.asker_id else []),
        *([undo_button(acceptance.id)] if until else []),
    ]
    return cards.card(
        " ".join(part for part in parts if part),
        f"-# Undo works until {format_dt(until, 't')}." if until else None,
        cards.row(*buttons) if buttons else None,
        accent=Accent.DONE,
    )


def overtaken_card(acceptance: Acceptance, stands: Question) -> discord.ui.LayoutView:
    """Somebody else changed it in the same moment."""
    mine = f"You accepted the answer by {who(acceptance.answer.author_id)}, but in the same moment"
    then = (
        f"that was undone: **#{stands.number}** has no accepted answer now."
        if stands.accepted is None
        else f"the one by {who(stands.accepted.author_id)} was accepted, and it came last: that is"
        f" the accepted answer to **#{stands.number}** now."
    )
    return cards.card(f"{mine} {then}", accent=Accent.WAITING)


def undone_card(undone: Undone, user_id: int, trouble: str = "") -> discord.ui.LayoutView:
    question = undone.question
    is_asker = user_id == question.asker_id
    readme = "your README" if is_asker else f"the README of {who(question.asker_id)}"
    parts = [
        f"Undone: no answer to **#{question.number}** is accepted now."
        if question.accepted is None
        else f"Undone: the answer by {who(question.accepted.author_id)} is the accepted one to"
        f" **#{question.number}** again.",
        f"What was saved for {readme} is taken back too." if undone.was_saved else "",
        trouble,
    ]
    may_save = is_asker and question.accepted is not None
    return cards.card(
        " ".join(part for part in parts if part),
        cards.row(save_button(question)) if may_save else None,
        accent=Accent.QUIET,
    )


def saved_card(solution: Solution) -> discord.ui.LayoutView:
    question, author_id = solution.question, solution.answer.author_id
    credit = "" if author_id == question.asker_id else f", with thanks to {who(author_id)}"
    match solution.saved:
        case Saved.NEWLY:
            start = "Saved, and well earned:"
        case Saved.INSTEAD:
            start = "Saved again, with the answer that is accepted now:"
        case Saved.ALREADY:
            start = "This is saved already:"
    return cards.card(
        f"{start} **#{question.number}** will be in your README as a challenge with its"
        f" solution{credit}.",
        "-# It is in your learning log now, for you alone until you share it.",
        cards.row(cards.button("See my log", "log:list", 0, "")),
        accent=Accent.DONE,
    )


def choose_card(
    question: Question, options: Sequence[discord.SelectOption]
) -> discord.ui.LayoutView:
    return cards.card(
        f"Which answer solved **#{question.number}**?\n{escape(fit(question.title, 60))}",
        cards.row(cards.select("qa:accept", choices=options, placeholder="Choose an answer")),
    )


def answer_label(question: Question, answer: Answer, name: str | None) -> str:
    """An answer in a list of suggestions, where no mention is shown."""
    is_accepted = question.accepted is not None and question.accepted.id == answer.id
    mark = "Accepted · " if is_accepted else ""
    who = f"{name}: " if name else ""
    return fit(f"{mark}{who}{first_line(answer.text) or '…'}", cards.OPTION_LIMIT)


def no_answers(question: Question) -> str:
    return (
        f"**#{question.number}** has no answers yet. If a message in its thread helped, hold (or"
        " right-click) that message and choose **Apps**, then **Mark as answer**."
    )


CAUGHT_UP_LATER = "Its card in the thread shows it once somebody opens the thread again."
NOT_REDRAWN = "Its card could not be redrawn just now, but this counts."
EMPTY_ANSWER = "There was nothing readable in your answer, so I saved nothing. Try again."
NO_ANSWER_ID = "Choose an answer from the list, or leave it empty: I will show you all of them."
ANOTHER_QUESTIONS = "That is an answer to another question. Choose one from the list."
NOT_IN_A_THREAD = (
    "Use this on a message in a question's thread: that message becomes the accepted answer."
)
OWN_CARD = (
    "That is a card of mine, not an answer. Choose the message that helped, or press **Accept**"
    " under an answer."
)
NOT_A_PERSONS = "Only what a person wrote can be marked. {answer} takes what helped in your words."
NO_TEXT = (
    "There is no text in this message that I could keep. {answer} takes what helped in your words:"
    " accept that then."
)
