"""What every source yields: an article, or the reason why there is none.

Belongs here: the two records. Stays out: reading anything.
"""

import hashlib
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one text, named by the hash of its content.

    `article` is the stem of the file's name, or the URL; `source_path` is relative to the folder that was given;
    `published_precision` is day, month or year. Offsets of claims count characters of `text`.
    """

    article_id: str
    article: str
    source_path: str
    url: str | None
    publisher: str | None
    title: str | None
    author: str | None
    language: str
    published: date | None
    published_precision: str | None
    media_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """Something that was turned down: at which stage, why (a short code), and in words what to do about it."""

    stage: str
    source_path: str
    article_id: str | None
    reason: str
    detail: str
    row: str | None = None


def content_hash(text: str) -> str:
    """Return the name of a text: the SHA-256 of its UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
