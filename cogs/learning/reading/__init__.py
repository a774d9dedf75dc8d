"""A member's own log: listed, opened, and made a work log."""
