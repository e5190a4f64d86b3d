"""A page to its main text and what it says of itself, by trafilatura.

Belongs here: the call, its options and its limits. Stays out: any selector or heuristic of our own.
"""

import re
from dataclasses import dataclass
from datetime import date

import trafilatura
from trafilatura.settings import Document

MOST_TAGS = 100_000
_FEWEST_WORDS = 12
_JSON_LD = re.compile(r"<script[^<>]*ld\+json[^<>]*>[^<]*</script>", re.IGNORECASE)
_DATES = {"extensive_search": False, "original_date": True}


class PageError(ValueError):
    """A page that is not parsed; `reason` is too-many-tags or broken-page."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Page:
    """Main text of a page, paragraphs parted by an empty line, and what the page says of itself.

    JSON-LD and Open Graph come before what stands in the page; a date is never guessed from its text.
    """

    text: str
    title: str | None
    author: str | None
    publisher: str | None
    url: str | None
    published: date | None


def read_page(html: str) -> Page | None:
    """Return the article of a page, or None where there is none: no main text, or the few words of a menu.

    Raises PageError.
    """
    if (tags := html.count("<")) > MOST_TAGS:
        raise PageError("too-many-tags", f"{tags:,} tags are more than {MOST_TAGS:,}, so it is no press article")
    try:
        found = trafilatura.bare_extraction(
            html, fast=True, include_comments=False, include_tables=False, with_metadata=False, deduplicate=False
        )
        if found is None or isinstance(found, dict) or len((found.text or "").split()) < _FEWEST_WORDS:
            return None
        told = _metadata(html)
    except (ValueError, RecursionError, AttributeError, TypeError) as error:
        raise PageError("broken-page", f"the page cannot be parsed ({error}); save it again") from error
    text = "\n\n".join(line for line in (found.text or "").split("\n") if line.strip())
    published = date.fromisoformat(told.date) if told and told.date else None
    if told is None:
        return Page(text, None, None, None, None, None)
    return Page(text, told.title, told.author, told.sitename, told.url, published)


def _metadata(html: str) -> Document | None:
    """Return what a page says of itself; its body is searched only for what its head and JSON-LD leave open."""
    head, closed, body = html.partition("</head>")
    if closed:
        story = "".join(found.group() for found in _JSON_LD.finditer(body))
        told = trafilatura.extract_metadata(f"{head}{story}</head><body></body></html>", date_config=_DATES)
        if told and told.title and told.author and told.date:
            return told
    return trafilatura.extract_metadata(html, date_config=_DATES)
