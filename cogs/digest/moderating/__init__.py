"""What moderators see of a digest before it is posted, and what they make of it."""
