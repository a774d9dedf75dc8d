"""A session whose host has left finds another one: the cohort is asked, and somebody says so."""
