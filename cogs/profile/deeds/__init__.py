"""What a member did here: seen by them, shown to the cohort if they want, and taken along."""
