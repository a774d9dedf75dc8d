"""What moderators' cards call the things that can be set up, and where each is found."""

from enum import StrEnum

from bot.places import Purpose

PURPOSES = {
    Purpose.DIGEST: "Digest",
    Purpose.QA: "Q&A",
    Purpose.SESSIONS: "Sessions",
    Purpose.MODERATORS: "Moderators",
}
ROLES = {"moderator": "Moderators", "frontend": "Frontend", "backend": "Backend"}


class Page(StrEnum):
    """The set-up in two parts, each of which a phone shows at once; and all settings."""

    CHANNELS = "channels"
    ROLES = "roles"
    SETTINGS = "settings"
