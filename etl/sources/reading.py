"""From an entry of `sources.toml` to its documents, whatever its kind.

Belongs here: which reader serves a kind, and which files an address stands for. Stays out: the readers themselves.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from etl.sources import exports, feeds, files, warc
from etl.sources.article import Handed, Hints, Known, Refused, Rejection, Visit
from etl.sources.catalogue import Source
from etl.sources.files import SourceError
from etl.sources.unpack import bare_name
from etl.sources.web import FetchError, Web


@dataclass(frozen=True, slots=True)
class Container:
    """A file of many articles; its fingerprint changes with it."""

    address: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a container has been read: up to the document at `position`, `documents` of them."""

    position: int
    documents: int
    is_done: bool


class Memory(Protocol):
    """What was read before."""

    def seen(self, address: str, fingerprint: str) -> Known | None:
        """Return what an address in the state of this fingerprint is known to give, None where it must be read."""

    def visited(self, url: str) -> Visit | None:
        """Return the last visit to a URL."""

    def is_unfetched(self, address: str) -> bool:
        """Tell whether an address was not there, or gave no answer, when it was last tried."""

    def checkpoint(self, container: Container) -> Checkpoint | None:
        """Return how far a container has been read."""


@dataclass(frozen=True, slots=True)
class Done:
    """The end of a container."""


def check_source(source: Source, root: Path) -> None:
    """Raise SourceError for a source whose files do not exist or are of another kind."""
    if source.is_remote:
        return
    path = root / source.address
    if source.kind == "folder":
        files.check_path(path)
    elif not _containers(source, path):
        raise SourceError(
            f"{path}: there is no such file, or none that a source of kind {source.kind} reads; check the name"
        )


def try_source(source: Source, root: Path) -> str | None:
    """Return why a source cannot be read, None where it can: its files are there, its address answers."""
    try:
        check_source(source, root)
        if source.is_remote:
            Web(source.limits, source.private).get(source.address)
    except (SourceError, FetchError) as error:
        return str(error)
    return None


def archives(sources: Iterable[Source], root: Path) -> dict[str, Source]:
    """Return the WARC files of the sources by their paths in the warehouse, each with its source."""
    return {
        _path_within(file, root): source
        for source in sources
        if source.kind == "warc"
        for file in _containers(source, root / source.address)
    }


def hand_over(
    source: Source, root: Path, memory: Memory, only: Collection[str] = ()
) -> Iterator[tuple[Container | None, Handed | Done]]:
    """Yield what a source holds, with the container that it lies in where there is one.

    With `only`, those of its containers that have one of these paths in the warehouse. A source that is not there gives
    nothing but that it is missing.
    """
    address = source.address if source.is_remote else (root / source.address).resolve().as_uri()
    try:
        check_source(source, root)
    except SourceError as error:
        yield None, Refused(address, Rejection("fetch", source.address, None, "missing", str(error)))
        return
    if not source.is_remote and memory.is_unfetched(address):
        yield None, Visit(address)
    hints = Hints(publisher=source.publisher, language=source.language)
    path = root / source.address
    if source.kind == "folder":
        yield from ((None, one) for one in files.documents(path, memory.seen, hints))
    elif source.is_remote:
        web = Web(source.limits, source.private)
        if source.kind == "page":
            fetched = feeds.page(source.address, web, memory.visited, hints)
        else:
            fetched = feeds.from_web(source.address, web, memory.visited, memory.seen, hints, source.follow)
        yield from ((None, one) for one in fetched)
    elif source.kind == "feed":
        for file in _containers(source, path):
            yield from ((None, one) for one in feeds.from_file(file, memory.seen, hints))
    else:
        for file in _containers(source, path):
            if not only or _path_within(file, root) in only:
                yield from _contained(source, file, hints, memory)


def _contained(
    source: Source, file: Path, hints: Hints, memory: Memory
) -> Iterator[tuple[Container | None, Handed | Done]]:
    container = Container(file.resolve().as_uri(), _fingerprint(source, file))
    read = memory.checkpoint(container)
    if read and read.is_done:
        yield None, Known(read.documents)
        return
    if source.kind == "warc":
        found = warc.documents(file, read.position if read else None, hints)
    else:
        found = exports.documents(file, source.columns, read.position + 1 if read else 0, hints)
    for one in found:
        yield container, one
    yield container, Done()


def _fingerprint(source: Source, file: Path) -> str:
    """Return what changes with a file and with how its columns are understood."""
    state = file.stat()
    columns = [repr(sorted(source.columns.items()))] if source.columns else []
    return "-".join([str(state.st_size), str(state.st_mtime_ns), *columns])


def _containers(source: Source, path: Path) -> list[Path]:
    suffixes = {"warc": warc.SUFFIXES, "export": exports.SUFFIXES, "feed": feeds.SUFFIXES}[source.kind]
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    return [one for one in found if one.is_file() and _has(one, suffixes)]


def _path_within(file: Path, root: Path) -> str:
    """Return a file's path in a folder, its whole path where it lies elsewhere."""
    return (file.relative_to(root) if file.is_relative_to(root) else file).as_posix()


def _has(file: Path, suffixes: tuple[str, ...]) -> bool:
    return file.name.lower().endswith(suffixes) or bare_name(file).suffix.lower() in suffixes
