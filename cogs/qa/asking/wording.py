"""How what people type, or have said in a message before, becomes the parts of a question."""

import re
from textwrap import dedent

from bot.domain.text import clean, fit, one_line, plural
from db.drafts import Written

# Together they fit into the first card of a thread.
TITLE_LIMIT = 100
DETAILS_LIMIT = 1600
TRIED_LIMIT = 600
CODE_LIMIT = 1400

_BLOCK = r"```(?:[a-zA-Z0-9_+\-.#]+?\n)?(.*?)```"
_ONLY_CODE = re.compile(rf"\s*{_BLOCK}\s*", re.DOTALL)
_CODE = re.compile(_BLOCK, re.DOTALL)
_MARKS = re.compile(r"^[\s#>*-]+")


def typed(title: str, details: str, tried: str, code: str, topic: str) -> Written:
    """What stood in a form, cleaned and of the lengths that the form allows."""
    return Written(
        title=one_line(title)[:TITLE_LIMIT],
        details=clean(details)[:DETAILS_LIMIT],
        tried=clean(tried)[:TRIED_LIMIT],
        code=_bare(code)[:CODE_LIMIT],
        topic=topic,
    )


def of_message(text: str, topic: str, *, url: str, attachments: int) -> Written:
    """A draft of a message: a first line that is short enough is the title.

    One block of code goes where code belongs. `url` leads to what does not come along.
    """
    text, code = clean(text), ""
    blocks = _CODE.findall(text)
    if len(blocks) == 1 and len(_bare(blocks[0])) <= CODE_LIMIT:
        text, code = _CODE.sub("", text).strip(), _bare(blocks[0])
    first, _, rest = text.partition("\n")
    title = one_line(_MARKS.sub("", first.replace("```", ""))).rstrip("* ")
    details = text if len(title) > TITLE_LIMIT else rest.strip() or title
    seen = plural(attachments, "attachment") if attachments else ""
    said = f"With {seen}: {url}" if seen else f"In full: {url}"
    if seen or len(details) > DETAILS_LIMIT:
        details = f"{fit(details, DETAILS_LIMIT - len(said) - 2)}\n\n{said}"
    return Written(fit(title, TITLE_LIMIT), details, "", code, topic)


def _bare(code: str) -> str:
    """Code without the fence around it, which its block brings along, and without its margin."""
    found = _ONLY_CODE.fullmatch(code)
    return clean(dedent(found[1] if found else code))
