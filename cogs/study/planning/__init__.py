"""From what a host types to a session that everybody sees."""
