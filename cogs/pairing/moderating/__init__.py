"""What moderators do for pairing: which projects there are to choose from."""
