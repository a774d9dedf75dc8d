"""Guards that were taken away, each in a copy of the project: the test that holds it must fail."""
