"""A page to its main text and what it says of itself, by trafilatura.

Belongs here: the call, its options and its limits. Stays out: any selector or heuristic of our own.
"""

import re
from dataclasses import dataclass
from datetime import date

import trafilatura
from trafilatura.settings import Document

MOST_TAGS = 100_000
MOST_ATTRIBUTES = 500
_FEWEST_WORDS = 12
_JSON_LD = re.compile(r"<script[^<>]*ld\+json[^<>]*>[^<]*</script>", re.IGNORECASE)
_QUOTED = r"\"[^\"]*+\"|'[^']*+'"
_COMMENT = r"!--(?:-?>|.*?(?:--!?>|\Z))"
_TAG = re.compile(
    rf"<(?:{_COMMENT}|(?P<name>[a-z][^\s/>]*+)(?P<told>(?:[^>=]++|=\s*+(?:{_QUOTED})?+)*+))", re.IGNORECASE | re.DOTALL
)
_VALUE, _BREAK = re.compile(rf"=\s*+(?:{_QUOTED}|[^\s>]*+)"), re.compile(r"[\s/]+")
_CODE_ENDS = re.compile(r"</(?:script|style)", re.IGNORECASE)
_DATES = {"extensive_search": False, "original_date": True}


class PageError(ValueError):
    """A page that is not parsed; `reason` is too-many-tags, too-many-attributes or broken-page."""

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
    if (attributes := most_attributes(html)) > MOST_ATTRIBUTES:
        detail = f"a tag has {attributes:,} attributes, more than {MOST_ATTRIBUTES:,}, so it is no press article"
        raise PageError("too-many-attributes", detail)
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


def most_attributes(html: str) -> int:
    """Return about how many attributes the tag with the most of them has; parsing takes the square of that in time.

    Tags with no room for too many are not counted.
    """
    most = at = 0
    while tag := _TAG.search(html, at):
        at = tag.end()
        if len(tag["told"] or "") > MOST_ATTRIBUTES:
            most = max(most, len(_BREAK.split(_VALUE.sub(" ", tag["told"]).strip())))
        if (tag["name"] or "").lower() in ("script", "style"):
            ends = _CODE_ENDS.search(html, at)
            at = ends.start() if ends else len(html)
    return most


def _metadata(html: str) -> Document | None:
    """Return what a page says of itself; its body is searched only for what its head and JSON-LD leave open."""
    head, closed, body = html.partition("</head>")
    if closed:
        story = "".join(found.group() for found in _JSON_LD.finditer(body))
        told = trafilatura.extract_metadata(f"{head}{story}</head><body></body></html>", date_config=_DATES)
        if told and told.title and told.author and told.date:
            return told
    return trafilatura.extract_metadata(html, date_config=_DATES)
