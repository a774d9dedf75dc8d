"""Answering, and saying which answer solved it."""
