"""Who may do what, where: each command, suggestion, button, select and form of Nexus is tried.

What is possible is read from the command tree and from the roads; who may is declared here, once.
A new command or button fails until somebody says who may use it.
"""

import shutil
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from discord import AppCommandType, app_commands
from simcord import ChannelHandle, InteractionResult, MemberActor, UserHandle

from bot.allowance import Allowance
from bot.client import Nexus
from bot.config import Settings
from bot.domain.errors import SERVERS_ONLY
from bot.submitted import GIVEN_BACK
from tests.guards import forge
from tests.guards.scene import CANARY, Scene, build
from tests.guards.snapshot import Rows
from tests.world import World, seen, texts


class May(StrEnum):
    """Who may; to everyone else it is refused."""

    MEMBERS = "every member"
    MODERATORS = "moderators"
    OWNER = "the one whose it is"
    OWNER_AND_MODERATORS = "the one whose it is, and moderators"
    AUTHOR = "the moderator who wrote it"


ALLOWED = {
    May.MEMBERS: {
        "owner",
        "member",
        "moderator by permission",
        "moderator by role",
        "admin",
    },
    May.MODERATORS: {"moderator by permission", "moderator by role", "admin"},
    May.OWNER: {"owner"},
    May.OWNER_AND_MODERATORS: {
        "owner",
        "moderator by permission",
        "moderator by role",
        "admin",
    },
    May.AUTHOR: {"admin"},
}
# Things whose id means nothing in any other guild; the numbers of questions and sessions do.
OF_ONE_GUILD = (
    *("answer", "praised", "acceptance", "question_draft"),
    *("draft", "zoneless", "poll_draft", "poll", "home", "role"),
    *("wanted", "asked", "claimed", "reviewed"),
    *("pair", "past_pair", "threadless", "invitation", "guest"),
    *("endpoint", "removed", "import", "round"),
    *("milestone", "announcement_draft", "announcement", "withdrawn"),
    *("entry", "shared", "removal", "letters"),
    *("readme_import", "parked"),
)
DENIALS = (
    *("Only moderators can do that", "Only <@", "no such draft of yours"),
    *("Only the two of a pair can do that", "no such entry in your log"),
    "Only those who go to a session, or host it",
    *("or too long ago to be added by a tap", "What you sent is no longer here"),
)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do, as it works for those who may: `says` is in what they are then told.

    Names in braces are the things of the scene. A road gets what stands behind its name as
    `args`, a select its `values`, a form its `fields`; a command its `options`.
    """

    may: May
    says: str
    args: str = ""
    values: tuple[str, ...] = ()
    fields: Mapping[str, str | Sequence[str]] | None = None
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    file: bytes | None = None
    """What is sent along as its option `file`."""
    file_name: str = "file.json"
    typed: str | None = None
    in_letters: bool = False
    """Whether it is for direct messages too."""
    names_a_member: bool = False
    """Whether its option `member` is somebody of the caller's guild."""
    names_a_pair: bool = False
    """Whether its options `frontend` and `backend` are, both the same one."""

    @property
    def names_what_one_guild_has(self) -> bool:
        given = " ".join((self.args, *self.values, *self.options.values()))
        return any(f"{{{name}}}" in given for name in OF_ONE_GUILD)


ENDPOINT = {"method": ["GET"], "path": "/carts"}
OPENAPI = b'{"openapi": "3.1.0", "paths": {"/carts": {"get": {}}}}'
README = b"# Nexus\n\n## Tools\n\n- Docker\n"
DETAILS = {"title": "Shop", "auth": ["jwt"], "style": ["rest"]}
PARTNER = {"project": "E-Commerce", "track": "backend"}
REVIEW = {"link": "https://github.com/ann/api", "look_at": "So?", "track": ["both"]}
ANNOUNCEMENT = {"title": "Demo day", "text": "Bring a laptop.", "when": ""}
WEEK = {"done": "Login works", "hard": "", "next": ""}
ENTRY = {"title": "Redis", "text": "", "day": "today"}
QUESTION = {"title": "How?", "details": "I tried.", "topic": ["Other"]}

