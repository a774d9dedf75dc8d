"""A learner's README: made of their log, with what is missing; and the one they have, read."""
