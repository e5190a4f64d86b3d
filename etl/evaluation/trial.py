"""A run that is thrown away: what `dealhouse run` would publish of some articles.

Belongs here: the same steps as a run (sources, extraction, contracts, star), in a warehouse of their own. Stays out:
scoring. What an annotation says of an article, its day of publication too, is never told to the extractor.
"""

import shutil
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from etl.evaluation.facts import Fact, Found
from etl.paths import Warehouse
from etl.pipeline.session import Session


def found_in(paths: Sequence[Path], reference: Path) -> dict[str, Found]:
    """Return what is found in each article of `paths`, by the stem of its file, given a folder of reference files.

    Corrections are left aside, since the extractor is judged. An article in which nothing is found has an entry too.
    Raises SourceError and ReferenceFileError.
    """
    with TemporaryDirectory() as place:
        warehouse = Warehouse(Path(place))
        shutil.copytree(reference, warehouse.root / "reference", ignore=shutil.ignore_patterns("corrections.csv"))
        with Session(warehouse, paths) as session:
            session.ingest()
            session.extract()
            session.settle()
            articles = session.lake.articles()["article"].to_list()
            claims = session.build.frame("claims").sort("char_start", maintain_order=True).to_dicts()
            pairs = session.build.frame("article_pairs").to_dicts()
    facts: dict[str, list[Fact]] = defaultdict(list)
    for row in claims:
        facts[row["article"]].append(_fact(row))
    together: dict[str, set[frozenset[str]]] = defaultdict(set)
    for row in pairs:
        together[row["article"]].add(frozenset((row["partner_a"], row["partner_b"])))
    return {name: Found(tuple(facts[name]), frozenset(together[name])) for name in articles}


def _fact(row: dict[str, Any]) -> Fact:
    return Fact(
        givers=tuple(row["from_partners"]),
        takers=tuple(row["to_partners"]),
        kind=row["kind"],
        measure=row["measure"],
        value=float(row["value"]),
        unit=row["unit"],
        bound=row["bound"],
        scope=row["scope"],
        status=row["status"],
        announced=row["announced"].isoformat() if row["announced"] else None,
        start=_interval(row["start_from"], row["start_to"]),
        end=_interval(row["end_from"], row["end_to"]),
        term_years=row["term_years"],
        at=row["char_start"],
    )


def _interval(low: date | None, high: date | None) -> str | None:
    return f"{low or high}/{high or low}" if low or high else None
