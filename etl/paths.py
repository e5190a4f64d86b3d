"""Where a warehouse keeps what, on disk.

Belongs here: names of folders and files, the defaults, and replacing a file in one step. Stays out: what is in them.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BUNDLED = PROJECT / "warehouse"
SQL = PROJECT / "sql"


@dataclass(frozen=True, slots=True)
class Warehouse:
    """The folder of one warehouse; `reference` and `inbox` are the bundled ones where it has none of its own."""

    root: Path

    @property
    def lake(self) -> Path:
        """The Delta tables."""
        return self.root / "lake"

    @property
    def releases(self) -> Path:
        """The published files, one a release."""
        return self.root / "releases"

    @property
    def database(self) -> Path:
        """The current release: what analysts open."""
        return self.root / "deals.duckdb"

    @property
    def report(self) -> Path:
        """The report of a release, where no other file is named."""
        return self.root / "report.html"

    @property
    def feed(self) -> Path:
        """The Atom feed of new and changed commitments."""
        return self.root / "deals.atom"

    @property
    def dagster_home(self) -> Path:
        """What the Dagster page remembers."""
        return self.root / ".dagster"

    @property
    def lock(self) -> Path:
        """Held by the one writer."""
        return self.root / "writer.lock"

    @property
    def reference(self) -> Path:
        """The reference files; a folder that holds corrections alone leaves the bundled ones in use."""
        own = self.corrections.parent
        holds_others = (own / "partners.csv").exists() or not self.corrections.exists()
        return own if own.is_dir() and holds_others else BUNDLED / "reference"

    @property
    def corrections(self) -> Path:
        """What people corrected."""
        return self.root / "reference" / "corrections.csv"

    @property
    def sources(self) -> Path:
        """Which sources are read when none is given."""
        return self.root / "sources.toml"

    @property
    def alerts(self) -> Path:
        """Whom the Dagster page tells of failed and late runs."""
        return self.root / "alerts.conf"

    @property
    def inbox(self) -> Path:
        """The folder that is read when none is given."""
        own = self.root / "inbox"
        return own if own.is_dir() else BUNDLED / "inbox"


def kept(database: Path) -> Path:
    """Return the kept release that a published file is, else the file itself.

    The next publish gives the published name to another file, and DuckDB opens a name several times while it connects:
    behind a kept release's own name there is always the same file.
    """
    for file in sorted((database.parent / "releases").glob("*.duckdb"), reverse=True):
        with suppress(OSError):
            if file.samefile(database):
                return file
    return database


def default_root() -> Path:
    """Return the folder named by DEALHOUSE_WAREHOUSE, else the project's own `warehouse`."""
    named = os.environ.get("DEALHOUSE_WAREHOUSE")
    return Path(named) if named else BUNDLED


def write_whole(target: Path, text: str) -> None:
    """Write a file beside its place and rename it into it, so that nobody reads half of it; a device is written to."""
    if target.exists() and not target.is_file():
        target.write_text(text, encoding="utf-8")
        return
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
