"""What passes between the sources, the door and the lake.

Belongs here: the records. Stays out: reading anything.
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


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Something that cannot hold a claim, and why; it is counted and not stored."""

    reason: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What a container (a feed, a row, a source's entry) says of an article; the article's own words come first.

    `language` is told by the source's entry alone and is then taken for granted.
    """

    url: str | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What a source hands to the door: bytes, what they are, and where they were found.

    `address` is where the next version of the same article will be found, and the same for ever: a path or a URL.
    `fingerprint` changes when the content may have changed. `position` is where a reader of the container can go on.
    """

    address: str
    source_path: str
    article: str
    media_type: str
    content: bytes
    fingerprint: str
    hints: Hints = Hints()
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that a source could not hand over, with what it has of it."""

    address: str
    rejection: Rejection
    content: bytes | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """`count` documents that a source did not open again, since nothing has changed where they lie.

    `reason` is why they were turned down when they were read, None where they gave articles.
    """

    count: int = 1
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file that a source does not read, since its kind is none of an article's; `suffix` tells the kind."""

    suffix: str


@dataclass(frozen=True, slots=True)
class Visit:
    """What a server said of the version that it gave at an address, so that only a newer one is asked for.

    `stamp` is what a feed says of the item there: as long as it says the same, the address is not fetched at all.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    stamp: str | None = None


Handed = Document | Refused | Known | Visit | PassedOver


def content_hash(text: str) -> str:
    """Return the name of a text: the SHA-256 of its UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
