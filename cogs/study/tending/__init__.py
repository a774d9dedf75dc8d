"""Looking after sessions: moved, skipped, edited, cancelled and handed over."""
