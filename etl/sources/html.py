"""A page to its main text and what it says of itself, by trafilatura.

Belongs here: the call, its options and its limits. Stays out: any selector or heuristic of our own.
"""

from dataclasses import dataclass
from datetime import date

import trafilatura

MOST_TAGS = 100_000


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
    """Return the article of a page, or None where there is none. Raises PageError."""
    if (tags := html.count("<")) > MOST_TAGS:
        raise PageError("too-many-tags", f"{tags:,} tags are more than {MOST_TAGS:,}, so it is no press article")
    try:
        found = trafilatura.bare_extraction(
            html,
            fast=True,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            deduplicate=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (ValueError, RecursionError, AttributeError, TypeError) as error:
        raise PageError("broken-page", f"the page cannot be parsed ({error}); save it again") from error
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        return None
    published = date.fromisoformat(found.date) if found.date else None
    text = "\n\n".join(line for line in (found.text or "").split("\n") if line.strip())
    return Page(text, found.title, found.author, found.sitename, found.url, published)
