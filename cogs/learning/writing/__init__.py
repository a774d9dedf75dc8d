"""Adding to a learning log, editing what is there, sharing and removing it."""
