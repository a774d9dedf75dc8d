"""Streaks: seen by their member, shown if they want, and kept over a planned break."""
