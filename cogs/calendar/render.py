"""What the cohort's calendar shows, to everyone and to moderators. Pure: values in, cards out."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

import discord
from discord import ButtonStyle
from discord.utils import format_dt

from bot import cards
from bot.cards import Accent
from bot.domain import cohort, days, log, walls, zones
from bot.domain.calendars import AllDay
from bot.domain.cohort import FINAL, Calendar, Milestone
from bot.domain.text import escape, plural
from bot.roads import Press
from cogs.calendar.looking import Seen
from db.guilds import Settings

# With the final presentation; a phone shows a card of about twelve lines.
_SHOWN = 2
IS_FINAL = "final"
_DAY = timedelta(days=1)
_NOON = time(12)

Mention = Callable[[str], str]
"""The clickable mention of a command, by its name."""

FILE = (
    "The milestones, for your own calendar: open the file on your phone or computer. When one is"
    " moved, take the file again, and your calendar changes what it has."
)


def when_card(seen: Seen, mention: Mention) -> discord.ui.LayoutView:
    """Where the cohort stands, for everyone."""
    calendar = seen.calendar
    if calendar.first_day is None and not calendar.milestones:
        return cards.card(
            "### The cohort's calendar\nNothing is in it yet: a moderator can set the first day"
            f" with {mention('nexus setup')}, and weeks and milestones with"
            f" {mention('nexus calendar')}.",
            _sessions(mention),
            accent=Accent.QUIET,
        )
    to_come = calendar.to_come(seen.today)
    return cards.card(
        "\n".join((f"### {_title(seen)}", *_standing(seen))),
        "\n".join(_milestones(to_come, seen)) or "No milestone is to come.",
        _sessions(mention),
        cards.row(cards.button("Add to my calendar", "calendar:file"))
        if calendar.milestones
        else None,
        accent=Accent.OPEN,
    )


def calendar_card(seen: Seen, mention: Mention, note: str = "") -> discord.ui.LayoutView:
    """The same for moderators, with all that they can change."""
    calendar, setup = seen.calendar, mention("nexus setup")
    to_come = calendar.to_come(seen.today)
    missing: list[str] = []
    if calendar.first_day is None:
        missing.append(f"⚠️ I don't know the cohort's first day yet: set it with {setup}.")
    if seen.settings.zone is None:
        missing.append(f"⚠️ This server has no time zone yet, so UTC counts: set it with {setup}.")
    final = cards.button(FINAL, "calendar:add", IS_FINAL)
    return cards.card(
        "\n".join(("### Cohort calendar", *_standing(seen), *missing)),
        "\n".join(_milestones(to_come, seen)) or "No milestone is to come.",
        _milestone_row(calendar),
        cards.row(
            cards.button("Weeks", "calendar:weeks"),
            cards.button("Add a milestone", "calendar:add", style=ButtonStyle.primary),
            *([] if calendar.final else [final]),
            cards.button("All settings", "admin:settings"),
        ),
        " ".join(filter(None, ("-#", note, f"Everyone sees it with {mention('when')}."))),
        accent=Accent.WAITING if missing else Accent.DONE,
    )


def _title(seen: Seen) -> str:
    name = seen.settings.cohort_name
    return escape(name) if name else "Where the cohort stands"


def _standing(seen: Seen) -> Iterator[str]:
    calendar, today, zone = seen.calendar, seen.today, seen.settings.zone
    if calendar.first_day is None:
        if calendar.weeks:
            yield f"**{plural(calendar.weeks, 'week')}** in all"
        return
    week = calendar.week_on(today)
    if week is not None:
        of = f" of {calendar.weeks}" if calendar.weeks else ""
        focus = calendar.focuses.get(week)
        yield f"**Week {week}{of}**" + (f": {escape(focus)}" if focus else "")
        if ends := calendar.last_day_of(week):
            yield f"-# until {ends:%A} {ends.day} {ends:%B}"
    elif calendar.is_over(today) and calendar.last_day:
        yield f"Its {plural(calendar.weeks or 0, 'week')} ended on {days.shown(calendar.last_day)}."
    else:
        weeks = f", for {plural(calendar.weeks, 'week')}" if calendar.weeks else ""
        yield f"It begins on {_on(calendar.first_day, today, zone)}{weeks}."


def _milestones(to_come: Sequence[Milestone], seen: Seen) -> Iterator[str]:
    """The next ones, and in any case the final presentation."""
    others = [one for one in to_come if not one.is_final][:_SHOWN]
    shown = [one for one in to_come if one.is_final or one in others]
    for one in shown:
        name = f"**{escape(one.name)}**" if one.is_final else escape(one.name)
        yield f"{name}\n-# {_on(one.day, seen.today, seen.settings.zone)}"
    if len(to_come) > len(shown):
        yield f"-# and {plural(len(to_come) - len(shown), 'milestone')} more"


def _sessions(mention: Mention) -> str:
    return f"-# Study sessions: {mention('session list')}"


def _on(day: date, today: date, zone: str | None) -> str:
    """A day as every reader's own app writes it: noon of it is the same day nearly everywhere."""
    noon = walls.moment(datetime.combine(day, _NOON), zone or "UTC")
    near = {today: "today", today + _DAY: "tomorrow"}.get(day)
    return f"{format_dt(noon, 'D')}, {near or format_dt(noon, 'R')}"


