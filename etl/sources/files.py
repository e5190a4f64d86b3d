"""Folders and files of `.txt`, `.md` and `.html`, plain or packed.

Belongs here: finding files, and their limits. Stays out: what a file's content comes to (`door`), packing (`unpack`).
"""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from etl.sources.article import Article, Document, Handed, Hints, Known, PassedOver, Refused, Rejection
from etl.sources.door import LARGEST, admit
from etl.sources.unpack import PACKED, UnpackError, bare_name, read_bytes

Seen = Callable[[str, str], Known | None]
_MEDIA = {".txt": "text/plain", ".md": "text/markdown", ".html": "text/html", ".htm": "text/html"}


class SourceError(ValueError):
    """A source that was asked for cannot be read at all; the message says which and what to do."""


def media_type(path: Path) -> str | None:
    """Return what a file of this name holds, None where it is no article."""
    return _MEDIA.get(bare_name(path).suffix.lower())


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
        yield _hand_over(given, given.parent, seen, hints)


def _folder(folder: Path, seen: Seen, hints: Hints) -> Iterator[Handed]:
    closed: list[OSError] = []
    found: list[Path] = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        found.extend(Path(place, name) for name in files if media_type(Path(name)))
        others = [Path(name) for name in files if not media_type(Path(name)) and not name.startswith(".")]
        yield from (PassedOver(bare_name(name).suffix.lower() or "no suffix") for name in others)
        links = [Path(place, name) for name in folders if os.path.islink(Path(place, name))]  # noqa: PTH114 never raises
        for link in links:
            yield _refused(link, folder, "linked-folder", "links to folders are not followed; name the folder")
    for error in closed:
        detail = f"{error.strerror}; check the folder's permissions"
        yield _refused(Path(error.filename), folder, "unreadable", detail)
    for file in sorted(found):
        yield _hand_over(file, folder, seen, hints)


def _name(file: Path, folder: Path) -> str:
    """Return a file's path in its folder; bytes that are no UTF-8 are spelt out, since tables hold text only."""
    return os.fsencode(file.relative_to(folder)).decode("utf-8", "backslashreplace")


def _address(file: Path, folder: Path) -> str:
    return (folder.resolve() / file.relative_to(folder)).as_uri()


def _refused(file: Path, folder: Path, reason: str, detail: str) -> Refused:
    name = _name(file, folder)
    return Refused(_address(file, folder), Rejection("read", name, None, reason, f"{name!r}: {detail}"))


def _hand_over(file: Path, folder: Path, seen: Seen, hints: Hints) -> Handed:
    address = _address(file, folder)
    try:
        resolved = file.resolve(strict=True)
        state = resolved.stat()
        fingerprint = f"{state.st_size}-{state.st_mtime_ns}"
        if known := seen(address, fingerprint):
            return known
        if not resolved.is_relative_to(folder.resolve()):
            return _refused(file, folder, "outside-folder", "the link leads out of the folder; copy the file itself")
        if not resolved.is_file():
            detail = "it is a pipe or a device, no file; save the article as a file"
            return _refused(file, folder, "unreadable", detail)
        if state.st_size > LARGEST:
            detail = f"{state.st_size:,} bytes are more than {LARGEST:,}; split it into articles"
            return _refused(file, folder, "too-large", detail)
        content = read_bytes(file, LARGEST)
    except UnpackError as error:
        return _refused(file, folder, error.reason, str(error))
    except OSError as error:
        detail = f"{error.strerror or error}; check its permissions or the link's target"
        return _refused(file, folder, "unreadable", detail)
    except RuntimeError:
        return _refused(file, folder, "unreadable", "the link leads back to itself; copy the file itself")
    name = _name(file, folder)
    media = media_type(file) or "text/plain"
    return Document(address, name, bare_name(Path(name)).stem, media, content, fingerprint, hints)
