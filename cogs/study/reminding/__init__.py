"""Nobody who said that they come forgets it."""
