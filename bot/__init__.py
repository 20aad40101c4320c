"""Hits become a cited answer, on every channel."""

__version__ = "0.1.0"
