"""Folders and files of `.txt`, `.md` and `.html`, plain or packed.

Belongs here: finding files, and their limits. Stays out: what a file's content comes to (`door`), packing (`unpack`).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from etl.sources.article import Article, Document, Handed, Hints, Known, Refused, Rejection
from etl.sources.door import LARGEST, admit
from etl.sources.unpack import PACKED, UnpackError, bare_name, read_bytes

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
        for handed in documents(path, lambda _address: None, Hints()):
            if isinstance(handed, Refused):
                yield handed.rejection
            elif isinstance(handed, Document):
                admitted = admit(handed, today)
                if isinstance(admitted, Article | Rejection):
                    yield admitted


def documents(given: Path, seen: Callable[[str], str | None], hints: Hints) -> Iterator[Handed]:
    """Yield the files of a folder, or one file; `seen` tells with which fingerprint an address was read before."""
    folder = given if given.is_dir() else given.parent
    home = folder.resolve()
    for file in sorted(given.rglob("*")) if given.is_dir() else [given]:
        media = media_type(file)
        if media and (file.is_symlink() or file.is_file()):
            yield _hand_over(file, folder, home, media, seen, hints)


def _hand_over(
    file: Path, folder: Path, home: Path, media: str, seen: Callable[[str], str | None], hints: Hints
) -> Handed:
    name = file.relative_to(folder).as_posix()
    address = (home / name).as_uri()

    def refused(reason: str, detail: str, content: bytes | None = None) -> Refused:
        return Refused(address, Rejection("read", name, None, reason, f"{name!r}: {detail}"), content)

    try:
        state = file.stat()
        fingerprint = f"{state.st_size}-{state.st_mtime_ns}"
        if seen(address) == fingerprint:
            return Known()
        if not file.resolve(strict=True).is_relative_to(home):
            return refused("outside-folder", "the link leads out of the folder; copy the file itself")
        if state.st_size > LARGEST:
            return refused("too-large", f"{state.st_size:,} bytes are more than {LARGEST:,}; split it into articles")
        content = read_bytes(file, LARGEST)
    except UnpackError as error:
        return refused(error.reason, str(error))
    except OSError as error:
        told = error.strerror or error
        return refused("unreadable", f"{told}; check its permissions or the link's target")
    return Document(address, name, bare_name(file).stem, media, content, fingerprint, hints)
