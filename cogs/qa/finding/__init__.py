"""Finding what was asked before."""
