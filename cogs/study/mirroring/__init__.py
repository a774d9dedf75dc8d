"""Sessions in the server's own list of events."""