# "/command" is a command, "/command option" are suggestions for an option, "feature:verb" a road.
EXPECTED: dict[str, Act] = {
    "/help": Act(May.MEMBERS, "What you can do here"),
    "guide:front": Act(May.MEMBERS, "What you can do here"),
    "guide:open": Act(May.MODERATORS, "For moderators", values=("moderators",)),
    "guide:page": Act(May.MEMBERS, "Questions and answers", args=":questions:0"),
    "/me timezone": Act(May.MEMBERS, "Your time zone is", options={"zone": "Lagos"}),
    "/me timezone zone": Act(May.MEMBERS, "Lagos", typed="lag"),
    "/me availability": Act(May.MEMBERS, "When you have time"),
    "/me reminders": Act(May.MEMBERS, "I remind you"),
    "/me card": Act(May.MEMBERS, "What you did here"),
    "profile:share": Act(May.MEMBERS, "here"),
    "profile:unshare": Act(May.MEMBERS, "What you did here"),
    "profile:markdown": Act(May.MEMBERS, "as Markdown"),
    "profile:weekdays": Act(May.MEMBERS, "Friday: **early and night**", values=("early", "night")),
    "profile:weekends": Act(May.MEMBERS, "Sunday: **morning**", values=("morning",)),
    "/me digest": Act(May.MEMBERS, "sent to you"),
    "profile:letters": Act(May.MEMBERS, "I write you what", args=":on"),
    "profile:quiet": Act(May.MEMBERS, "No more messages", args=":{letters}", in_letters=True),
    "profile:reminders": Act(May.MEMBERS, "go to: **an hour before**", values=("60",)),
    "/nexus setup": Act(May.MODERATORS, "Set up Nexus", options={"zone": "Accra"}),
    # The world's time zones are no secret of any guild's.
    "/nexus setup zone": Act(May.MEMBERS, "Lagos", typed="lag"),
    "/nexus digest preview": Act(May.MODERATORS, CANARY),
    "/nexus digest settings": Act(May.MODERATORS, "Weekly digest"),
    "digest:weekday": Act(May.MODERATORS, "Weekly digest", values=("4",)),
    "digest:hour": Act(May.MODERATORS, "Weekly digest", values=("18",)),
    "digest:least": Act(May.MODERATORS, "Weekly digest", values=("5",)),
    "digest:evening": Act(May.MODERATORS, "Weekly digest", args=":on"),
    "digest:look": Act(May.MODERATORS, CANARY, args=":2026-W11"),
    "digest:post": Act(May.MODERATORS, "on its way", args=":2026-W11"),
    "digest:skip": Act(May.MODERATORS, "There will be no digest", args=":2026-W11"),
    "digest:unskip": Act(May.MODERATORS, "is not skipped", args=":2026-W11"),
    "digest:again": Act(May.MODERATORS, "is not posted", args=":2026-W11"),
    "digest:omit": Act(May.MODERATORS, CANARY, args=":2026-W11", values=("help:{waiting}",)),
    "admin:channel": Act(May.MODERATORS, "Set up Nexus", args=":digest", values=("{home}",)),
    "admin:role": Act(May.MODERATORS, "Set up Nexus", args=":frontend", values=("{role}",)),
    "admin:cohort": Act(May.MODERATORS, "The cohort"),
    "admin:solved": Act(May.MODERATORS, "no longer asked in a forum", values=("1",)),
    "admin:page": Act(May.MODERATORS, "Set up Nexus", args=":roles"),
    "admin:zone": Act(May.MODERATORS, "The cohort's time zone", args=":settings"),
    "admin:zoned": Act(May.MODERATORS, "### Settings", args=":settings", fields={"zone": "Accra"}),
    "/nexus settings": Act(May.MODERATORS, "### Settings"),
    "admin:settings": Act(May.MODERATORS, CANARY, args=":features"),
    "admin:check": Act(May.MODERATORS, "### Settings", args=":0"),
    "digest:settings": Act(May.MODERATORS, "Weekly digest"),
    "study:settings": Act(May.MODERATORS, "Each choice is saved at once"),
    "pairing:settings": Act(May.MODERATORS, "Pairing: the projects"),
    "readme:settings": Act(May.MODERATORS, "READMEs: the words of the brief"),
    "admin:dates": Act(
        May.MODERATORS, "Cohort 5", fields={"name": "Cohort 5", "first_day": "2026-01-05"}
    ),
    "/nexus pulse": Act(May.MODERATORS, "Cohort pulse"),
    "pulse:all": Act(May.MODERATORS, "Cohort pulse"),
    "pulse:list": Act(May.MODERATORS, CANARY, args=":questions:0"),
    "pulse:bring_up": Act(May.MODERATORS, "comes up in", args=":{old}:0"),
    "pulse:nudge": Act(May.MODERATORS, "has left the server", args=":{pair}:0"),
    "pulse:find_host": Act(May.MODERATORS, "who hosts **#", args=":{hostless}:0"),
    "pulse:try_again": Act(May.MODERATORS, "I try again", args=":{parked}:0"),
    "/nexus kb": Act(May.MODERATORS, "all that their authors let the next cohort"),
    "/when": Act(May.MEMBERS, CANARY),
    "calendar:file": Act(May.MEMBERS, "for your own calendar"),
    "/nexus calendar": Act(May.MODERATORS, CANARY),
    "calendar:show": Act(May.MODERATORS, CANARY),
    "calendar:weeks": Act(May.MODERATORS, "The cohort's weeks"),
    "calendar:weeks_said": Act(
        May.MODERATORS, "Saved.", args=":{weeks_seen}", fields={"weeks": "3", "focuses": "1. Git"}
    ),
    "calendar:add": Act(May.MODERATORS, "A milestone"),
    "calendar:added": Act(
        May.MODERATORS, "Added: **Demo**", fields={"name": "Demo", "day": "6 march"}
    ),
    "calendar:open": Act(May.MODERATORS, CANARY, values=("{milestone}",)),
    "calendar:one": Act(May.MODERATORS, CANARY, args=":{milestone}"),
    "calendar:edit": Act(May.MODERATORS, "Change the milestone", args=":{milestone}"),
    "calendar:edited": Act(
        May.MODERATORS,
        "Changed: **Demo**",
        args=":{milestone}",
        fields={"name": "Demo", "day": "6 march"},
    ),
    "calendar:remove": Act(May.MODERATORS, f"Remove All the {CANARY}?", args=":{milestone}"),
    "calendar:removed": Act(May.MODERATORS, "Removed: ", args=":{milestone}"),
    "/nexus announce": Act(May.MODERATORS, CANARY),
    "announcing:new": Act(May.MODERATORS, "Announce something"),
    "announcing:written": Act(May.MODERATORS, "### Demo day", fields=ANNOUNCEMENT),
    "announcing:edit": Act(May.AUTHOR, "Edit the announcement", args=":{announcement_draft}"),
    "announcing:rewritten": Act(
        May.AUTHOR, "### Demo day", args=":{announcement_draft}", fields=ANNOUNCEMENT
    ),
    "announcing:channel": Act(
        May.AUTHOR, "It goes to", args=":{announcement_draft}", values=("{home}",)
    ),
    "announcing:post": Act(May.AUTHOR, "is posted in", args=":{announcement_draft}"),
    "announcing:post_at": Act(May.AUTHOR, "I post it in", args=":{announcement_draft}:{friday}"),
    "announcing:drop": Act(May.AUTHOR, "Discarded", args=":{announcement_draft}"),
    "announcing:list": Act(May.MODERATORS, CANARY),
    "announcing:open": Act(May.MODERATORS, CANARY, values=("{announcement}",)),
    "announcing:withdraw": Act(May.MODERATORS, "is withdrawn", args=":{announcement}"),
    "announcing:again": Act(May.MODERATORS, "Only you see this", args=":{withdrawn}"),
    "/nexus welcome": Act(May.MODERATORS, "Only you see this"),
    "welcome:show": Act(May.MODERATORS, "It goes to"),
    "welcome:channel": Act(May.MODERATORS, "It goes to", values=("{home}",)),
    "welcome:post": Act(May.MODERATORS, "The card stands in", args=":{home}"),
    "qa:begin": Act(May.MEMBERS, "Ask a question"),
    "pairing:seek": Act(May.MEMBERS, "profile"),
    "study:coming": Act(May.MEMBERS, CANARY),
    "log:mine": Act(May.MEMBERS, "our log"),
    "/qa ask": Act(May.MEMBERS, "Ask a question"),
    "/qa answer": Act(May.MEMBERS, "Answer #", options={"question": "{question}"}),
    "/qa answer question": Act(May.MEMBERS, CANARY, typed=""),
    "/qa search": Act(May.MEMBERS, CANARY, options={"words": CANARY}),
    "qa:ask": Act(May.MEMBERS, "Your question is", fields=QUESTION),
    "menu Ask as question": Act(May.OWNER_AND_MODERATORS, "Your question in one sentence"),
    "qa:draft": Act(May.OWNER, CANARY, args=":{question_draft}"),
    "qa:draft_post": Act(May.OWNER, "Your question is", args=":{question_draft}"),
    "qa:draft_edit": Act(May.OWNER, "Edit your draft", args=":{question_draft}"),
    "qa:draft_edited": Act(May.OWNER, "Your draft", args=":{question_draft}", fields=QUESTION),
    "qa:draft_drop": Act(May.OWNER, "Discarded", args=":{question_draft}"),
    "qa:draft_solved": Act(May.OWNER, "Good that", args=":{question_draft}:{praised}"),
    "qa:answer": Act(May.MEMBERS, "Answer #", args=":{question}"),
    "qa:answered": Act(May.MEMBERS, "answer to", args=":{question}", fields={"text": "So."}),
    "/qa accept": Act(
        May.OWNER_AND_MODERATORS,
        "Accepted",
        options={"question": "{question}", "answer": "{answer}"},
    ),
    "/qa accept question": Act(May.MEMBERS, CANARY, typed=""),
    "/qa accept answer": Act(May.MEMBERS, CANARY, typed=""),
    "menu Mark as answer": Act(May.OWNER_AND_MODERATORS, "Accepted"),
    "qa:accept": Act(May.OWNER_AND_MODERATORS, "Accepted", args=":{answer}"),
    "qa:helpful": Act(May.MEMBERS, "helped you", args=":{praised}"),
    "qa:undo": Act(May.OWNER_AND_MODERATORS, "Undone", args=":{acceptance}"),
    "qa:save": Act(May.OWNER, "will be in your README", args=":{solved}"),
    "/qa show": Act(May.MEMBERS, CANARY, options={"question": "{question}"}),
    "/qa show question": Act(May.MEMBERS, CANARY, typed=""),
    "/qa mine": Act(May.MEMBERS, "You"),
    "/qa unanswered": Act(May.MEMBERS, CANARY),
    "/qa helpers": Act(May.MEMBERS, "Helpers this month"),
    "qa:found": Act(May.MEMBERS, CANARY, args=":0::0:looked"),
    "qa:narrow": Act(May.MEMBERS, CANARY, args="::0:looked", values=("Other",)),
    "qa:open": Act(May.MEMBERS, CANARY, values=("{question}",)),
    "qa:show": Act(May.MEMBERS, CANARY, args=":{question}:0"),
    "qa:mine": Act(May.MEMBERS, "You", args=":0"),
    "qa:unanswered": Act(May.MEMBERS, CANARY, args=":0"),
    "qa:helpers": Act(May.MEMBERS, "Helpers of all time", args=":ever"),
    "qa:take": Act(May.MEMBERS, "is yours for 24 hours", args=":{waiting}"),
    "/qa edit": Act(May.OWNER_AND_MODERATORS, "Edit #", options={"question": "{question}"}),
    "/qa edit question": Act(May.MEMBERS, CANARY, typed=""),
    "qa:edit": Act(May.OWNER_AND_MODERATORS, "Edit #", args=":{question}"),
    "qa:edited": Act(May.OWNER_AND_MODERATORS, "is changed", args=":{question}", fields=QUESTION),
    "/qa close": Act(May.OWNER_AND_MODERATORS, "Close #", options={"question": "{question}"}),
    "/qa close question": Act(May.MEMBERS, CANARY, typed=""),
    "qa:close": Act(May.OWNER_AND_MODERATORS, "Close #", args=":{question}"),
    "qa:closed": Act(
        May.OWNER_AND_MODERATORS,
        "is closed",
        args=":{question}",
        fields={"reason": ["off topic"], "words": ""},
    ),
    "qa:unclose": Act(May.OWNER_AND_MODERATORS, "is open again", args=":{closed}"),
    "/qa reopen": Act(May.OWNER_AND_MODERATORS, "is open again", options={"question": "{closed}"}),
    "/qa reopen question": Act(May.MEMBERS, CANARY, typed=""),
    "qa:reopen": Act(May.OWNER_AND_MODERATORS, "is open again", args=":{closed}"),
    "/qa duplicate": Act(
        May.OWNER_AND_MODERATORS,
        "is closed",
        options={"of": "{waiting}", "question": "{question}"},
    ),
    "/qa duplicate of": Act(May.MEMBERS, CANARY, typed=""),
    "/qa duplicate question": Act(May.MEMBERS, CANARY, typed=""),
    "/privacy show": Act(May.MEMBERS, "What I keep of you"),
    "/privacy export": Act(May.MEMBERS, "Your data"),
    "privacy:export": Act(May.MEMBERS, "Your data"),
    "/privacy delete": Act(May.MEMBERS, "Delete your data?"),
    "privacy:delete": Act(May.MEMBERS, "Delete your data?"),
    "privacy:choose": Act(May.MEMBERS, "Delete all, with what I asked", args=":delete"),
    "privacy:erase": Act(
        May.MEMBERS, "Your data is deleted", args=":keep", fields={"word": "delete"}
    ),
    "/privacy optout": Act(May.MEMBERS, "You are left out"),
    "privacy:list": Act(May.MEMBERS, "You are listed"),
    "privacy:unlist": Act(May.MEMBERS, "You are left out"),
    "/privacy publish": Act(May.MEMBERS, "May the next cohort read it?"),
    "privacy:publish": Act(May.MEMBERS, "Now: **yes, as", args=":named"),
    "/pair find": Act(
        May.MEMBERS, "in the queue", options={"project": "E-Commerce", "track": "backend"}
    ),
    "/pair find project": Act(May.MEMBERS, "Job Board", typed="job"),
    "/pair profile": Act(May.MEMBERS, "Your profile for pairing"),
    "/pair status": Act(May.MEMBERS, "Where you stand"),
    "/pair leave": Act(May.MEMBERS, "the queue"),
    # Only the owner waits; others have nothing to rest from.
    "/pair pause": Act(May.MEMBERS, "rest"),
    "/pair block": Act(May.MEMBERS, "block", names_a_member=True),
    "/pair unblock": Act(May.MEMBERS, "You don't block", options={"member": "7"}),
    "/pair unblock member": Act(May.MEMBERS, "", typed=""),
    "/pair why": Act(May.MEMBERS, ""),
    "/pair why pair": Act(May.MEMBERS, "", typed=""),
    "pairing:profile": Act(May.MEMBERS, "Your profile for pairing"),
    "pairing:track": Act(May.MEMBERS, "Your profile for pairing", values=("both",)),
    "pairing:project": Act(May.MEMBERS, "Your profile for pairing", values=("Job Board",)),
    "pairing:api": Act(May.MEMBERS, "Your profile for pairing", values=("rest",)),
    "pairing:partners": Act(May.MEMBERS, "Your profile for pairing", values=("2+",)),
    "pairing:goals": Act(May.MEMBERS, "Goals and links"),
    "pairing:goals_said": Act(
        May.MEMBERS, "Deploy it", fields={"goals": "Deploy it", "links": "https://a.dev"}
    ),
    "pairing:erase": Act(May.MEMBERS, "Erase your profile?"),
    "pairing:erased": Act(May.MEMBERS, "is erased"),
    # Who has said nothing yet is shown their profile, and the others their place.
    "pairing:find": Act(May.MEMBERS, "profile"),
    "pairing:wake": Act(May.MEMBERS, "queue"),
    "pairing:leave": Act(May.MEMBERS, "the queue"),
    "/review ask": Act(May.MEMBERS, "Ask for a review"),
    "/review list": Act(May.MEMBERS, CANARY),
    # Each is offered what is theirs, which may be nothing.
    "/review done": Act(May.OWNER, "Your review", options={"review": "{claimed}"}),
    "/review done review": Act(May.MEMBERS, "", typed=""),
    "/review withdraw": Act(
        May.OWNER_AND_MODERATORS, "is withdrawn", options={"review": "{asked}"}
    ),
    "/review withdraw review": Act(May.MEMBERS, "", typed=""),
    "review:asked": Act(May.MEMBERS, "asked for", fields=REVIEW),
    "review:claim": Act(May.MEMBERS, "It is yours until", args=":{wanted}"),
    "review:free": Act(May.OWNER, "is free again", args=":{claimed}"),
    "review:finish": Act(May.OWNER, "Your review", args=":{claimed}"),
    "review:finished": Act(
        May.OWNER, "Thank you!", args=":{claimed}", fields={"word": "All is well."}
    ),
    "review:thank": Act(May.OWNER, "thanks from you", args=":{reviewed}"),
    "review:again": Act(May.OWNER, "another pair of eyes", args=":{reviewed}"),
    "review:withdraw": Act(May.OWNER_AND_MODERATORS, "is withdrawn", args=":{asked}"),
    "review:list": Act(May.MEMBERS, CANARY, args=":0"),
    "review:open": Act(May.MEMBERS, CANARY, values=("{wanted}",)),
    "/pair rematch": Act(May.OWNER, "Somebody new instead?", options={"pair": "{pair_number}"}),
    "/pair rematch pair": Act(May.MEMBERS, "", typed=""),
    "pairing:started": Act(May.OWNER, "Good to hear", args=":{pair}"),
    "pairing:propose": Act(May.OWNER, "When do you meet?", args=":{pair}"),
    "pairing:meet": Act(May.OWNER, "is planned", args=":{pair}:{friday}"),
    "pairing:when": Act(May.OWNER, "Another time", args=":{pair}"),
    "pairing:at": Act(May.OWNER, "is planned", args=":{pair}", fields={"when": "sat 18:00"}),
    "pairing:public": Act(May.OWNER, "Noted", args=":{threadless}:yes"),
    "pairing:rematch": Act(May.OWNER, "Somebody new instead?", args=":{pair}"),
    "pairing:part": Act(May.OWNER, "has ended", args=":{pair}"),
    "pairing:stay": Act(May.OWNER, "Nothing has changed", args=":{pair}"),
    "pairing:new": Act(May.OWNER, "has ended already", args=":{past_pair}"),
    "pairing:verdict": Act(May.OWNER, "It worked", args=":{pair}:worked"),
    "pairing:line": Act(May.OWNER, "One line", args=":{pair}"),
    "pairing:lined": Act(May.OWNER, "Thank you", args=":{pair}", fields={"line": "More time"}),
    # Nobody invites themselves; and who has said nothing of themselves says so first.
    "menu Invite to pair": Act(May.MEMBERS, "pair"),
    "pairing:accept": Act(May.OWNER, "You", args=":{invitation}"),
    "pairing:decline": Act(May.OWNER, "nobody is notified", args=":{invitation}"),
    "menu Invite to session": Act(May.MEMBERS, "session"),
    "study:invite": Act(May.OWNER, "is invited to", args=":{guest}", values=("{session}",)),
    "/nexus pair list": Act(May.MODERATORS, "Pairs: "),
    "/nexus pair draw": Act(May.MODERATORS, "Nobody to pair"),
    "/nexus pair make": Act(May.MODERATORS, "choose two different members", names_a_pair=True),
    "/nexus pair make project": Act(May.MEMBERS, "Job Board", typed="job"),
    "/nexus pair end": Act(May.MODERATORS, "has ended", options={"pair": "{pair_number}"}),
    "/nexus pair end pair": Act(May.MODERATORS, "E-Commerce", typed=""),
    "pairing:list": Act(May.MODERATORS, "Pairs: ", args=":0"),
    "pairing:preview": Act(May.MODERATORS, "Nobody for", args=":{seeker}"),
    "pairing:drawn": Act(May.MODERATORS, "Nobody to pair", args=":{round}:0"),
    "pairing:confirm": Act(May.MODERATORS, "0 pairs made", args=":{round}"),
    "/nexus pair settings": Act(May.MODERATORS, "Pairing: the projects"),
    "pairing:projects": Act(May.MODERATORS, "The projects that learners build"),
    "pairing:listed": Act(
        May.MODERATORS, "your own list: Telescope", fields={"projects": "Telescope"}
    ),
    "pairing:standard": Act(May.MODERATORS, "the programme's list"),
    "/contract show": Act(May.OWNER, CANARY, options={"pair": "{pair_number}"}),
    "/contract show endpoint": Act(May.OWNER, CANARY, options={"pair": "{pair_number}"}, typed=""),
    "/contract show pair": Act(May.OWNER, "E-Commerce", typed=""),
    "/contract add": Act(May.OWNER, "Add an endpoint", options={"pair": "{pair_number}"}),
    "/contract add pair": Act(May.OWNER, "E-Commerce", typed=""),
    "/contract edit": Act(
        May.OWNER, "Edit GET /", options={"pair": "{pair_number}", "endpoint": "{endpoint}"}
    ),
    "/contract edit endpoint": Act(May.OWNER, CANARY, options={"pair": "{pair_number}"}, typed=""),
    "/contract edit pair": Act(May.OWNER, "E-Commerce", typed=""),
    "/contract state": Act(
        May.OWNER,
        "now. Your partner",
        options={"pair": "{pair_number}", "endpoint": "{endpoint}", "state": "live"},
    ),
    "/contract state endpoint": Act(May.OWNER, CANARY, options={"pair": "{pair_number}"}, typed=""),
    "/contract state pair": Act(May.OWNER, "E-Commerce", typed=""),
    "/contract remove": Act(
        May.OWNER, "is taken out", options={"pair": "{pair_number}", "endpoint": "{endpoint}"}
    ),
    "/contract remove endpoint": Act(
        May.OWNER, CANARY, options={"pair": "{pair_number}"}, typed=""
    ),
    "/contract remove pair": Act(May.OWNER, "E-Commerce", typed=""),
    "/contract feedback": Act(May.OWNER, CANARY, options={"pair": "{pair_number}"}),
    "/contract feedback endpoint": Act(
        May.OWNER, CANARY, options={"pair": "{pair_number}"}, typed=""
    ),
    "/contract feedback pair": Act(May.OWNER, "E-Commerce", typed=""),
    "/contract import": Act(
        May.OWNER, "What this file would change", options={"pair": "{pair_number}"}, file=OPENAPI
    ),
    "/contract import pair": Act(May.OWNER, "E-Commerce", typed=""),
    "/contract export": Act(May.OWNER, "for your README", options={"pair": "{pair_number}"}),
    "/contract export pair": Act(May.OWNER, "E-Commerce", typed=""),
    "contract:apply": Act(May.OWNER, "Applied: 1 new", args=":{pair}:{import}"),
    "contract:drop": Act(May.OWNER, "Discarded", args=":{pair}:{import}"),
    "contract:show": Act(May.OWNER, CANARY, args=":{pair}"),
    "contract:page": Act(May.OWNER, CANARY, args=":{pair}:0"),
    "contract:open": Act(May.OWNER, CANARY, args=":{pair}", values=("{endpoint}",)),
    "contract:add": Act(May.OWNER, "Add an endpoint", args=":{pair}"),
    "contract:added": Act(May.OWNER, "Added", args=":{pair}", fields=ENDPOINT),
    "contract:edit": Act(May.OWNER, "Edit GET /", args=":{pair}:{endpoint}"),
    "contract:edited": Act(May.OWNER, "Changed", args=":{pair}:{endpoint}:{seen}", fields=ENDPOINT),
    "contract:state": Act(May.OWNER, "Live", args=":{pair}:{endpoint}", values=("live",)),
    "contract:remove": Act(May.OWNER, "is taken out", args=":{pair}:{endpoint}"),
    "contract:undo": Act(May.OWNER, "is back, as it was", args=":{pair}:{removed}"),
    "contract:details": Act(May.OWNER, "About your API", args=":{pair}"),
    "contract:detailed": Act(May.OWNER, "Saved", args=":{pair}:{seen_head}", fields=DETAILS),
    "contract:history": Act(May.OWNER, CANARY, args=":{pair}:0"),
    "contract:past": Act(May.OWNER, CANARY, args=":{pair}:0"),
    "contract:feedback": Act(May.OWNER, CANARY, args=":{pair}"),
    "contract:pages": Act(May.OWNER, CANARY, args=":{pair}:0"),
    "contract:one": Act(May.OWNER, CANARY, args=":{pair}", values=("1",)),
    "contract:say": Act(May.OWNER, "Your feedback", args=":{pair}:{endpoint}"),
    "contract:said": Act(
        May.OWNER,
        "Noted as feedback",
        args=":{pair}:{endpoint}",
        fields={"about": ["bug"], "text": "It fails"},
    ),
    "contract:need": Act(May.OWNER, "I need this", args=":{pair}"),
    "contract:needed": Act(
        May.OWNER,
        "Noted as feedback",
        args=":{pair}",
        fields={"text": "The cart", "path": "", "method": ["unknown"]},
    ),
    "contract:done": Act(May.OWNER, "**done**", args=":{pair}:1"),
    "contract:reopen": Act(May.OWNER, "**open**", args=":{pair}:3"),
    "contract:plan": Act(May.OWNER, "is planned", args=":{pair}:1"),
    "contract:plan_as": Act(May.OWNER, "Plan what #2 needs", args=":{pair}:2"),
    "contract:planned": Act(May.OWNER, "is planned", args=":{pair}:2", fields=ENDPOINT),
    "/log readme": Act(May.MEMBERS, "Your README has"),
    "/log import": Act(May.MEMBERS, "1 new entry for your log", file=README, file_name="README.md"),
    "readme:make": Act(May.MEMBERS, "Your README has"),
    "readme:add": Act(May.MEMBERS, "Add: Challenge", args=":challenges"),
    "readme:overview": Act(May.MEMBERS, "The overview of your README"),
    "readme:said": Act(May.MEMBERS, "Edit the overview", fields={"overview": "A shop."}),
    "readme:apply": Act(May.OWNER, "Taken over", args=":{readme_import}"),
    "readme:drop": Act(May.OWNER, "Discarded", args=":{readme_import}"),
    "/nexus readme": Act(May.MODERATORS, "READMEs: the words of the brief"),
    "readme:heading": Act(May.MODERATORS, "Challenges faced", values=("challenges",)),
    "readme:headed": Act(
        May.MODERATORS, "Trials", args=":challenges", fields={"heading": "Trials"}
    ),
    "readme:standard": Act(May.MODERATORS, "All headings are those of the brief"),
    "readme:programme": Act(May.MODERATORS, "The programme"),
    "readme:described": Act(May.MODERATORS, "A course", fields={"programme": "A course."}),
    "/log add": Act(May.MEMBERS, "What do you want to keep?"),
    "/log list": Act(May.MEMBERS, "our log"),
    "/log edit": Act(May.OWNER, "Edit: Concept", options={"entry": "{entry}"}),
    "/log edit entry": Act(May.OWNER, CANARY, typed=""),
    "/log remove": Act(May.OWNER, CANARY, options={"entry": "{entry}"}),
    "/log remove entry": Act(May.OWNER, CANARY, typed=""),
    "/log streak": Act(May.MEMBERS, "Only you see this"),
    "/log worklog": Act(May.MEMBERS, "our"),
    "/log prompt": Act(May.MEMBERS, "How was your week?"),
    "menu Save to my log": Act(May.MEMBERS, "In one line"),
    "log:choose": Act(May.MEMBERS, "What do you want to keep?"),
    "log:kind": Act(May.MEMBERS, "Add: Tool", values=("tool",)),
    "log:added": Act(May.MEMBERS, "In your log.", args=":tool", fields=ENTRY),
    "log:kept": Act(May.MEMBERS, "In your log.", args=":7", fields={**ENTRY, "kind": ["tool"]}),
    "log:take": Act(May.OWNER, "In your log.", args=":contract:{pair}"),
    "log:edit": Act(May.OWNER, "Edit: Concept", args=":{entry}"),
    "log:edited": Act(May.OWNER, "Changed.", args=":{entry}", fields=ENTRY),
    "log:remove": Act(May.OWNER, CANARY, args=":{entry}"),
    "log:undo": Act(May.OWNER, "Back in your log", args=":{removal}"),
    "log:share": Act(May.OWNER, "Shared", args=":{entry}"),
    "log:unshare": Act(May.OWNER, "Private again", args=":{shared}"),
    "log:read": Act(May.MEMBERS, CANARY, args=":{shared}"),
    "log:list": Act(May.MEMBERS, "our log", args=":0:"),
    "log:filter": Act(May.MEMBERS, "our log", values=("all",)),
    "log:open": Act(May.OWNER, CANARY, values=("{entry}",)),
    "log:show": Act(May.MEMBERS, "streak"),
    "log:hide": Act(May.MEMBERS, "Private again"),
    "log:break": Act(May.MEMBERS, "Plan a break"),
    "log:rest": Act(May.MEMBERS, "Rest well!", fields={"first": "today", "last": "friday"}),
    "log:work": Act(May.MEMBERS, "Your break is over"),
    "log:weekday": Act(May.MEMBERS, "How was your week?", values=("4",)),
    "log:hour": Act(May.MEMBERS, "How was your week?", values=("18",)),
    "log:week": Act(May.MEMBERS, "What was hard?", args=":{letters}", in_letters=True),
    "log:weekly": Act(May.MEMBERS, "in your log", args=":{letters}", fields=WEEK, in_letters=True),
    "log:quiet": Act(May.MEMBERS, "I won't ask", args=":{letters}", in_letters=True),
    "/session create": Act(
        May.MEMBERS, "Post it", options={"topic": "Queues", "when": "fri 18:00"}
    ),
    "/session create repeats": Act(May.MEMBERS, "weekly", typed="week"),
    "/session list": Act(May.MEMBERS, CANARY),
    "/session show": Act(May.MEMBERS, CANARY, options={"session": "{session}"}),
    "/session ics": Act(May.MEMBERS, "for your own calendar", options={"session": "{session}"}),
    "/session ics session": Act(May.MEMBERS, CANARY, typed=""),
    "/session show session": Act(May.MEMBERS, CANARY, typed=""),
    "study:show": Act(May.MEMBERS, CANARY, args=":{session}"),
    "study:review": Act(May.MODERATORS, "New session #", args=":{held}"),
    "study:host_it": Act(May.MEMBERS, "You host session **#", args=":{hostless}"),
    "study:open": Act(May.MEMBERS, CANARY, values=("{session}",)),
    "/session move": Act(
        May.OWNER_AND_MODERATORS, "Move #", options={"session": "{session}", "when": "sat 18:00"}
    ),
    "/session move session": Act(May.MEMBERS, CANARY, typed=""),
    "/session skip": Act(May.OWNER_AND_MODERATORS, "is left out", options={"session": "{series}"}),
    "/session skip session": Act(May.MEMBERS, CANARY, typed=""),
    "/session edit": Act(May.OWNER_AND_MODERATORS, "Edit #", options={"session": "{session}"}),
    "/session edit session": Act(May.MEMBERS, CANARY, typed=""),
    "/session cancel": Act(
        May.OWNER_AND_MODERATORS, "is cancelled", options={"session": "{session}", "reason": "Ill"}
    ),
    "/session cancel session": Act(May.MEMBERS, CANARY, typed=""),
    "/session host": Act(
        May.OWNER_AND_MODERATORS, "hosts **#", options={"session": "{series}"}, names_a_member=True
    ),
    "/session host session": Act(May.MEMBERS, CANARY, typed=""),
    "/nexus session move": Act(
        May.MODERATORS, "Move #", options={"session": "{session}", "when": "sat 18:00"}
    ),
    "/nexus session move session": Act(May.MEMBERS, CANARY, typed=""),
    "/nexus session skip": Act(May.MODERATORS, "is left out", options={"session": "{series}"}),
    "/nexus session skip session": Act(May.MEMBERS, CANARY, typed=""),
    "/nexus session edit": Act(May.MODERATORS, "Edit #", options={"session": "{session}"}),
    "/nexus session edit session": Act(May.MEMBERS, CANARY, typed=""),
    "/nexus session cancel": Act(
        May.MODERATORS, "is cancelled", options={"session": "{session}", "reason": "Ill"}
    ),
    "/nexus session cancel session": Act(May.MEMBERS, CANARY, typed=""),
    "/nexus session host": Act(
        May.MODERATORS, "hosts **#", options={"session": "{series}"}, names_a_member=True
    ),
    "/nexus session host session": Act(May.MEMBERS, CANARY, typed=""),
    "/nexus session settings": Act(May.MODERATORS, "Each choice is saved at once"),
    "/nexus audit": Act(May.MODERATORS, CANARY, options={"kind": "sessions", "day": "today"}),
    "admin:audit": Act(May.MODERATORS, CANARY, args=":0::sessions:2026-03-02"),
    "admin:audit_kind": Act(May.MODERATORS, CANARY, args=":::", values=("sessions",)),
    "admin:audit_file": Act(May.MODERATORS, "lines, the newest first", args=":::"),
    "study:zone": Act(May.OWNER, "Post it", args=":{zoneless}", values=("Africa/Lagos",)),
    "study:read": Act(May.OWNER, "Post it", args=":{zoneless}"),
    "study:drop": Act(May.OWNER, "Discarded", args=":{draft}"),
    "study:post": Act(May.OWNER, "is posted", args=":{draft}"),
    "study:meant": Act(May.OWNER, "Post it", args=":{draft}:{friday}"),
    "study:details": Act(May.OWNER, "The details", args=":{draft}"),
    "study:detailed": Act(
        May.OWNER, "Bring a laptop", args=":{draft}", fields={"description": "Bring a laptop"}
    ),
    "study:going": Act(May.MEMBERS, "session **#", args=":{session}"),
    "study:maybe": Act(May.MEMBERS, "session **#", args=":{session}"),
    "study:cant": Act(May.MEMBERS, "session **#", args=":{session}"),
    "study:list": Act(May.MEMBERS, CANARY, args=":0"),
    "study:still": Act(May.MEMBERS, "session **#", args=":{session}"),
    "study:reminders": Act(
        May.OWNER_AND_MODERATORS, "an hour before", args=":{session}", values=("60",)
    ),
    "study:here": Act(May.MEMBERS, "Noted, you are there", args=":{running}"),
    "study:who": Act(May.OWNER_AND_MODERATORS, CANARY, args=":{running}"),
    "study:turn": Act(May.OWNER_AND_MODERATORS, CANARY, args=":{running}:after:0:0"),
    "study:there": Act(
        May.OWNER_AND_MODERATORS, "1 noted", args=":{running}:2:0:2:0", values=("7",)
    ),
    "study:these": Act(May.OWNER_AND_MODERATORS, CANARY, args=":{running}:2:0:2:0"),
    "study:recap": Act(May.OWNER_AND_MODERATORS, "Recap of session", args=":{over}"),
    "study:recapped": Act(
        May.OWNER_AND_MODERATORS,
        "are in the recap",
        args=":{over}",
        fields={"done": "Queues", "coming": ""},
    ),
    "study:moving": Act(
        May.OWNER_AND_MODERATORS, "Move #", args=":{session}:{saturday}:one:No hall"
    ),
    "study:move": Act(
        May.OWNER_AND_MODERATORS, "is moved", args=":{session}:{friday}:{saturday}:one:No hall"
    ),
    "study:leave": Act(May.MEMBERS, "stays as it was", args=":{session}"),
    "study:undo": Act(May.OWNER_AND_MODERATORS, "takes place after all", args=":{cancelled}"),
    "study:edit": Act(May.OWNER_AND_MODERATORS, "Edit #", args=":{session}"),
    "study:newtime": Act(May.OWNER_AND_MODERATORS, "When instead?", args=":{session}"),
    "study:moveto": Act(
        May.OWNER_AND_MODERATORS, "Move #", args=":{session}", fields={"when": "sat 18:00"}
    ),
    "study:cancel": Act(May.OWNER_AND_MODERATORS, "Everybody sees this", args=":{session}"),
    "study:cancelled": Act(
        May.OWNER_AND_MODERATORS, "is cancelled", args=":{session}", fields={"reason": "Ill"}
    ),
    "study:edited": Act(
        May.OWNER_AND_MODERATORS,
        "is changed",
        args=":{session}:one:No hall",
        fields={"description": "Bring a laptop"},
    ),
    "study:approve": Act(May.MODERATORS, "approved it", args=":{held}:0"),
    "study:change": Act(May.MODERATORS, "Ask to change", args=":{held}:0"),
    "study:changed": Act(
        May.MODERATORS, "to change it", args=":{held}:0", fields={"word": "For whom?"}
    ),
    "study:decline": Act(May.MODERATORS, "Decline #", args=":{held}:0"),
    "study:declined": Act(May.MODERATORS, "declined it", args=":{held}:0", fields={"word": "No"}),
    "study:approval": Act(May.MODERATORS, "Turn approval off", args=":on"),
    "study:per_member": Act(May.MODERATORS, "Each choice is saved", values=("5",)),
    "study:per_guild": Act(May.MODERATORS, "Each choice is saved", values=("50",)),
    "study:again": Act(May.MODERATORS, "needs a moderators' channel"),
    "/session poll": Act(May.MEMBERS, "Add times", options={"topic": "Queues"}),
    "study:poll_zone": Act(May.OWNER, "Add times", args=":{poll_draft}", values=("Africa/Lagos",)),
    "study:poll_read": Act(May.OWNER, "Add times", args=":{poll_draft}"),
    "study:poll_add": Act(May.OWNER, "Times, one a line", args=":{poll_draft}"),
    "study:poll_added": Act(
        May.OWNER, "Add times", args=":{poll_draft}", fields={"times": "sun 18:00"}
    ),
    "study:poll_best": Act(May.OWNER, "Add times", args=":{poll_draft}", values=("{friday}",)),
    "study:poll_out": Act(May.OWNER, "Add times", args=":{poll_draft}", values=("{friday}",)),
    "study:poll_post": Act(May.OWNER, "Your poll is posted", args=":{poll_draft}"),
    "study:poll_drop": Act(May.OWNER, "Discarded", args=":{poll_draft}"),
    "study:poll_choose": Act(May.MEMBERS, "Which times suit you?", args=":{poll}"),
    "study:poll_here": Act(
        May.MEMBERS, "Which times suit you?", args=":{poll}:choose", values=("Africa/Lagos",)
    ),
    "study:poll_ticks": Act(May.MEMBERS, "1 time suits you", args=":{poll}", values=("{friday}",)),
    "study:poll_close": Act(May.OWNER_AND_MODERATORS, "Choose a time", args=":{poll}"),
    "study:poll_take": Act(
        May.OWNER_AND_MODERATORS, "is posted", args=":{poll}", values=("{friday}",)
    ),
    "study:poll_end": Act(May.OWNER_AND_MODERATORS, "The poll is closed", args=":{poll}"),
}

