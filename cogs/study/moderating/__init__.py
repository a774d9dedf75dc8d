"""What moderators do for study sessions: on any of them, and before they are posted."""