def _milestone_row(calendar: Calendar) -> cards.Row | None:
    if not calendar.milestones:
        return None
    choices = cards.options(
        (str(one.id), f"{days.shown(one.day)} · {one.name}") for one in calendar.milestones
    )
    return cards.row(
        cards.select("calendar:open", choices=choices, placeholder="Change or remove a milestone")
    )


def milestone_card(one: Milestone, zone: str | None) -> discord.ui.LayoutView:
    return cards.card(
        f"### {escape(one.name)}\n{_weekday(one.day)} in {zones.place(zone or 'UTC')}"
        + ("\n-# It is the final presentation." if one.is_final else ""),
        cards.row(
            cards.button("Change", "calendar:edit", one.id, style=ButtonStyle.primary),
            cards.button("Remove", "calendar:remove", one.id),
            cards.button("Back", "calendar:show"),
        ),
        accent=Accent.OPEN,
    )


def remove_card(one: Milestone, zone: str | None) -> discord.ui.LayoutView:
    return cards.card(
        f"### Remove {escape(one.name)}?\n{_weekday(one.day)} in {zones.place(zone or 'UTC')}."
        " Nobody is told; it is only no longer in the calendar.",
        cards.row(
            cards.button("Remove it", "calendar:removed", one.id, style=ButtonStyle.danger),
            cards.button("Keep it", "calendar:one", one.id),
        ),
        accent=Accent.WAITING,
    )


def _weekday(day: date) -> str:
    return f"{day:%A} {days.shown(day)}"


def done(what: str, one: Milestone) -> str:
    return f"{what}: **{escape(one.name)}**, {_weekday(one.day)}."


def weeks_form(calendar: Calendar) -> discord.ui.Modal:
    return cards.form(
        "The cohort's weeks",
        "calendar:weeks_said",
        cohort.mark(calendar),
        fields=[
            cards.line(
                "weeks",
                "How many weeks are there?",
                limit=10,
                hint="12",
                required=False,
                value=str(calendar.weeks or ""),
            ),
            cards.line(
                "focuses",
                "What is each week about? One a line",
                limit=cohort.WEEKS_LIMIT,
                hint="1. Git and set-up",
                long=True,
                required=False,
                value=cohort.as_lines(calendar),
            ),
        ],
    )


def add_form(*, is_final: bool) -> discord.ui.Modal:
    title, args = (FINAL, (IS_FINAL,)) if is_final else ("A milestone", ())
    return cards.form(title, "calendar:added", *args, fields=_fields(FINAL if is_final else "", ""))


def edit_form(one: Milestone) -> discord.ui.Modal:
    return cards.form(
        "Change the milestone",
        "calendar:edited",
        one.id,
        fields=_fields(one.name, one.day.isoformat()),
    )


def _fields(name: str, day: str) -> list[discord.ui.Label[discord.ui.LayoutView]]:
    return [
        cards.line(
            "name", "Its name", limit=cohort.NAME_LIMIT, hint="API docs are online", value=name
        ),
        cards.line("day", "On which day?", limit=days.LIMIT, hint="6 march", value=day),
    ]


def milestone_of(press: Press, settings: Settings, now: datetime) -> tuple[str, date]:
    """What was filled in; a Refusal says what is wrong with it."""
    name = cohort.read_name(press.text("name"))
    return name, cohort.read_day(press.text("day"), log.today(settings.zone, now))


def days_of(calendar: Calendar, guild_id: int, now: datetime) -> list[AllDay]:
    """The milestones as calendar apps know them: the newer file counts, whatever has changed."""
    return [
        AllDay(
            uid=f"milestone-{one.id}@{guild_id}.nexus",
            sequence=int(now.timestamp()) // 60,
            title=one.name,
            changed_at=now,
            day=one.day,
        )
        for one in calendar.milestones
    ]
