"""Folders and files of `.txt`, `.md` and `.html`, plain or packed.

Belongs here: finding files, and their limits. Stays out: what a file's content comes to (`door`), packing (`unpack`).
"""

import errno
import os
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import quote_from_bytes

from etl.sources.article import Article, Document, Handed, Hints, Known, PassedOver, Refused, Rejection
from etl.sources.door import LARGEST, admit
from etl.sources.unpack import PACKED, UnpackError, bare_name, read_bytes

Seen = Callable[[str, str], Known | None]
_MEDIA = {".txt": "text/plain", ".md": "text/markdown", ".html": "text/html", ".htm": "text/html"}
_KNOWN_TOGETHER = 500
_ARTICLE = re.compile(
    rf".+({'|'.join(map(re.escape, _MEDIA))})(?:{'|'.join(map(re.escape, PACKED))})?", re.IGNORECASE | re.DOTALL
)


class SourceError(ValueError):
    """A source that was asked for cannot be read at all; the message says which and what to do."""


def media_type(path: Path) -> str | None:
    """Return what a file of this name holds, None where it is no article."""
    return _media_of(path.name)


def _media_of(name: str) -> str | None:
    found = _ARTICLE.fullmatch(name)
    return _MEDIA[found[1].lower()] if found else None


def check_path(path: Path) -> None:
    """Raise SourceError for a path that does not exist or a file of another kind."""
    if not path.exists():
        raise SourceError(f"{path}: there is no such file or folder; check the name")
    if path.is_file() and media_type(path) is None:
        kinds = ", ".join(_MEDIA)
        raise SourceError(f"{path}: only {kinds} files, plain or {' or '.join(PACKED)}, can be read; convert it first")


def read_paths(paths: Sequence[Path], today: date) -> Iterator[Article | Rejection]:
    """Yield what the given files and folders hold, in the order of their names.

    Raises SourceError before anything is read.
    """
    for path in paths:
        check_path(path)
    return _read(paths, today)


def _read(paths: Sequence[Path], today: date) -> Iterator[Article | Rejection]:
    for path in paths:
        for handed in documents(path, lambda _address, _fingerprint: None, Hints()):
            if isinstance(handed, Refused):
                yield handed.rejection
            elif isinstance(handed, Document):
                admitted = admit(handed, today)
                if isinstance(admitted, Article | Rejection):
                    yield admitted


def documents(given: Path, seen: Seen, hints: Hints) -> Iterator[Handed]:
    """Yield the files of a folder, or one file; `seen` tells what an address in this state is known to give."""
    if given.is_dir():
        yield from _folder(given, seen, hints)
    else:
        yield _hand_over(_Folder(given.parent), given.name, seen, hints)


class _Folder:
    """A folder as a source: where it lies is found out once, for all its files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.resolved = path.resolve()
        self._uri = self.resolved.as_uri().rstrip("/")

    def address(self, name: str) -> str:
        """Return the address of a file by its path in the folder."""
        return f"{self._uri}/{quote_from_bytes(os.fsencode(name))}"

    def refused(self, name: str, reason: str, detail: str) -> Refused:
        """Return why a file is turned down, by its path in the folder."""
        shown = _shown(name)
        return Refused(self.address(name), Rejection("read", shown, None, reason, f"{shown!r}: {detail}"))


def _folder(path: Path, seen: Seen, hints: Hints) -> Iterator[Handed]:
    folder = _Folder(path)
    closed: list[OSError] = []
    found: list[str] = []
    for place, folders, files in os.walk(path, onerror=closed.append):
        within = "" if place == os.fspath(path) else f"{os.path.relpath(place, path)}{os.sep}"
        for name in files:
            if _media_of(name):
                found.append(f"{within}{name}")
            elif not name.startswith("."):
                yield PassedOver(bare_name(Path(name)).suffix.lower() or "no suffix")
        links = [name for name in folders if os.path.islink(f"{place}{os.sep}{name}")]  # noqa: PTH114 never raises
        for link in links:
            detail = "links to folders are not followed; name the folder"
            yield folder.refused(f"{within}{link}", "linked-folder", detail)
    for error in closed:
        detail = f"{error.strerror}; check the folder's permissions"
        yield folder.refused(os.path.relpath(error.filename, path), "unreadable", detail)
    known = 0
    for name in sorted(found, key=lambda one: one.split(os.sep)):  # noqa: PTH206 a tenth of the time
        one = _hand_over(folder, name, seen, hints)
        if isinstance(one, Known) and not one.reason:
            known += one.count
            if known < _KNOWN_TOGETHER:
                continue
        if known:
            yield Known(known)
            known = 0
        if not isinstance(one, Known) or one.reason:
            yield one
    if known:
        yield Known(known)


def _shown(name: str) -> str:
    """Return a path as text; bytes that are no UTF-8 are spelt out, since tables hold text only."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _hand_over(folder: _Folder, name: str, seen: Seen, hints: Hints) -> Handed:
    address = folder.address(name)
    try:
        state = os.stat(f"{folder.path}{os.sep}{name}")  # noqa: PTH116 a third of the time
        fingerprint = f"{state.st_size}-{state.st_mtime_ns}"
        if known := seen(address, fingerprint):
            return known
        file = folder.path / name
        resolved = file.resolve(strict=True)
        if not resolved.is_relative_to(folder.resolved):
            return folder.refused(name, "outside-folder", "the link leads out of the folder; copy the file itself")
        if not resolved.is_file():
            detail = "it is a pipe or a device, no file; save the article as a file"
            return folder.refused(name, "unreadable", detail)
        if state.st_size > LARGEST:
            detail = f"{state.st_size:,} bytes are more than {LARGEST:,}; split it into articles"
            return folder.refused(name, "too-large", detail)
        content = read_bytes(file, LARGEST)
    except UnpackError as error:
        return folder.refused(name, error.reason, str(error))
    except OSError as error:
        if error.errno == errno.ELOOP:
            return folder.refused(name, "unreadable", "the link leads back to itself; copy the file itself")
        detail = f"{error.strerror or error}; check its permissions or the link's target"
        return folder.refused(name, "unreadable", detail)
    media = _media_of(file.name) or "text/plain"
    shown = _shown(name)
    return Document(address, shown, bare_name(Path(shown)).stem, media, content, fingerprint, hints)
