"""What keeps an act from having its effect; one of them has words for the person who acted."""

SERVERS_ONLY = "I work in servers only: use this in your cohort's server."


class Repeated(Exception):  # noqa: N818 - nothing went wrong
    """The very same interaction came again; its effect stands, and its answer is under way."""


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """Say no to the person, in the words of this exception: what is wrong, and what to do next."""
