"""The figures that a clause sets, each with its subject, bounds and place in the text."""

from corpus.figures import Figure, find_figures

__all__ = ["Figure", "find_figures"]
