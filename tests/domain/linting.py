"""What pymarkdown says of a document, told what ours may have."""

import logging

from pymarkdown.api import PyMarkdownApi


def complaints(text: str) -> list[str]:
    """Lines are as long as what somebody wrote; a contract's examples fold away in HTML."""
    linter = PyMarkdownApi().disable_rule_by_identifier("md013")
    linter.set_string_property("plugins.md033.allowed_elements", "!--,details,summary,code")
    level = logging.getLogger().level
    try:
        found = linter.scan_string(text)
    finally:
        logging.getLogger().setLevel(level)  # it silences whatever is logged from then on
    return [
        f"{one.line_number}: {one.rule_id} {one.rule_description} {one.extra_error_information}"
        for one in found.scan_failures
    ] + [str(one) for one in found.pragma_errors]
