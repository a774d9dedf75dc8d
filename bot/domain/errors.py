"""The one exception whose text is meant for the person who caused it."""

SERVERS_ONLY = "I work in servers only: use this in your cohort's server."


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """Say no to the person, in the words of this exception: what is wrong, and what to do next."""
