"""The page: templates filled, evidence packed, what may run in it named by its hash, the file written in one step.

Belongs here: putting the parts together. Stays out: asking (`reading`), wording (`rows`, `overview`), markup
(`templates`).
"""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from etl.paths import Warehouse, write_whole
from etl.report.overview import overview
from etl.report.packing import packed
from etl.report.reading import read_facts
from etl.report.rows import Evidence, table_rows
from etl.report.words import Words

_INLINE = 500_000
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_COLUMNS = (
    ("gives", "text"), ("what", "place"), ("receives", "text"), ("kind", "text"), ("status", "text"),
    ("since", "number"), ("told", "number"), ("certainty", "number"),
)  # fmt: skip
Row = dict[str, Any]


class ReportError(OSError):
    """The report cannot be written; the message says where and why."""


def write_report(warehouse: Warehouse, target: Path, language: str, today: date | None = None) -> None:
    """Write the report of the current release. Raises QueryError where there is none, ReportError where it fails.

    `today` stands in the lines for corrections.csv.
    """
    text = page(warehouse, language, today or date.today())
    try:
        write_whole(target, text)
    except OSError as error:
        raise ReportError(
            f"{target}: the report cannot be written there: {error.strerror or error}; name another file with --output"
        ) from error


def page(warehouse: Warehouse, language: str, today: date) -> str:
    """Return the page of the current release in a language."""
    words = Words(language)
    facts = read_facts(warehouse)
    environment = _environment(words)
    commitments = table_rows(facts, words)
    evidence = Evidence(facts, words, today)
    elsewhere = _with_evidence(commitments, evidence, environment)
    style, script = (Markup(_source(name)) for name in ("report.css", "report.js"))
    return environment.get_template("report.html.j2").render(
        overview(facts, words),
        release=facts.release,
        commitments=commitments,
        choices={name: _choices(commitments, name, words) for name in ("measure", "kind", "status")},
        columns=_COLUMNS,
        packed_from=elsewhere[0][0] if elsewhere else 0,
        packed=Markup(json.dumps(elsewhere).replace("<", "\\u003c")),
        style=style,
        script=script,
        policy=(
            f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
            "base-uri 'none'; form-action 'none'"
        ),
    )


def _environment(words: Words) -> Environment:
    environment = Environment(
        loader=PackageLoader("etl.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, finalize=_visible,
    )  # fmt: skip
    environment.globals |= {
        "words": words, "w": words.tables, "day": words.day, "number": words.number, "rounded": words.rounded,
        "quarter": words.quarter,
    }  # fmt: skip
    return environment


def _visible(value: Any) -> Any:
    """Return a value as the page may show it: what HTML forbids or what turns the direction of reading becomes �."""
    return _UNSEEN.sub("\ufffd", value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _with_evidence(commitments: Sequence[Row], evidence: Evidence, environment: Environment) -> list[list[int | str]]:
    """Give the first rows their evidence, as much as the page bears; return that of the others, packed part by part."""
    template = environment.get_template("evidence.html.j2")
    made = [Markup(template.render(c=evidence.of(row))) for row in commitments]
    size = place = 0
    while place < len(made) and size + len(made[place]) <= _INLINE:
        commitments[place]["evidence"] = made[place]
        size += len(made[place])
        place += 1
    for row in commitments[place:]:
        row["evidence"] = ""
    return packed([str(one) for one in made], place)


def _choices(commitments: Sequence[Row], name: str, words: Words) -> list[str]:
    there = {row[name] for row in commitments}
    return [value for value in words[name] if value in there]


def _source(name: str) -> str:
    return files("etl.report").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
