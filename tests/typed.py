"""The command line, as an operator types it."""

from collections.abc import Callable

# The words behind `nexus`; the exit code, and what was said on both streams.
Typed = Callable[..., tuple[int, str, str]]
