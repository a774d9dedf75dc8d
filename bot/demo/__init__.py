"""The same bot in a browser, on a simulated Discord with a seeded cohort."""
