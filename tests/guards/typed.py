"""Which columns hold what people typed, and how it is kept there.

A column of text that is new fails a test until it stands here: in `TYPED`, and then all that shows
it is tried with hostile text, or in `UNTYPED`.
"""

from collections.abc import Callable, Mapping

from bot.domain import cohort, contract, links, log, own_links, projects, readme
from bot.domain.errors import Refusal
from bot.domain.text import clean, fit, one_line

Keep = Callable[[str], str]
"""What is kept of a text; nothing of one that is refused."""


def line(limit: int) -> Keep:
    return lambda typed: fit(one_line(typed), limit)


def prose(limit: int) -> Keep:
    return lambda typed: clean(typed)[:limit].strip()


def lines(most: int, limit: int) -> Keep:
    kept = line(limit)
    return lambda typed: "\n".join(filter(None, map(kept, clean(typed).split("\n")[:most])))


def _link(typed: str) -> str:
    try:
        return links.repository(f"https://evil.example/{one_line(typed)}")
    except Refusal:
        return ""


def _own_link(typed: str) -> str:
    link = f"https://evil.example/{one_line(typed)}"
    return link if own_links.is_link(link) else ""


TYPED: Mapping[str, Keep] = {
    "announcements.title": line(100),
    "announcements.text": prose(1500),
    "answers.text": prose(2000),
    "audit_entries.reason": line(100),
    "cohort_milestones.name": line(cohort.NAME_LIMIT),
    "cohort_weeks.focus": line(cohort.FOCUS_LIMIT),
    "contract_feedback.text": prose(250),
    "contract_feedback.subject": line(contract.PATH_LIMIT),
    "contract_operations.path": line(contract.PATH_LIMIT),
    "contract_operations.purpose": line(contract.PURPOSE_LIMIT),
    "contract_operations.request": prose(contract.EXAMPLE_LIMIT),
    "contract_operations.response": prose(contract.EXAMPLE_LIMIT),
    "contracts.title": line(contract.TITLE_LIMIT),
    "contracts.base_url": line(contract.URL_LIMIT),
    "contracts.docs_url": line(contract.URL_LIMIT),
    "guilds.cohort_name": line(80),
    "guilds.programme": prose(readme.PROGRAMME_LIMIT),
    "guilds.projects": lines(projects.MOST, projects.NAME_LIMIT),
    "log_entries.title": line(log.TITLE_LIMIT),
    "log_entries.text": prose(log.TEXT_LIMIT),
    "log_entries.solution": prose(log.TEXT_LIMIT),
    "members.published_name": line(32),
    "pair_invitations.project": line(projects.NAME_LIMIT),
    "pair_members.verdict_text": line(200),
    "pair_profiles.goals": prose(300),
    "pair_profiles.links": _own_link,
    "pair_profiles.project": line(projects.NAME_LIMIT),
    "pairs.project": line(projects.NAME_LIMIT),
    "question_drafts.title": line(100),
    "question_drafts.details": prose(1600),
    "question_drafts.tried": prose(600),
    "question_drafts.code": prose(1400),
    "questions.title": line(100),
    "questions.details": prose(1600),
    "questions.tried": prose(600),
    "questions.code": prose(1400),
    "questions.close_reason": line(80),
    "queue_entries.project": line(projects.NAME_LIMIT),
    "readme_headings.heading": line(readme.HEADING_LIMIT),
    "readmes.overview": prose(readme.OVERVIEW_LIMIT),
    "readmes.own_text": prose(100_000),
    "reviews.link": _link,
    "reviews.look_at": line(150),
    "reviews.word": line(200),
    "study_polls.topic": line(80),
    "study_polls.unread": lines(10, 64),
    "study_series.topic": line(80),
    "study_series.description": prose(1000),
    "study_series.link": _own_link,
    "study_series.warm_up": line(200),
    "study_sessions.topic": line(80),
    "study_sessions.description": prose(1000),
    "study_sessions.link": _own_link,
    "study_sessions.warm_up": line(200),
    "study_sessions.cancel_reason": line(80),
    "study_sessions.moderators_word": prose(300),
    "study_sessions.recap": lines(2, 70),
    "study_sessions.typed_when": line(64),
}
# What of the above is written within another value: only what is typed gets there.
WITHIN = {
    *("contract_changes.subject", "contract_changes.before", "contract_changes.after"),
    *("contract_imports.document", "readme_imports.document", "log_removals.kept"),
    *("pairing_rounds.pool", "pairing_rounds.drawn", "study_sessions.event_shown"),
}
# A README of its member's own, which nobody else is shown: it stays as it is, line by line.
AS_IT_IS = {"readmes.own_text", "readme_imports.document"}
# Words of ours, one of a few each; and numbers, hours and zones, once they were read.
UNTYPED = {
    *("audit_entries.act", "audit_entries.subject", "audit_entries.kind"),
    *("command_syncs.tree_hash", "command_syncs.ids", "pair_invitations.end"),
    *("contract_changes.act", "contract_feedback.kind", "contract_operations.method"),
    *("contract_operations.state", "contracts.auth", "contracts.style", "digest_omissions.item"),
    *("digest_omissions.iso_week", "digests.iso_week", "digests.fate", "digests.items"),
    *("erasures.serial", "guilds.zone", "log_entries.kind", "log_entries.source", "members.zone"),
    *("members.publishing", "outbox.dedupe_key", "outbox.kind", "outbox.payload", "outbox.state"),
    *("outbox.last_error", "pair_members.side", "pair_members.verdict", "pair_profiles.api"),
    *("pair_profiles.track", "pairs.api", "pairs.end", "question_drafts.topic", "questions.topic"),
    *("queue_entries.fate", "queue_entries.track", "readme_headings.part", "reviews.track"),
    *("rsvps.answer", "stale_cards.kind", "study_polls.zone", "study_series.rule"),
    *("study_series.track", "study_series.zone", "study_sessions.rule", "study_sessions.stage"),
    *("study_sessions.track", "study_sessions.zone"),
}
