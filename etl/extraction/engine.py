"""The extractor's front door: from a text to its claims and pairs."""

from collections.abc import Sequence
from datetime import date

from etl.extraction.model import Extraction, Organisation


class Extractor:
    """Reads claims out of articles; immutable once built."""

    def __init__(self, organisations: Sequence[Organisation]) -> None:
        self.version = "0"

    def extract(self, text: str, published: date | None = None, language: str = "fr") -> Extraction:
        """Return the claims and pairs of one article."""
        return Extraction((), ())
