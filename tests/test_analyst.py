"""What an analyst asks of the bundled warehouse: the evidence behind a number, the dictionary."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from benchmarks.warehouse import reconcile
from etl import catalogue
from etl.lineage import Origin, full_schema, origins
from etl.paths import PROJECT, Warehouse
from etl.query import QueryError, run_query
from etl.show import lines_of
from etl.sqlgraph import models
from tests.star import article, ask, claim, publish

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_the_dictionary_describes_every_column(bundled: Warehouse) -> None:
    dictionary = catalogue.page(bundled.database)
    columns = run_query(
        bundled.database, "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"
    ).rows
    assert [column for column in columns if f"| {column[1]} |" not in dictionary] == []
    published = (PROJECT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert published == dictionary, "run `dealhouse docs docs` after a run, and commit the page"


def test_columns_are_followed_to_where_they_come_from() -> None:
    known = {model.name: model for model in models()}
    schema = full_schema(known.values(), {})
    assert origins(known["commitments"], schema)["kind"] == [Origin("dim_kind", "kind")]
    dollars = {origin.table for origin in origins(known["fact_commitment"], schema)["amount_usd"]}
    assert dollars == {"open_state", "dim_rate"}
    assert origins(known["fact_claim"], schema)["quote"] == [Origin("corrected_claims", "quote")]
    made_from = {origin.table for origin in origins(known["corrected_claims"], schema)["quote"]}
    assert made_from == {"delta_claims", "claim_change"}


def test_show_prints_the_sentences_behind_a_commitment(bundled: Warehouse) -> None:
    sql = "SELECT commitment_key, commitment_id FROM commitments WHERE source_count > 1 ORDER BY value DESC LIMIT 1"
    ((key, identity),) = run_query(bundled.database, sql).rows
    told = "\n".join(lines_of(bundled.database, str(key)))
    assert told == "\n".join(lines_of(bundled.database, identity[:8]))
    quotes = run_query(
        bundled.database, "SELECT quote FROM evidence WHERE commitment_key = $key", parameters={"key": key}
    )
    assert all(f'"{quote}"' in told for (quote,) in quotes.rows)
    with pytest.raises(QueryError, match="no commitment 'nothing'"):
        lines_of(bundled.database, "nothing")


def test_show_counts_in_words_that_fit(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    publish(warehouse, [article("one", None)], [claim("one")])
    told = "\n".join(lines_of(warehouse.database, "1"))
    assert "1 article, 1 independent source\n" in told
    assert "that it is right" in told
    assert "between" not in told


def test_every_sum_of_the_ledger_is_the_sum_of_commitments(bundled: Warehouse) -> None:
    ledger = "SELECT unit, sum(value) FROM partner_ledger WHERE role = 'gives' GROUP BY unit ORDER BY unit"
    whole = "SELECT unit, sum(value) FROM commitments WHERE is_additive GROUP BY unit ORDER BY unit"
    found = ask(bundled.database, ledger)
    assert found == ask(bundled.database, whole)
    assert all(isinstance(value, Decimal) for _, value in found)


def test_a_release_is_read_by_another_process_while_it_is_replaced(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    for number in range(3):
        publish(warehouse, [article("one", None)], [claim("one", number + 1)])
        with duckdb.connect(str(warehouse.database), read_only=True) as reader:
            assert reader.execute("SELECT number, value FROM release, fact_commitment").fetchall() == [
                (number + 1, number + 1)
            ]


def test_reconciliation_finds_a_generated_truth() -> None:
    found = reconcile(deals=300, claims=4000, partners=60, seed=7)
    assert found["f1"] >= 0.95
    assert found["counted_twice"] == 0
