"""Being a pair: the thread, its card, and what becomes of the two."""
