"""What a test needs to drive a source without a lake: a memory, and the articles that come out of its door."""

import gzip
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType

from etl.sources.article import Article, Document, Handed, Known, Refused, Rejection, Visit
from etl.sources.door import admit
from etl.sources.reading import Checkpoint, Container, Done

TODAY = date(2026, 11, 24)


class Nothing:
    """A memory of nothing, which notes the visits told to it."""

    def __init__(self) -> None:
        self.visits: dict[str, Visit] = {}

    def seen(self, address: str, fingerprint: str) -> Known | None:
        return None

    def visited(self, url: str) -> Visit | None:
        return self.visits.get(url)

    def checkpoint(self, container: Container) -> Checkpoint | None:
        return None

    def note(self, handed: Iterable[Handed]) -> list[Handed]:
        told = list(handed)
        self.visits |= {one.url: one for one in told if isinstance(one, Visit)}
        return told


def outcomes(handed: Iterable[Handed | Done]) -> list[Article | Rejection]:
    """Return what the door makes of documents, and the refusals of the source itself."""
    found: list[Article | Rejection] = []
    for one in handed:
        if isinstance(one, Refused):
            found.append(one.rejection)
        elif isinstance(one, Document):
            admitted = admit(one, TODAY)
            assert isinstance(admitted, Article | Rejection)
            found.append(admitted)
    return found


def articles(handed: Iterable[Handed | Done]) -> list[Article]:
    """Return the articles; anything else is an error."""
    found = outcomes(handed)
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


def record(url: str, body: bytes, media: str = "text/html", headers: bytes = b"", status: bytes = b"200 OK") -> bytes:
    """Return a WARC record of a response."""
    made = WarcRecord()
    made.init_headers(WarcRecordType.response, content_length=0)
    made.headers["WARC-Target-URI"] = url
    made.headers["Content-Type"] = "application/http; msgtype=response"
    made.is_http = True
    made.set_bytes_content(
        b"HTTP/1.1 " + status + b"\r\nContent-Type: " + media.encode() + b"\r\n" + headers + b"\r\n" + body
    )
    written = io.BytesIO()
    made.write(written)
    return written.getvalue()


def archive(path: Path, records: Iterable[bytes]) -> Path:
    """Write a WARC file, a gzip member a record where its name ends in `.gz`."""
    pack = gzip.compress if path.suffix == ".gz" else bytes
    path.write_bytes(b"".join(pack(one) for one in records))
    return path
