"""Rows that break a contract are set aside with the reason, and cost no other row anything."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from pandera.errors import SchemaErrors

from etl.contracts import ARTICLE, CLAIM, COMMITMENT, COMMITMENTS, check
from etl.lake import ARTICLES, CLAIMS

GOOD: dict[str, Any] = {
    "claim_id": "c1", "article_id": "a1", "extractor_version": "v", "from_partners": ["NVIDIA"],
    "to_partners": ["OpenAI"],
    "kind": "investment", "measure": "money", "value": Decimal(10), "unit": "USD", "bound": "exact", "scope": "whole",
    "status": "agreed", "quote": "10", "char_start": 0, "char_end": 2, "fields": [], "run_id": 1, "certainty": 0.5,
}  # fmt: skip


def claims(*rows: dict[str, Any]) -> pl.DataFrame:
    full = [dict.fromkeys(CLAIMS) | GOOD | {"claim_id": f"c{number}"} | row for number, row in enumerate(rows)]
    return pl.DataFrame(full, schema=CLAIMS)


def test_good_rows_pass_untouched() -> None:
    frame = claims({}, {"to_partners": []}, {"start_from": date(2026, 1, 1), "start_to": date(2026, 12, 31)})
    verdict = check(frame, CLAIM, "claims", 7)
    assert verdict.kept.equals(frame)
    assert verdict.rejects.height == verdict.failed.height == 0


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"unit": "dollars"}, "unit"),
        ({"value": Decimal(0)}, "value is not positive"),
        ({"value": Decimal(10) ** 19}, "value is not positive or above 1e18"),
        ({"from_partners": [], "to_partners": []}, "nobody gives and nobody receives"),
        ({"to_partners": ["NVIDIA"]}, "the same partner gives and receives"),
        ({"start_from": date(2027, 1, 1), "start_to": date(2026, 1, 1)}, "start_from is after start_to"),
        ({"announced": date(1899, 12, 31)}, "announced: not between 1970-01-01 and 2100-12-31"),
        ({"quote": None}, "quote"),
        ({"quote": ""}, "quote"),
        ({"certainty": None}, "certainty"),
        ({"certainty": 1.5}, "certainty: not between 0 and 1"),
    ],
)
def test_a_bad_row_is_set_aside_with_its_reason_and_the_others_stay(fault: dict[str, Any], told: str) -> None:
    verdict = check(claims({}, fault, {}), CLAIM, "claims", 7)
    assert verdict.kept["claim_id"].to_list() == ["c0", "c2"]
    (reject,) = verdict.rejects.to_dicts()
    assert told in reject["detail"]
    assert (reject["run_id"], reject["stage"], reject["article_id"]) == (7, "claims", "a1")
    assert json.loads(reject["row"])["claim_id"] == "c1"


def test_a_row_with_two_faults_is_one_reject_with_both() -> None:
    verdict = check(claims({"kind": "x", "scope": "y"}), CLAIM, "claims", 1)
    (reject,) = verdict.rejects.to_dicts()
    assert "kind" in reject["detail"]
    assert "scope" in reject["detail"]


def test_a_column_too_many_or_of_another_type_is_a_fault_of_the_code() -> None:
    with pytest.raises(SchemaErrors):
        check(claims({}).with_columns(extra=pl.lit(1)), CLAIM, "claims", 1)
    with pytest.raises(SchemaErrors):
        check(claims({}).with_columns(pl.col("value").cast(pl.Float64)), CLAIM, "claims", 1)


def test_empty_frames_pass() -> None:
    for schema, columns in ((ARTICLE, ARTICLES), (CLAIM, CLAIMS), (COMMITMENT, COMMITMENTS)):
        assert check(pl.DataFrame(schema=columns), schema, "any", 1).kept.height == 0
