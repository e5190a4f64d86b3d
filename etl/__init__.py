"""Dealhouse: a data warehouse of AI-compute commitments, read from press articles."""

from importlib.metadata import version

__version__ = version("dealhouse")
