"""Which events a bot asks the gateway for, and which of them Discord grants only on request."""

from enum import IntFlag


class Intent(IntFlag):
    ALWAYS = 0  # such events go to every session
    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    DIRECT_MESSAGES = 1 << 12
    MESSAGE_CONTENT = 1 << 15
    SCHEDULED_EVENTS = 1 << 16


PRIVILEGED = Intent.GUILD_MEMBERS | Intent.PRESENCES | Intent.MESSAGE_CONTENT
EVERY = (1 << 26) - 1
