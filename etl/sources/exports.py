"""Exports of a press database: JSON Lines, CSV and Parquet, one article a row, with a mapping of columns.

Belongs here: rows to documents, read piece by piece. Stays out: what a row's text comes to (`door`).
"""

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from etl.sources.article import Document, Handed, Hints, Refused, Rejection
from etl.sources.door import LARGEST
from etl.sources.unpack import bare_name, opened

SUFFIXES = (".jsonl", ".ndjson", ".csv", ".parquet")
FIELDS = ("text", "html", "title", "author", "publisher", "published", "url", "id")
_SKIPPED_AT_ONCE = 1_000_000
_ROWS_AT_ONCE = 64
_EVIDENCE = 2000
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Broken:
    """A row that cannot be read: what is wrong with it, and the line where there is one."""

    detail: str
    line: bytes = b""


def documents(file: Path, columns: Mapping[str, str], start: int, hints: Hints) -> Iterator[Handed]:
    """Yield the rows of an export from row `start` on, counted from 0.

    `columns` names the column of each of FIELDS where it is not called like the field; a row has its text in `text` or
    its page in `html`.
    """
    name = file.name
    for position, row in _rows(file):
        if position < start:
            continue
        if isinstance(row, _Broken):
            yield _refused(file, position, "broken-row", row.detail, row.line)
            continue
        yield _document(file, name, position, row, columns, hints)


def _document(file: Path, name: str, position: int, row: Row, columns: Mapping[str, str], hints: Hints) -> Handed:
    found = {field: row.get(columns.get(field, field)) for field in FIELDS}
    text, page = found["text"], found["html"]
    if not isinstance(text, str) and not isinstance(page, str):
        wanted = columns.get("text", "text")
        detail = (
            f"it has no column {wanted!r} with text, only {', '.join(map(str, row))}; map the columns in sources.toml"
        )
        return _refused(file, position, "no-text", detail, _told(row))
    published = _day(found["published"])
    if found["published"] and published is None:
        detail = f"published is {str(found['published'])[:60]!r}, which is no date; write YYYY-MM-DD"
        return _refused(file, position, "broken-date", detail, _told(row))
    url = _text(found["url"]) or hints.url
    content = (page if isinstance(page, str) else str(text)).encode("utf-8", "replace")
    own = _text(found["id"])
    return Document(
        address=url or f"{file.resolve().as_uri()}#{own or position}",
        source_path=f"{name}#{position}",
        article=url or own or f"{bare_name(file).stem}-{position}",
        media_type="text/html" if isinstance(page, str) else "text/plain",
        content=content,
        fingerprint=hashlib.sha256(content).hexdigest(),
        hints=Hints(
            url,
            _text(found["title"]),
            _text(found["author"]),
            _text(found["publisher"]) or hints.publisher,
            published,
            hints.language,
        ),
        position=position,
    )


def _refused(file: Path, position: int, reason: str, detail: str, evidence: bytes) -> Refused:
    place = f"{file.name}#{position}"
    told = f"{place!r}, row {position + 1}: {detail}"
    address = f"{file.resolve().as_uri()}#{position}"
    return Refused(address, Rejection("read", place, None, reason, told), evidence[:_EVIDENCE] or None, position)


def _told(row: Row) -> bytes:
    return json.dumps(row, default=str, ensure_ascii=False).encode("utf-8", "replace")


def _rows(file: Path) -> Iterator[tuple[int, Row | _Broken]]:
    """Yield each row's number with the row, or with what is wrong with it."""
    position = -1
    try:
        match bare_name(file).suffix.lower():
            case ".parquet":
                numbered = enumerate(_parquet(file))
            case ".csv":
                numbered = enumerate(_csv(file))
            case _:
                numbered = enumerate(_json_lines(file))
        for position, row in numbered:
            yield position, row
    except (OSError, EOFError, ValueError, csv.Error, pa.ArrowException) as error:
        yield position + 1, _Broken(f"the file cannot be read on from here ({error}); export it again")


def _json_lines(file: Path) -> Iterator[Row | _Broken]:
    with opened(file) as stream:
        for line in _lines(stream):
            if line is None:
                yield _Broken(f"the line is longer than {LARGEST:,} bytes; split it into articles")
                continue
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield _Broken(f"the line is no JSON ({error}); export it again", line)
                continue
            yield row if isinstance(row, dict) else _Broken("the line is no JSON object; write one a line", line)


def _csv(file: Path) -> Iterator[Row | _Broken]:
    csv.field_size_limit(LARGEST)
    with opened(file) as stream:
        lines = ((line or b"").decode("utf-8-sig", "replace") for line in _lines(stream))
        yield from csv.DictReader(lines)


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines of a stream, None for one over the limit, which is skipped piece by piece."""
    while line := stream.readline(LARGEST + 1):
        if len(line) <= LARGEST:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_SKIPPED_AT_ONCE)
        yield None


def _parquet(file: Path) -> Iterator[Row | _Broken]:
    with pq.ParquetFile(file) as table:
        for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE):
            yield from batch.to_pylist()


def _text(value: object) -> str | None:
    return str(value).strip() or None if value is not None else None


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        return None