each_act = pytest.mark.parametrize(("name", "act"), EXPECTED.items(), ids=EXPECTED.keys())
# The others work in a direct message, for who was written to.
IN_A_GUILD = {name: act for name, act in EXPECTED.items() if not act.in_letters}
each_act_in_a_guild = pytest.mark.parametrize(
    ("name", "act"), IN_A_GUILD.items(), ids=IN_A_GUILD.keys()
)


def surfaces(nexus: Nexus) -> Iterator[str]:
    """All that a person can do with Nexus, by its name in `EXPECTED`."""
    yield from nexus.roads.names
    for command in nexus.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            yield f"/{command.qualified_name}"
            yield from (
                f"/{command.qualified_name} {one.name}"
                for one in command.parameters
                if one.autocomplete
            )
    for kind in (AppCommandType.user, AppCommandType.message):
        yield from (f"menu {one.name}" for one in nexus.tree.get_commands(type=kind))


# One world for all: each test finds the database as the scene was built.
in_one_world = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def built(
    migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Scene, Rows]]:
    path = tmp_path_factory.mktemp("matrix") / "nexus.db"
    shutil.copy(migrated, path)
    async with World.start(Settings(database_url=f"sqlite+aiosqlite:///{path}")) as world:
        scene = await build(world)
        yield scene, scene.rows()


