"""What is said of the lake's columns is true: none is missing, and each comes from where it says."""

import tomllib
from datetime import date

from benchmarks.fuzz import extractor
from etl.lake_columns import TOLD, columns_of
from etl.paths import PROJECT

TEXT = "Meta signed a $14.2 billion contract with CoreWeave on Monday. CoreWeave will deliver 300 MW in June.\n"


def test_every_column_of_the_tables_is_described_and_no_other() -> None:
    told = tomllib.loads((PROJECT / "etl" / "lake.toml").read_text(encoding="utf-8"))
    assert {table: set(columns) for table, columns in told.items()} == {name: set(one) for name, one in TOLD.items()}
    assert [one.name for table in TOLD for one in columns_of(table) if not one.holds] == []


def test_columns_name_columns_of_other_tables_as_their_origin() -> None:
    origins = [origin for table in TOLD for one in columns_of(table) for origin in one.made_from]
    assert origins
    assert [(table, column) for table, column in origins if column not in TOLD[table]] == []


def test_only_the_columns_that_say_so_depend_on_the_day_of_publication() -> None:
    days = (date(2025, 10, 1), date(2023, 3, 4))
    on_the_day, otherwise = (extractor().extract(TEXT, day, "en").claims for day in days)
    assert len(on_the_day) == len(otherwise) == 2
    differ = {
        one.name
        for one in columns_of("claims")
        if one.name in on_the_day[0].__slots__
        and any(getattr(a, one.name) != getattr(b, one.name) for a, b in zip(on_the_day, otherwise, strict=True))
    }
    said = {one.name for one in columns_of("claims") if ("articles", "published") in one.made_from}
    assert {"announced"} <= differ <= said
