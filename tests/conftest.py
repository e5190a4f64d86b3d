"""What several test modules share: the warehouse of the bundled articles, made once."""

from datetime import date

import pytest

from etl.paths import BUNDLED, Warehouse
from etl.pipeline.run import run
from etl.pipeline.session import Session


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A published warehouse of the bundled articles; to be read only."""
    warehouse = Warehouse(tmp_path_factory.mktemp("bundled"))
    with Session(warehouse, [BUNDLED / "inbox"], today=date(2026, 1, 1)) as session:
        run(session)
    return warehouse
