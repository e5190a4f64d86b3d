"""A page to its main text and what it says of itself, by trafilatura.

Belongs here: the call and its options. Stays out: any selector or heuristic of our own.
"""

from dataclasses import dataclass

import trafilatura

_FEWEST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Page:
    """Main text of a page and its own metadata; `published` is the ISO date that the page gives."""

    text: str
    title: str | None
    author: str | None
    publisher: str | None
    url: str | None
    published: str | None


def read_page(html: str) -> Page | None:
    """Return the article of a page, or None where there is none: no main text, or the few words of a menu."""
    found = trafilatura.bare_extraction(
        html, fast=True, include_comments=False, include_tables=False, with_metadata=True, deduplicate=False
    )
    if found is None or isinstance(found, dict) or len((found.text or "").split()) < _FEWEST_WORDS:
        return None
    return Page(found.text or "", found.title, found.author, found.sitename, found.url, found.date)
