"""The Atom feed of a warehouse: what each release tells anew, tells otherwise, or tells no longer.

Belongs here: an entry a commitment that changed, and keeping those of the releases before. Stays out: what changed
(`releases`), words and numbers (`report.words`).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5
from xml.etree import ElementTree as ET

from etl.paths import SQL, Warehouse, write_whole
from etl.query import run_query
from etl.releases import OldReleaseError, diff_releases, find_release, release_before
from etl.report.words import Words

MOST = 500
_ATOM = "http://www.w3.org/2005/Atom"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_TITLES = {"added": "New", "changed": "Changed", "removed": "No longer told"}
Row = dict[str, Any]


class FeedError(RuntimeError):
    """The feed could not be written; the message says why, and that the release is published all the same."""


def write_feed(warehouse: Warehouse, number: int) -> int:
    """Write the feed after a release; return how many entries the release adds or renews.

    The newest `MOST` entries stand in it; a commitment stands in it once, as it was last told. Raises FeedError.
    """
    words = Words("en")
    made = datetime.fromtimestamp(find_release(warehouse, number).stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    changes = list(_changes(warehouse, number))
    entries = [_entry(row, made, words) for row in changes[:MOST]]
    renewed = {entry.findtext(_name("id")) for entry in entries}
    kept = [entry for entry in _entries_of(warehouse) if entry.findtext(_name("id")) not in renewed]
    feed = ET.Element(_name("feed"))
    _add(feed, "id", uuid5(NAMESPACE_OID, "dealhouse").urn)
    _add(feed, "title", words["page"]["title"])
    _add(feed, "subtitle", words["page"]["lead"])
    _add(feed, "updated", made)
    _add(_add(feed, "author"), "name", "dealhouse")
    _add(feed, "link", rel="alternate", type="text/html", href=warehouse.report.name)
    feed.extend([*entries, *kept][:MOST])
    ET.register_namespace("", _ATOM)
    ET.indent(feed)
    try:
        write_whole(warehouse.feed, ET.tostring(feed, "unicode", xml_declaration=True) + "\n")
    except OSError as error:
        raise FeedError(
            f"{warehouse.feed}: release {number} is published, but the feed could not be written "
            f"({error.strerror or error}); put that right, and the next run writes it"
        ) from error
    return len(entries)


def _changes(warehouse: Warehouse, number: int) -> Iterator[Row]:
    """Yield each commitment that differs from the release before, with what is known of it now; the largest first."""
    answer = run_query(warehouse.database, (SQL / "report" / "feed.sql").read_text(encoding="utf-8"))
    told = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    before = release_before(warehouse, number)
    if before is None:
        yield from (row | {"change": "added", "fields": [], "reason": ""} for row in told)
        return
    try:
        difference = diff_releases(warehouse, before, number)
    except OldReleaseError:
        return  # what a release of another shape told otherwise cannot be said
    changed = {
        row["commitment_id"]: row
        for row in (dict(zip(difference.columns, one, strict=True)) for one in difference.rows)
    }
    for row in told:
        if row["commitment_id"] in changed:
            yield changed.pop(row["commitment_id"]) | row
    yield from (row | {"value": row["old_value"], "bound": "exact", "measure": ""} for row in changed.values())


def _entry(row: Row, made: str, words: Words) -> ET.Element:
    sides = [", ".join(row[side]) for side in ("from_partners", "to_partners")]
    who = " → ".join([sides[0] or words["page"]["nobody"], *filter(None, sides[1:])])
    amount = words.amount(row["value"], row["unit"], row["measure"], row["bound"])
    what = f"{who}: {amount} ({words['kind'][row['kind']]})"
    entry = ET.Element(_name("entry"))
    _add(entry, "id", uuid5(NAMESPACE_OID, f"dealhouse/{row['commitment_id']}").urn)
    _add(entry, "title", f"{_TITLES[row['change']]}: {what}")
    _add(entry, "updated", made)
    _add(entry, "link", rel="alternate", type="text/html", href=f"report.html#c-{row['commitment_id']}")
    if _ADDRESS.match(row.get("url") or ""):
        _add(entry, "link", rel="via", href=row["url"])
    _add(entry, "category", term=row["kind"])
    _add(entry, "content", "\n".join(_told(row)), type="text")
    return entry


def _told(row: Row) -> Iterable[str]:
    """Yield the lines of an entry: what changed and why, and the sentence that says the figure."""
    if row["fields"]:
        yield f"Changed: {', '.join(row['fields'])}."
    if row["reason"]:
        yield f"Because: {row['reason']}."
    if row.get("context"):
        yield f"{row['source']}: … {row['context']} …"


def _entries_of(warehouse: Warehouse) -> list[ET.Element]:
    """Return the entries of the feed as it stands; none where there is none, or where it cannot be read."""
    try:
        return ET.parse(warehouse.feed).getroot().findall(_name("entry"))
    except (FileNotFoundError, ET.ParseError):
        return []


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    """Add an element; characters that XML forbids become �."""
    child = ET.SubElement(parent, _name(name), {key: _clean(value) for key, value in attributes.items()})
    child.text = _clean(text) or None
    return child


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def _name(name: str) -> str:
    return f"{{{_ATOM}}}{name}"