@pytest_asyncio.fixture(loop_scope="module")
async def scene(built: tuple[Scene, Rows], no_faults: None) -> Scene:
    scene, rows = built
    scene.restore(rows)
    # The clock stands still here, and Nexus asks Discord only so often in a second.
    scene.world.bot.allowance = Allowance(scene.world.bot.now)
    return scene


async def do(
    scene: Scene, name: str, act: Act, who: MemberActor | UserHandle, channel: ChannelHandle
) -> tuple[bool, str]:
    """Do it; returns whether the answer is private, and all that is said in it."""
    if act.typed is not None:
        command, _, option = name.removeprefix("/").rpartition(" ")
        filled = {**options_of(scene, act, who), option: act.typed}
        typed = await forge.autocomplete(who, channel, command, option, filled)
        return True, " ".join(one["name"] for one in typed.autocomplete_choices or ())
    answer = await answered(scene, name, act, who, channel)
    return answer.ephemeral, told(answer)


def options_of(scene: Scene, act: Act, who: MemberActor | UserHandle) -> dict[str, Any]:
    found: dict[str, Any] = {
        key: value.format(**scene.things) for key, value in act.options.items()
    }
    if act.names_a_member:
        found["member"] = scene.someone(who)
    if act.names_a_pair:
        found |= dict.fromkeys(("frontend", "backend"), scene.someone(who))
    if act.file is not None:
        found["file"] = (act.file_name, act.file) if isinstance(who, MemberActor) else "1"
    return found


