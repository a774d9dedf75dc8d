"""Inviting somebody to be one's partner, by the menu of their name."""
