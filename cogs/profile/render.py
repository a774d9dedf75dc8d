"""What Nexus says to members about themselves. Pure: values in, texts out."""

from datetime import datetime

from bot.domain import zones


def zone_saved(zone: str, now: datetime) -> str:
    return (
        f"Your time zone is **{zones.label(zone, now)}**. Times that you type are read in it;"
        " times that you see are always your own."
    )