async def answered(
    scene: Scene, name: str, act: Act, who: MemberActor | UserHandle, channel: ChannelHandle
) -> InteractionResult:
    """Do what is no typing; returns how that is answered."""
    things = scene.things
    if name.startswith("menu "):
        return await forge.choose_in_menu(who, channel, name.removeprefix("menu "), scene.owner)
    if name.startswith("/"):
        command, options = name.removeprefix("/"), options_of(scene, act, who)
        if isinstance(who, MemberActor):
            return await who.slash(channel, command, **options)
        return await forge.slash(who, channel, command, **options)
    if act.fields is not None:
        return await forge.submit(who, channel, name + act.args.format(**things), act.fields)
    values = [value.format(**things) for value in act.values]
    return await forge.press(who, channel, name + act.args.format(**things), *values)


def told(answer: InteractionResult) -> str:
    form = [answer.modal["title"], *texts(answer.modal["components"])] if answer.modal else []
    return "\n".join((seen(answer), *form))


async def test_everything_that_can_be_done_is_declared(nexus: Nexus) -> None:
    assert set(surfaces(nexus)) - set(EXPECTED) == set(), "say in EXPECTED who may"
    assert set(EXPECTED) - set(surfaces(nexus)) == set(), "no longer there"


@in_one_world
@each_act
async def test_those_who_may_are_served_and_nobody_else(scene: Scene, name: str, act: Act) -> None:
    before = scene.rows()
    for standing, who in scene.people.items():
        is_private, answer = await do(scene, name, act, who, scene.world.home)
        if standing in ALLOWED[act.may]:
            assert act.says in answer, standing
            assert not any(one in answer for one in DENIALS), standing
            scene.restore(before)
        else:
            # Suggestions have no room for a word: there are none.
            is_denied = any(one in answer for one in DENIALS) or (act.typed, answer) == ("", "")
            assert is_denied, standing
            assert is_private, standing
            assert CANARY not in answer, standing
            assert scene.rows() == before, standing


