"""Who comes to a session."""
