"""Looking for a partner: what one says of oneself, the queue, and the way out of it."""
