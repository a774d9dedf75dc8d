"""Inviting somebody to a session, by the menu of their name."""
