"""The people of the demo: a cohort in its project weeks, and the server where they meet."""

from dataclasses import dataclass, field

import discord
from simcord import ChannelHandle, Env, GuildHandle, MemberActor, RoleHandle

from bot.demo.stage import as_invited

BACKEND, FRONTEND, MODERATORS = "Backend", "Frontend", "Moderators"
_COLOURS = {BACKEND: 0x57C785, FRONTEND: 0x6FA8FF, MODERATORS: 0xF0B232}

# (name, role, time zone)
PEOPLE = (
    ("Grace Achieng", MODERATORS, "Africa/Nairobi"),
    ("Kofi Boateng", MODERATORS, "Africa/Accra"),
    ("Amina Bello", BACKEND, "Africa/Lagos"),
    ("Kwame Mensah", BACKEND, "Africa/Accra"),
    ("Wanjiru Kamau", BACKEND, "Africa/Nairobi"),
    ("Tendai Moyo", BACKEND, "Africa/Harare"),
    ("Yusuf Abdi", BACKEND, "Africa/Nairobi"),
    ("Chiamaka Okafor", BACKEND, "Africa/Lagos"),
    ("Selam Tesfaye", BACKEND, "Africa/Addis_Ababa"),
    ("Ngozi Eze", BACKEND, "Europe/London"),
    ("Thabo Dlamini", FRONTEND, "Africa/Johannesburg"),
    ("Fatou Diop", FRONTEND, "Africa/Dakar"),
    ("Nadia El Amrani", FRONTEND, "Africa/Casablanca"),
    ("Zawadi Mushi", FRONTEND, "Africa/Dar_es_Salaam"),
    ("Eric Uwimana", FRONTEND, "Africa/Kigali"),
    ("Omar Hassan", FRONTEND, "Africa/Cairo"),
    ("Adaeze Nwosu", FRONTEND, "America/Toronto"),
)


# Comes once all of the story is over, and is told what to do as any newcomer is.
NEWCOMER = ("Lerato Molefe", FRONTEND, "Africa/Johannesburg")


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    role: str
    zone: str
    actor: MemberActor

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def is_moderator(self) -> bool:
        return self.role == MODERATORS


@dataclass(frozen=True, slots=True)
class Cohort:
    """The server, its people by first name, and the channels that the seed speaks of."""

    guild: GuildHandle
    home: ChannelHandle
    roles: dict[str, RoleHandle]
    people: dict[str, Person] = field(default_factory=dict[str, Person])

    def __getitem__(self, first_name: str) -> Person:
        return self.people[first_name]


def gather(env: Env) -> Cohort:
    """Open the server and let everybody in; nobody has said or done anything yet."""
    guild = env.create_guild("ALX ProDev Backend")
    as_invited(env, guild)
    roles = {
        name: guild.create_role(
            name,
            color=colour,
            hoist=True,
            permissions=discord.Permissions(manage_guild=name == MODERATORS),
        )
        for name, colour in _COLOURS.items()
    }
    guild.create_text_channel("general", topic="Everything that fits nowhere else")
    home = guild.create_text_channel(
        "prodevprojectnexus", topic="Questions, partners and study sessions of Project Nexus"
    )
    guild.create_text_channel(
        "staff",
        topic="For moderators",
        overwrites={
            guild.default_role: discord.PermissionOverwrite(view_channel=False),
            roles[MODERATORS]: discord.PermissionOverwrite(view_channel=True),
            _itself(env): discord.PermissionOverwrite(view_channel=True),
        },
    )
    cohort = Cohort(guild, home, roles)
    for name, role, zone in PEOPLE:
        arrive(env, cohort, name, role, zone)
    return cohort


def _itself(env: Env) -> discord.ClientUser:
    """Who has to be let into a private channel like anybody else."""
    assert env.bot.user is not None
    return env.bot.user


def arrive(env: Env, cohort: Cohort, name: str, role: str, zone: str) -> None:
    user = env.create_user(name.lower().replace(" ", "."), global_name=name)
    actor = cohort.guild.add_member(user, roles=[cohort.roles[role]])
    person = Person(name, role, zone, actor)
    cohort.people[person.first_name] = person
