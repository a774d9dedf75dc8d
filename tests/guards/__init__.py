"""Guards that are generated from the code, and so grow with every command, button and table."""
