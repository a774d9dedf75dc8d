"""Who of the demo's people look for a partner, and what they say of themselves."""

from collections.abc import Mapping

# All in hours before the demo opens. Two pairs find each other, three people still wait.
SEARCHES = (
    (170, "Wanjiru", "E-Commerce"),
    (159, "Thabo", "E-Commerce"),
    (98, "Kwame", "Online Poll"),
    (95, "Adaeze", "Online Poll"),
    (30, "Amina", "Job Board"),
    (19, "Omar", "Movie Recommendation"),
    (5, "Chiamaka", "Social Media Feed"),
)
# When those who find a partner have time, from Monday to Friday.
EVENINGS = ("Wanjiru", "Thabo", "Kwame", "Adaeze")
# What some say of themselves to be paired, each by the parts of the profile's card.
PROFILES: Mapping[str, Mapping[str, str]] = {
    "Wanjiru": {"api": "rest"},
    "Amina": {"api": "rest", "partners": "2+"},
    "Fatou": {"project": "Job Board", "api": "graphql"},
}
