"""The time that suits most."""