@in_one_world
@each_act
async def test_another_guilds_things_are_out_of_reach(scene: Scene, name: str, act: Act) -> None:
    """The owner, and even an administrator, cannot reach them from the guild next door."""
    before = scene.rows()
    sent = len(scene.world.env.http_requests)

    is_private, answer = await do(scene, name, act, scene.next_door, scene.channel_next_door)

    assert CANARY not in answer
    assert of_the_guild(scene, scene.rows()) == of_the_guild(scene, before)
    assert not [
        one.path
        for one in scene.world.env.http_requests[sent:]
        if f"/channels/{scene.world.home.id}" in one.path
    ]
    if act.names_what_one_guild_has:
        assert is_private
        assert act.says not in answer
        assert scene.rows() == before


OF_MODERATORS = {
    name: act
    for name, act in EXPECTED.items()
    if act.may in (May.MODERATORS, May.OWNER_AND_MODERATORS, May.AUTHOR)
}
# What comes and goes with every act, whatever it is.
BOOKKEEPING = {"processed_interactions", "members_seen", "stale_cards"}
# What only its writer sees yet: posting it is an act, and is on record.
DRAFTS = {
    "menu Ask as question": {"question_drafts"},
    "announcing:written": {"announcements"},
    "announcing:rewritten": {"announcements"},
    "announcing:channel": {"announcements"},
    "announcing:drop": {"announcements"},
    "announcing:again": {"announcements"},
    "/nexus pair draw": {"pairing_rounds", "round_members"},
    "pairing:preview": {"pairing_rounds", "round_members"},
    # No act of a moderator's: of that pair somebody has left, and it ends by that.
    "pulse:nudge": {"pairs", "pair_members", "queue_entries"},
}


