"""Who was there, and what remains of a session."""
