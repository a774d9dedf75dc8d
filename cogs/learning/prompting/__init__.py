"""The weekly question of what a member's week was, for those who want it."""
