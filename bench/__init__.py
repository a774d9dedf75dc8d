"""How fast Nexus is, measured and not tested: `uv run python -m bench` prints the tables.

A bench is a module with one function, `run(size) -> Sequence[Table]`; `bench/__main__.py` lists
them. What is compared takes turns within each round, and the median of the rounds is told:
absolute figures move by a third from run to run, their ratios hardly at all.
"""
