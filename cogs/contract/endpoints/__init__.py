"""Endpoints: added, edited, taken out, and how far they are."""