@in_one_world
@pytest.mark.parametrize(("name", "act"), OF_MODERATORS.items(), ids=OF_MODERATORS.keys())
async def test_whatever_a_moderator_changes_is_on_record(scene: Scene, name: str, act: Act) -> None:
    """But for announcements, which are moderators' own, Ada has none of these things."""
    before, ada = scene.rows(), scene.people["admin"]

    await do(scene, name, act, ada, scene.world.home)

    after = scene.rows()
    changed = {table for table, rows in after.items() if rows != before[table]}
    told = after["audit_entries"][len(before["audit_entries"]) :]
    assert {one["actor_id"] for one in told} <= {ada.id}
    assert told or changed <= BOOKKEEPING | DRAFTS.get(name, set()), "leave a line: db.audit.note"


def of_the_guild(scene: Scene, rows: Rows) -> Rows:
    return {
        table: [one for one in found if one["guild_id"] == scene.world.guild.id]
        for table, found in rows.items()
    }


@in_one_world
@each_act_in_a_guild
async def test_nothing_is_done_in_a_direct_message(scene: Scene, name: str, act: Act) -> None:
    before = scene.rows()
    user = scene.owner.user

    is_private, answer = await do(scene, name, act, user, user.dm_channel)

    assert answer.removesuffix(f" {GIVEN_BACK}") == ("" if act.typed is not None else SERVERS_ONLY)
    assert is_private
    assert scene.rows() == before


