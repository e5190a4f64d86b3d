"""A lake filled with the articles and claims of a made-up world.

Belongs here: writing the world in the lake's shapes. Stays out: what is true in it (`benchmarks/deals.py`).
"""

from pathlib import Path

import duckdb
import polars as pl
from deltalake import write_deltalake

from benchmarks.deals import World
from etl.lake import ARTICLES, CLAIMS, LEDGER
from etl.paths import Warehouse
from etl.pipeline.session import Session

_SQL = Path(__file__).parent / "sql"
_BATCH = 500_000
PUBLISHERS = 2000
SALT = "claim"


def fill(root: Path, world: World) -> Warehouse:
    """Write partners, articles and claims of a world into a new warehouse folder."""
    (root / "reference").mkdir(parents=True)
    (root / "inbox").mkdir()
    columns = ("kind", "country", "ticker", "aliases", "descriptions")
    partners = world.partners.with_columns(pl.lit(None, pl.String).alias(name) for name in columns)
    order = ["name", "kind", "group", "country", "ticker", "aliases", "descriptions"]
    partners.select(order).write_csv(root / "reference" / "partners.csv")
    warehouse = Warehouse(root)
    with Session(warehouse) as session:
        version = session.extractor.version
    with duckdb.connect(config={"memory_limit": "8GB"}) as connection:
        connection.register("partners", world.partners.with_row_index("number").to_arrow())
        connection.register("deals", world.deals.to_arrow())
        for first in range(0, world.tellings.height, _BATCH):
            connection.register("tellings", world.tellings.slice(first, _BATCH).to_arrow())
            claims = connection.sql((_SQL / "claims.sql").read_text(), params={"salt": SALT, "version": version})
            _append(warehouse.lake / "claims", pl.DataFrame(claims.to_arrow_table()), CLAIMS)
        connection.register("tellings", world.tellings.to_arrow())
        articles = connection.sql((_SQL / "articles.sql").read_text(), params={"publishers": PUBLISHERS})
        frame = pl.DataFrame(articles.to_arrow_table()).with_columns(pl.col("article_id").alias("copy_group"))
    _append(warehouse.lake / "articles", frame, ARTICLES)
    ledger = frame.select("article_id", pl.lit(version).alias("extractor_version"), pl.lit(1).alias("run_id"))
    _append(warehouse.lake / "extractions", ledger, LEDGER)
    return warehouse


def _append(path: Path, frame: pl.DataFrame, schema: pl.Schema) -> None:
    ordered = frame.select(pl.col(name).cast(kind) for name, kind in schema.items())
    write_deltalake(str(path), ordered.to_arrow(), mode="append")
