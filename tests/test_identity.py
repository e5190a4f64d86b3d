"""A commitment keeps its identity while any of its tellings goes on, whatever becomes of the first one."""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from etl.corrections import HEADER
from etl.paths import Warehouse
from tests.star import QUOTE, Row, article, ask, publish
from tests.star import claim as bare_claim

DAY = date(2025, 9, 22)
BILLION = 10**9
TEXT = QUOTE * 9
TOLD = "SELECT commitment_id, claim_count, value FROM fact_commitment ORDER BY value"


def number(name: str) -> str:
    return sha256(name.encode()).hexdigest()


def claim(name: str, value: int = 100 * BILLION, at: int = 0, **other: object) -> Row:
    span = {"char_start": at, "char_end": at + len(QUOTE), "quote": QUOTE}
    return bare_claim(number(name), value, **span, **other)


def anchor(name: str) -> str:
    return f"{number(name)[:16]}@0-{len(QUOTE)}/money"


def told(
    place: Warehouse, claims: Sequence[Row], lines: Sequence[str] = (), replaced: Sequence[tuple[str, str]] = ()
) -> list[tuple[str, int, int]]:
    """Publish; return identity, number of claims and value of each commitment. Article a3 appears on the third day."""
    place.corrections.parent.mkdir(parents=True, exist_ok=True)
    place.corrections.write_text("\n".join([",".join(HEADER), *lines, ""]))
    by = {number(old): number(new) for old, new in replaced}
    names = {number(name): name for name in ("a0", "a1", "a2", "a3", "b0")}
    articles = [
        article(names[one], DAY + timedelta(int(names[one][1])))
        | {"article_id": one, "text": TEXT, "replaced_by": by.get(one)}
        for one in dict.fromkeys(str(one["article_id"]) for one in claims)
    ]  # fmt: skip
    publish(place, articles, claims)
    return [(name, count, int(value)) for name, count, value in ask(place.database, TOLD)]


THREE = [claim("a0"), claim("a1"), claim("a2")]


@pytest.mark.parametrize(
    "line",
    [
        f"{anchor('a0')},reject,,,Ann,2026-01-05,it is satire",
        f"{anchor('a0')},change,unit,EUR,Ann,2026-01-05,they are euros",
        f"{anchor('a0')},change,kind,purchase,Ann,2026-01-05,they are chips",
        f"{anchor('a0')},split,,,Ann,2026-01-05,another deal",
    ],
)
def test_a_first_telling_that_is_corrected_away_leaves_the_identity(tmp_path: Path, line: str) -> None:
    place = Warehouse(tmp_path)
    ((before, _, _),) = told(place, THREE)
    after = told(place, THREE, [line])
    assert [count for name, count, _ in after if name == before] == [2]
    assert len({name for name, _, _ in after}) == len(after)


def test_rejecting_what_holds_the_others_together_does_not_split_them(tmp_path: Path) -> None:
    claims = [
        claim("a0", 95 * BILLION, bound="at_most"),
        claim("a1", 90 * BILLION),
        claim("a2", 88 * BILLION, bound="at_least"),
    ]
    place = Warehouse(tmp_path)
    ((before, count, _),) = told(place, claims)
    assert count == 3
    after = told(place, claims, [f"{anchor('a1')},reject,,,Ann,2026-01-05,it is satire"])
    assert [(name, count) for name, count, _ in after] == [(before, 2)]


def test_a_commitment_all_of_whose_claims_are_rejected_is_gone(tmp_path: Path) -> None:
    lines = [f"{anchor(name)},reject,,,Ann,2026-01-05,it is satire" for name in ("a0", "a1", "a2")]
    place = Warehouse(tmp_path)
    assert told(place, [*THREE, claim("a3", 3 * BILLION)], lines)[0][1:] == (1, 3 * BILLION)
    assert len(ask(place.database, "FROM commitments")) == 1


def test_a_first_telling_that_is_revised_leaves_the_identity(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    ((before, _, _),) = told(place, THREE)
    moved = told(place, [*THREE, claim("b0", at=14)], replaced=[("a0", "b0")])
    assert moved == [(before, 3, 100 * BILLION)]
    withdrawn = told(place, [*THREE, claim("b0", 3 * BILLION)], replaced=[("a0", "b0")])
    assert [(count, value) for name, count, value in withdrawn if name == before] == [(2, 100 * BILLION)]
    assert len(withdrawn) == 2


def test_a_later_telling_of_another_day_leaves_the_identity(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    ((before, _, _),) = told(place, THREE[:2])
    ((after, count, _),) = told(
        place, [*THREE[:2], claim("a2", announced=DAY), claim("a3", from_partners=["NVIDIA", "Oracle"])]
    )
    assert (after, count) == (before, 4)


def test_an_article_of_the_same_day_that_is_read_later_leaves_the_identity(tmp_path: Path) -> None:
    place = Warehouse(tmp_path)
    last, first = sorted(("a0", "a1"), key=number)

    def identity(*names: str) -> list[tuple[str, int]]:
        articles = [
            article(name, DAY) | {"article_id": number(name), "text": TEXT, "run_id": 2 if name == last else 1}
            for name in names
        ]
        publish(place, articles, [claim(name) for name in names])
        return [(name, count) for name, count, _ in ask(place.database, TOLD)]

    ((before, _),) = identity(first)
    assert identity(first, last) == [(before, 2)]
    assert number(last) < number(first), "without runs the other would be the first telling"
