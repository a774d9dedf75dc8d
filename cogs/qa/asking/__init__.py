"""Asking: from the form to the card."""
