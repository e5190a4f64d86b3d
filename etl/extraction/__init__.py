"""Articles to claims: a pure function of a text and its published date.

Belongs here: everything that reads prose. Stays out: files, tables, frames, Dagster, DuckDB, the network.
"""

from etl.extraction.engine import Extractor
from etl.extraction.model import Claim, Extraction, Field, Organisation

__all__ = ["Claim", "Extraction", "Extractor", "Field", "Organisation"]