NO_CHOICE = "no such choice"
GARBAGE = ("", ":", ":-1", ":0", ":x", ":" + "9" * 21, ":9" + ":9" * 30, ":" + "\u2603" * 60)


each_road = pytest.mark.parametrize("road", [one for one in EXPECTED if ":" in one])


@in_one_world
@each_road
async def test_a_broken_custom_id_is_answered_kindly_and_in_private(
    scene: Scene, road: str
) -> None:
    """The one who tries may do everything, so that nothing but the garbage is refused."""
    sent = len(scene.world.env.http_requests)
    for garbage in GARBAGE:
        await press(scene, road + garbage)
    for garbage in (":x", ":" + "9" * 21):  # the ways to press it differ in how ids are read
        await try_all(scene, road + garbage)
    for one in scene.world.env.http_requests[sent:]:
        assert not one.path.startswith("/channels/"), f"{road} posted something"
        body: Any = one.json
        assert body.get("type") != 4 or body["data"]["flags"] & 64, body


@in_one_world
@each_road
async def test_a_choice_or_a_field_that_is_not_offered_is_no_fault(scene: Scene, road: str) -> None:
    """A card of an older version may still offer it."""
    await try_all(scene, road + EXPECTED[road].args.format(**scene.things))


async def press(scene: Scene, custom_id: str) -> None:
    answer = await forge.press(scene.people["admin"], scene.world.home, custom_id)
    assert answer.acknowledged, custom_id


async def try_all(scene: Scene, custom_id: str) -> None:
    """Press it, choose with it, submit it: whoever does has an answer."""
    ada, home = scene.people["admin"], scene.world.home
    await press(scene, custom_id)
    for answer in (
        await forge.press(ada, home, custom_id, NO_CHOICE),
        await forge.submit(ada, home, custom_id, {}),
        await forge.submit(ada, home, custom_id, {"title": [NO_CHOICE], "text": []}),
    ):
        assert answer.acknowledged, custom_id


async def test_every_command_is_for_servers_that_invited_nexus(nexus: Nexus) -> None:
    for command in nexus.tree.get_commands():
        payload = command.to_dict(nexus.tree)
        assert payload["contexts"] == [0], command.name
        assert payload["integration_types"] == [0], command.name


async def test_moderators_commands_are_hidden_from_members(nexus: Nexus) -> None:
    theirs = {
        name.removeprefix("/").split()[0]
        for name, act in EXPECTED.items()
        if name.startswith("/") and act.may is May.MODERATORS
    }
    hidden = {
        command.name
        for command in nexus.tree.get_commands()
        if getattr(command, "default_permissions", None) is not None
    }
    assert hidden == theirs
