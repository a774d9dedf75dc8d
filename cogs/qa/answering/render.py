"""What Nexus says to somebody who answers, or accepts an answer."""

from db.answers import Acceptance
from db.questions import Question


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


def accepted(acceptance: Acceptance, *, is_shown: bool) -> str:
    question, author_id = acceptance.question, acceptance.answer.author_id
    parts = [
        f"Accepted: **#{question.number}** is solved, thanks to <@{author_id}>.",
        "It took the place of the answer accepted before." if acceptance.former else "",
        "" if is_shown else "Its card could not be redrawn, but the answer counts as accepted.",
        "If another answer turns out better, press **Accept** under that one.",
    ]
    return " ".join(part for part in parts if part)


EMPTY_ANSWER = "There was nothing readable in your answer, so I saved nothing. Please try again."
