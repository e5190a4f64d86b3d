"""Web archives: WARC, plain or gzipped, streamed record by record.

Belongs here: records to documents, going on at a record, and finding the next record after a broken one. Stays out:
what a page comes to (`door`).
"""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from etl.sources.article import Document, Handed, Hints, Refused, Rejection

SUFFIXES = (".warc", ".warc.gz")
LARGEST_RECORD = 5_000_000
MOST_BREAKS = 1000
_MEDIA = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain"}
_PAGES = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_BEGINS, _BEGINS_PACKED, _FOLLOWS = b"WARC/1.", b"\x1f\x8b\x08", b"\r\n\r\nWARC/1."
_CHUNK = 1 << 20


def documents(file: Path, after: int | None, hints: Hints) -> Iterator[Handed]:
    """Yield the pages of an archive; with `after`, those behind the record that begins at this byte of the file.

    A broken part is one refusal, whatever its length, and reading goes on at the next record.
    """
    start: int | None = after or 0
    breaks = resumed_at = 0
    while start is not None and breaks < MOST_BREAKS:
        position = start
        try:
            for handed in _stretch(file, start, hints):
                if isinstance(handed, int):
                    position = handed
                elif after is None or handed.position is None or handed.position > after:
                    yield handed
            return
        except (OSError, EOFError, ValueError) as error:
            start = _next_record(file, position + 1)
            if breaks == 0 or position > resumed_at:
                detail = f"byte {position:,}: the archive is broken here ({error}); fetch it again"
                yield _refused(file, None, position, "broken-archive", detail)
            resumed_at = start or 0
            breaks += 1


def _stretch(file: Path, start: int, hints: Hints) -> Iterator[int | Document | Refused]:
    """Yield the byte at which each record begins, and its page, until the end or the first break."""
    packed = file.suffix.lower() == ".gz"
    held: Document | Refused | None = None
    position = start
    with file.open("rb") as stream:
        stream.seek(start)
        try:
            for record in ArchiveIterator(stream, record_types=_PAGES, auto_decode="all", strict_mode=False):
                if held:
                    yield held
                    held = None
                position = record.stream_pos
                yield position
                room = None if packed else file.stat().st_size - position
                held = _hand_over(record, file, position, room, hints)
        except (OSError, EOFError, ValueError):
            if held:
                yield held
            raise
    if packed and not _ends_whole(file, position):
        yield _refused(file, None, position, "truncated-archive", "its last record is cut off; fetch the archive again")
    elif held:
        yield held


def _refused(file: Path, url: str | None, position: int, reason: str, detail: str) -> Refused:
    place = f"{file.name}#{position}"
    told = f"{place!r}{f', {url}' if url else ''}: {detail}"
    address = url or f"{file.resolve().as_uri()}#{position}"
    return Refused(address, Rejection("read", place, None, reason, told), None, position)


def _hand_over(
    record: WarcRecord, file: Path, position: int, room: int | None, hints: Hints
) -> Document | Refused | None:
    url = (record.headers.get("WARC-Target-URI") or f"{file.resolve().as_uri()}#{position}").strip("<>")
    media = _MEDIA.get((record.http_content_type or record.headers.get("Content-Type") or "").split(";")[0].strip())
    status = record.http_headers.status_code if record.is_http_parsed else None
    if media is None or (status is not None and status != 200):
        return None
    length = record.content_length
    if room is not None and length > room:
        raise ValueError("a record says that it is longer than the file")
    if length > LARGEST_RECORD:
        return _refused(file, url, position, "too-large", f"{length:,} bytes are more than {LARGEST_RECORD:,}")
    content = record.reader.read(LARGEST_RECORD + 1)
    if len(content) > LARGEST_RECORD:
        return _refused(file, url, position, "bomb", f"it unpacks to more than {LARGEST_RECORD:,} bytes")
    if _FOLLOWS in content:
        raise ValueError("a record says that it is longer than it is")
    return Document(
        address=url,
        source_path=f"{file.name}#{position}",
        article=url,
        media_type=media,
        content=content,
        fingerprint=hashlib.sha256(content).hexdigest(),
        hints=replace(hints, url=url),
        position=position,
    )


def _next_record(file: Path, start: int) -> int | None:
    """Return where the next record may begin at or after a byte, None where there is none."""
    mark = _BEGINS_PACKED if file.suffix.lower() == ".gz" else _BEGINS
    with file.open("rb") as stream:
        stream.seek(start)
        rest = b""
        while chunk := stream.read(_CHUNK):
            found = (rest + chunk).find(mark)
            if found >= 0:
                return start - len(rest) + found
            start += len(chunk)
            rest = chunk[1 - len(mark) :]
    return None


def _ends_whole(file: Path, start: int) -> bool:
    """Tell whether the last gzip member of a file is complete; `start` is where any member begins."""
    with file.open("rb") as stream:
        stream.seek(start)
        return _members_end(stream)


def _members_end(stream: BinaryIO) -> bool:
    unpacker = zlib.decompressobj(wbits=31)
    data, begun = b"", False
    while data := (data or stream.read(_CHUNK)):
        if unpacker.eof:
            unpacker = zlib.decompressobj(wbits=31)
        begun = True
        try:
            unpacker.decompress(data, _CHUNK)
        except zlib.error as error:
            raise ValueError(str(error)) from error
        data = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    return unpacker.eof or not begun
