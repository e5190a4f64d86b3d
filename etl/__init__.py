"""Dealhouse: a data warehouse of AI-compute commitments, read from press articles."""


def __getattr__(name: str) -> str:
    """Return `__version__`, looked up only where it is asked for, since that takes as long as a query."""
    if name != "__version__":
        raise AttributeError(f"module 'etl' has no attribute {name!r}")
    from importlib.metadata import version  # noqa: PLC0415

    return version("dealhouse")
