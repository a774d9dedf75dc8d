"""Looking after questions: taken, edited, closed and opened again."""
