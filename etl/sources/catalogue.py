"""`sources.toml`: which sources a warehouse reads.

Belongs here: its entries, what is wrong with them and on which line, and adding one. Stays out: reading the sources.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import tomlkit

from etl.extraction.lexicon import LANGUAGES
from etl.sources import exports, feeds, warc
from etl.sources.files import SourceError, media_type
from etl.sources.unpack import bare_name
from etl.sources.web import Limits

KINDS = ("folder", "feed", "page", "warc", "export")
_ENTRY = re.compile(r"^[ \t]*\[\[\s*source\s*\]\]", re.MULTILINE)
_CRON_FIELDS = 5
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of `sources.toml`; `address` is a URL, or a path relative to the folder of the warehouse.

    `scan` turns away unparsed what cannot hold a claim; `follow` fetches the pages that a feed leads to; `private` lets
    addresses that are not public through.
    """

    name: str
    kind: str
    address: str
    publisher: str | None = None
    language: str | None = None
    schedule: str | None = None
    scan: bool = False
    follow: bool = False
    private: bool = False
    columns: dict[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)

    @property
    def is_remote(self) -> bool:
        """Whether the address is a URL."""
        return self.address.startswith(_WEB)


INBOX = Source("inbox", "folder", "inbox")
_TYPES: dict[str, type] = {
    "name": str, "kind": str, "address": str, "publisher": str, "language": str, "schedule": str, "scan": bool,
    "follow": bool, "private": bool, "columns": dict, "limits": dict,
}  # fmt: skip


def load(path: Path) -> list[Source]:
    """Return the sources of a catalogue, in its order. Raises SourceError with the line that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read ({error}); restore it") from error
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path}: {error}; correct it there") from error
    for name in data:
        if name != "source":
            raise SourceError(
                f"{path}, line {_line(text, 0, name)}: {name!r} is unknown; write [[source]] before an entry"
            )
    entries = data.get("source", [])
    if not isinstance(entries, list):
        raise SourceError(f"{path}: [source] must be written [[source]], once for each source")
    starts = [found.start() for found in _ENTRY.finditer(text)]
    sources: list[Source] = []
    for start, entry in zip(starts, entries, strict=False):

        def wrong(key: str | None, told: str, start: int = start) -> SourceError:
            return SourceError(f"{path}, line {_line(text, start, key)}: {told}")

        source = _source(entry, wrong)
        if source.name in {one.name for one in sources}:
            raise wrong("name", f"the name {source.name!r} is taken; give each source its own")
        sources.append(source)
    return sources


def _line(text: str, start: int, key: str | None) -> int:
    """Return the line of a key in the entry that begins at `start`, else that of the entry."""
    after = _ENTRY.search(text, start + 1)
    end = after.start() if after else len(text)
    written = re.compile(rf"(?:^[ \t]*|[{{,][ \t]*){re.escape(key)}[ \t]*=", re.MULTILINE) if key else None
    found = written.search(text, start, end) if written else None
    return text.count("\n", 0, found.end() if found else start) + 1


def _source(entry: dict[str, Any], wrong: Any) -> Source:
    for key, value in entry.items():
        if key not in _TYPES:
            raise wrong(key, f"{key!r} is unknown; use {', '.join(_TYPES)}")
        if not isinstance(value, _TYPES[key]):
            raise wrong(key, f"{key} must be a {_TYPES[key].__name__}, not {value!r}")
    for key in ("name", "kind", "address"):
        if not entry.get(key):
            raise wrong(None, f"the source has no {key}; add a line like {key} = ...")
    if entry["kind"] not in KINDS:
        raise wrong("kind", f"{entry['kind']!r} is no kind of source; use {', '.join(KINDS)}")
    if entry.get("language", LANGUAGES[0]) not in LANGUAGES:
        raise wrong("language", f"{entry['language']!r} is not read; use {' or '.join(LANGUAGES)}, or leave it out")
    if "schedule" in entry and len(entry["schedule"].split()) != _CRON_FIELDS:
        raise wrong("schedule", f"{entry['schedule']!r} is no schedule; write five fields like '0 6 * * *'")
    if entry["kind"] == "page" and not entry["address"].startswith(_WEB):
        raise wrong("address", f"{entry['address']!r} is no http or https address; a page needs one")
    if entry["kind"] in ("folder", "warc", "export") and entry["address"].startswith(_WEB):
        raise wrong("address", f"the kind {entry['kind']} is read from disk; fetch it and give its path")
    for key in entry.get("columns", {}):
        if key not in exports.FIELDS:
            raise wrong(key, f"{key!r} is no field of an article; use {', '.join(exports.FIELDS)}")
    known = {one.name: one.default for one in fields(Limits)}
    for key, value in entry.get("limits", {}).items():
        if key not in known:
            raise wrong(key, f"{key!r} is no limit; use {', '.join(known)}")
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise wrong(key, f"the limit {key} must be a number from 0, not {value!r}")
    values = entry | {"limits": Limits(**entry.get("limits", {}))}
    return Source(**({"scan": entry["kind"] == "warc"} | values))


def of_arguments(given: Sequence[str | Path]) -> list[Source]:
    """Return a source for each path and URL of the command line, its kind told by its name."""
    return [Source(name=str(one), kind=_kind(str(one)), address=str(one)) for one in given]


def _kind(address: str) -> str:
    name = bare_name(Path(address)).suffix.lower()
    if address.startswith(_WEB):
        return "feed" if name in feeds.SUFFIXES else "page"
    path = Path(address)
    if path.is_dir() or media_type(path):
        return "folder"
    for kind, suffixes in (("warc", warc.SUFFIXES), ("export", exports.SUFFIXES), ("feed", feeds.SUFFIXES)):
        if name in suffixes:
            return kind
    return "folder"


def add(path: Path, source: Source, inbox: str) -> None:
    """Add an entry to a catalogue; a new one begins with the inbox, which was read until now.

    Raises SourceError, and adds nothing then.
    """
    if path.exists():
        load(path)
    before = path.read_text(encoding="utf-8") if path.exists() else _written(replace(INBOX, address=inbox))
    wanted = f"{before.rstrip()}\n\n{_written(source)}" if before.strip() else _written(source)
    trial = path.with_name(f".{path.name}.new")
    trial.write_text(wanted, encoding="utf-8")
    try:
        load(trial)
    except SourceError as error:
        trial.unlink()
        _, _, told = str(error).partition(": ")
        raise SourceError(f"{path}: not added: {told}") from error
    trial.replace(path)


def _written(source: Source) -> str:
    table = tomlkit.table()
    for one in fields(Source):
        value = getattr(source, one.name)
        if one.name in ("name", "kind", "address") or (isinstance(value, str | bool | dict) and value):
            table.add(one.name, value)
    entries = tomlkit.aot()
    entries.append(table)
    document = tomlkit.document()
    document.add("source", entries)
    return tomlkit.dumps(document)
